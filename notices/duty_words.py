"""How far a title speaks of a duty, by the pairs of characters that both have. Pure."""

from __future__ import annotations

import re

# Said of every duty: it tells none from another.
_COMMON = re.compile(
    r"[^\w]|\d|的|关于|信息|情况|公开|公示|公布|公告|通知|年|度|第|季|月|份"
)
# A title that has as much of a duty's name speaks of it.
LIKELY = 0.5


def likeness(title: str, name: str) -> float:
    """The share of the name's pairs that the title has: 0 to 1."""
    wanted = _pairs(name)
    return len(wanted & _pairs(title)) / len(wanted) if wanted else 0.0


def _pairs(text: str) -> set[str]:
    kept = _COMMON.sub("", text)
    return {kept[place : place + 2] for place in range(len(kept) - 1)}
