"""Made-up strings with the leaks that stand in them, from tests/fixtures/leaks.

A line is "sort: text", drawn several times. In the text {kind} or {kind:form} is a
person's number, which must be found just there; {thing} or {thing:form} is some other
number, which must not. In a form, # stands for the next digit (A for an area code, B
for one without its 0); "w!" before it makes all characters full-width, "l!" small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .made_numbers import Maker

FOLDER = Path(__file__).parent.parent / "fixtures" / "leaks"
DRAWS = {"held_out": 3, "tuned": 2}
PLACEHOLDER = re.compile(r"\{(\w+)(?::((?:[wlu]!)?)([^{}]*))?\}")
ESCAPE = re.compile(r"\\(n|t|u[0-9a-f]{4})")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

# What the unit of all these texts has made public itself.
ALLOWED = (
    "0311-85121200、85121201",
    "(0311)85121234",
    "13931100110",
    "bgs@qingyuan.example",
)
OWN_TELEPHONES = ("0311-85121200", "（0311）85121201", "85121200", "0311—85121234")


class Leak(NamedTuple):
    kind: str
    start: int
    end: int


class Sample(NamedTuple):
    sort: str
    text: str
    leaks: tuple[Leak, ...]


def samples(name: str) -> list[Sample]:
    return [
        _draw(sort, text, f"{name} {number} {draw}")
        for number, (sort, text) in enumerate(_templates(name))
        for draw in range(DRAWS[name])
    ]


def _templates(name: str) -> Iterator[tuple[str, str]]:
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            sort, _colon, text = line.partition(": ")
            yield sort, text


def _draw(sort: str, template: str, seed: str) -> Sample:
    maker = Maker(seed)
    parts: list[str] = []
    leaks: list[Leak] = []
    length = end = 0

    def add(text: str) -> int:
        nonlocal length
        parts.append(text)
        length += len(text)
        return length

    for found in PLACEHOLDER.finditer(template):
        start = add(_unescaped(template[end : found.start()]))
        name, flag, form = found[1], found[2] or "", _unescaped(found[3] or "")
        if name in LEAKS:
            kind, make = LEAKS[name]
            leaks.append(Leak(kind, start, add(_shaped(make(maker, form), flag))))
        else:
            add(_shaped(OTHERS[name](maker, form), flag))
        end = found.end()
    add(_unescaped(template[end:]))
    return Sample(sort, "".join(parts), tuple(leaks))


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: _character(found[1]), text)


def _character(escape: str) -> str:
    return {"n": "\n", "t": "\t"}.get(escape) or chr(int(escape[1:], 16))


def _shaped(text: str, flag: str) -> str:
    if flag == "w!":
        return text.translate(WIDE)
    if flag == "l!":
        return text.lower()
    return text.upper() if flag == "u!" else text


def _formed(number: str, form: str) -> str:
    """The number's characters in place of each #."""
    if not form:
        return number
    characters = iter(number)
    formed = "".join(next(characters) if sign == "#" else sign for sign in form)
    assert not "".join(characters), f"{form} has no room for {number}"
    return formed


def _mobile(maker: Maker, form: str) -> str:
    forms = ["#" * 11, "### #### ####", "###-####-####", "+86 ###########"]
    return _formed(maker.mobile(), form or maker.one_of(forms))


def _landline(maker: Maker, form: str) -> str:
    form = form or maker.one_of(["A-########", "(A)########", "A-#######"])
    length = form.count("#")
    area = maker.area(length)
    return _formed(maker.local(length), form.replace("A", area)).replace("B", area[1:])


def _local(maker: Maker, form: str) -> str:
    return _formed(maker.local(form.count("#")), form)


def _disability(maker: Maker, form: str) -> str:
    return _formed(f"{maker.identity()}{maker.one_of(list('1234567'))}2", form)


Make = Callable[[Maker, str], str]

LEAKS: dict[str, tuple[str, Make]] = {
    "mobile": ("mobile", _mobile),
    "landline": ("landline", _landline),
    "local": ("landline", _local),
    "identity": ("identity", lambda maker, form: _formed(maker.identity(), form)),
    "identity_x": (
        "identity",
        lambda maker, form: _formed(maker.identity(ends_in_x=True), form),
    ),
    "identity15": ("identity", lambda maker, form: _formed(maker.identity15(), form)),
    "disability": ("identity", _disability),
    "card16": ("card", lambda maker, form: _formed(maker.card(16), form)),
    "card19": ("card", lambda maker, form: _formed(maker.card(19), form)),
    "email": ("email", lambda maker, form: maker.email().replace("@", form or "@")),
}
OTHERS: dict[str, Make] = {
    "name": lambda maker, form: maker.person(),
    "digits": lambda maker, form: maker.pattern(form),
    "day": lambda maker, form: maker.day(2019, 2026),
    "amount": lambda maker, form: maker.amount(),
    "credit_code": lambda maker, form: maker.credit_code(only_digits="digits" in form),
    "organisation_code": lambda maker, form: maker.organisation_code(),
    "wrong_identity": lambda maker, form: _formed(maker.wrong_identity(), form),
    "wrong_card": lambda maker, form: _formed(maker.wrong_card(), form),
    "licence15": lambda maker, form: maker.licence15(),
    "vin": lambda maker, form: maker.vin(),
    "mobile_like": lambda maker, form: _formed(maker.mobile(), form),
    "card_like": lambda maker, form: maker.card(int(form or 19)),
    "identity15_like": lambda maker, form: maker.identity15(),
    "landline_like": lambda maker, form: _landline(maker, form),
    "email_like": lambda maker, form: maker.email(),
    "own_telephone": lambda maker, form: maker.one_of(list(OWN_TELEPHONES)),
}
