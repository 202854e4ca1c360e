"""One row of a file of units: its code, name, superior unit and kind. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.official_text import without_controls

from .models import AgencyKind

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}\Z")
NAME_LENGTH = 100
# Held, since enumerations make their list anew each time they are asked.
KIND_CODES = frozenset(AgencyKind.values)
# Columns that may stand beside code, name and parent_code, and how long they may be.
OPTIONAL = {
    "short_name": 40,
    "credit_code": 18,
    "address": 200,
    "postcode": 10,
    "telephone": 60,
    "email": 254,
    "office_hours": 200,
    "duties": 20_000,
}

KINDS = {
    "县": AgencyKind.COUNTY,
    "市": AgencyKind.COUNTY,
    "区": AgencyKind.COUNTY,
    "部门": AgencyKind.DEPARTMENT,
    "局": AgencyKind.DEPARTMENT,
    "乡": AgencyKind.TOWNSHIP,
    "镇": AgencyKind.TOWNSHIP,
    "乡镇": AgencyKind.TOWNSHIP,
    "街道": AgencyKind.STREET,
    "村": AgencyKind.VILLAGE,
    "社区": AgencyKind.COMMUNITY,
    "站所": AgencyKind.STATION,
    "学校": AgencyKind.SCHOOL,
    "医院": AgencyKind.HOSPITAL,
    "公共企事业单位": AgencyKind.UTILITY,
    "政务服务大厅": AgencyKind.SERVICE_HALL,
    "地区": AgencyKind.REGION,
    "其他": AgencyKind.OTHER,
}
# The five levels of the statistical division codes (统计用区划代码): province, city,
# county, township, village.
LEVELS = {
    "1": AgencyKind.REGION,
    "2": AgencyKind.REGION,
    "3": AgencyKind.COUNTY,
    "4": AgencyKind.TOWNSHIP,
    "5": AgencyKind.VILLAGE,
}
STREET = ("街道", "街道办事处", "街办")
COMMUNITY = ("社区", "居委会", "居民委员会", "社区居委会")


class Rule(TextChoices):
    """What became of a row."""

    ADDED = "added", _("Added")
    RENEWED = "renewed", _("Was there: name, kind or particulars refreshed")
    UNCHANGED = "unchanged", _("Was there, unchanged")

    UNREADABLE = "unreadable", _("Refused: the row can't be read")
    BAD_CODE = (
        "bad_code",
        _("Refused: the code needs 1 to 40 letters, digits, hyphens or underscores"),
    )
    BAD_NAME = "bad_name", _("Refused: the name needs 1 to 100 characters")
    BAD_KIND = "bad_kind", _("Refused: the kind is not known")
    BAD_PARTICULAR = "bad_particular", _("Refused: a particular is too long or wrong")
    DUPLICATE = "duplicate", _("Refused: the code stands above already")
    UNKNOWN_PARENT = "unknown_parent", _("Refused: the superior unit is not known")
    PARENT_REFUSED = "parent_refused", _("Refused: the superior unit was refused")
    CIRCLE = "circle", _("Refused: the superior units form a circle")
    TOO_MANY = "too_many", _("Refused: the superior unit has 9,999 units already")
    TOO_DEEP = "too_deep", _("Refused: more than ten levels")
    WOULD_MOVE = (
        "would_move",
        _("Refused: the unit stands elsewhere; moving it is a deed of its own"),
    )
    CLOSED = "closed", _("Refused: the unit is closed")
    OLD_ADDRESS = "old_address", _("Refused: the code is the old address of a unit")


@dataclass(slots=True)
class Line:
    """What a row says. Codes are compared as addresses are: in lower case."""

    number: int
    code: str
    name: str
    parent: str
    kind: str
    extra: dict[str, str] | None

    @property
    def slug(self) -> str:
        """The code itself where it is one, so that it is held once."""
        slug = self.code.lower()
        return self.code if slug == self.code else slug


def read_line(number: int, cells: Mapping[str, Any]) -> Line | Rule:
    """The line, or the rule that refuses it."""
    code = _text(cells, "code")
    if not CODE.match(code):
        return Rule.BAD_CODE
    name = _text(cells, "name")
    if not name or len(name) > NAME_LENGTH:
        return Rule.BAD_NAME
    kind = kind_of(_text(cells, "kind"), _text(cells, "level"), name)
    if kind is None:
        return Rule.BAD_KIND
    given = OPTIONAL.keys() & cells.keys()
    extra = {key: text for key in given if (text := _text(cells, key))}
    if extra and not _are_particulars(extra):
        return Rule.BAD_PARTICULAR
    parent = intern(_text(cells, "parent_code").lower())
    return Line(number, code, name, parent, kind, extra or None)


def kind_of(kind: str, level: str, name: str) -> str | None:
    """A kind by its code, its Chinese name, or the level of the division with the name
    as a hint; "" where the file says nothing, None where it says nonsense."""
    if kind in KIND_CODES:
        return kind
    if kind:
        return KINDS.get(kind)
    if not level:
        return ""
    if level == "4" and name.endswith(STREET):
        return AgencyKind.STREET
    if level == "5" and name.endswith(COMMUNITY):
        return AgencyKind.COMMUNITY
    return LEVELS.get(level)


def _are_particulars(extra: Mapping[str, str]) -> bool:
    if any(len(text) > OPTIONAL[key] for key, text in extra.items()):
        return False
    try:
        if "email" in extra:
            validate_email(extra["email"])
    except ValidationError:
        return False
    return True


def _text(cells: Mapping[str, Any], name: str) -> str:
    value = cells.get(name)
    if value is None or value == "":
        return ""
    # Rare characters of place names stand in private areas and are kept.
    return " ".join(without_controls(str(value)).split())
