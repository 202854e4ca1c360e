"""What a kind's page must say of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..structures.structured_kind import Structure


@dataclass(frozen=True)
class KindPage:
    """`show` turns a structure into flat, printed values: the context `part` of the
    template."""

    template: str
    show: Callable[[Structure], dict[str, Any]]
    is_before_text: bool = True
