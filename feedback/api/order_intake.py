"""A work order as a hotline sends it, checked and turned into a letter's words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _
from rest_framework import serializers

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.errors import invalid
from notices.api.submissions.serializers import (
    SOURCE_ID,
    KnownFieldsSerializer,
    SentMoment,
    SentText,
    text as short,
)

from ..answering import SUPPLEMENT_LIMIT
from ..contacts import Contact
from ..models import LONGEST_TEXT, Anonymity, LetterKind, Mailbox
from ..submitting import About, Given

# The address of the feed: no order can be called so.
STEPS = "steps"
# What is older is no order of today but a year that was mistyped.
OLDEST = timedelta(days=366)
# Clocks of two systems differ a little.
AHEAD = timedelta(minutes=10)


class SentOrderSerializer(KnownFieldsSerializer):
    """What a caller said; units and places by their codes, a mailbox by its own."""

    source_id = serializers.RegexField(rf"^{SOURCE_ID}\Z")
    mailbox = SentText(max_length=40)
    kind = serializers.ChoiceField(choices=LetterKind.choices)
    title = SentText(max_length=100)
    text = SentText(max_length=LONGEST_TEXT)
    unit = short(40, _("Code of the unit that it is about."))
    place = short(40, _("Code of the township or village."))
    place_words = short(200)
    accuses = serializers.BooleanField(
        default=False, help_text=_("It is about the conduct of the unit.")
    )
    hides_name = serializers.BooleanField(
        default=False, help_text=_("The unit that answers shall not know the name.")
    )
    name = short(60)
    telephone = short(40)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    address = short(200)
    received_at = SentMoment(required=False)

    def validate_source_id(self, value: str) -> str:
        if value == STEPS:
            raise serializers.ValidationError(gettext("Choose another key."), "invalid")
        return value

    def validate_received_at(self, value: datetime) -> datetime:
        now = clock.now()
        if not now - OLDEST <= value <= now + AHEAD:
            raise serializers.ValidationError(
                gettext("This day is out of range."), "out_of_range"
            )
        return min(value, now)


class SentRatingSerializer(KnownFieldsSerializer):
    """What the caller said of the answer."""

    grade = serializers.IntegerField(min_value=1, max_value=5)
    reason = short(500, _("Needed for the grades 1 and 2."))


class SentSupplementSerializer(KnownFieldsSerializer):
    """What the caller added when asked."""

    text = SentText(max_length=SUPPLEMENT_LIMIT)


def given_of(sent: dict[str, Any]) -> Given:
    """Raises ValidationError by the field that is wrong."""
    return Given(
        mailbox=_mailbox(sent),
        kind=sent["kind"],
        title=sent["title"],
        text=sent["text"],
        about=_about(sent),
        contact=_contact(sent),
        anonymity=Anonymity.UNIT if sent["hides_name"] else Anonymity.PUBLIC,
        accuses=sent["accuses"],
        received_at=sent.get("received_at"),
    )


def _about(sent: dict[str, Any]) -> About:
    return About(
        agency=_unit(sent, "unit"),
        place=_unit(sent, "place"),
        place_words=sent.get("place_words", ""),
    )


def _contact(sent: dict[str, Any]) -> Contact:
    names = ("name", "telephone", "email", "address")
    return Contact(**{name: sent.get(name, "") for name in names})


def _mailbox(sent: dict[str, Any]) -> Mailbox:
    mailbox = Mailbox.objects.open().filter(code=sent["mailbox"]).first()
    if mailbox is None:
        raise invalid("mailbox", "unknown_value", gettext("There is no such mailbox."))
    if not mailbox.takes(sent["kind"]):
        words = gettext("This mailbox does not take letters of this kind.")
        raise invalid("kind", "wrong_mailbox", words)
    if len(sent["text"]) > mailbox.text_limit:
        words = gettext("This mailbox takes %(most)s characters at most.")
        raise invalid("text", "max_length", words % {"most": mailbox.text_limit})
    return mailbox


def _unit(sent: dict[str, Any], name: str) -> Agency | None:
    code = sent.get(name, "")
    if not code:
        return None
    found = Agency.objects.open().filter(code__iexact=code).first()
    if found is None:
        raise invalid(name, "unknown_value", gettext("There is no unit of this code."))
    return found
