"""A unit's rating beside its last one under the same kind of checklist: what changed,
and where the two can't be compared, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from .checklist_comparison import Line, State, compare
from .models import Checklist, UnitRating
from .proposals import shown
from .stored_trees import branches_of

Words = str | Promise
# So many indicators that changed are named.
NAMED = 10
STATES: dict[State, Words] = {
    State.ADDED: gettext_lazy("new"),
    State.CHANGED: gettext_lazy("changed"),
    State.MOVED: gettext_lazy("moved"),
    State.REMOVED: gettext_lazy("left out"),
}


@dataclass(frozen=True)
class Beside:
    """One figure of then and now; without `change` the two can't be compared."""

    what: str
    before: str
    now: str
    change: str = ""


@dataclass(frozen=True)
class Change:
    """`reasons` say why figures can't be compared; `altered` are the indicators that
    another version of the checklist has otherwise, `more` how many are not named."""

    last: UnitRating
    rows: list[Beside]
    reasons: list[str]
    altered: list[str]
    more: int = 0


def change_since(rating: UnitRating) -> Change | None:
    """None for a unit that was never rated so before. One query; three where the
    checklist is another version, and nothing else of it is known."""
    last = _last(rating)
    if last is None:
        return None
    lines = _differences(last.unit.round.checklist, rating.unit.round.checklist)
    is_same = lines is None
    reasons = [] if is_same else [_another_version(last)]
    is_one_group = last.unit.group == rating.unit.group
    if not is_one_group:
        reasons.append(_("The unit was in another group: ranks can't be compared."))
    rows = [
        _total(last, rating, is_same=is_same),
        _grade(last, rating, is_same=is_same),
        _rank(last, rating, is_comparable=is_same and is_one_group),
    ]
    dimensions = list(_dimensions(last, rating, is_same=is_same))
    if any(row.before and row.now and not row.change for row in dimensions) and is_same:
        reasons.append(
            _("Of a dimension with another maximum the points can't be compared.")
        )
    named = [_altered(line) for line in lines or ()]
    return Change(
        last,
        [*(row for row in rows if row.before or row.now), *dimensions],
        reasons,
        named[:NAMED],
        max(len(named) - NAMED, 0),
    )


def _last(rating: UnitRating) -> UnitRating | None:
    round_ = rating.unit.round
    earlier = UnitRating.objects.published().filter(
        unit__agency=rating.unit.agency_id,
        unit__round__checklist__code=round_.checklist.code,
        unit__round__last_day__lt=round_.last_day,
    )
    newest = earlier.order_by("-unit__round__last_day", "-unit__round_id")
    beside = newest.select_related("unit__round__checklist")
    return beside.defer("lines", "scores").first()


def _differences(old: Checklist, new: Checklist) -> list[Line] | None:
    """None where both say the same, though they may be of two years."""
    if old.pk == new.pk:
        return None
    lines = compare(branches_of(old), branches_of(new))
    altered = [line for line in lines if line.state is not State.SAME]
    return altered if altered or old.choices != new.choices else None


def _another_version(last: UnitRating) -> str:
    return _(
        "Scored then by another version of the checklist (%(title)s): points and ranks"
        " can't be compared."
    ) % {"title": last.unit.round.checklist}


def _altered(line: Line) -> str:
    branch = line.new or line.old
    assert branch is not None
    return f"{branch.code} {branch.title}（{STATES[line.state]}）"


def _total(last: UnitRating, rating: UnitRating, *, is_same: bool) -> Beside:
    change = ""
    if is_same and last.total is not None and rating.total is not None:
        change = _moved(rating.total - last.total)
    return Beside(_("Total"), _figure(last.total), _figure(rating.total), change)


def _figure(total: Decimal | None) -> str:
    return shown(total) if total is not None else _("No score")


def _moved(by: Decimal) -> str:
    if not by:
        return _("unchanged")
    return f"+{shown(by)}" if by > 0 else f"−{shown(-by)}"


def _grade(last: UnitRating, rating: UnitRating, *, is_same: bool) -> Beside:
    change = ""
    if is_same and last.grade and rating.grade:
        is_one = last.grade == rating.grade
        change = _("unchanged") if is_one else _("another grade")
    return Beside(_("Grade"), last.grade, rating.grade, change)


def _rank(last: UnitRating, rating: UnitRating, *, is_comparable: bool) -> Beside:
    before, now, change = last.rank, rating.rank, ""
    if is_comparable and before and now:
        up = before - now
        if up > 0:
            change = _("up %d") % up
        else:
            change = _("down %d") % -up if up else _("unchanged")
    words = str(before or ""), str(now or "")
    return Beside(_("Rank in the group"), *words, change)


def _dimensions(
    last: UnitRating, rating: UnitRating, *, is_same: bool
) -> Iterator[Beside]:
    """In the order of now; those of then alone come last."""
    before = {code: (title, p, m) for code, title, p, m in last.parts}
    for code, title, points, maximum in rating.parts:
        now = _of(points, maximum)
        if code not in before:
            yield Beside(title, "", now)
            continue
        _title, then, then_maximum = before.pop(code)
        change = ""
        if is_same and Decimal(then_maximum) == Decimal(maximum):
            change = _moved(Decimal(points) - Decimal(then))
        yield Beside(title, _of(then, then_maximum), now, change)
    for title, points, maximum in before.values():
        yield Beside(title, _of(points, maximum), "")


def _of(points: str, maximum: str) -> str:
    """Bonuses and vetoes have no maximum of their own."""
    if not Decimal(maximum):
        return shown(points)
    return f"{shown(points)} / {shown(maximum)}"
