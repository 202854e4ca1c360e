"""Digests of what a public record reads, one for each column: the line of the trail
that tells of a deed keeps them, and `verify_log --rows` names the column that was
altered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from .canonical import digest


def columns_of(model: models.Model | type[models.Model]) -> set[str]:
    return {column.attname for column in model._meta.concrete_fields}


def digests_of(words: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each column, by its name."""
    return {name: digest({name: value}) for name, value in words.items()}


def words_of(row: models.Model) -> dict[str, Any]:
    """All columns of a row but those that follow from other rows (`DERIVED` of its
    model); rows beside it that are written with it (`BESIDE`) stand for one column, at
    the cost of a query each."""
    names = columns_of(row) - {*getattr(row, "DERIVED", ())}
    words = {name: getattr(row, name) for name in names}
    for name in getattr(row, "BESIDE", ()):
        words[name] = list(getattr(row, name).order_by("pk").values())
    return words


def imprint_of(row: models.Model) -> dict[str, Any]:
    """Of the row as it is stored. Call it after the deed, in its transaction."""
    stored = type(row)._default_manager.get(pk=row.pk)
    return {"words": digests_of(words_of(stored))}
