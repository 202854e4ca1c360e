"""A round is prepared: units in their groups, and who scores them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Agency, Role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)

from .conflicts import is_tied, require_no_conflict, ties_of
from .models import (
    RUNS,
    Checklist,
    ChecklistStatus,
    InspectionRound,
    RoundStatus,
    RoundUnit,
    ScoreSheet,
    SheetKind,
)

PREPARED = (RoundStatus.DRAFT, RoundStatus.SELF, RoundStatus.SCORING)


class RoundUnfit(DomainError):
    """What is missing before the round can go on; the text says where."""

    code = "round_unfit"


@dataclass(frozen=True)
class Particulars:
    """What is said of a round at its beginning."""

    title: str
    checklist: Checklist
    first_day: date
    last_day: date
    self_due_on: date | None = None
    object_days: int = 5
    blind_percent: int = 0


def require_office(by: User) -> None:
    if not by.has_perm(RUNS):
        raise NotAllowed(_("Only overseers of the county run inspections."))


def require_stage(round_: InspectionRound, *statuses: str) -> None:
    """Raises TransitionError."""
    if round_.status not in statuses:
        raise TransitionError(
            _("This cannot be done now: %(title)s is “%(status)s”.")
            % {"title": round_, "status": round_.get_status_display()}
        )


@transaction.atomic
def prepare(given: Particulars, *, by: User) -> InspectionRound:
    """Raises NotAllowed, RoundUnfit."""
    require_office(by)
    if given.checklist.status != ChecklistStatus.PUBLISHED:
        raise RoundUnfit(_("Units are scored by a published checklist only."))
    if given.first_day > given.last_day:
        raise RoundUnfit(_("The last day lies before the first."))
    made = InspectionRound.objects.create(**given.__dict__)
    AuditEntry.objects.record("created", made, by=by)
    return made


@transaction.atomic
def set_units(
    round_: InspectionRound, groups: Mapping[str, Collection[Agency]], *, by: User
) -> None:
    """The units by group, in place of those before; groups are the checklist's, or
    one without a code. Raises NotAllowed, TransitionError, RoundUnfit."""
    require_office(by)
    require_stage(round_, RoundStatus.DRAFT)
    _require_groups(round_.checklist, groups)
    kept = {unit.agency_id: unit for unit in round_.units.all()}
    wanted = {unit.pk: code for code, units in groups.items() for unit in units}
    if len(wanted) != sum(len(units) for units in groups.values()):
        raise RoundUnfit(_("A unit stands in two groups."))
    round_.units.filter(agency_id__in=kept.keys() - wanted.keys()).delete()
    new = [
        RoundUnit(round=round_, agency_id=pk, group=code)
        for pk, code in sorted(wanted.items())
        if pk not in kept
    ]
    made = RoundUnit.objects.bulk_create(new)
    ScoreSheet.objects.bulk_create(
        ScoreSheet(unit=unit, kind=kind)
        for unit in made
        for kind in (SheetKind.SELF, SheetKind.FIRST)
    )
    changed = [
        unit for pk, unit in kept.items() if wanted.get(pk, unit.group) != unit.group
    ]
    for unit in changed:
        unit.group = wanted[unit.agency_id]
    RoundUnit.objects.bulk_update(changed, ["group"])
    AuditEntry.objects.record("units_set", round_, by=by, facts={"units": len(wanted)})
    rows = [unit.pk for unit in (*made, *changed)]
    AuditEntry.objects.record_rows(RoundUnit, rows, by=by)


def _require_groups(
    checklist: Checklist, groups: Mapping[str, Collection[Agency]]
) -> None:
    known = {str(each["code"]) for each in checklist.choices.get("groups", ())} or {""}
    for code in groups.keys() - known:
        raise RoundUnfit(_("The checklist has no group “%s”.") % code)


def group_titles(checklist: Checklist) -> dict[str, str]:
    """The groups of a checklist by their codes; one for all where it has none."""
    groups = checklist.choices.get("groups", ())
    return {str(g["code"]): str(g["title"]) for g in groups} or {
        "": str(_("All units"))
    }


@transaction.atomic
def assign(
    unit: RoundUnit, people: Collection[User], *, kind: str = SheetKind.FIRST, by: User
) -> None:
    """Who scores the unit. Of a unit scored blind by two, nobody is on both sheets.
    Raises NotAllowed, Conflict, TransitionError, RoundUnfit."""
    require_office(by)
    require_stage(unit.round, *PREPARED)
    require_no_conflict(unit, people)
    _require_inspectors(people)
    sheet = unit.sheets.get(kind=kind)
    others = unit.sheets.exclude(pk=sheet.pk).exclude(kind=SheetKind.SELF)
    if others.filter(inspectors__in=people).exists():
        raise RoundUnfit(_("Nobody scores a unit twice."))
    sheet.inspectors.set(people)
    names = "、".join(sorted(str(person) for person in people))
    AuditEntry.objects.record("assigned", sheet, by=by, after=kind, note=names)


@transaction.atomic
def assign_all(
    round_: InspectionRound, people: Collection[User], *, by: User
) -> list[RoundUnit]:
    """Units without an inspector, in turn among those who may score them; gives those
    for which there is nobody. Raises NotAllowed, TransitionError."""
    require_office(by)
    require_stage(round_, *PREPARED)
    _require_inspectors(people)
    ties = ties_of(people)
    load = {person.pk: 0 for person in people}
    left = []
    for unit in _unassigned(round_):
        free = [p for p in people if not is_tied(ties[p.pk], unit.agency.path)]
        if not free:
            left.append(unit)
            continue
        chosen = min(free, key=lambda person: (load[person.pk], person.pk))
        load[chosen.pk] += 1
        assign(unit, [chosen], by=by)
    return left


def _unassigned(round_: InspectionRound) -> Iterable[RoundUnit]:
    bare = ScoreSheet.objects.filter(
        unit__round=round_, kind=SheetKind.FIRST, inspectors=None
    )
    units = round_.units.filter(pk__in=bare.values("unit_id"))
    return units.select_related("agency", "round").order_by("agency__path")


def _require_inspectors(people: Collection[User]) -> None:
    """Only who holds the role scores. Raises RoundUnfit."""
    holders = User.objects.filter(
        pk__in=[person.pk for person in people],
        is_active=True,
        memberships__role__in=(Role.INSPECTOR, Role.OVERSEER),
    )
    known = set(holders.values_list("pk", flat=True))
    for person in people:
        if person.pk not in known:
            raise RoundUnfit(_("%s is no inspector.") % person)
