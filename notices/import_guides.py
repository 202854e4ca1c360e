"""Service guides of an older site: what a row says of a procedure.

Such files name the items and where the older site describes them, seldom what a
visitor needs. What is missing is remarked on; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets.columns import Column

from .import_addresses import mend
from .import_cells import read_cell
from .import_mapping import ImportMapping, parse_mapping
from .import_outcomes import Remark
from .import_rows import Entry, value_of
from .mapping_files import BadMapping, read_mapping
from .models import GuideEvent, Kind, LifeEvent, Notice, ProcedureGuide
from .structures.guide_columns import FACTS
from .structures.line_table import Line, stored
from .structures.registry import missing_in
from .structures.replacing import replace_facts

Words = dict[str, tuple[str, ...]]


def load_guide_mapping(path: Path) -> tuple[ImportMapping, Words]:
    """Raises as load_mapping does."""
    return parse_guide_mapping(read_mapping(path))


def parse_guide_mapping(content: Mapping[str, Any]) -> tuple[ImportMapping, Words]:
    """A mapping of notices whose fields are the facts of a guide, too; `events` says
    by which words in its title a guide is found under a life event."""
    rest = dict(content)
    words = _events(rest.pop("events", {}))
    return parse_mapping(rest, facts=FACTS), words


def _events(part: Any) -> Words:
    if not isinstance(part, dict):
        raise BadMapping(_("“%s” is not of the form that a mapping wants.") % "events")
    for event, words in part.items():
        if event not in LifeEvent.values:
            raise BadMapping(
                _("The mapping: there is no %(what)s “%(name)s”, only %(names)s.")
                % {
                    "what": _("life event"),
                    "name": event,
                    "names": "、".join(sorted(LifeEvent.values)),
                }
            )
        if not (isinstance(words, list) and all(_is_word(word) for word in words)):
            raise BadMapping(
                _("“%s” is not of the form that a mapping wants.") % f"events.{event}"
            )
    return {event: tuple(words) for event, words in part.items()}


def _is_word(word: Any) -> bool:
    return isinstance(word, str) and bool(word.strip())


@dataclass(frozen=True)
class GuideContent:
    """Reads the facts of guides and hangs them on their notices."""

    mapping: ImportMapping
    events: Words = field(default_factory=dict)
    kind: str = Kind.PROCEDURE
    says_all: bool = False

    def read(self, raw: dict[str, Any], entry: Entry) -> None:
        facts = self._facts(raw, entry)
        _drop_impossible(facts, entry)
        facts["item"] = facts["item"] or entry.title
        entry.structure = {
            "kind": self.kind,
            **facts,
            "events": self._found_under(entry.title),
            **{table: [] for table in ("materials", "steps", "fees")},
        }
        if missing := missing_in(entry.structure):
            entry.remarks.append((Remark.INCOMPLETE, "、".join(missing)))

    def store(self, notice: Notice, entry: Entry, *, by: User) -> None:
        facts = {fact.code: entry.structure[fact.code] for fact in FACTS}
        guide = ProcedureGuide(**stored(FACTS, facts))
        replace_facts(notice, guide, by=by)
        GuideEvent.objects.bulk_create(
            GuideEvent(guide=guide, event=event) for event in entry.structure["events"]
        )

    def _facts(self, raw: dict[str, Any], entry: Entry) -> Line:
        facts: Line = {}
        for fact in FACTS:
            text = value_of(raw, fact.code, self.mapping)
            facts[fact.code] = self._fact(fact, text, entry) if text else None
        return facts

    def _fact(self, fact: Column, text: str, entry: Entry) -> Any:
        """The value, or None and a remark."""
        if fact.code == "code":
            text = text.upper()
        if fact.code == "online_url":
            address = mend(text, base=self.mapping.base_address)
            if not address:
                entry.remarks.append((Remark.ADDRESS_LEFT_OUT, text[:200]))
            text = address
        return read_cell(fact, text, entry.remarks)

    def _found_under(self, title: str) -> list[str]:
        return sorted(
            event
            for event, words in self.events.items()
            if any(word in title for word in words)
        )


def _drop_impossible(facts: Line, entry: Entry) -> None:
    """Leave out what a guide can't hold, and say so."""
    legal, promised = facts["legal_days"], facts["promised_days"]
    wrong = set()
    if legal is not None and promised is not None and promised > legal:
        wrong.add("promised_days")
    try:
        ProcedureGuide(**stored(FACTS, facts)).clean_fields(exclude=("notice", "item"))
    except ValidationError as error:
        wrong |= error.error_dict.keys()
    for code in sorted(wrong):
        entry.remarks.append((Remark.VALUE_UNKNOWN, f"{code}: {facts[code]}"))
        facts[code] = None
