"""Names of natural persons as the public may read them (隐名). Pure.

The family name and a star for each character of the given name: 张三丰 is 张**,
欧阳明日 is 欧阳**. The names of organisations stay whole.
"""

from __future__ import annotations

import re

# 百家姓's compound surnames that are borne today, and the commonest since.
_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于"
    "司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉梁丘左丘东门"
    "西门第五完颜纳兰叶赫那拉爱新富察佟佳贺兰"
)
COMPOUND_SURNAMES = frozenset(
    _COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2)
)
# 李小学 is somebody; 柳渡小学 is a school.
SHORTEST_ORGANISATION = 4
_ORGANISATION = re.compile(
    "公司|集团|企业|合作社|合作联社|联合社|事务所|委员会|经营部|服务部|门市部|工作室|"
    "商行|商店|超市|酒店|饭店|宾馆|餐厅|药房|诊所|医院|学校|小学|中学|幼儿园|养殖场|"
    "农场|林场|加工厂|管理局|人民政府|办公室|协会|基金会|研究院|研究所|中心"
)
# One of these alone at the end says so of a long name only: 店 and 会 occur in names.
_ORGANISATION_END = re.compile(
    r"[^·•・]{3,}[厂店场馆楼社站所局院校铺]$|[^·•・]{4,}[部行园坊]$"
)
_BETWEEN_PERSONS = re.compile(r"([、，,；;/])")
_REMARK = re.compile(r"[（(\[【〔].*?[）)\]】〕]|[（(\[【〔].*$")
_SPACE = re.compile(r"\s+")
_DOTS = "·•・."


def is_organisation(name: str) -> bool:
    """Do the words of the name say that it is no person's?"""
    bare = _SPACE.sub("", name)
    if len(bare) < SHORTEST_ORGANISATION:
        return False
    if _ORGANISATION.search(bare):
        return True
    is_person = len(bare) == SHORTEST_ORGANISATION and bare[:2] in COMPOUND_SURNAMES
    return not is_person and bool(_ORGANISATION_END.search(bare))


def masked_name(name: str) -> str:
    """The name as it may stand in public: a person's masked, an organisation's whole
    but for remarks in brackets, which often name its owner.

    Who knows that it is a person asks masked_person.
    """
    bare = _REMARK.sub("", name).strip()
    return bare if is_organisation(bare) else masked_person(bare)


def masked_person(name: str) -> str:
    """The name of a natural person masked, whatever it looks like; of several
    persons, each of theirs.

    Remarks in brackets are left out: nobody knows what they hold. A masked name stays
    as it is.
    """
    if name.isalpha():  # neither brackets nor signs between persons
        return _masked(name)
    parts = _BETWEEN_PERSONS.split(_REMARK.sub("", name))
    return "".join(
        part if _BETWEEN_PERSONS.fullmatch(part) else _masked(part) for part in parts
    )


def recipient_name(name: str) -> str:
    """The name of a recipient, who may be a company or a cooperative: a legal person's
    stays whole. A business that says it is one person's (个体, 个人独资) bears the name
    of its owner, as often as not: masked like a person's.
    """
    is_short = len(name) < SHORTEST_ORGANISATION
    is_persons = is_short or "个体" in name or "个人" in name
    return masked_person(name) if is_persons else masked_name(name)


def _masked(name: str) -> str:
    # Most names are letters only: neither spaces nor dots.
    is_plain = name.isalpha()
    bare = name if is_plain else _SPACE.sub("", name)
    kept = 2 if bare[:2] in COMPOUND_SURNAMES and len(bare) > 2 else 1
    if is_plain:
        return bare[:kept] + "*" * (len(bare) - kept)
    stars = "".join(sign if sign in _DOTS else "*" for sign in bare[kept:])
    return bare[:kept] + stars
