"""Lists of rows of one kind, read from what is stored or from what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .choice_rows import Known, Row, typed_in

MOST_ROWS = 60


@dataclass(frozen=True)
class Kind:
    """A list of rows: its form, its words, and rows offered where there is none."""

    name: str
    heading: str | Promise
    help: str | Promise = ""
    form: type[Row] = Row
    add: str | Promise = ""
    offered: int = 0
    # Names of single fields of the form that stand with them.
    fields: tuple[str, ...] = ()


class Rows:
    """The rows of one kind, from what is stored or from what was typed."""

    def __init__(
        self,
        kind: Kind,
        stored: Sequence[Mapping[str, Any]],
        data: Any,
        *,
        known: Known,
        adding: bool | None = None,
    ) -> None:
        """`adding` is None unless a row is to be added somewhere: what was typed is
        shown again then, and nothing of it is judged."""
        self.kind, self.data, self.known = kind, data, known
        if data is None:
            started = [kind.form.started(each) for each in stored]
            self.forms = self._shown(started or [{}] * kind.offered)
        elif adding is None:
            self.forms = [self._bound(place) for place in range(self._count())]
        else:
            typed = [typed_in(self._bound(n)) for n in range(self._count())]
            self.forms = self._shown(typed + [{}] * adding)

    def _count(self) -> int:
        sent = str(self.data.get(f"{self.kind.name}-rows", ""))
        is_number = sent.isascii() and sent.isdigit() and len(sent) < 4
        return min(int(sent), MOST_ROWS) if is_number else 0

    def _bound(self, place: int) -> Row:
        prefix = f"{self.kind.name}-{place}"
        return self.kind.form(self.data, prefix=prefix, known=self.known)

    def _shown(self, started: Sequence[Mapping[str, Any]]) -> list[Row]:
        return [
            self.kind.form(
                prefix=f"{self.kind.name}-{place}", initial=each, known=self.known
            )
            for place, each in enumerate(started[:MOST_ROWS])
        ]

    @property
    def read(self) -> list[Row]:
        """The rows that count."""
        return [each for each in self.forms if not each.is_left_out]

    @property
    def may_grow(self) -> bool:
        return bool(self.kind.add) and len(self.forms) < MOST_ROWS

    def is_valid(self) -> bool:
        return all([each.is_valid() for each in self.forms])

    def values(self) -> list[dict[str, Any]]:
        return [each.value() for each in self.read]

    def faults(self) -> Iterator[tuple[Any, str]]:
        """Each field with a fault, and what is said of it."""
        for each in self.forms:
            for field in each:
                for error in field.errors:
                    yield field, str(error)
