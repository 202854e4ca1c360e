"""From the cells of one row to the content of one notice, by stated rules."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import CharField

from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.document_numbers import find, normalise
from disclosure_portal.foundation.official_text import without_controls
from disclosure_portal.foundation.rich_text import (
    looks_like_html,
    paragraphs,
    plain_text,
)

from .import_addresses import Address, addresses, file_name, links, mend
from .import_mapping import CHOICES, DAYS, ImportMapping
from .import_outcomes import Refusal, Remark, Rule
from .models import Notice

# No notice is older than the People's Republic: an earlier day is a slip.
# 20240305: just eight digits, or strptime would guess where the month ends.
COMPACT_DAY = re.compile(r"\A(\d{4})(\d{2})(\d{2})(?!\d)")
FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2199, 12, 31)
ID_LENGTH = 64
# What may follow a document number that is the notice's own: a number that is spoken
# of (“冀交公〔2008〕169号文收悉”) belongs to another document.
OWN_NUMBER_WITHIN = 45
SPOKEN_OF = tuple("文《、，,）)和及与规通意批令精")

PLAIN = ("document_number", "keywords", "source", "responsible_editor", "section")
LIMITED = (*PLAIN, "disclosure_basis", "legacy_index_number")


@dataclass
class Entry:
    """What a row says, ready for a notice; the unit, board and kind by their names."""

    fields: dict[str, Any] = field(default_factory=dict)
    agency: str = ""
    board: str = ""
    kind: str = ""
    published_at: datetime | None = None
    # What the kind says beside the text, as its structure has it.
    structure: dict[str, Any] = field(default_factory=dict)
    has_gaps: bool = False
    remarks: list[tuple[Remark, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.fields["title"])


def row_digest(raw: dict[str, Any]) -> str:
    """SHA-256 of the mapped cells of a row, whatever the order of its columns."""
    text = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(text).hexdigest()


def source_id(raw: dict[str, Any], digest: str) -> str:
    """The id that the file gives the row, or the digest of the row."""
    given = _text(raw.get("id", ""))
    if len(given) > ID_LENGTH:
        return hashlib.sha256(given.encode()).hexdigest()
    return given or digest


def title_of(raw: dict[str, Any]) -> str:
    return " ".join(_text(raw.get("title", "")).split())


def value_of(raw: dict[str, Any], name: str, mapping: ImportMapping) -> str:
    """The text of a field: the cell, translated by the mapping, or a constant."""
    if name in mapping.constants:
        return mapping.constants[name]
    text = _text(raw.get(name, ""))
    return mapping.values.get(name, {}).get(text, text)


def read_entry(
    raw: dict[str, Any],
    mapping: ImportMapping,
    *,
    now: datetime,
    needs_text: bool = True,
) -> Entry:
    """Raises Refusal for a row that can't become a notice. Where all is said in
    structured content, no text is needed."""
    return _Reading(raw, mapping, now, needs_text).entry()


class _Reading:
    def __init__(
        self,
        raw: dict[str, Any],
        mapping: ImportMapping,
        now: datetime,
        needs_text: bool,
    ) -> None:
        self.raw = raw
        self.mapping = mapping
        self.now = now
        self.needs_text = needs_text
        self.made = Entry()

    def entry(self) -> Entry:
        made = self.made
        self._title()
        made.published_at = self._moment()
        made.agency = self._value("agency")
        made.board = self._value("board")
        self._choices()
        self._days()
        self._addresses()
        self._content()
        self._limited()
        return made

    def _value(self, name: str) -> str:
        return value_of(self.raw, name, self.mapping)

    def _remark(self, remark: Remark, about: str = "") -> None:
        self.made.remarks.append((remark, about))

    def _title(self) -> None:
        title = title_of(self.raw)
        if not title:
            raise Refusal(Rule.NO_TITLE)
        if len(title) > _max_length("title"):
            raise Refusal(Rule.TITLE_TOO_LONG, str(len(title)))
        self.made.fields["title"] = title

    def _moment(self) -> datetime | None:
        text = self._value("date")
        if not text:
            return None
        moment = self._parsed(text)
        if moment is None:
            raise Refusal(Rule.BAD_DATE, text)
        if moment > self.now:
            raise Refusal(Rule.FUTURE_DATE, text)
        return moment

    def _parsed(self, text: str) -> datetime | None:
        # The formats that the mapping names see the text as it was written.
        for written in dict.fromkeys((text, COMPACT_DAY.sub(r"\1-\2-\3", text))):
            for one in self.mapping.date_formats:
                try:
                    moment = datetime.strptime(written, one).replace(tzinfo=LOCAL)
                except ValueError:
                    continue
                return moment if FIRST_DAY <= moment.date() <= LAST_DAY else None
        return None

    def _choices(self) -> None:
        for name, choices in CHOICES.items():
            value = self._value(name)
            if value and value not in choices.values:
                self._remark(Remark.VALUE_UNKNOWN, f"{name}: {value}")
            elif value and name == "kind":
                self.made.kind = value
            elif value:
                self.made.fields[name] = value

    def _days(self) -> None:
        fields = self.made.fields
        for name in DAYS:
            if not (text := self._value(name)):
                continue
            moment = self._parsed(text)
            if moment is None or (name == "issued_on" and moment > self.now):
                self._remark(Remark.DAY_LEFT_OUT, f"{name}: {text}")
            else:
                fields[name] = moment.date()
        start, end = fields.get("effective_from"), fields.get("effective_until")
        if start and end and end < start:
            del fields["effective_from"], fields["effective_until"]
            self._remark(Remark.DAY_LEFT_OUT, f"{start}–{end}")

    def _addresses(self) -> None:
        self.made.fields["original_url"] = self._address(
            self._value("url"), _max_length("original_url")
        )
        self.made.fields["source_url"] = self._address(
            self._value("source_url"), _max_length("source_url")
        )

    def _address(self, text: str, limit: int) -> str:
        if not text:
            return ""
        url = mend(text, base=self.mapping.base_address)
        if not url or len(url) > limit:
            self._remark(Remark.ADDRESS_LEFT_OUT, text[:200])
            return ""
        if url != text:
            self._remark(Remark.ADDRESS_MENDED, url)
        return url

    def _content(self) -> None:
        fields = self.made.fields
        text = _text(self.raw.get("body", ""))
        body = _body(text)
        fields["summary"], above = self._summary()
        files = self._files()
        if self.needs_text and not (body or files or fields["original_url"]):
            raise Refusal(Rule.NOTHING_TO_READ)
        if self.needs_text and not body:
            self._remark(Remark.NO_TEXT)
        fields["document_number"] = self._value("document_number")
        if not fields["document_number"] and self.mapping.finds_document_number:
            fields["document_number"] = own_number(text)
            if fields["document_number"]:
                self._remark(Remark.NUMBER_FROM_TEXT, fields["document_number"])
        fields["body"] = above + body + links(files)

    def _summary(self) -> tuple[str, str]:
        """The summary, or the paragraph that it becomes when it is too long."""
        summary = " ".join(self._value("summary").split())
        if len(summary) <= _max_length("summary"):
            return summary, ""
        self._remark(Remark.SUMMARY_TO_BODY)
        return "", paragraphs(summary)

    def _files(self) -> list[Address]:
        files: dict[str, Address] = {}
        found = addresses(
            self.raw.get("attachments", ""), separator=self.mapping.separator
        )
        for given in found:
            if url := self._address(given.url, _max_length("original_url")):
                title = without_controls(given.title) or file_name(url)
                files.setdefault(url, Address(url, title))
        return list(files.values())

    def _limited(self) -> None:
        fields = self.made.fields
        for name in (*PLAIN[1:], "disclosure_basis"):
            fields[name] = self._value(name)
        fields["legacy_index_number"] = self._value("index_number")
        for name in LIMITED:
            fields[name] = " ".join(fields[name].split())
            if len(fields[name]) > _max_length(name):
                self._remark(Remark.VALUE_TOO_LONG, f"{name}: {fields[name][:80]}")
                fields[name] = ""


def own_number(text: str) -> str:
    """The document number with which a text begins, or "".

    Older sites print it above the addressee and have no column for it.
    """
    head = text.lstrip(" \t\r\n\u3000（(")[:OWN_NUMBER_WITHIN]
    numbers = find(head)
    if not numbers:
        return ""
    key, start = normalise(numbers[0]), normalise(head)
    if not start.startswith(key):
        return ""
    after = start[len(key) :].lstrip("〕")
    return "" if after.startswith(SPOKEN_OF) else numbers[0]


def _body(text: str) -> str:
    if not looks_like_html(text):
        return paragraphs(text) if text else ""
    return text if plain_text(text).strip() else ""


def _text(value: Any) -> str:
    """A cell as text: numbers as written, a list of texts as lines."""
    if isinstance(value, str):
        return without_controls(value).strip()
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return _text("\n".join(value))
    if isinstance(value, bool | int | float):
        return str(value)
    return orjson.dumps(value).decode()


def _max_length(name: str) -> int:
    field = Notice._meta.get_field(name)
    assert isinstance(field, CharField)
    assert field.max_length is not None
    return field.max_length
