"""The buttons of an order: which deed each is, and to whom it is offered now.

Whether it is allowed is decided by the deed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User

from . import escalating, ordering, publishing_orders
from .escalating import next_step
from .forms import orders as forms
from .models import Escalation, OrderPublication, OrderStatus as S, RectificationOrder
from .order_hands import Hands
from .publishing_orders import PublicWords, may_be_public

Words = str | Promise


@dataclass(frozen=True)
class Deed:
    """One button; `act` gets the order, the words of the form, and who pressed."""

    name: str
    title: Words
    form: type[forms.OrderForm]
    offered: Callable[[RectificationOrder, Hands], bool]
    act: Callable[[RectificationOrder, dict[str, Any], User], object]
    said: Words
    is_first: bool = False


def _escalation(to: Escalation, name: str, title: Words, said: Words) -> Deed:
    return Deed(
        name,
        title,
        forms.EscalateForm,
        lambda order, hands: hands.watches and next_step(order) == to,
        lambda order, given, by: escalating.escalate(order, to, given["reason"], by=by),
        said,
    )


def _rechecks(order: RectificationOrder, hands: Hands) -> bool:
    return hands.watches and not hands.has_answered and order.status == S.ANSWERED


def _take_down(order: RectificationOrder, given: dict[str, Any], by: User) -> None:
    publication = OrderPublication.objects.select_related("order__agency").get(
        order=order
    )
    publishing_orders.take_down(publication, given["reason"], by=by)


def _is_public(order: RectificationOrder) -> bool:
    publication = getattr(order, "publication", None)
    return publication is not None and publication.is_public


DEEDS: tuple[Deed, ...] = (
    Deed(
        "accept",
        _("Accept the order"),
        forms.PressForm,
        lambda order, hands: hands.answers and order.status == S.ISSUED,
        lambda order, given, by: ordering.accept(order, by=by),
        _("Your unit has accepted the order."),
        is_first=True,
    ),
    Deed(
        "answer",
        _("Answer with evidence"),
        forms.AnswerForm,
        lambda order, hands: hands.answers and order.status in (S.ACCEPTED, S.RETURNED),
        lambda order, given, by: ordering.answer(
            order, given["text"], given["files"], by=by
        ),
        _("The answer waits for its re-check."),
        is_first=True,
    ),
    Deed(
        "close",
        _("Re-checked: close"),
        forms.OpinionForm,
        _rechecks,
        lambda order, given, by: ordering.close(order, given["reason"], by=by),
        _("The order is closed."),
        is_first=True,
    ),
    Deed(
        "send-back",
        _("Re-checked: not good enough"),
        forms.ReturnForm,
        _rechecks,
        lambda order, given, by: ordering.send_back(
            order, given["reason"], given["days"], by=by
        ),
        _("The order went back with a new limit."),
    ),
    _escalation(
        Escalation.URGED, "urge-order", _("Urge the unit"), _("The unit is urged.")
    ),
    _escalation(
        Escalation.CRITICISED,
        "criticise",
        _("Criticise in a circular"),
        _("The criticism stands in the order."),
    ),
    _escalation(
        Escalation.ACCOUNTABILITY,
        "hold-accountable",
        _("Propose accountability"),
        _("The proposal stands in the order."),
    ),
    Deed(
        "publish-order",
        _("Publish the order"),
        forms.PublishForm,
        lambda order, hands: hands.watches and may_be_public(order),
        lambda order, given, by: publishing_orders.publish(
            order, PublicWords(**given), by=by
        ),
        _("The order is public."),
    ),
    Deed(
        "take-down-order",
        _("Take the order down"),
        forms.ReasonForm,
        lambda order, hands: hands.watches and _is_public(order),
        _take_down,
        _("The order is public no more."),
    ),
    Deed(
        "revoke",
        _("Revoke the order"),
        forms.ReasonForm,
        lambda order, hands: (
            hands.watches and order.status in (S.ISSUED, S.ACCEPTED, S.RETURNED)
        ),
        lambda order, given, by: ordering.revoke(order, given["reason"], by=by),
        _("The order is revoked."),
    ),
)
BY_NAME = {deed.name: deed for deed in DEEDS}


def offered(order: RectificationOrder, hands: Hands) -> list[Deed]:
    return [deed for deed in DEEDS if deed.offered(order, hands)]
