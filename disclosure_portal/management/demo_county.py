"""The demo county's own rows: site, units with their people, boards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from directories.merging import merge, rename
from directories.models import Agency, GroupMember, Official, WorkingGroup
from directories.search import put_renewed
from disclosure_portal.demo.units import POSTCODE, Unit, toml, units
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from notices.models import Board, BoardNature, Kind

BETWEEN_BOARDS = 10


def describe_site() -> None:
    """Who runs the site: what every footer shows."""
    state = SiteState.objects.current()
    for name, value in toml("county.toml")["site"].items():
        setattr(state, name, value)
    state.save()
    AuditEntry.objects.record("edited", state, by=None)
    SiteState.objects.bump()


def make_units() -> dict[str, Agency]:
    """Every unit by its key, with leaders and groups."""
    made: dict[str, Agency] = {}
    for position, unit in enumerate(units().values(), start=1):
        made[unit.key] = _agency(unit, made.get(unit.parent), position)
        _officials(unit, made[unit.key])
        for group in unit.groups:
            row = WorkingGroup.objects.create(
                agency=made[unit.key],
                kind=group.kind,
                name=group.name,
                duties=group.duties,
            )
            GroupMember.objects.bulk_create(
                GroupMember(
                    group=row,
                    name=seat.name,
                    post=seat.post,
                    is_head=seat.is_head,
                    position=place,
                )
                for place, seat in enumerate(group.seats)
            )
    return made


def _agency(unit: Unit, parent: Agency | None, position: int) -> Agency:
    return Agency.objects.create(
        code=unit.code,
        # Units that were renamed get their name of today by the deed, later.
        name=_former_name(unit) or unit.name,
        short_name=unit.short,
        kind=unit.kind,
        credit_code=unit.credit_code,
        parent=parent,
        position=position,
        duties=unit.duties,
        address=unit.address,
        postcode=POSTCODE,
        office_hours=unit.hours,
        telephone=unit.telephone,
        fax=unit.fax,
        email=unit.email,
        founded_on=date.fromisoformat(unit.founded) if unit.founded else None,
    )


def _former_name(unit: Unit) -> str:
    return unit.renamed.split("|")[1] if unit.renamed else ""


def _officials(unit: Unit, agency: Agency) -> None:
    Official.objects.bulk_create(
        Official(
            agency=agency,
            name=leader.name,
            post=leader.post,
            duties=leader.duties,
            telephone=unit.telephone,
            position=place,
        )
        for place, leader in enumerate(unit.leaders)
    )
    # Rows that are made together are told to nobody.
    put_renewed([agency.pk])


def rename_units(agencies: dict[str, Agency], *, by: User) -> None:
    """Put the units' former names on record."""
    for unit in units().values():
        if unit.renamed:
            day, _former, note = unit.renamed.split("|")
            rename(
                agencies[unit.key],
                name=unit.name,
                by=by,
                on=date.fromisoformat(day),
                note=note,
            )


def merger_day(unit: Unit, as_of: date) -> date:
    return as_of + timedelta(days=unit.merged_when)


def merge_unit(unit: Unit, agencies: dict[str, Agency], *, by: User, on: date) -> None:
    merge(
        agencies[unit.key],
        into=agencies[unit.merged_into],
        by=by,
        on=on,
        note=unit.merged_note,
    )


def make_boards(agencies: dict[str, Agency]) -> dict[str, Board]:
    """Every board by its slug."""
    rows = toml("boards.toml")["board"]
    return {
        row["slug"]: Board.objects.create(
            slug=row["slug"],
            name=row["name"],
            agency=agencies[row["unit"]] if "unit" in row else None,
            column_type=row["column"],
            nature=BoardNature(row["nature"]),
            default_kind=Kind(row.get("kind", Kind.GENERAL)),
            description=row.get("description", ""),
            keywords=row.get("keywords", ""),
            update_days=row.get("days"),
            is_internal=row.get("internal", False),
            archived_on=row.get("archived"),
            is_on_home=row.get("home", False),
            position=number * BETWEEN_BOARDS,
        )
        for number, row in enumerate(rows, start=1)
    }


def first_moment(as_of: datetime) -> datetime:
    """When the portal of the demo county opened: before its oldest notice."""
    return as_of - timedelta(days=900)
