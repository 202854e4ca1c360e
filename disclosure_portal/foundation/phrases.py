"""Where a heading may break: between phrases, as an official sets it by hand. Pure.

A browser breaks Chinese after any character, so that 「办事指|南」 stands on two lines.
There is no dictionary here: the words that titles of notices are built from, and the
endings of the names of units, are enough to find most joints. What lies between two
joints and is longer than a line is broken by the browser as before.
"""

from __future__ import annotations

import re

# A phrase begins with one of these; the longer stands before its own beginning.
_BEGINNINGS = (
    "关于|进一步|印发|转发|做好|加强|开展|调整|公布|发布|提高|加快|规范|深化|推进|落实|"
    "申请|核发|发放|拟录用|拟聘用|任免职|选任|公开招聘|"
    "办事指南|政务公开|政府信息公开|村民委员会|居民委员会|目录清单|收支明细|征地补偿|名单|解读|答问|"
    "实施意见|实施方案|实施办法|实施细则|实施情况|工作方案|工作要点|管理办法|"
    "预公告|征求意见稿|公示|公告|通知|通告|意见|办法|细则|方案|决定|决算|预算|年度报告|"
    "(?:红|橙|黄|蓝)色预警|第(?=[一二三四五六七八九十\\d])"
)
_UNIT_ENDINGS = "人民政府|办公室|委员会|工作站|服务中心|气象台|医院|学校|中学|小学|局"
_PLACE_AT_FIRST = r"^[\u4e00-\u9fff]{1,3}[市县区镇乡村](?![城场级长委府域直属居])"
_JOINT = re.compile(
    f"(?P<before>{_BEGINNINGS}|[《（“]|——|(?<!\\d)\\d{{4}}年)"
    f"|(?P<after>{_PLACE_AT_FIRST}|(?:{_UNIT_ENDINGS})(?![部长内势面])"
    r"|季度|[、，；：？！]|[的和](?!平|谐|解|顺|睦|城乡|改革|社会))"
)
_YEAR = re.compile(r"\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?")
# Marks that stand at no beginning, and those that stand at no end, of a line.
_CLOSING, _OPENING = "》〕）”、，；：？！。…—", "《〔（“"
_SHORTEST = 2


def phrases(title: str) -> list[str]:
    """The title in pieces that a line should not break; joined they are the title."""
    joints = _joints(title)
    pieces: list[str] = []
    start = 0
    for joint in [*joints, len(title)]:
        if joint - start >= _SHORTEST and len(title) - joint != 1:
            pieces.append(title[start:joint])
            start = joint
    if start < len(title):
        pieces.append(title[start:])
    return pieces


def _joints(title: str) -> list[int]:
    """Between which characters a phrase ends, in order."""
    found = set()
    for joint in _JOINT.finditer(title):
        found.add(joint.start() if joint["before"] else joint.end())
    for year in _YEAR.finditer(title):
        found.add(year.end())
    return sorted(place for place in found if _may_break(title, place))


def _may_break(title: str, place: int) -> bool:
    if not 0 < place < len(title):
        return False
    before, right = title[max(0, place - 2) : place], title[place]
    if before[-1] == right == "—" or right == " " or before == "关于":
        return False
    is_joined = any(mark in _OPENING for mark in before) or right in _CLOSING
    return right == "—" or not is_joined
