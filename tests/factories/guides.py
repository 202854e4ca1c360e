from __future__ import annotations

from typing import Any

from directories.disclosure_guides import (
    hand_in_guide,
    open_guide,
    publish_guide,
    write_guide,
)
from directories.models import Agency, DisclosureGuide, GuideStatus, Role
from disclosure_portal.foundation.models import User

from .directories import agency, member

WHOLE: dict[str, Any] = {
    "classification": "概况、法规文件、规划计划、行政执法、财政信息、民生服务。",
    "arrangement": "按主题、体裁、机构编排；索引号由机构代码、年份和流水号组成。",
    "access": "通过门户网站、查阅点获取，也可以依法申请公开。",
    "office_name": "局办公室",
    "office_address": "清源县人民路1号",
    "office_hours": "工作日8:30—12:00，14:30—17:30",
    "telephone": "0999-1234567",
    "fax": "0999-7654321",
    "online": "https://www.example.gov.cn/",
}


def written_guide(unit: Agency, *, by: User, **elements: Any) -> DisclosureGuide:
    """A draft with all nine elements, unless others are given."""
    guide = open_guide(unit, by=by)
    write_guide(guide, by=by, **{**WHOLE, **elements})
    guide.refresh_from_db()
    return guide


def published_guide(unit: Agency | None = None, **elements: Any) -> DisclosureGuide:
    """The next version of a unit's guide, by two hands."""
    unit = unit or agency()
    clerk = member(Role.EDITOR, unit)
    guide = written_guide(unit, by=clerk, **elements)
    hand_in_guide(guide, by=clerk)
    publish_guide(guide, by=member(Role.APPROVER, unit))
    return guide


def guide_in(status: str, unit: Agency) -> DisclosureGuide:
    """A guide brought to a status by the deeds that lead there."""
    if status in (GuideStatus.PUBLISHED, GuideStatus.SUPERSEDED):
        guide = published_guide(unit)
        if status == GuideStatus.SUPERSEDED:
            published_guide(unit)
            guide.refresh_from_db()
        return guide
    clerk = member(Role.EDITOR, unit)
    guide = written_guide(unit, by=clerk)
    if status == GuideStatus.WAITING:
        hand_in_guide(guide, by=clerk)
    return guide
