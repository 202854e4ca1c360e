"""Names of natural persons as the public may read them (隐名). Pure.

The family name and a star for each character of the given name: 张三丰 is 张**,
欧阳明日 is 欧阳**. The names of organisations stay whole.
"""

from __future__ import annotations

import re

# 百家姓's compound surnames that are borne today, and the commonest since.
COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台"
    " 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘"
    " 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐"
    " 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 第五 完颜 纳兰"
    " 叶赫 那拉 爱新 富察 佟佳 贺兰".split()
)
# 李小学 is somebody; 柳渡小学 is a school.
SHORTEST_ORGANISATION = 4
_ORGANISATION = re.compile(
    "公司|集团|企业|合作社|合作联社|联合社|事务所|委员会|经营部|服务部|门市部|工作室|"
    "商行|商店|超市|酒店|饭店|宾馆|餐厅|药房|诊所|医院|学校|小学|中学|幼儿园|养殖场|"
    "农场|林场|加工厂|管理局|人民政府|办公室|协会|基金会|研究院|研究所|中心"
)
# One of these alone at the end says so of a long name only: 店 and 会 occur in names.
_ORGANISATION_END = re.compile(r"[^·•・]{4,}[厂店场馆部行社站所局院校园坊铺]$")
_BETWEEN_PERSONS = re.compile(r"([、，,；;/])")
_REMARK = re.compile(r"[（(\[【〔].*?[）)\]】〕]|[（(\[【〔].*$")
_SPACE = re.compile(r"\s+")
_DOTS = "·•・."


def is_organisation(name: str) -> bool:
    """Do the words of the name say that it is no person's?"""
    bare = _SPACE.sub("", name)
    if len(bare) < SHORTEST_ORGANISATION:
        return False
    return bool(_ORGANISATION.search(bare) or _ORGANISATION_END.search(bare))


def masked_name(name: str) -> str:
    """The name as it may stand in public; of several persons, each of theirs.

    Remarks in brackets are left out: nobody knows what they hold. A masked name stays
    as it is.
    """
    if is_organisation(name):
        return name.strip()
    parts = _BETWEEN_PERSONS.split(_REMARK.sub("", name))
    return "".join(
        part if _BETWEEN_PERSONS.fullmatch(part) else _masked(part) for part in parts
    )


def _masked(name: str) -> str:
    bare = _SPACE.sub("", name)
    kept = 2 if bare[:2] in COMPOUND_SURNAMES and len(bare) > 2 else 1
    stars = "".join(sign if sign in _DOTS else "*" for sign in bare[kept:])
    return bare[:kept] + stars
