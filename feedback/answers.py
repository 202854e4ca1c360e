"""What a page of letters answers, before a view makes a response of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    wait: int = 0
