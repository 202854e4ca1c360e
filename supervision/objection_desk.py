"""What is done with objections at the desk: each form calls one deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .attempts import Attempt, done, tried
from .forms.rounds import MoreEvidenceForm, ObjectionForm, RulingForm
from .models import (
    Indicator,
    Mark,
    Objection,
    ObjectionEvidence,
    RoundUnit,
    SheetKind,
    UnitRating,
)
from .objecting import add_evidence, object_to, reject, remove_evidence, uphold
from .objection_pages import objectionable
from .round_desk import unit_address

Uploads = Sequence[UploadedFile]


def objected(unit: RoundUnit, data: Any, uploads: Uploads, *, by: User) -> Attempt:
    rating = UnitRating.objects.select_related("unit__round", "unit__agency").get(
        unit=unit
    )
    form = ObjectionForm(data, indicators=objectionable(unit), uploads=uploads)

    def act() -> tuple[str, str]:
        given = form.cleaned_data
        indicator = Indicator.objects.get(pk=given["indicator"])
        object_to(rating, indicator, given["text"], given["files"], by=by)
        return unit_address(unit), _("The objection is filed.")

    return tried(Attempt(), form, act)


def proved(objection: Objection, data: Any, uploads: Uploads, *, by: User) -> Attempt:
    form = MoreEvidenceForm(
        data,
        uploads=uploads,
        before=objection.evidence.count(),
        auto_id=f"e{objection.pk}-%s",
    )

    def act() -> tuple[str, str]:
        add_evidence(objection, form.cleaned_data["files"], by=by)
        return unit_address(objection.rating.unit), _("The evidence is added.")

    return tried(Attempt(), form, act)


def unproved(file: ObjectionEvidence, *, by: User) -> Attempt:
    return done(
        lambda: remove_evidence(file, by=by),
        unit_address(file.objection.rating.unit),
        _("The evidence is taken away."),
    )


def ruled(unit: RoundUnit, objection: Objection, data: Any, *, by: User) -> Attempt:
    form = RulingForm(data, auto_id=f"o{objection.pk}-%s")

    def act() -> tuple[str, str]:
        ruling, seen = form.cleaned_data["ruling"], form.keys_seen
        if data.get("do") == "uphold":
            mark = Mark.objects.get(
                sheet__unit=unit,
                sheet__kind=SheetKind.FIRST,
                indicator=objection.indicator,
            )
            uphold(objection, ruling, form.given(mark), seen=seen, by=by)
        else:
            reject(objection, ruling, seen=seen, by=by)
        return unit_address(unit), _("The ruling is kept.")

    return tried(Attempt(), form, act)
