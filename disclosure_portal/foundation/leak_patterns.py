"""Where in a folded text somebody's number may stand, and what speaks against it. Pure.

Each number is tried from the start of a group of digits, never from its inside, and
every pattern is bounded: the work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .leak_context import (
    ACCOUNT_LABEL,
    CARD_LABEL,
    CODE_AFTER,
    CODE_BEFORE,
    CODE_LABEL,
    DECIMALS_BEFORE,
    IDENTITY_LABEL,
    TELEPHONE_LABEL,
    THING_LABEL,
    Candidate,
    Context,
    Kind,
)
from .leak_rules import (
    is_area,
    is_card,
    is_day,
    is_identity,
    is_mobile,
    is_old_identity,
)

GROUP = re.compile(r"\(?\+?[0-9*]+")
IDENTITY = re.compile(
    r"([1-9](?:[ \n-]{0,3}[0-9]){16}[ \n-]{0,3}[0-9Xx])"
    r"(?:-?[1-7][1-4](?:[Bb][0-9])?)?(?![0-9A-Za-z*])"
)
OLD_IDENTITY = re.compile(r"[1-9](?:[ -]{0,2}[0-9]){14}(?![0-9A-Za-z*])")
CARD = re.compile(r"[1-9](?:[ \n-]{0,3}[0-9]){15,18}")
MOBILE = re.compile(
    r"(\(?(?:\+|00)?86\)?[ -]{0,2})?(1 ?[3-9](?:[ .\n-]{0,3}[0-9]){9})(?![0-9*])"
)
_EXTENSION = r"(?: ?(?:-|转分机|转|分机|[Ee]xt\.?) ?[0-9]{1,5})?(?![0-9*]|-[0-9])"
_LOCAL = r"([1-9][0-9]{6,7}|[1-9][0-9]{2,3}[ -][0-9]{4})"
_HOME_AREA = r"(0(?:10|2[0-9]|[3-9][0-9]{2}))"
ABROAD = re.compile(
    r"(?:\+|00)?86[ -]{0,2}\(?0?(10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,3}"
    rf"{_LOCAL}{_EXTENSION}"
)
BRACKETED = re.compile(rf"\({_HOME_AREA}\)[ -]{{0,2}}{_LOCAL}{_EXTENSION}")
PLAIN = re.compile(rf"{_HOME_AREA}([ \n-]{{0,4}}){_LOCAL}{_EXTENSION}")
BARE = re.compile(rf"{_LOCAL}{_EXTENSION}")
LIST_BEFORE = re.compile(r"[、，,;；/ ]{1,2}\Z")


def numbers(text: str, ends: set[int]) -> Iterator[Candidate]:
    """Every candidate that is a number; one may lie in another."""
    context = Context(text, ends)
    telephones: set[int] = set()
    for group in GROUP.finditer(text):
        sign = group.start()
        start = sign + len(group[0]) - len(group[0].lstrip("(+"))
        for found in _at(context, sign, start, telephones):
            if found.kind in (Kind.MOBILE, Kind.LANDLINE):
                telephones.add(found.end)
            yield found


def _at(
    context: Context, sign: int, start: int, telephones: set[int]
) -> Iterator[Candidate]:
    tries = [
        _identity(context, start),
        _old_identity(context, start),
        _card(context, start),
        _mobile(context, start),
        _landline(context, start),
        _bare(context, start, telephones),
    ]
    if sign < start:
        tries += [_mobile(context, sign), _landline(context, sign)]
    yield from filter(None, tries)


def _identity(context: Context, start: int) -> Candidate | None:
    found = IDENTITY.match(context.text, start)
    if not found:
        return None
    places = _places(found, 1)
    value = "".join(context.text[place] for place in places).upper()
    if not is_identity(value):
        return None
    if context.is_labelled(CODE_LABEL, start) or _is_index(context, found.end()):
        return None
    every = _places(found, 0)
    return Candidate(Kind.IDENTITY, start, found.end(), value, every[2:-3])


def _is_index(context: Context, end: int) -> bool:
    """A credit code that begins an index number: …/2026-00012."""
    return re.match(r"/\d{4,6}-\d", context.text[end : end + 9]) is not None


def _old_identity(context: Context, start: int) -> Candidate | None:
    found = OLD_IDENTITY.match(context.text, start)
    if not found:
        return None
    places = _places(found, 0)
    value = "".join(context.text[place] for place in places)
    if not is_old_identity(value) or context.touches_word(start):
        return None
    is_whole = len(found[0]) == len(value)
    if not context.is_labelled(IDENTITY_LABEL, start):
        if not is_whole or _is_thing(context, start, found.end()):
            return None
        if context.is_labelled(ACCOUNT_LABEL, start):
            return None
    return Candidate(Kind.IDENTITY, start, found.end(), value, places[2:-3])


def _is_thing(context: Context, start: int, end: int) -> bool:
    return (
        context.is_labelled(THING_LABEL, start)
        or context.is_part_of_code(start, end)
        or context.is_amount(start, end)
    )


def _card(context: Context, start: int) -> Candidate | None:
    found = CARD.match(context.text, start)
    if not found or context.touches_word(start):
        return None
    all_places = _places(found, 0)
    for length in range(len(all_places), 15, -1):
        places = all_places[:length]
        end = places[-1] + 1
        value = "".join(context.text[place] for place in places)
        if is_card(value) and _is_card_there(context, places):
            return Candidate(Kind.CARD, start, end, value, places[:-4])
    return None


def _is_card_there(context: Context, places: Sequence[int]) -> bool:
    start, end = places[0], places[-1] + 1
    if _is_thing(context, start, end):
        return False
    pieces = _pieces(places)
    if len(pieces) == 1:
        return True
    if any(piece < 4 for piece in pieces[:-1]):
        return False
    return context.is_labelled(CARD_LABEL, start) or context.is_alone(start, end)


def _mobile(context: Context, start: int) -> Candidate | None:
    found = MOBILE.match(context.text, start)
    if not found:
        return None
    places = _places(found, 2)
    value = "".join(context.text[place] for place in places)
    if not is_mobile(value) or context.touches_word(start):
        return None
    is_called = context.is_labelled(TELEPHONE_LABEL, start) or found[1] is not None
    if not is_called and _is_thing(context, start, found.end()):
        return None
    if CODE_AFTER.match(context.text, found.end()) or not _is_grouped(
        context, found, _pieces(places), is_called=is_called
    ):
        return None
    return Candidate(Kind.MOBILE, start, found.end(), value, places[3:-4])


def _is_grouped(
    context: Context, found: re.Match[str], pieces: Sequence[int], *, is_called: bool
) -> bool:
    """Whether the pieces are those in which people write a number, and not figures
    that happen to stand side by side."""
    if len(pieces) == 1:
        return True
    if is_called:
        return len(pieces) <= 4 or len(pieces) == 11
    if not context.is_alone(found.start(), found.end()):
        return False
    if "\n" in found[2]:
        return "-" in found[2]
    return list(pieces) in ([3, 4, 4], [3, 8]) or (
        "-" in found[2] and list(pieces) == [7, 4]
    )


def _landline(context: Context, start: int) -> Candidate | None:
    for pattern in (ABROAD, BRACKETED):
        if found := pattern.match(context.text, start):
            area = found[1] if found[1][0] == "0" else f"0{found[1]}"
            return _line(context, found, area, found.span(2))
    found = PLAIN.match(context.text, start)
    if not found or not is_area(found[1]):
        return None
    before = context.before(start)
    is_called = context.is_labelled(TELEPHONE_LABEL, start)
    if CODE_BEFORE.search(before) and not re.search(r"[0-9]/\Z", before):
        return None
    if not is_called:
        if "-" not in found[2] and not found[2].startswith(" "):
            return None
        if _reads_as_day(found[3]) or context.is_labelled(THING_LABEL, start):
            return None
    return _line(context, found, found[1], found.span(3))


def _reads_as_day(digits: str) -> bool:
    return len(digits) == 8 and digits.isdigit() and is_day(digits)


def _bare(context: Context, start: int, telephones: set[int]) -> Candidate | None:
    """A number without its area, where it is called a telephone or follows one."""
    found = BARE.match(context.text, start)
    if not found or context.touches_word(start):
        return None
    if context.is_labelled(TELEPHONE_LABEL, start):
        return _line(context, found, "", found.span(1))
    before = LIST_BEFORE.search(context.before(start))
    if not before or start - len(before[0]) not in telephones:
        return None
    if context.is_amount(start, found.end()) or _reads_as_day(found[1]):
        return None
    return _line(context, found, "", found.span(1))


def _line(
    context: Context, found: re.Match[str], area: str, span: tuple[int, int]
) -> Candidate | None:
    if area and not is_area(area):
        return None
    if context.touches_word(found.start()) or DECIMALS_BEFORE.search(
        context.before(found.start())
    ):
        return None
    if re.match(r"[A-Za-z]|\.[0-9]|_[0-9A-Za-z]", context.text[found.end() :][:2]):
        return None
    local = [place for place in range(*span) if context.text[place].isdigit()]
    rest = range(span[1], found.end())
    extension = [place for place in rest if context.text[place].isdigit()]
    value = "".join(context.text[place] for place in local)
    return Candidate(
        Kind.LANDLINE,
        found.start(),
        found.end(),
        f"{area}-{value}",
        (*local[-4:], *extension),
    )


def _places(found: re.Match[str], group: int) -> tuple[int, ...]:
    """Where the digits (and the X) of a match stand."""
    start = found.start(group)
    return tuple(
        start + number for number, sign in enumerate(found[group]) if sign.isalnum()
    )


def _pieces(places: Sequence[int]) -> list[int]:
    """How long the runs of neighbours are."""
    pieces = [1]
    for before, place in zip(places, places[1:], strict=False):
        if place == before + 1:
            pieces[-1] += 1
        else:
            pieces.append(1)
    return pieces
