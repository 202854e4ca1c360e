"""What the unit and the office are told at once, by mail; rows of the deed's own
transaction. A mail names the order and its day, and leads to the desk: what the order
says is read there."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from directories.catalogue_reminders import Reader
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.qr_codes import own_address

from .models import OrderStep, OrderStepKind, RectificationOrder
from .order_readers import Readers, addresses

# What the unit is told of each step.
TO_THE_UNIT = {
    OrderStepKind.ISSUED: gettext_lazy("An order to put something right was issued."),
    OrderStepKind.RETURNED: gettext_lazy(
        "The answer was not good enough: there is a new limit."
    ),
    OrderStepKind.URGED: gettext_lazy("The time has run out, and you are urged."),
    OrderStepKind.CRITICISED: gettext_lazy(
        "The time has run out, and your unit is criticised in a circular."
    ),
    OrderStepKind.ACCOUNTABILITY: gettext_lazy(
        "The time has run out, and accountability is proposed."
    ),
    OrderStepKind.REVOKED: gettext_lazy("The order was revoked."),
}
TO_THE_OFFICE = {
    OrderStepKind.ANSWERED: gettext_lazy("The unit has answered: please re-check."),
}


def tell_of(order: RectificationOrder, step: OrderStep) -> None:
    """Call it in the deed's transaction."""
    kind = OrderStepKind(step.kind)
    readers = Readers()
    if kind in TO_THE_UNIT:
        people = [
            *readers.of(order.agency, Reader.CLERK),
            *readers.of(order.agency, Reader.HEAD),
        ]
        _send(order, TO_THE_UNIT[kind], people)
    elif kind in TO_THE_OFFICE:
        issuer = order.issued_by
        office = (
            [issuer] if issuer.is_active else readers.of(order.agency, Reader.OFFICE)
        )
        _send(order, TO_THE_OFFICE[kind], office)


def _send(order: RectificationOrder, words: Promise, people: list[User]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        what = str(words)
        subject = _("Rectification order %(number)s: %(what)s") % {
            "number": order.number,
            "what": what,
        }
        text = _(
            "%(what)s\n\nUnit: %(unit)s\nTo be put right by: %(due)s\n\n"
            "The order with all that belongs to it: %(address)s\n"
        ) % {
            "what": what,
            "unit": order.agency.label,
            "due": official_date(order.due_on),
            "address": own_address(reverse("desk-order", args=[order.pk])),
        }
        for address in addresses(people):
            send_mail(subject, text, None, [address])
