"""The inlines of a draft's structured content, and the deeds that save them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from ..inlines import DraftInline

# The inlines of each kind, in the order of the form.
KIND_INLINES: dict[str, list[type[DraftInline]]] = {}
# Saves one formset: (notice, formset, by=user).
SAVE_LINES: dict[type[Model], Callable[..., None]] = {}


def inlines_for(kind: str) -> list[type[Any]]:
    return list(KIND_INLINES.get(kind, []))
