"""How a writer is reached: encrypted, found again by keyed digests, each reading by
staff in the trail, erased when it is needed no longer (个人信息保护法, art. 47)."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass

from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.personal_reads import note_read
from disclosure_portal.foundation.sealing import opened, sealed

from .letter_codes import keyed
from .models import Letter, LetterContact

PURPOSE = "feedback.contacts"
_NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class Contact:
    """What a writer gave of themselves; all of it may be empty."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""
    guardian: str = ""
    # Of a writer under 14: a band of years, no birthday.
    child_age: str = ""


@sensitive_variables()
def keep_contact(letter: Letter, contact: Contact) -> LetterContact | None:
    """A row only where something was given."""
    if contact == Contact():
        return None
    return LetterContact.objects.create(
        letter=letter,
        sealed=sealed(PURPOSE, json.dumps(asdict(contact), ensure_ascii=False)),
        phone_key=phone_key(contact.telephone),
        email_key=email_key(contact.email),
        masked_name=masked(contact.name),
        by_guardian=bool(contact.guardian),
    )


@sensitive_variables()
def read_contact(letter: Letter, *, by: User, why: str) -> Contact:
    """Opened for a person, who stands in the trail for it; the caller has seen to it
    that they may. Empty where nothing was given or all is erased. Raises Unreadable."""
    note_read(letter, by=by, what=why)
    return contact_for_sending(letter)


@sensitive_variables()
def contact_for_sending(letter: Letter) -> Contact:
    """For mails that the portal itself writes: shown to nobody. Raises Unreadable."""
    row = LetterContact.objects.filter(letter=letter).first()
    if row is None or not row.sealed:
        return Contact()
    return Contact(**json.loads(opened(PURPOSE, row.sealed)))


def erase_contact(row: LetterContact) -> None:
    """Nothing that leads to the writer stays but that it was erased, and when."""
    row.sealed, row.phone_key, row.email_key, row.masked_name = "", "", "", ""
    row.erased_at = clock.now()
    row.save(
        update_fields=["sealed", "phone_key", "email_key", "masked_name", "erased_at"]
    )


@sensitive_variables()
def phone_key(telephone: str) -> str:
    """Under which letters of one telephone are found again; empty for none."""
    digits = _NOT_DIGITS.sub("", telephone)
    return keyed("telephone", digits[-11:]) if digits else ""


@sensitive_variables()
def email_key(email: str) -> str:
    return keyed("email", email.strip().casefold()) if email.strip() else ""


def masked(name: str) -> str:
    """张** : what staff and lists see until somebody opens the rest."""
    plain = name.strip()
    return f"{plain[0]}**" if plain else ""
