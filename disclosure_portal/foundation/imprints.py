"""Digests of what a public row reads: the line of the trail that tells of a deed keeps
them, and `verify_log --rows` names what was altered since.

A row of its own has one digest for each column, so that the column is named. Where a
deed writes rows by the hundred, one for each whole row must do, and the row is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from .canonical import digest

# Rows in one line of the trail, and in one question to the database.
TOGETHER = 500
# Rows held at once where nothing stands beside them.
AT_ONCE = 50
# 128 bits of a digest: who wants to alter a row must meet the one that is there.
LENGTH = 32


def registers() -> list[Any]:
    """Models whose rows the trail keeps digests of: they say so (`IMPRINTED`)."""
    return [model for model in apps.get_models() if is_imprinted(model)]


def is_imprinted(model: models.Model | type[models.Model] | None) -> bool:
    return bool(getattr(model, "IMPRINTED", False))


def columns_of(model: models.Model | type[models.Model]) -> set[str]:
    return {column.attname for column in model._meta.concrete_fields}


def digests_of(words: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each column, by its name."""
    return {name: digest({name: value}) for name, value in words.items()}


def whole_digest(words: Mapping[str, Any]) -> str:
    return digest(words)[:LENGTH]


def compared_columns(model: Any) -> list[str]:
    """All but those that follow from other rows (`DERIVED` of the model), and the rows
    beside it that are written with it (`BESIDE`)."""
    own = columns_of(model) - {*getattr(model, "DERIVED", ())}
    return sorted({*own, *getattr(model, "BESIDE", ())})


def words_of(model: Any, keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """What the stored rows of these keys read; a query for the rows and one for each
    kind of rows beside them."""
    words = dict(_own_words(model, keys))
    for name in getattr(model, "BESIDE", ()):
        beside = _beside(model, name, list(words))
        for pk, found in words.items():
            found[name] = beside[pk]
    return words


def _own_words(model: Any, keys: Collection[int]) -> Iterator[tuple[int, Any]]:
    """A few rows at a time: one may be long."""
    own = columns_of(model) - {*getattr(model, "DERIVED", ())}
    rows = model._base_manager.filter(pk__in=list(keys))
    for row in rows.iterator(AT_ONCE):
        yield row.pk, {name: getattr(row, name) for name in own}


def _beside(model: Any, name: str, keys: list[int]) -> dict[int, list[Any]]:
    """Whole rows, or of a row that is only cited its key."""
    field = model._meta.get_field(name)
    found: dict[int, list[Any]] = defaultdict(list)
    if field.many_to_many:
        pair = (f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id")
        links = field.remote_field.through._base_manager
        cited = links.filter(**{f"{pair[0]}__in": keys}).order_by(pair[1])
        for pk, other in cited.values_list(*pair):
            found[pk].append(other)
        return found
    tie = field.remote_field.attname
    rows = field.related_model._base_manager.filter(**{f"{tie}__in": keys})
    for row in rows.order_by("pk").values():
        found[row[tie]].append(row)
    return found


def stretches(keys: Collection[int]) -> Iterator[list[int]]:
    """As many as go together, in order."""
    ordered = sorted(keys)
    for first in range(0, len(ordered), TOGETHER):
        yield ordered[first : first + TOGETHER]


def imprint_of(row: models.Model) -> dict[str, Any] | None:
    """Of the row as it is stored. Call it after the deed, in its transaction."""
    words = words_of(type(row)._meta.concrete_model, [row.pk]).get(row.pk)
    return None if words is None else {"words": digests_of(words)}


def imprints_of(model: Any, keys: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Facts of the lines that tell of many rows; None of one that is gone."""
    columns = compared_columns(model)
    for some in stretches({*keys}):
        told = _own_words(model, some)
        if getattr(model, "BESIDE", ()):
            told = iter(words_of(model, some).items())
        rows: dict[str, str | None] = dict.fromkeys(map(str, some))
        rows |= {str(pk): whole_digest(words) for pk, words in told}
        yield {"columns": columns, "rows": rows}
