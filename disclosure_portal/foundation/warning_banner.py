"""The warnings that stand on top of every page while they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from .days import official_moment
from .models import SiteState

# More would push the page itself off a phone's screen; the rest is one link away.
SHOWN = 3


class WarningLevel(models.TextChoices):
    """The four levels (突发事件应对法 art. 63), the lowest first."""

    BLUE = "blue", gettext_lazy("blue warning")
    YELLOW = "yellow", gettext_lazy("yellow warning")
    ORANGE = "orange", gettext_lazy("orange warning")
    RED = "red", gettext_lazy("red warning")


# Nobody is told by a colour alone.
SHAPES = {
    WarningLevel.BLUE: "●",
    WarningLevel.YELLOW: "▲",
    WarningLevel.ORANGE: "◆",
    WarningLevel.RED: "■",
}


@dataclass(frozen=True)
class Banner:
    """Printed rows, the gravest first, and how many more there are."""

    rows: list[dict[str, str]]
    more: int


def banner(state: SiteState) -> Banner:
    """No query beyond the row itself."""
    holding = state.warnings_in_force
    return Banner(
        rows=[_printed(warning) for warning in holding[:SHOWN]],
        more=max(len(holding) - SHOWN, 0),
    )


def _printed(warning: dict[str, Any]) -> dict[str, str]:
    level = WarningLevel(warning["level"])
    until = official_moment(datetime.fromisoformat(warning["until"]))
    return {
        "level": str(level.label),
        "code": level.value,
        "shape": SHAPES[level],
        "title": warning["title"],
        "url": warning["url"],
        "until": _("until %(moment)s") % {"moment": until},
    }
