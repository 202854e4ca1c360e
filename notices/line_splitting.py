"""One sheet, many notices: a draft for each township or village that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Agency, Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User

from .drafting import save_draft
from .line_sheets import SheetHasFaults, drop_taken, sheet_to_take
from .models import Notice
from .sheet_targets import SheetTarget
from .structures.line_table import Line, copy_facts

MOST = 200


def split_sheet(
    notice: Notice, target: SheetTarget, *, column: str, by: User, token: str
) -> list[Notice]:
    """A draft for each place in `column`, each with its own lines; the draft itself
    becomes the first of them.

    A place that is a unit of the writer's own branch publishes for itself; the others
    stay with the draft's unit. Raises SheetHasFaults where a line names no place or
    the places are too many, and what take_sheet raises.
    """
    sheet = sheet_to_take(notice, target, token=token)
    places = _by_place(sheet.lines, column)
    with transaction.atomic():
        drop_taken(sheet.upload)
        return _drafts(notice, target, places, by=by)


def _drafts(
    notice: Notice, target: SheetTarget, places: dict[str, list[Line]], *, by: User
) -> list[Notice]:
    units = _units(places, by)
    title, agency, drafts = notice.title, notice.agency, [notice]
    drafts += [_twin(notice) for _place in list(places)[1:]]
    for draft, (place, lines) in zip(drafts, places.items(), strict=True):
        draft.title = _titled(title, place)
        draft.agency = units.get(place, agency)
        save_draft(draft, by=by)
        if draft is not notice:
            copy_facts(notice, draft)
        target.take(draft, lines, by)
    return drafts


def _by_place(lines: Sequence[Line], column: str) -> dict[str, list[Line]]:
    places: dict[str, list[Line]] = {}
    for line in lines:
        place = str(line.get(column) or "")
        if not place:
            raise SheetHasFaults(
                _("Some lines name no place: the sheet can't be split by it.")
            )
        places.setdefault(place, []).append(line)
    if len(places) > MOST:
        raise SheetHasFaults(
            _("The sheet names more than %s places: divide it first.") % MOST
        )
    return places


def _units(places: dict[str, Any], by: User) -> dict[str, Agency]:
    own = in_branches(branches(by, Role.EDITOR), "path")
    named = Agency.objects.open().filter(own, name__in=places)
    return {agency.name: agency for agency in named.order_by("-path")}


def _titled(title: str, place: str) -> str:
    tail = f"（{place}）"
    return f"{title[: 200 - len(tail)]}{tail}"


def _twin(notice: Notice) -> Notice:
    """A draft with the same particulars: what its form says, and nothing else."""
    fields = Notice._meta.concrete_fields
    said = {
        field.attname: getattr(notice, field.attname)
        for field in fields
        if field.editable and not field.primary_key
    }
    return Notice(**said)
