"""What the page of one matter (一事一档) shows: its file as a line of stations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.linked_data import organization, thing, whole
from disclosure_portal.foundation.telephones import telephone_url

from .listing import number
from .matter_stages import COMING, DONE, NOW, SHAPES, station_states
from .models import (
    GONE,
    RELEASABLE,
    Audience,
    Matter,
    MatterEntry,
    MatterKind,
    MatterMeeting,
    MatterStatus,
    Stage,
)

ENTRY_COLUMNS = (
    "stage",
    "notice_id",
    "notice__title",
    "notice__status",
    "notice__published_at",
    "notice__agency__name",
    "notice__agency__short_name",
)
FACES = ("notice__status__in", "notice__published_at__lte", "notice__audience")


def on_file(prefix: str = "", *, gone: bool = False) -> Q:
    """Entries whose notice anybody may read; with `gone` also those whose page says
    why it was taken down. Joined by the key: a list of all notices would be made
    first."""
    statuses = (*RELEASABLE, *GONE) if gone else RELEASABLE
    values = (statuses, clock.now(), Audience.PUBLIC)
    named = zip(FACES, values, strict=True)
    return Q(**{f"{prefix}{name}": value for name, value in named})


def matter_page(matter: Matter, *, unsigned: bool = False) -> dict[str, Any]:
    """The file of one matter; two queries. `unsigned` shows the meetings that wait,
    too, for those who sign."""
    today = local_day(clock.now())
    entries = MatterEntry.objects.filter(on_file(gone=True), matter=matter.pk)
    meetings = MatterMeeting.objects.filter(matter=matter.pk)
    if not unsigned:
        meetings = meetings.filter(signed_at__isnull=False)
    rows = [_entry(row) for row in entries.values(*ENTRY_COLUMNS)]
    rows += [_meeting(row) for row in meetings.select_related("minutes_notice")]
    counts = {stage: 0 for stage in Stage.values}
    for row in rows:
        counts[row["stage"]] += 1
    line = stations(counts, is_closed=matter.status == MatterStatus.CLOSED)
    for station in line:
        station["rows"] = _in_order(rows, station["code"])
    return {
        "section": "notices",
        "breadcrumbs": [
            {"title": _("Matters"), "url": reverse("matter-list")},
            {"title": matter.title, "url": ""},
        ],
        "description": matter.summary,
        "linked_data": [_linked_data(matter)],
        "matter": _particulars(matter, today),
        "stations": line,
        "next": next_step(matter, today),
        "as_of": official_date(today),
    }


def _in_order(rows: Iterable[dict[str, Any]], stage: str) -> list[dict[str, Any]]:
    mine = (row for row in rows if row["stage"] == stage)
    return sorted(mine, key=lambda row: (row["day_iso"], row["title"]))


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    day = local_day(row["notice__published_at"])
    is_gone = row["notice__status"] in GONE
    return {
        "sort": "gone" if is_gone else "notice",
        "shape": "×" if is_gone else "●",
        "stage": row["stage"],
        # Of what was taken down, its own page says what may be said.
        "title": _("A notice that was taken down") if is_gone else row["notice__title"],
        "url": reverse("notice-detail", args=[row["notice_id"]]),
        "agency": row["notice__agency__short_name"] or row["notice__agency__name"],
        "day": official_date(day),
        "day_iso": day.isoformat(),
    }


def _meeting(meeting: MatterMeeting) -> dict[str, Any]:
    present = ngettext("%(count)s present", "%(count)s present", meeting.present)
    minutes = meeting.minutes_notice
    is_open = (
        minutes is not None
        and minutes.is_released
        and minutes.audience == Audience.PUBLIC
    )
    return {
        "sort": "meeting",
        "shape": "◆",
        "stage": Stage.BEFORE.value,
        "title": meeting.get_sort_display(),
        "day": official_date(meeting.held_on),
        "day_iso": meeting.held_on.isoformat(),
        "place": meeting.place,
        "present": present % {"count": number(meeting.present)},
        "decision": meeting.decision,
        "minutes": meeting.minutes,
        "minutes_url": minutes.get_absolute_url() if minutes and is_open else "",
        "is_unsigned": meeting.signed_at is None,
        "id": meeting.pk,
    }


def _particulars(matter: Matter, today: date) -> dict[str, Any]:
    return {
        "title": matter.title,
        "summary": matter.summary,
        "kind": matter.get_kind_display(),
        "is_promise": matter.kind == MatterKind.PROMISE,
        "agency": {
            "title": matter.agency.name,
            "url": matter.agency.get_absolute_url(),
        },
        "status": status_of(matter, today),
        "promise": matter.promise,
        "progress": matter.progress,
        "result": matter.result,
        "person": matter.person_in_charge,
        "telephone": matter.telephone,
        "telephone_url": telephone_url(matter.telephone),
        "signed": official_date(local_day(matter.signed_at))
        if matter.signed_at
        else "",
        "closed": official_date(local_day(matter.closed_at))
        if matter.closed_at
        else "",
    }


def _linked_data(matter: Matter) -> dict[str, Any]:
    unit = organization(matter.agency.name, matter.agency.get_absolute_url())
    address = whole(matter.get_absolute_url()) if matter.pk else ""
    return thing(
        "Project", name=matter.title, url=address, description=matter.summary
    ) | {"parentOrganization": unit}


def stations(counts: Mapping[str, int], *, is_closed: bool) -> list[dict[str, Any]]:
    """The three stations with their states as shape and word; no query."""
    reached = {stage for stage, count in counts.items() if count}
    states = station_states(Stage.values, reached, is_closed=is_closed)
    words = {DONE: _("done"), NOW: _("now"), COMING: _("to come")}
    return [
        {
            "code": stage.value,
            "title": str(stage.label),
            "state": state,
            "shape": SHAPES[state],
            "word": words[state],
            "count": counts.get(stage, 0),
        }
        for stage, state in zip(Stage, states, strict=True)
    ]


def status_of(matter: Matter, today: date) -> dict[str, str]:
    if matter.status == MatterStatus.OPEN and _is_late(matter, today):
        return {"code": "overdue", "text": _("next step overdue"), "shape": "△"}
    shape = {MatterStatus.CLOSED: "●"}.get(MatterStatus(matter.status), "○")
    text = matter.get_status_display()
    return {"code": matter.status, "text": text, "shape": shape}


def _is_late(matter: Matter, today: date) -> bool:
    return matter.next_step_on is not None and matter.next_step_on < today


def next_step(matter: Matter, today: date) -> dict[str, Any] | None:
    if matter.next_step_on is None or matter.status == MatterStatus.CLOSED:
        return None
    days = (matter.next_step_on - today).days
    if days < 0:
        late = ngettext("%(days)s day late", "%(days)s days late", -days)
        left = late % {"days": -days}
    elif days == 0:
        left = _("today")
    else:
        ahead = ngettext("in %(days)s day", "in %(days)s days", days)
        left = ahead % {"days": days}
    return {
        "title": matter.next_step,
        "day": official_date(matter.next_step_on),
        "day_iso": matter.next_step_on.isoformat(),
        "left": left,
        "is_late": days < 0,
    }
