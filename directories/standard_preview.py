"""What an overseer sees of a catalogue before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_portal.foundation.models import User

from .models import StandardItem, StandardUpload
from .standard_files import ReadFile, in_words
from .standard_import import Line, Outcome
from .standard_uploads import import_of, read_upload

# More are counted, not shown: nobody reads on, and the report of the command has all.
SHOWN = 300


@dataclass(frozen=True)
class Note:
    place: str
    words: str


@dataclass(frozen=True)
class Change:
    """An item with what becomes of it; `columns` are those that change, in words."""

    item: StandardItem
    outcome: str
    row: int | None
    columns: str


@dataclass(frozen=True)
class Preview:
    upload: StandardUpload
    found: ReadFile
    counts: Sequence[tuple[str, int]]
    errors: Sequence[Note]
    remarks: Sequence[Note]
    changes: Sequence[Change]
    hidden: int

    @property
    def may_be_taken(self) -> bool:
        return not self.errors and bool(self.found.read.items)


def preview_of(upload: StandardUpload, *, by: User) -> Preview:
    """Raises NotAllowed, RefusedFile."""
    found = read_upload(upload)
    run = import_of(upload, found).look(by=by)
    notes = [(p.is_error, Note(p.place, in_words(p))) for p in found.read.problems]
    changes = [line for line in run.lines if line.outcome is not Outcome.SAME]
    return Preview(
        upload=upload,
        found=found,
        counts=[(str(each.label), run.counts[each]) for each in Outcome],
        errors=[note for is_error, note in notes if is_error],
        remarks=[note for is_error, note in notes if not is_error][:SHOWN],
        changes=[_change(line) for line in changes[:SHOWN]],
        hidden=max(0, len(changes) - SHOWN),
    )


def _change(line: Line) -> Change:
    columns = [
        str(StandardItem._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in line.changed
        if name != "key"
    ]
    return Change(line.item, str(line.outcome.label), line.row, "、".join(columns))
