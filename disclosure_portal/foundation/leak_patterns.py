"""Where in a folded text somebody's number may stand, and what speaks against it. Pure.

Each number is tried from the start of a group of digits, never from its inside, and
every pattern is bounded: the work grows with the length of the text and no faster.
Whether a candidate holds depends on its own signs and on what stands beside it, and a
mask (a star) counts as a digit there: so a masked text never shows a new candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .leak_rules import (
    is_area,
    is_card,
    is_day,
    is_identity,
    is_mobile,
    is_old_identity,
)


class Kind(StrEnum):
    """In the order in which one explains the same digits better than the next."""

    EMAIL = "email"
    IDENTITY = "identity"
    CARD = "card"
    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True)
class Candidate:
    """A number at a place of the folded text: what it is, what of it is hidden."""

    kind: Kind
    start: int
    end: int
    value: str
    hidden: tuple[int, ...]


# --- Before and after ---------------------------------------------------------------

LABEL_LENGTH = 24
_LABEL_ENDS = r"[号码]{0,2}(?:\([^()\n\t]{0,12}\))?[\s:：\"“'(是为]{0,4}\Z"
TELEPHONE_LABEL = re.compile(
    r"(?:电\s?话|手\s?机|座\s?机|固\s?话|热线|传\s?真|致电|拨打|拨|联系方式|咨询|微信"
    rf"|(?<![A-Za-z])(?i:tel|telephone|phone|fax|mobile|mob|cell)\.?){_LABEL_ENDS}"
)
IDENTITY_LABEL = re.compile(rf"(?:身份证件?|公民身份|证件){_LABEL_ENDS}")
CARD_LABEL = re.compile(rf"(?:卡|账户?|帐户?|存折){_LABEL_ENDS}")
# Numbers of things: what is called so is nobody's telephone, card or identity.
THING_LABEL = re.compile(
    r"(?:(?:订|运|快递|物流|工|清|账|保|表|收|税|罚)?单|合同|协议书?|发票|票据|收据|票"
    r"|凭证|交易|支付|业务|流水|缴款|编|受理|办件|批次?|档案?|序列|设备|机身|终端|条形?"
    r"|货|物料|资产|车架|发动机|识别|注册|登记|备案|许可证?|执照|税务登记证|证书|文|案"
    r"|项目|招标|学|学籍|考生|考|准考证|座位|图书|纳税人识别|税|机构|信用|索引|版本"
    r"|区划|IMEI|imei|SN|ISBN|[Nn][Oo][.:：]|№|QQ群?|qq群?)"
    rf"(?:[编序单代票证卡]?号?码?|代码|编码|代号){_LABEL_ENDS}"
)
CODE_LABEL = re.compile(
    rf"(?:信用代码|机构代码|统一代码|纳税人识别号|税号|索\s?引\s?号|代码){_LABEL_ENDS}"
)
ACCOUNT_LABEL = re.compile(rf"(?:账|帐)[户号]?{_LABEL_ENDS}")
WORD_BEFORE = re.compile(
    r"(?<![A-Za-z])(?i:tel|telephone|phone|fax|mobile|mob|m|cell|wechat|weixin|wx|vx)\Z"
)
CURRENCY = re.compile(r"[¥￥$]\s?\Z")
UNIT = re.compile(
    r"\s?(?:[万亿]?(?:元|亩|吨|度|千瓦|立方|平方|公斤|千克|美元|米|公里)|㎡|m²|[%％]"
    r"|kWh|[×*])"
)
DIGITS_BEFORE = re.compile(r"[0-9*][ .\-]{1,3}\Z")
DIGITS_AFTER = re.compile(r"[ .\-]{1,3}[0-9*]")
CODE_BEFORE = re.compile(r"[0-9A-Za-z*][_\-]\Z|[A-Za-z]/\Z|(?<![0-9*])[0-9]{1,6}/\Z")
CODE_AFTER = re.compile(
    r"[0-9A-Za-z*]|\.[0-9]|_[0-9A-Za-z]|-(?!1[3-9]\d{9}|0\d\d)[0-9*]"
)
ANOTHER_BEFORE = re.compile(r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})-\Z")
DECIMALS_BEFORE = re.compile(r"[0-9]\.\Z")
WEB = re.compile(r"(?:https?://|www\.)[!#-&*-;=?-~]{1,2000}", re.IGNORECASE)


class Context:
    """The folded text around a candidate."""

    def __init__(self, text: str, ends: set[int]) -> None:
        self.text = text
        # Where e-mail addresses end: letters there do not touch what follows.
        self.ends = ends

    def before(self, start: int) -> str:
        return self.text[max(0, start - LABEL_LENGTH) : start]

    def is_labelled(self, label: re.Pattern[str], start: int) -> bool:
        return label.search(self.before(start)) is not None

    def touches_word(self, start: int) -> bool:
        """A Latin letter stands before it that is no label."""
        before = self.text[start - 1 : start] if start else ""
        if not (before.isascii() and before.isalpha()) or start in self.ends:
            return False
        return WORD_BEFORE.search(self.before(start)) is None

    def is_alone(self, start: int, end: int) -> bool:
        """No digits stand before or after it on the line."""
        return not (
            DIGITS_BEFORE.search(self.before(start))
            or DIGITS_AFTER.match(self.text, end)
        )

    def is_part_of_code(self, start: int, end: int) -> bool:
        before = self.before(start)
        if DECIMALS_BEFORE.search(before) or CODE_AFTER.match(self.text, end):
            return True
        return bool(CODE_BEFORE.search(before)) and not ANOTHER_BEFORE.search(before)

    def is_amount(self, start: int, end: int) -> bool:
        return bool(CURRENCY.search(self.before(start)) or UNIT.match(self.text, end))


# --- The kinds ----------------------------------------------------------------------

GROUP = re.compile(r"\(?\+?[0-9*]+")
IDENTITY = re.compile(
    r"([1-9](?:[ \n-]{0,3}[0-9]){16}[ \n-]{0,3}[0-9Xx])"
    r"(?:-?[1-7][1-4](?:[Bb][0-9])?)?(?![0-9A-Za-z*])"
)
OLD_IDENTITY = re.compile(r"[1-9](?:[ -]{0,2}[0-9]){14}(?![0-9A-Za-z*])")
CARD = re.compile(r"[1-9](?:[ \n-]{0,3}[0-9]){15,18}")
MOBILE = re.compile(
    r"(\(?(?:\+|00)?86\)?[ -]{0,2})?(1[3-9](?:[ .\n-]{0,3}[0-9]){9})(?![0-9*])"
)
_EXTENSION = r"(?: ?(?:-|转分机|转|分机|[Ee]xt\.?) ?[0-9]{1,5})?(?![0-9*]|-[0-9])"
_LOCAL = r"([1-9][0-9]{6,7}|[1-9][0-9]{2,3}[ -][0-9]{4}|(?:[1-9][0-9]{7}){2,3}|(?:[1-9][0-9]{6}){2,3})"
_HOME_AREA = r"(0(?:10|2[0-9]|[3-9][0-9]{2}))"
ABROAD = re.compile(
    rf"(?:\+|00)?86[ -]{{0,2}}\(?0?(10|2[0-9]|[3-9][0-9]{{2}})\)?[ -]{{0,3}}{_LOCAL}{_EXTENSION}"
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
            return Candidate(Kind.CARD, start, end, value, places[4:-4])
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
    return list(pieces) == [3, 4, 4] or (
        "-" in found[2] and list(pieces) in ([3, 8], [7, 4])
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
        (*local[:-4], *extension),
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


# --- E-mail and web -----------------------------------------------------------------

MARKER = re.compile(r" ?(?:@|\((?:at|AT)\)|\[(?:at|AT)\]|#) ?")
MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\Z")
HOST = re.compile(
    r"((?:[A-Za-z0-9][A-Za-z0-9-]{0,61}\.){1,4}([A-Za-z]{2,10}))(?![A-Za-z-])"
)
# Written with another sign for the @, only these hosts make an address.
MAIL_HOSTS = frozenset(
    f"{name}.com" for name in ("163", "126", "qq", "139", "sina", "foxmail", "hotmail")
) | {"189.cn", "yeah.net", "gmail.com", "outlook.com", "aliyun.com", "sohu.com"}
FILE_ENDINGS = frozenset(
    ("png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "doc", "docx", "xls", "xlsx")
)


def emails(text: str) -> Iterator[Candidate]:
    for marker in MARKER.finditer(text):
        found = _email(text, marker)
        if found:
            yield found


def _email(text: str, marker: re.Match[str]) -> Candidate | None:
    at = marker.start()
    mailbox = MAILBOX.search(text[max(0, at - 64) : at])
    host = HOST.match(text, marker.end())
    if not mailbox or not host or host[2].lower() in FILE_ENDINGS:
        return None
    if "@" not in marker[0] and host[1].lower() not in MAIL_HOSTS:
        return None
    start = at - len(mailbox[0])
    if re.match(r"[A-Za-z0-9._%+*-]", text[start - 1 : start] if start else ""):
        return None
    value = f"{mailbox[0]}@{host[1]}".lower()
    return Candidate(Kind.EMAIL, start, host.end(), value, tuple(range(start + 1, at)))


def web_spans(text: str) -> list[tuple[int, int]]:
    """Addresses of pages: the numbers in them are numbers of pages."""
    return [found.span() for found in WEB.finditer(text)]
