"""How often letters may be sent: counted by contact, device and content. An address
alone never refuses a complaint: a township may share one."""

from __future__ import annotations

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.limits import DAY, HOUR, Attempt, count

from .contacts import email_key, phone_key
from .submitting import Given, content_digest


@sensitive_variables()
def wait_before_sending(given: Given, *, device: str) -> int:
    """Count one letter; the seconds to wait if there were too many of these words, by
    this writer or from this device. 0: go on."""
    attempts = [
        Attempt(
            "letter content",
            content_digest(given.title, given.text),
            settings.LETTERS_OF_SAME_WORDS_A_DAY,
            DAY,
        )
    ]
    keys = (phone_key(given.contact.telephone), email_key(given.contact.email))
    attempts += [
        Attempt("letter contact", key, settings.LETTERS_A_CONTACT_A_DAY, DAY)
        for key in keys
        if key
    ]
    if device:
        attempts.append(
            Attempt("letter device", device, settings.LETTERS_A_DEVICE_AN_HOUR, HOUR)
        )
    return count(attempts)


def wait_before_tracking(number: str, place: str) -> int:
    """Count one try to open a letter, by its number from anywhere and by the place."""
    return count(
        [
            Attempt("track place", place, settings.TRACKS_AN_ADDRESS_AN_HOUR, HOUR),
            Attempt("track number", number, settings.TRACKS_A_NUMBER_AN_HOUR, HOUR),
        ]
    )
