"""Mail about what waits: at once, once a day, or not at all, as each person chose.

No title goes by mail: nobody has looked at it for secrets yet.
"""

from __future__ import annotations

from collections import Counter

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.qr_codes import own_address

from .chains import current_step
from .deciders import responsible_for
from .models import DeskMail, MailMode, Notice, NoticeStatus

# When the day's mail goes out at the earliest, in the county's time.
HOUR = 8


def choose_mail(user: User, mode: str) -> None:
    DeskMail.objects.update_or_create(user=user, defaults={"mode": mode})


def mode_of(user: User) -> str:
    row = DeskMail.objects.filter(user=user).first()
    return row.mode if row else MailMode.NONE


def tell_waiting(notice: Notice) -> None:
    """Tell those for whom a step of the notice waits now, in the deed's transaction.
    One query where nobody wants to be told at once."""
    wanting = _wanting(MailMode.AT_ONCE)
    if not wanting:
        return
    people = responsible_for([notice.pk])[notice.pk] & wanting.keys()
    step = current_step(notice)
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "A notice of %(unit)s waits for your decision.\n\n"
            "Step: %(step)s\nIt is here: %(address)s\n"
        ) % {
            "unit": notice.agency,
            "step": step.name,
            "address": own_address(reverse("desk-notice", args=[notice.pk])),
        }
        for person in sorted(people):
            send_mail(_("A notice waits for you"), text, None, [wanting[person]])


def send_digests() -> str:
    """The day's mail to whom something waits for. Wired to tick."""
    now = clock.now()
    today = local_day(now)
    due = Q(desk_mail__sent_on=None) | Q(desk_mail__sent_on__lt=today)
    wanting = _wanting(MailMode.DAILY, due)
    if now.astimezone(LOCAL).hour < HOUR or not wanting:
        return "0 digests"
    counts = _counts()
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        for person, address in wanting.items():
            sent += _send_digest(person, address, counts[person])
    return f"{sent} digests"


def _send_digest(person: int, address: str, count: int) -> bool:
    """Taking the day first keeps two clocks from sending the same mail."""
    today = local_day(clock.now())
    mine = DeskMail.objects.filter(user=person, mode=MailMode.DAILY)
    if not mine.exclude(sent_on=today).update(sent_on=today) or not count:
        return False
    words = ngettext(
        "%(count)d notice waits for your decision.",
        "%(count)d notices wait for your decision.",
        count,
    )
    said = {
        "waiting": words % {"count": count},
        "address": own_address(reverse("desk-home")),
    }
    text = _(
        "%(waiting)s\n\nYour desk: %(address)s\n\n"
        "This mail comes once a day while something waits for you. At the desk you"
        " choose another way, or none.\n"
    )
    send_mail(_("What waits for you today"), text % said, None, [address])
    return True


def _wanting(mode: str, condition: Q | None = None) -> dict[int, str]:
    people = User.objects.filter(
        condition or Q(), desk_mail__mode=mode, is_active=True, is_service=False
    ).exclude(email="")
    return dict(people.order_by("pk").values_list("pk", "email"))


def _counts() -> Counter[int]:
    waiting = Notice.objects.filter(status=NoticeStatus.IN_REVIEW)
    keys = list(waiting.values_list("pk", flat=True))
    return Counter(
        person for people in responsible_for(keys).values() for person in people
    )
