"""What a kind with structured content must say of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..models import Notice

# A record in canonical form: texts, whole numbers, lists and records only.
Structure = dict[str, Any]


@dataclass(frozen=True)
class StructuredKind:
    """`read` gives all that is public of a notice's structured content, as values
    for the canonical form; `missing` names in the clerk's words what a structure
    still lacks."""

    read: Callable[[Notice], Structure]
    missing: Callable[[Structure], list[str]]
