"""One sheet, many notices: a draft for each township or village that it names."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Agency, Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User

from .drafting import save_draft, set_co_publishers, set_posting_period
from .line_sheets import SheetHasFaults, drop_taken, sheet_to_take
from .models import Kind, Notice, NoticeAttachment, PostingPeriod
from .payment_division import Place, divide_sums
from .recipient_sums import FEW
from .sheet_targets import RECIPIENTS, SheetTarget, is_sensitive
from .structures.line_table import Line, copy_facts

MOST = 200
Places = dict[Place, list[Line]]


def split_sheet(
    notice: Notice, target: SheetTarget, *, column: str, by: User, token: str
) -> list[Notice]:
    """A draft for each place in `column`, each with its own lines; the draft itself
    becomes the first of them.

    A place that is a unit of the writer's own branch publishes for itself; the others
    stay with the draft's unit. Raises SheetHasFaults where a line names no place, the
    places are too many, or one would tell recipients of a sensitive programme apart,
    and what take_sheet raises.
    """
    sheet = sheet_to_take(notice, target, token=token)
    places = _by_place(sheet.lines, column)
    if is_sensitive(notice):
        _require_many(places, target, column)
    with transaction.atomic():
        drop_taken(sheet.upload)
        return _drafts(notice, target, places, by=by)


def _drafts(
    notice: Notice, target: SheetTarget, places: Places, *, by: User
) -> list[Notice]:
    units = _units(places, by)
    title, agency, drafts = notice.title, notice.agency, [notice]
    drafts += [_twin(notice) for _place in list(places)[1:]]
    parts = _parts(notice)
    for draft, (place, lines) in zip(drafts, places.items(), strict=True):
        draft.title = _titled(title, _name(place, places))
        draft.agency = units.get(place, agency)
        save_draft(draft, by=by)
        if draft is not notice:
            copy_facts(notice, draft)
            _give(draft, parts)
        target.take(draft, lines, by)
    if notice.kind == Kind.SUBSIDY:
        divide_sums(dict(zip(places, drafts, strict=True)), of=notice)
    return drafts


def _by_place(lines: Sequence[Line], column: str) -> Places:
    """Villages of one name in two townships are two places."""
    places: Places = {}
    for line in lines:
        name = str(line.get(column) or "")
        if not name:
            raise SheetHasFaults(
                _("Some lines name no place: the sheet can't be split by it.")
            )
        township = str(line.get("township") or "")
        place = Place(township, name) if column == "village" else Place(name, "")
        places.setdefault(place, []).append(line)
    if len(places) > MOST:
        raise SheetHasFaults(
            _("The sheet names more than %s places: divide it first.") % MOST
        )
    return places


def _require_many(places: Places, target: SheetTarget, column: str) -> None:
    """Each part of a sensitive list stands by itself, with its own number and sums."""
    smallest = min(map(len, places.values()), default=0)
    if column == "village" or (target is RECIPIENTS and smallest < FEW):
        raise SheetHasFaults(
            _(
                "The programme is sensitive: its list is divided by township only,"
                " and where each has %(few)s recipients at least."
            )
            % {"few": FEW}
        )


def _name(place: Place, places: Places) -> str:
    """The village alone where no other place has its name."""
    if not place.village:
        return place.township
    same = sum(other.village == place.village for other in places)
    return place.village if same == 1 else f"{place.township}{place.village}"


def _units(places: Places, by: User) -> dict[Place, Agency]:
    """The unit of each place within the writer's own branch, where it is sure which
    one is meant."""
    own = in_branches(branches(by, Role.EDITOR), "path")
    names = [place.village or place.township for place in places]
    named = Agency.objects.open().filter(own, name__in=names).select_related("parent")
    units = list(named)
    found = {}
    for place in places:
        fitting = [unit for unit in units if _fits(unit, place)]
        if len(fitting) == 1:
            found[place] = fitting[0]
    return found


def _fits(unit: Agency, place: Place) -> bool:
    if unit.name != (place.village or place.township):
        return False
    above = unit.parent
    if not (place.village and place.township and above):
        return True
    return place.township in (above.name, above.short_name)


@dataclass(frozen=True)
class Parts:
    """What hangs on a draft beside its lines and facts."""

    period: PostingPeriod | None
    units: list[Agency]
    files: list[NoticeAttachment]


def _parts(notice: Notice) -> Parts:
    publishings = notice.co_publishings.select_related("agency").order_by("position")
    return Parts(
        PostingPeriod.objects.filter(notice=notice).first(),
        [each.agency for each in publishings],
        list(NoticeAttachment.objects.filter(notice=notice)),
    )


def _give(draft: Notice, parts: Parts) -> None:
    if parts.period is not None:
        period = copy(parts.period)
        period.pk, period._state.adding = None, True
        set_posting_period(draft, period)
    if parts.units:
        set_co_publishers(draft, parts.units)
    for each in parts.files:
        file = copy(each)
        file.pk, file._state.adding, file.notice = None, True, draft
        file.save()


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
