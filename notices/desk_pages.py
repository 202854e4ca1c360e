"""A notice at the desk: the public page's own context, and the panel about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directories.models import Role
from directories.permissions import has_role
from disclosure_portal.foundation.models import SiteState, User

from .chain_panel import chain_panel, is_inside
from .deciders import why_not
from .desk_corrections import correction_beside, correction_panel
from .desk_deed import Deed
from .desk_deeds import buttons_for
from .desk_history import Line, history
from .drafting import similar_to
from .erasures import order_of
from .file_remarks import file_remarks
from .forms.decisions import DeedForm
from .leak_panel import leak_panel
from .models import GONE, Audience, Kind, Notice, NoticeOrigin, NoticeStatus
from .notice_page import notice_page
from .paper.broadcasts import labelled_texts
from .posting_results import proposal_of
from .reminders import reminder_of
from .withdrawal_requests import open_request


def desk_notice_page(
    notice: Notice,
    user: User,
    *,
    tried: DeedForm | None = None,
    deed: Deed | None = None,
) -> tuple[str, dict[str, Any]]:
    """The template and its context. What is gone shows no text any more."""
    panel = _panel(notice, user, tried=tried, deed=deed)
    if notice.status in GONE:
        return "notices/desk/notice_gone.html", panel
    page = notice_page(notice, state=SiteState.objects.current())
    _point_to_desk(notice, page)
    is_internal = notice.audience == Audience.STAFF
    page["is_preview"] = not notice.is_released
    page["is_internal"] = is_internal
    page["rows_nearby"] = []  # the decision follows the text at once
    return "notices/desk/notice_detail.html", {**page, **panel}


def _point_to_desk(notice: Notice, page: dict[str, Any]) -> None:
    """Files of what is not public are read and fetched at the desk."""
    keys = notice.attachments.order_by("position", "pk").values_list("pk", flat=True)
    for file, pk in zip(page["attachments"], keys, strict=False):
        file["url"] = reverse("desk-notice-attachment", args=[notice.pk, pk])
        file["download"] = reverse("desk-attachment", args=[pk])


def _panel(
    notice: Notice, user: User, *, tried: DeedForm | None, deed: Deed | None
) -> dict[str, Any]:
    is_insider = is_inside(notice, user)
    order = order_of(notice)
    is_erased = order is not None and order.done_at is not None
    leaks = leak_panel(notice) if is_insider else None
    buttons = buttons_for(
        notice, user, has_leaks=bool(leaks and leaks.open), tried=tried, deed=deed
    )
    is_public = notice.is_released and notice.audience == Audience.PUBLIC
    return {
        "desk_section": "notices",
        "row": notice,
        "panel": {
            "buttons": [one for one in buttons if not one.deed.is_about_leaks],
            "leaks": leaks,
            "leak_buttons": {
                one.deed.name: one for one in buttons if one.deed.is_about_leaks
            },
            "error": tried.non_field_errors() if tried else "",
            "edit_url": _edit_url(notice, user),
            "public_url": notice.get_absolute_url() if is_public else "",
            **(_addresses(notice) if is_insider else {}),
            "is_insider": is_insider,
            "correction": correction_panel(notice) if is_insider else None,
            "beside": correction_beside(notice) if is_insider else None,
            "needs_other": why_not(notice, user) if is_insider else "",
            **(chain_panel(notice, user) if is_insider and not is_erased else {}),
            "file_remarks": file_remarks(notice) if is_insider else [],
            "reminder": reminder_of(notice) if is_insider else "",
            "doubles": _doubles(notice, user) if is_insider else "",
            "short_texts": _short_texts(notice) if is_insider else [],
            "history": _history(notice, is_erased) if is_insider else [],
            "erasure": order,
            "origin": _origin(notice) if is_insider else None,
            "asked": open_request(notice) if is_insider else None,
            "proposed": proposal_of(notice) if is_insider else None,
        },
    }


def _addresses(notice: Notice) -> dict[str, str]:
    """Pages beside the notice, for those who work in its branch."""
    return {"elsewhere_url": _elsewhere_url(notice), "item_url": _item_url(notice)}


def _elsewhere_url(notice: Notice) -> str:
    return reverse("desk-elsewhere", args=[notice.pk]) if notice.is_released else ""


def _item_url(notice: Notice) -> str:
    """Where a public guide is tied to an item of the lists of powers and services."""
    is_guide = notice.kind == Kind.PROCEDURE and notice.audience == Audience.PUBLIC
    is_public = is_guide and notice.is_released
    return reverse("desk-guide-item", args=[notice.pk]) if is_public else ""


def _history(notice: Notice, is_erased: bool) -> list[Line]:
    """The trail; of what was erased without the words that were said."""
    lines = history(notice)
    if is_erased:
        for line in lines:
            line.note = ""
    return lines


def _origin(notice: Notice) -> NoticeOrigin | None:
    """Of what a unit's system handed in: who had reviewed it there, and when."""
    origins = NoticeOrigin.objects.select_related("system__agency")
    return origins.filter(notice=notice).first()


def _short_texts(notice: Notice) -> list[dict[str, Any]]:
    """How a public notice will be read out; two queries at most."""
    if notice.audience != Audience.PUBLIC or notice.status in GONE:
        return []
    return labelled_texts(notice)


def _edit_url(notice: Notice, user: User) -> str:
    is_draft = notice.status == NoticeStatus.DRAFT
    if is_draft and has_role(user, notice.agency, Role.EDITOR):
        return reverse("admin:notices_notice_change", args=[notice.pk])
    return ""


def _doubles(notice: Notice, user: User) -> str:
    """Said before it is public, when something can still be done about it."""
    if notice.status not in (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW):
        return ""
    doubles = doubles_of(notice, user)
    return doubles_warning(doubles) if doubles else ""


def doubles_of(notice: Notice, user: User) -> list[Notice]:
    """Notices with the same title in the unit or the same document number, as far as
    the person may see them; two queries, one where there is none.

    They stand in nobody's way: annual notices rightly bear the same title each year.
    """
    keys = [double.pk for double in similar_to(notice)]
    if not keys:
        return []
    seen = Notice.objects.visible_to(user).filter(pk__in=keys)
    return list(seen.select_related("agency"))


def doubles_warning(doubles: Sequence[Notice]) -> SafeString:
    """One sentence with a link to each."""
    rows = [
        (reverse("desk-notice", args=[double.pk]), double.title, double.agency)
        for double in doubles
    ]
    listed = format_html_join("；", '<a href="{}">{}</a>（{}）', rows)
    words = _("Perhaps this exists already (same title or document number):")
    return format_html("{} {}", words, listed)
