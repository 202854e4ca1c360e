"""What can become of a row, by which rule, and what is remarked on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """Taken + refused + repeated = all rows."""

    TAKEN = "taken", _("Taken")
    REFUSED = "refused", _("Refused")
    REPEATED = "repeated", _("Repeated")


class Rule(TextChoices):
    """By which rule a row had its outcome."""

    PUBLISHED = "published", _("Published as migrated, under its original day")
    UNSIGNED = "unsigned", _("Draft: nobody was named to sign")
    NO_DATE = "no_date", _("Draft: the row has no date")
    GAPS = "gaps", _("Draft: a row of the list was refused")

    UNREADABLE = "unreadable", _("The row can't be read")
    NO_TITLE = "no_title", _("No title")
    TITLE_TOO_LONG = "title_too_long", _("The title has more than 200 characters")
    NOTHING_TO_READ = (
        "nothing_to_read",
        _("Neither a text nor an attachment nor an original address"),
    )
    BAD_DATE = "bad_date", _("There is no such day, or its form is not known")
    FUTURE_DATE = "future_date", _("The day lies in the future")
    NO_UNIT = "no_unit", _("The row names no unit")
    UNKNOWN_UNIT = "unknown_unit", _("The unit is not known")
    AMBIGUOUS_UNIT = "ambiguous_unit", _("Several units bear this name")
    MISSING_ROLE = "missing_role", _("A role over the unit is missing")
    NO_BOARD = "no_board", _("The row names no board")
    UNKNOWN_BOARD = "unknown_board", _("The board is not known")
    WRONG_BOARD = "wrong_board", _("The unit can't post on that board")
    BAD_LINE = "bad_line", _("The row can't become a line of the list")
    LIST_CHANGED = "list_changed", _("Imported before with other rows")
    ID_USED_TWICE = "id_used_twice", _("The same id stands on another row")
    BAD_CELL = "bad_cell", _("A cell breaks a rule of recipient lists")
    HELD_BACK = "held_back", _("Other rows of the same notice were refused")
    NO_TOWNSHIP = (
        "no_township",
        _("Some rows of the list name their township, others do not"),
    )
    CHANGED_SINCE = (
        "changed_since",
        _("Imported before with other lines; the notice was left as it is"),
    )
    REFUSED_BY_DEED = "refused_by_deed", _("Refused when it was stored")

    SAME_ROW = "same_row", _("The same row stands above")
    IMPORTED_BEFORE = "imported_before", _("Imported before")


_TAKEN = {Rule.PUBLISHED, Rule.UNSIGNED, Rule.NO_DATE, Rule.GAPS}
_REPEATED = {Rule.SAME_ROW, Rule.IMPORTED_BEFORE}


def outcome_of(rule: Rule) -> Outcome:
    if rule in _TAKEN:
        return Outcome.TAKEN
    return Outcome.REPEATED if rule in _REPEATED else Outcome.REFUSED


class Remark(TextChoices):
    """What was done to a row that was taken."""

    NO_TEXT = "no_text", _("No text: only an attachment or an original address")
    INCOMPLETE = "incomplete", _("Parts that the kind must have are missing")
    NO_BASIS = "no_basis", _("No legal basis")
    NO_STANDARD = "no_standard", _("No standard")
    BASIS_UNKNOWN = "basis_unknown", _("A legal basis is not in the register")
    NO_PARENT = "no_parent", _("The item above a sub-item is not in the list")
    SUMMARY_TO_BODY = (
        "summary_to_body",
        _("The summary has more than 100 characters and stands above the text"),
    )
    NUMBER_FROM_TEXT = (
        "number_from_text",
        _("The document number was taken from the head of the text"),
    )
    VALUE_UNKNOWN = "value_unknown", _("A value is not known and was left empty")
    VALUE_TOO_LONG = "value_too_long", _("A value is too long and was left empty")
    DAY_LEFT_OUT = "day_left_out", _("A day makes no sense and was left empty")
    FIRST_NUMBER = (
        "first_number",
        _("Several numbers in one cell: recipients are asked for the first"),
    )
    SAME_PERSON = "same_person", _("The recipient has another line in the same list")
    NO_OWN_LINE = (
        "no_own_line",
        _("No number to ask for: the line counts, but nobody can look it up"),
    )
    ADDRESS_MENDED = "address_mended", _("An address was mended")
    ADDRESS_LEFT_OUT = (
        "address_left_out",
        _("An address is no web address and was left out"),
    )


class Refusal(Exception):
    """A row that is not taken."""

    def __init__(self, rule: Rule, detail: str = "") -> None:
        super().__init__(rule, detail)
        self.rule = rule
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report; of subsidies also one of several rows at once."""

    line: int
    rule: Rule
    title: str = ""
    notice_id: int | None = None
    detail: str = ""
    # Each with what it is about: (value_unknown, "theme: 公路").
    remarks: tuple[tuple[Remark, str], ...] = ()
    rows: int = 1
    column: str = ""

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.rule)


class Counts:
    """How many rows there were of each outcome, rule and remark."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.rules: Counter[Rule] = Counter()
        self.remarks: Counter[Remark] = Counter()
        self.boards_made = 0
        self.units_made = 0

    def add(self, result: Result) -> None:
        self.outcomes[result.outcome] += result.rows
        self.rules[result.rule] += result.rows
        # A row counts once under a remark, however often it deserved it.
        self.remarks.update({remark for remark, _about in result.remarks})

    @property
    def rows(self) -> int:
        return self.outcomes.total()

    @property
    def was_readable(self) -> bool:
        return self.rows > self.rules[Rule.UNREADABLE]
