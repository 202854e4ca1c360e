"""How marks become a total and a grade: the choices of a checklist, as plain fields.

What is kept are the words of scoring_checklists; nobody at the desk writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..checklist_document import Document, parts_of, usual_parts
from ..checklist_sums import counted
from ..checklist_tree import Branch, walk, written
from ..models import IndicatorKind
from ..scoring_checklists import Measured, Register, ShareRounding, Ties
from ..scoring_rules import VetoEffect
from .choice_lists import Kind, Rows
from .choice_rows import (
    FIGURES,
    MEASURED,
    NO,
    YES,
    BandRow,
    FailRow,
    GateRow,
    GroupRow,
    Known,
    PartRow,
    QuotaRow,
    TermRow,
    filled,
    typed_in,
)
from .indicators import number_field, share_field

KINDS = (
    Kind(
        "parts",
        _("Parts"),
        _("Each dimension is a part: of the total, or of the bonus on top of it."),
        PartRow,
        fields=("maximum",),
    ),
    Kind(
        "terms",
        _("Parts added up, normalised together, multiplied, weighted"),
        _("Without a row all parts of the total are simply added up."),
        TermRow,
        _("Add a sum of parts"),
    ),
    Kind(
        "bonus_gates",
        _("When a bonus counts"),
        _("Without a row a bonus always counts."),
        GateRow,
        _("Add a threshold of the bonus"),
    ),
    Kind(
        "fail_lines",
        _("When a unit fails"),
        _("Without a row nobody fails. Who fails has the lowest grade."),
        FailRow,
        _("Add a fail line"),
    ),
    Kind("veto", _("Veto"), fields=("effect", "cap")),
    Kind(
        "bands",
        _("Grades by bands"),
        _("Such as 优秀 from 90 on; rows left empty are not read."),
        BandRow,
        _("Add a grade by band"),
        offered=3,
        fields=("figure", "measured_in"),
    ),
    Kind(
        "quotas",
        _("Grades by quota"),
        _("Such as 优秀 for the best fifth of a group; the best grade first."),
        QuotaRow,
        _("Add a grade by quota"),
        fields=("with_ties", "share_rounding"),
    ),
    Kind(
        "ranks",
        _("All others, rounding and ranks"),
        fields=("lowest", "places", "ties", "pass_share"),
    ),
    Kind(
        "groups",
        _("Groups of units, each ranked by itself"),
        _("Without a row all units are ranked together."),
        GroupRow,
        _("Add a group of units"),
    ),
)
GRADING = ("lowest", "figure", "measured_in", "with_ties", "share_rounding")


class ChoicesForm(forms.Form):
    """`rows` has the lists; the fields are what there is only one of."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    maximum = number_field(
        _("Points of the whole"), _("Checked against the sum; empty: not checked.")
    )
    pass_share = share_field(
        _("Share at most while a prerequisite is missing"), _("0.6 for 60 %.")
    )
    effect = forms.ChoiceField(
        label=_("What a veto makes of the total"),
        choices=[
            (VetoEffect.ZERO.value, _("The total is 0")),
            (VetoEffect.CAP.value, _("The total is no more than a figure")),
            (VetoEffect.NO_SCORE.value, _("There is no score at all")),
        ],
    )
    cap = number_field(_("That figure"), _("Such as 59; only for the second choice."))
    lowest = forms.CharField(
        label=_("Grade of all others"), max_length=40, required=False
    )
    figure = forms.ChoiceField(label=_("Bands take the total"), choices=FIGURES[::-1])
    measured_in = forms.ChoiceField(label=_("Bands are measured"), choices=MEASURED)
    with_ties = forms.ChoiceField(
        label=_("Units level with the last of a quota"),
        choices=[(YES, _("are in it, too")), (NO, _("are all left out"))],
    )
    share_rounding = forms.ChoiceField(
        label=_("A share that gives no whole number of units"),
        choices=[
            (ShareRounding.HALF_UP.value, _("is rounded half up")),
            (ShareRounding.DOWN.value, _("is rounded down")),
            (ShareRounding.UP.value, _("is rounded up")),
        ],
    )
    ties = forms.ChoiceField(
        label=_("Ranks after a tie"),
        choices=[(Ties.SKIP.value, "1、2、2、4"), (Ties.DENSE.value, "1、2、2、3")],
    )
    places = forms.IntegerField(
        label=_("Decimals of the total"), min_value=0, max_value=4
    )

    def __init__(self, data: Any, *, document: Document, version: int) -> None:
        self.document = document
        self.added = str(data.get("add", "")) if data is not None else ""
        super().__init__(None if self.added else data)
        self.initial = {**initial_of(document.choices), "version": version}
        known = known_of(document)
        stored = rows_of(document)
        self.rows = {
            kind.name: Rows(
                kind,
                stored.get(kind.name, ()),
                data,
                known=known,
                adding=(kind.name == self.added) if self.added else None,
            )
            for kind in KINDS
        }
        if self.added:
            self.data = data
            self.initial = typed_in(self)

    def is_valid(self) -> bool:
        rows_are = [rows.is_valid() for rows in self.rows.values()]
        if super().is_valid() and all(rows_are):
            self._judge_together()
        return not self.errors and not self.faults()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("effect") == VetoEffect.CAP and given.get("cap") is None:
            self.add_error("cap", _("Write the figure, such as 59."))
        return given

    def sections(self) -> Iterator[tuple[Rows, list[Any]]]:
        """As the page shows them: the rows, and the single fields beside them."""
        for rows in self.rows.values():
            yield rows, [self[name] for name in rows.kind.fields]

    def faults(self) -> list[tuple[Any, str]]:
        """Faults of the rows; a field with each."""
        return [fault for rows in self.rows.values() for fault in rows.faults()]

    # --- What only shows when rows are held against each other ----------------------

    def _judge_together(self) -> None:
        if self.rows["bands"].read and (quotas := self.rows["quotas"].read):
            words = _("Grades go by bands or by quotas, not by both: remove one.")
            quotas[0].add_error("grade", words)
        self._judge_twice("bands", "lowest", _("This total already has a grade."))
        self._judge_twice("groups", "title", _("Another group is called so."))
        self._judge_parts()

    def _judge_twice(self, name: str, field: str, words: Any) -> None:
        seen: set[Any] = set()
        for row in self.rows[name].read:
            value = row.cleaned_data[field]
            if value in seen:
                row.add_error(field, words)
            seen.add(value)

    def _judge_parts(self) -> None:
        """Every part of the total is in one sum, and no bonus is in any."""
        parts = {
            p.cleaned_data["code"]: p.cleaned_data for p in self.rows["parts"].read
        }
        base = {code for code in parts if _is_base(parts[code])}
        seen: set[str] = set()
        for name in ("terms", "bonus_gates", "fail_lines"):
            for row in self.rows[name].read:
                chosen = set(row.cleaned_data["parts"])
                if chosen - base:
                    words = _("This is a bonus and no part of the total: untick %s.")
                    row.add_error("parts", words % _listed(chosen - base))
                if name == "terms" and chosen & seen:
                    words = _("It is counted in another sum already: untick %s.")
                    row.add_error("parts", words % _listed(chosen & seen))
                seen |= chosen if name == "terms" else set()
        terms, worth = self.rows["terms"].read, part_points(self.document)
        if terms and (left := {code for code in base - seen if worth.get(code)}):
            words = _("Counted in no sum yet: %s. Tick it here or in another sum.")
            terms[-1].add_error("parts", words % _listed(left))

    # --- What is kept ---------------------------------------------------------------

    def choices(self) -> dict[str, Any]:
        given = self.cleaned_data
        grading = {name: given[name] for name in GRADING}
        grading |= {"bands": self._bands(), "quotas": self.rows["quotas"].values()}
        grading["with_ties"] = given["with_ties"] == YES
        told = {
            "parts": self._parts(),
            "terms": self._terms(),
            "bonus_gates": self.rows["bonus_gates"].values(),
            "fail_lines": self.rows["fail_lines"].values(),
            "veto": filled({"effect": given["effect"], "cap": given["cap"]}),
            "grading": filled(grading),
            "groups": self._groups(),
        }
        more = ("ties", "places", "pass_share", "maximum")
        return filled(told | {name: given[name] for name in more})

    def _bands(self) -> list[dict[str, Any]]:
        rows = self.rows["bands"].read
        best_first = sorted(rows, key=lambda row: -row.cleaned_data["lowest"])
        return [row.value() for row in best_first]

    def _parts(self) -> list[dict[str, Any]]:
        """Empty where they are the dimensions as they stand: they go with the tree."""
        worth = part_points(self.document)
        told = []
        for row in self.rows["parts"].values():
            named = {"code": row["code"], "title": row["title"]}
            if _is_base(row):
                told.append({**named, "points": written(worth.get(row["code"]))})
            else:
                told.append(row)
        is_usual = told == list(usual_parts(self.document.branches))
        return [] if is_usual else told

    def _terms(self) -> list[dict[str, Any]]:
        """A part without points needn't be ticked; it goes with the first sum."""
        terms = self.rows["terms"].values()
        parts = [row.cleaned_data for row in self.rows["parts"].read]
        counted_in = {code for term in terms for code in term["parts"]}
        for part in parts:
            if terms and _is_base(part) and part["code"] not in counted_in:
                terms[0]["parts"] = [*terms[0]["parts"], part["code"]]
        return terms

    def _groups(self) -> list[dict[str, Any]]:
        """A group keeps the code it has; a new one is given the next that is free."""
        groups = self.rows["groups"].values()
        taken = {group.get("code") for group in groups}
        free = (f"g{number}" for number in range(1, 2 * len(groups) + 2))
        spare = (code for code in free if code not in taken)
        return [{"code": group.get("code") or next(spare), **group} for group in groups]


def _is_base(part: Mapping[str, Any]) -> bool:
    return part.get("register", Register.BASE.value) == Register.BASE.value


def _listed(codes: set[str]) -> str:
    return "、".join(sorted(codes))


def part_of(branch: Branch) -> str:
    return str(branch.scoring.get("part", branch.code))


def part_points(document: Document) -> dict[str, Any]:
    """What the rows of the tree make of each part; nothing of what stands beside."""
    held: dict[str, list[Branch]] = {}
    for branch in document.branches:
        held.setdefault(part_of(branch), []).append(branch)
    return {code: counted(those) for code, those in held.items()}


def known_of(document: Document) -> Known:
    rows = [branch for _above, branch in walk(document.branches)]
    bonuses = [
        (branch.code, branch.title)
        for branch in rows
        if branch.kind == IndicatorKind.BONUS
    ]
    worth, named = part_points(document), parts_named(document)
    parts = [(part["code"], part["title"]) for part in stored_parts(document)]
    base = {code for code, _title in parts_of(document)}
    on_top = [(code, title) for code, title in parts if code not in base]
    codes = frozenset(branch.code for branch in rows)
    compared = [each for each in parts if worth.get(each[0]) or each[0] in named]
    return Known(compared, dict([*on_top, *bonuses]).items(), codes)


def parts_named(document: Document) -> set[str]:
    rows = [
        row
        for name in ("terms", "bonus_gates", "fail_lines")
        for row in document.choices.get(name, ())
    ]
    return {code for row in rows for code in row.get("parts", ())}


def stored_parts(document: Document) -> list[dict[str, Any]]:
    """A part for each dimension that there is: as stored, else as it usually is."""
    stored = {part["code"]: part for part in document.choices.get("parts", ())}
    usual = {part["code"]: part for part in usual_parts(document.branches)}
    codes = dict.fromkeys(part_of(branch) for branch in document.branches)
    named = {"title": "", "points": "0"}
    return [
        {**named, **usual.get(code, {}), **stored.get(code, {}), "code": code}
        for code in codes
    ]


def rows_of(document: Document) -> dict[str, Sequence[Mapping[str, Any]]]:
    choices = document.choices
    grading = choices.get("grading", {})
    parts = [
        part if not _is_base(part) else {**part, "points": None}
        for part in stored_parts(document)
    ]
    return {
        "parts": parts,
        "bands": grading.get("bands", ()),
        "quotas": grading.get("quotas", ()),
        **{
            name: choices.get(name, ())
            for name in ("terms", "bonus_gates", "fail_lines", "groups")
        },
    }


def initial_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    """How the single fields read for what is stored."""
    grading, veto = choices.get("grading", {}), choices.get("veto", {})
    usual = {
        "measured_in": Measured.POINTS.value,
        "ties": Ties.SKIP.value,
        "places": 2,
        "effect": VetoEffect.ZERO.value,
    }
    single = {
        name: choices[name] for name in choices if name in ChoicesForm.base_fields
    }
    grades = {name: grading[name] for name in GRADING if name in grading}
    ties = YES if grading.get("with_ties", True) else NO
    return {**usual, **single, **veto, **grades, "with_ties": ties}
