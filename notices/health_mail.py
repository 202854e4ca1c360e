"""Mail to the disclosure office when the site comes nearer to failing inspection."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from directories import tree
from directories.models import Membership, Role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.qr_codes import own_address


def office_people() -> list[User]:
    """Overseers of the whole county whom mail reaches."""
    seats = Membership.objects.filter(role=Role.OVERSEER)
    office = [
        seat.user_id
        for seat in seats.select_related("agency")
        if tree.depth(seat.agency.path) == 0
    ]
    people = User.objects.filter(pk__in=office, is_active=True, is_service=False)
    return list(people.exclude(email="").order_by("pk"))


def mail_office(lines: Sequence[str]) -> None:
    """One mail a person, in the transaction of what it tells."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Against the national inspection these items got worse:\n\n%(lines)s\n\n"
            "Each with its place: %(address)s\n"
        ) % {
            "lines": "\n".join(lines),
            "address": own_address(reverse("desk-health")),
        }
        for person in office_people():
            send_mail(_("The site may fail its inspection"), text, None, [person.email])
