"""What an edition of a catalogue changed since the one before it. Pure but for the two
reads: duties are matched by themselves, so a renamed item is changed, not new."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Catalogue, CatalogueEntry

# What a reader sees of an entry; its place in the order is no change.
COLUMNS = (
    *("domain", "code", "level_1", "level_2", "level_3", "content", "basis_text"),
    *("limit_text", "rule", "channels", "specific_audience", "is_on_request"),
    "section",
)


@dataclass(frozen=True)
class Change:
    """One duty that both editions have; `columns` are (name, before, after)."""

    entry: CatalogueEntry
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class EditionChanges:
    added: tuple[CatalogueEntry, ...]
    left_out: tuple[CatalogueEntry, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.left_out or self.changed)


def changes_of(catalogue: Catalogue) -> EditionChanges:
    """Against the edition before it (all is new in the first one); three queries."""
    before = (
        Catalogue.objects.filter(
            agency=catalogue.agency_id, edition__lt=catalogue.edition
        )
        .order_by("-edition")
        .first()
    )
    now, then = _entries(catalogue), _entries(before) if before else {}
    changed = (
        Change(entry, columns)
        for duty, entry in now.items()
        if duty in then and (columns := _columns(then[duty], entry))
    )
    return EditionChanges(
        added=tuple(entry for duty, entry in now.items() if duty not in then),
        left_out=tuple(entry for duty, entry in then.items() if duty not in now),
        changed=tuple(changed),
    )


def _entries(catalogue: Catalogue) -> dict[int, CatalogueEntry]:
    rows = catalogue.entries.select_related("rule")
    return {entry.item_id: entry for entry in rows}


def _columns(
    before: CatalogueEntry, after: CatalogueEntry
) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, _said(before, name), _said(after, name)) for name in COLUMNS)
    names = {field.name: str(field.verbose_name) for field in before._meta.fields}
    return tuple((names[name], old, new) for name, old, new in pairs if old != new)


def _said(entry: CatalogueEntry, name: str) -> str:
    value = getattr(entry, name)
    return "、".join(value) if isinstance(value, list) else str(value or "")
