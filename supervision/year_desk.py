"""What is done with a year's assessment at the desk: each form calls one deed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .attempts import Attempt, done, tried
from .forms.rounds import ReasonForm
from .forms.years import RegisterForm, SharesForm, YearForm, YearRulesForm
from .models import RegisterLine, YearAssessment
from .year_preparing import prepare_year, rounds_of_year, set_rules, set_shares
from .year_publishing import publish_year, withdraw_year
from .year_registers import confirm, enter, strike

LINE_DEEDS = {"confirm": confirm, "strike": strike}


def address_of(assessment: YearAssessment) -> str:
    return reverse("desk-year", args=[assessment.pk])


def begun(data: Any, *, by: User) -> Attempt:
    form = YearForm(data)

    def act() -> tuple[str, str]:
        made = prepare_year(**form.cleaned_data, by=by)
        return address_of(made), _("The year is prepared: choose its rounds now.")

    context = {"heading": _("Prepare a year's assessment"), "button": _("Prepare")}
    return tried(Attempt({**context, "back": reverse("desk-years")}), form, act)


def shared(assessment: YearAssessment, data: Any, *, by: User) -> Attempt:
    form = SharesForm(
        data,
        rounds=rounds_of_year(assessment.year),
        shares=assessment.shares.all(),
        initial={"version": assessment.content_version},
    )

    def act() -> tuple[str, str]:
        version = form.cleaned_data["version"]
        set_shares(assessment, form.shares, version=version, by=by)
        return address_of(assessment), _("The shares are set.")

    return tried(_attempt(assessment, _("Rounds and their shares")), form, act)


def ruled(assessment: YearAssessment, data: Any, *, by: User) -> Attempt:
    form = YearRulesForm(
        data,
        choices=assessment.choices,
        initial={"version": assessment.content_version},
    )

    def act() -> tuple[str, str]:
        version = form.cleaned_data["version"]
        set_rules(assessment, form.choices(), version=version, by=by)
        return address_of(assessment), _("The rules are set.")

    return tried(_attempt(assessment, _("Caps, gates and grades")), form, act)


def entered(assessment: YearAssessment, data: Any, *, by: User) -> Attempt:
    form = RegisterForm(data, assessment=assessment)

    def act() -> tuple[str, str]:
        enter(assessment, form.entry, by=by)
        said = _("The line is entered: it counts once another person confirms it.")
        return f"{address_of(assessment)}#register", said

    return tried(_attempt(assessment, _("A line of the registers")), form, act)


def _attempt(assessment: YearAssessment, heading: str) -> Attempt:
    context = {"heading": f"{heading}: {assessment}", "button": _("Save")}
    return Attempt({**context, "back": address_of(assessment)})


def line_done(line: RegisterLine, name: str, *, by: User) -> Attempt:
    deed = LINE_DEEDS[name]
    said = {"confirm": _("The line counts now."), "strike": _("The line is struck.")}
    address = f"{address_of(line.assessment)}#register"
    return done(lambda: deed(line, by=by), address, said[name])


def published(assessment: YearAssessment, data: Any, *, by: User) -> Attempt:
    version = data.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    return done(
        lambda: publish_year(assessment, version=seen, by=by),
        address_of(assessment),
        _("The results of the year are public now."),
    )


def withdrawn(assessment: YearAssessment, data: Any, *, by: User) -> Attempt:
    form = ReasonForm(data)
    if not form.is_valid():
        return Attempt(address=address_of(assessment), refused=_("Give a reason."))
    return done(
        lambda: withdraw_year(assessment, form.cleaned_data["reason"], by=by),
        address_of(assessment),
        _("The results of the year are withdrawn."),
    )
