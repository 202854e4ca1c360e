"""What may become of a row of a list of powers or services."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rule(TextChoices):
    """What became of a row, or of an item that has none."""

    ADDED = "added", _("Added")
    RENEWED = "renewed", _("Was there: renewed")
    UNCHANGED = "unchanged", _("Was there, unchanged")

    LACKING = "lacking", _("The sheet lacks it: stays")
    REMOVED = "removed", _("The sheet lacks it: taken off the list")

    UNREADABLE = "unreadable", _("Refused: a cell or the row can't be read")
    NO_NAME = "no_name", _("Refused: the name is missing")
    NO_CODE = "no_code", _("Refused: the implementation code is missing")
    DUPLICATE = "duplicate", _("Refused: the code stands above already")
    UNKNOWN_KIND = "unknown_kind", _("Refused: the kind is not known")
    UNKNOWN_LEVEL = "unknown_level", _("Refused: the level is not known")
    BAD_LIMIT = "bad_limit", _("Refused: the time limit is not understood")
    BAD_CHARGE = "bad_charge", _("Refused: charged or not? Write 是 or 否")
    BAD_VALUE = "bad_value", _("Refused: a value is too long or wrong")
    NO_UNIT = "no_unit", _("Refused: no unit is named")
    UNKNOWN_UNIT = "unknown_unit", _("Refused: the unit is not known")
    AMBIGUOUS_UNIT = "ambiguous_unit", _("Refused: several units have this name")
    CLOSED_UNIT = "closed_unit", _("Refused: the unit is closed")
    NOT_YOURS = "not_yours", _("Refused: you are no clerk of the unit")
    TAKEN_OFF = "taken_off", _("Refused: the item was taken off the list")


TAKEN = (Rule.ADDED, Rule.RENEWED, Rule.UNCHANGED)
WITHOUT_ROW = (Rule.LACKING, Rule.REMOVED)
REFUSED = tuple(rule for rule in Rule if rule not in (*TAKEN, *WITHOUT_ROW))


class Refusal(Exception):
    def __init__(self, rule: Rule, found: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.found = found
