"""信息发布审批单: the sheet on which steps are signed with a pen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import canonical, digest_of
from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.qr_codes import own_address, qr_svg
from disclosure_portal.foundation.typesetting import typeset

from ..chain_panel import Station, stations_of
from ..chains import round_steps
from ..models import Notice, RoundStep
from ..public_content import public_content

OPEN = ("waiting", "ahead")
# Enough to tell two texts apart by eye.
DIGEST_SHOWN = 16


def approval_sheet(notice: Notice) -> bytes:
    """A PDF of the notice in review: what is signed, and a field for each step. What
    was decided already is printed with name and time."""
    address = own_address(reverse("desk-notice", args=[notice.pk]))
    now = clock.now()
    steps = zip(round_steps(notice), stations_of(notice), strict=True)
    data = {
        "title": _("Approval sheet for publication"),
        "unit": notice.agency.name,
        "address": address,
        "qr": qr_svg(address, address),
        "facts": [
            {"label": str(label), "value": str(value)}
            for label, value in _facts(notice)
            if value
        ],
        "steps": [_step(step, station) for step, station in steps],
        "labels": {
            "opinion": _("Opinion:"),
            "signature": _("Signature:"),
            "day": _("Date:"),
        },
        "foot": _("Printed on %s. Scan the code to read what is signed.")
        % official_moment(now),
    }
    return typeset("approval.typ", data, now)


def _facts(notice: Notice) -> list[tuple[str, Any]]:
    release = notice.release_at
    return [
        (_("Title"), notice.title),
        (_("Unit"), notice.agency.name),
        (_("Kind"), notice.get_kind_display()),
        (_("Board"), notice.board.name),
        (_("Written by"), notice.author),
        (_("Submitted by"), notice.submitted_by),
        (_("Disclosure"), notice.get_disclosure_display()),
        (_("Legal basis"), notice.disclosure_basis),
        (_("Audience"), notice.get_audience_display()),
        (_("Release"), official_moment(release) if release else ""),
        (_("Attachments"), "\n".join(_files(notice))),
        (_("What is signed"), _mark(notice)),
    ]


def _files(notice: Notice) -> list[str]:
    files = notice.attachments.order_by("position", "pk")
    return [file.title or file.file_name for file in files]


def _mark(notice: Notice) -> str:
    """The round and the content, so that a sheet proves which text was signed."""
    digest = digest_of(canonical(public_content(notice)))
    return _("Round %(round)s, digest %(digest)s") % {
        "round": notice.round,
        "digest": digest[:DIGEST_SHOWN],
    }


def _step(step: RoundStep, station: Station) -> dict[str, Any]:
    is_open = station.state in OPEN
    said = [station.word, station.who, station.note]
    if station.at is not None:
        said.append(official_moment(station.at))
    return {
        "name": step.name,
        "role": station.role,
        "ticks": step.tick_labels,
        "box": "□" if is_open else "√",
        "done": "" if is_open else "　".join(part for part in said if part),
    }
