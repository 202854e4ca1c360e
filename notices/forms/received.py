"""A notice as a unit's system sends it, checked by the same form as a clerk's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.models import User

from ..correction_rules import FIXED, FixedByCorrection
from ..models import (
    Audience,
    Board,
    DisclosureAttribute,
    Kind,
    Notice,
    PostingPeriod,
    Term,
)
from ..received_structure import Fault, RefusedParts, faults_of
from ..structures.registry import is_structured
from .drafts import FIELDS, DraftForm

# Notices for staff are written at the desk.
RECEIVED = tuple(
    name for name in FIELDS if name not in ("audience", "audience_branch", "kind")
)
# Fields of the form → names under which they are sent.
SENT_AS = {"agency": "agency_code", "board": "board_slug"}
PERIOD_FIELDS = (
    *("starts_on", "length", "unit", "objection_unit", "objection_telephone"),
    *("objection_form", "afterwards"),
)
USUAL = {"disclosure": DisclosureAttribute.PROACTIVE, "term": Term.LONG}


class ReceivedForm(DraftForm):
    """Policies to interpret are those that the account may see."""

    interprets = forms.ModelChoiceField(Notice.objects.none(), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policies = Notice.objects.visible_to(by).filter(kind=Kind.POLICY, corrects=None)
        field = self.fields["interprets"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = policies


def fill(notice: Notice, sent: Mapping[str, Any], *, by: User) -> None:
    """Give a draft the content that was sent; what was left out is empty.

    Raises RefusedParts.
    """
    data: dict[str, Any] = {name: sent.get(name) for name in RECEIVED}
    data["agency"] = agency_named(sent.get("agency_code"), notice).pk
    data["board"] = _board_named(sent["board_slug"]).pk
    data["kind"] = _kind(sent, notice)
    data["audience"] = Audience.PUBLIC
    for name, usual in USUAL.items():
        data[name] = sent.get(name) or usual
    form = ReceivedForm(data, MultiValueDict(), instance=notice, by=by)
    if not form.is_valid():
        error = ValidationError(
            {
                SENT_AS.get(name, name): found
                for name, found in form.errors.as_data().items()
            }
        )
        raise RefusedParts(faults_of(error, ""))


def check_kept(sent: Mapping[str, Any], correction: Notice) -> None:
    """Raise RefusedParts where a correction lacks its change note, or would change
    what it must keep."""
    faults = []
    if not (sent.get("change_note") or "").strip():
        message = str(_("Say what was changed: the public reads it."))
        faults.append(Fault("change_note", "required", message))
    kept = {
        "agency": agency_named(sent.get("agency_code"), correction)
        == correction.agency,
        "kind": (sent.get("kind") or correction.kind) == correction.kind,
        "release_at": sent.get("release_at") is None,
    }
    faults += [
        Fault(SENT_AS.get(name, name), FixedByCorrection.code, str(FIXED[name]))
        for name, is_kept in kept.items()
        if not is_kept
    ]
    if faults:
        raise RefusedParts(faults)


def _kind(sent: Mapping[str, Any], notice: Notice) -> str:
    usual = notice.kind if notice.corrects_id else Kind.GENERAL
    kind: str = sent.get("kind") or usual
    if notice.pk and kind != notice.kind and is_structured(notice.kind):
        message = _("The draft has content of its kind: the kind stays.")
        raise RefusedParts([Fault("kind", "kind_stays", str(message))])
    return kind


def agency_named(code: str | None, notice: Notice) -> Agency:
    if not code:
        return notice.agency
    return _named(Agency.objects.filter(slug=code.lower()).first(), "agency_code")


def _board_named(slug: str) -> Board:
    return _named(Board.objects.public().filter(slug=slug).first(), "board_slug")


def _named(found: Any, field: str) -> Any:
    if found is None:
        message = str(_("There is nothing of this name."))
        raise RefusedParts([Fault(field, "unknown_value", message)])
    return found


def co_publishers_of(sent: Mapping[str, Any], notice: Notice) -> list[Agency]:
    rows = sent.get("co_publishers") or []
    return [
        _named(
            Agency.objects.filter(slug=row["agency_code"].lower()).first(),
            f"co_publishers.{number}.agency_code",
        )
        for number, row in enumerate(rows)
    ]


def period_of(sent: Mapping[str, Any]) -> PostingPeriod | None:
    """Its end is computed when it is stored. Raises RefusedParts."""
    row = sent.get("posting_period")
    if row is None:
        return None
    given = {name: row[name] for name in PERIOD_FIELDS if name in row}
    period = PostingPeriod(ends_on=date.max, **given)
    try:
        period.full_clean(exclude=["notice", "ends_on"], validate_unique=False)
    except ValidationError as error:
        raise RefusedParts(faults_of(error, "posting_period.")) from None
    return period
