"""Numbers, tokens and query codes of letters.

The number is public and says the year and how many came before. The code is eight
digits that follow from the number and the token of the form: whoever sends the same
form again is shown the same receipt, and only a keyed digest of the code is kept.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.numbering import next_number

from .models import Letter

SALT = "feedback.letters"
CODE_DIGITS = 8
# So long the same token shows the same receipt.
TOKEN_HOLDS = timedelta(hours=24)


class BadToken(ValueError):
    """The token is not of this site, or older than a day."""


def new_token() -> str:
    """For a hidden field of the form: random, with the moment at which it was made."""
    value = {"token": secrets.token_hex(16), "at": clock.now().timestamp()}
    return signing.dumps(value, salt=SALT)


def age_of(token: str) -> timedelta:
    """How long ago the form was made. Raises BadToken."""
    try:
        made: float = signing.loads(token, salt=SALT)["at"]
    except (signing.BadSignature, KeyError, TypeError) as error:
        raise BadToken from error
    age = timedelta(seconds=clock.now().timestamp() - made)
    if age > TOKEN_HOLDS:
        raise BadToken
    return age


def next_letter_number(year: int | None = None) -> str:
    """Digits only, so that it can be said on the telephone: year and six digits."""
    year = year or local_day(clock.now()).year
    return f"{year}{next_number(f'letter {year}'):06d}"


@sensitive_variables()
def code_of(number: str, token: str) -> str:
    """The query code: digits only, of the letter's number and the form's token."""
    whole = int(keyed("code", f"{number}\0{token}"), 16)
    return f"{whole % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


@sensitive_variables()
def digest_of_code(number: str, code: str) -> str:
    return keyed("code digest", f"{number}\0{code}")


@sensitive_variables()
def is_code_of(letter: Letter | None, number: str, code: str) -> bool:
    """The same work whether there is such a letter or not. One that was split off
    another is opened by the code of that, until it is given one of its own."""
    if letter and not letter.code_digest and (first := letter.split_from):
        letter, number = first, first.number
    held = letter.code_digest if letter else keyed("nobody", number)
    return hmac.compare_digest(held, digest_of_code(number, code))


@sensitive_variables()
def renewed_code() -> str:
    """A code for a writer who lost the first one."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


@sensitive_variables()
def keyed(purpose: str, value: str) -> str:
    """A digest that nobody makes without the key of this site."""
    key = f"{SALT}.{purpose}\0{settings.LOOKUP_KEY}".encode()
    return hmac.digest(key, value.encode(), "sha256").hex()
