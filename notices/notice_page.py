"""What the page of one notice shows: for readers, and for those who preview it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BigIntegerField,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, local_day, official_date
from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prepared import Prepared
from disclosure_portal.foundation.rich_text import outbound_links
from disclosure_portal.foundation.telephones import telephone_url

from .elsewhere_pages import elsewhere_rows
from .file_remarks import is_scan
from .fulfilled_duties import duty_facts
from .kind_pages.registry import structured_part, with_signed_content
from .ledger_places import public_place
from .listing import standing
from .models import (
    Kind,
    Notice,
    NoticeStatus,
    Validity,
)
from .newest import DatedLink, newest_of
from .notice_head import board_column, head_of_notice
from .notice_surroundings import NOW, PK, Surroundings, surroundings
from .page_asides import asides_of
from .particulars import facts, word
from .posting_notes import posting_box
from .receipt_notes import receipt_of, with_line
from .reference import Link, kept, reference

NEARBY = 5


def addressed(pk: int) -> Notice | None:
    """The notice with this number if it is or was public; one query."""
    if pk > BigIntegerField.MAX_BIGINT:
        return None
    return next(iter(_addressed.rows(pk=pk, now=clock.now())), None)


@Prepared
def _addressed() -> QuerySet[Notice]:
    return (
        with_line(
            with_signed_content(Notice.objects.addressable_by(AnonymousUser(), NOW))
        )
        .filter(pk=PK)
        .select_related("agency", "board", "posting_period")
    )


def notice_page(notice: Notice, *, state: SiteState) -> dict[str, Any]:
    """The whole context but what a preview adds; one query, one more where it was
    shown elsewhere, one more where it fulfils duties, and what the kind asks for."""
    around = surroundings(notice)
    article, today = _article(notice), local_day(clock.now())
    stands = standing(notice.validity, notice.effective_until, today)
    structured = structured_part(notice, state)
    duties = duty_facts(notice.pk, public_place(state)) if around.is_owed else ()
    url = notice.board.get_absolute_url()
    board: Link = {"title": notice.board.name, "url": url}
    return {
        "section": _section(notice),
        "breadcrumbs": _breadcrumbs(board),
        **head_of_notice(notice, around.files, structured, _corrected_at(around)),
        "notice": article,
        "facts": [*facts(notice, stands, article["agency"]), *duties],
        "validity": _validity(stands),
        "marks": [],
        "structured": structured,
        "attachments": around.files,
        "is_scan": bool(around.files) and not notice.body and is_scan(notice),
        "interpretations": around.interpretations,
        "interprets": around.interprets,
        "co_publishers": around.units,
        "versions": around.versions,
        "matters": around.matters,
        "asides": asides_of(notice.pk, state),
        "elsewhere": elsewhere_rows(notice.pk) if around.is_elsewhere else [],
        "posting": posting_box(notice, today, reference(state).confirmed_year),
        "migrated": _migrated(notice),
        "override": _override(notice),
        **_origin(notice),
        "receipt": receipt_of(notice),
        "is_settling": notice.status == NoticeStatus.APPROVED and notice.is_released,
        "back": board,
        "boards": [board],
        "column": board_column(notice.board),
        "rows_nearby": nearby(article["url"], notice.board_id, state),
    }


def _section(notice: Notice) -> str:
    """The entry of the navigation below which people found it."""
    return "procedures" if notice.kind == Kind.PROCEDURE else "notices"


def _breadcrumbs(board: Link) -> list[Link]:
    return [
        {"title": _("Boards"), "url": reverse("board-list")},
        board,
        {"title": _("Full text"), "url": ""},
    ]


def _corrected_at(around: Surroundings) -> datetime | None:
    return around.versions[0]["moment"] if around.versions else None


def nearby(here: str, board: int, state: SiteState) -> list[DatedLink]:
    """The newest of a board beside the one that stands here: no query while the site
    stays as it is."""

    def newest() -> list[DatedLink]:
        return newest_of(board, NEARBY + 1)

    # Postings end with the day, and until a timed change is settled more may come.
    key = f"newest:{board}:{local_day(clock.now())}"
    rows = newest() if state.is_change_due else kept(key, state, newest)
    return [row for row in rows if row["url"] != here][:NEARBY]


def _article(notice: Notice) -> dict[str, Any]:
    at = notice.published_at.astimezone(LOCAL) if notice.published_at else None
    is_general = notice.kind == Kind.GENERAL
    return {
        "id": notice.pk,
        "url": notice.get_absolute_url(),
        "title": notice.title,
        "summary": notice.summary,
        "body": outbound_links(notice.body, outward)
        if "://" in notice.body
        else (notice.body),
        "agency": {
            "title": notice.agency.name,
            "url": notice.agency.get_absolute_url(),
        },
        "kind": "" if is_general else word(Kind, notice.kind),
        "kind_code": notice.kind,
        "day": official_date(at.date()) if at else "",
        "day_iso": at.date().isoformat() if at else "",
        "published_meta": f"{at:%Y-%m-%d %H:%M}" if at else "",
        "document_number": notice.document_number,
        "keywords": notice.keywords,
        "source_name": notice.source,
    }


def _validity(stands: str) -> dict[str, str]:
    if not stands:
        return {"code": "", "text": ""}
    return {"code": stands, "text": word(Validity, stands)}


def _migrated(notice: Notice) -> dict[str, str] | None:
    if not (notice.is_migrated and notice.published_at and notice.recorded_at):
        return None
    original = local_day(notice.published_at)
    recorded = local_day(notice.recorded_at)
    return {
        "original_day": official_date(original),
        "original_iso": original.isoformat(),
        "recorded_day": official_date(recorded),
        "recorded_iso": recorded.isoformat(),
        "original_url": outward(notice.original_url),
        "legacy_index_number": notice.legacy_index_number,
    }


def _override(notice: Notice) -> dict[str, str] | None:
    """特批 is on the public record, with name and reason."""
    if not notice.override_by:
        return None
    return {"by": notice.override_by, "reason": notice.override_reason}


def _origin(notice: Notice) -> dict[str, Any]:
    """Where it comes from, and whom to ask."""
    return {
        "source": _source(notice),
        "editor": notice.responsible_editor,
        "section_name": notice.section,
        "contact": _contact(notice),
    }


def _source(notice: Notice) -> dict[str, str] | None:
    if not notice.source:
        return None
    return {"name": notice.source, "url": outward(notice.source_url)}


def _contact(notice: Notice) -> dict[str, str] | None:
    unit = notice.agency
    if not (unit.telephone or unit.email):
        return None
    return {
        "unit": unit.name,
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "email": unit.email,
    }
