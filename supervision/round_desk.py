"""What is done with rounds at the desk: each form or button calls one deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from directories.models import Agency
from disclosure_portal.foundation.models import User

from .attempts import Attempt, done, tried
from .forms.rounds import InspectorsForm, ReasonForm, RoundForm, UnitsForm
from .models import InspectionRound, RoundUnit, SheetKind
from .rating import close_sheets, name_model_units, publish_ratings, reopen_sheets
from .round_preparing import assign, assign_all, prepare, set_units
from .round_running import begin_scoring, open_round

Step = Callable[..., Any]
# The buttons that lead a round on, and what is said then.
STEPS: Mapping[str, tuple[Step, str | Promise]] = {
    "open": (
        open_round,
        gettext_lazy("The round is open: units and inspectors see it now."),
    ),
    "begin": (begin_scoring, gettext_lazy("The inspection has begun.")),
    "close": (
        close_sheets,
        gettext_lazy("The units are told their provisional results."),
    ),
    "publish": (publish_ratings, gettext_lazy("The results are public now.")),
}


def address_of(round_: InspectionRound) -> str:
    return reverse("desk-inspection", args=[round_.pk])


def unit_address(unit: RoundUnit) -> str:
    return reverse("desk-inspection-unit", args=[unit.round_id, unit.pk])


def begun(data: Any, *, by: User) -> Attempt:
    form = RoundForm(data)

    def act() -> tuple[str, str]:
        return address_of(prepare(form.particulars, by=by)), _("The round is prepared.")

    context = {"heading": _("Prepare a round"), "button": _("Prepare")}
    return tried(Attempt({**context, "back": reverse("desk-inspections")}), form, act)


def led_on(round_: InspectionRound, name: str, *, by: User) -> Attempt:
    step, said = STEPS[name]
    return done(lambda: step(round_, by=by), address_of(round_), str(said))


def sent_back(round_: InspectionRound, data: Any, *, by: User) -> Attempt:
    form = ReasonForm(data)
    if not form.is_valid():
        return Attempt(address=address_of(round_), refused=_("Give a reason."))
    return done(
        lambda: reopen_sheets(round_, form.cleaned_data["reason"], by=by),
        address_of(round_),
        _("The sheets can be opened again, one by one."),
    )


def put_in(round_: InspectionRound, data: Any, *, by: User) -> Attempt:
    """Units into a group, or (with `out`) one of them out of the round."""
    groups: dict[str, dict[int, Agency]] = defaultdict(dict)
    for unit in round_.units.select_related("agency"):
        groups[unit.group][unit.agency_id] = unit.agency
    out = data.get("out", "")
    form = UnitsForm(data, round_=round_)
    if not out and not form.is_valid():
        told = "；".join(
            str(each) for each in form.errors.get("units", [_("Choose units.")])
        )
        return Attempt(address=address_of(round_), refused=told)
    for known in groups.values():
        if out.isdigit():
            known.pop(int(out), None)
    if not out:
        for agency in form.chosen:
            for known in groups.values():
                known.pop(agency.pk, None)
            groups[form.cleaned_data.get("group", "")][agency.pk] = agency
    wanted = {code: list(known.values()) for code, known in groups.items()}
    return done(
        lambda: set_units(round_, wanted, by=by),
        address_of(round_),
        _("The units of the round are set."),
    )


def shared_out(round_: InspectionRound, data: Any, *, by: User) -> Attempt:
    """Units without an inspector, in turn among the chosen ones."""
    form = InspectorsForm(data)
    if not form.is_valid():
        return Attempt(address=address_of(round_), refused=_("Choose inspectors."))
    people = list(form.cleaned_data["people"])
    left: list[RoundUnit] = []
    attempt = done(
        lambda: left.extend(assign_all(round_, people, by=by)),
        address_of(round_),
        _("The units are shared out."),
    )
    if left:
        names = "、".join(str(unit.agency) for unit in left[:10])
        attempt.refused = _("Nobody of them may score: %s") % names
    return attempt


def assigned(unit: RoundUnit, data: Any, *, by: User) -> Attempt:
    form = InspectorsForm(data)
    kind = SheetKind.SECOND if data.get("kind") == "second" else SheetKind.FIRST
    if not form.is_valid():
        return Attempt(address=unit_address(unit), refused=_("Choose inspectors."))
    people = list(form.cleaned_data["people"])
    return done(
        lambda: assign(unit, people, kind=kind, by=by),
        unit_address(unit),
        _("The inspectors are set."),
    )


def praised(round_: InspectionRound, data: Any, *, by: User) -> Attempt:
    """示范点: the ticked units."""
    chosen = [int(pk) for pk in data.getlist("model") if pk.isdigit()]
    return done(
        lambda: name_model_units(round_, chosen, by=by),
        address_of(round_),
        _("The model units are named."),
    )
