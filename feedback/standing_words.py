"""How a clock stands, in words and shapes: never by colour alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .clocks import Standing

STANDING_WORDS = {
    Standing.IN_TIME: _("in time"),
    Standing.WARNED: _("runs out"),
    Standing.OVER: _("time has run out"),
    Standing.LATE: _("yellow card"),
    Standing.VERY_LATE: _("red card"),
    Standing.PAUSED: _("waits for the writer"),
}
STANDING_SHAPES = {
    Standing.IN_TIME: "○",
    Standing.WARNED: "◔",
    Standing.OVER: "◔",
    Standing.LATE: "△",
    Standing.VERY_LATE: "■",
    Standing.PAUSED: "‖",
}
