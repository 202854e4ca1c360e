"""How a reader wants to see the pages, as the one cookie `view` keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

COOKIE = "view"

LARGE, BAR, POINTER = "large", "bar", "pointer"
# Percent of the usual type.
ZOOMS = (100, 125, 150, 175, 200)
# Pairs of two colours each, ink before paper; nothing stands for the page's own.
TONES = ("black-white", "white-black", "yellow-black", "yellow-blue", "black-yellow")

_ZOOM, _TONE = "zoom-", "tone-"
# From here on a column beside another has no room for whole words.
_ONE_COLUMN, _LARGE_PERCENT = 150, 131


@dataclass(frozen=True)
class ReadingView:
    is_large: bool = False
    has_bar: bool = False
    has_big_pointer: bool = False
    zoom: int = ZOOMS[0]
    tone: str = ""

    @classmethod
    def read(cls, cookie: str) -> ReadingView:
        """What the cookie says, word by word; words that nobody wrote are passed
        over, so that there are as many views as there are choices and no more."""
        words = cookie.split(".")
        return cls(
            is_large=LARGE in words,
            has_bar=BAR in words,
            has_big_pointer=POINTER in words,
            zoom=next((zoom for zoom in ZOOMS if f"{_ZOOM}{zoom}" in words), ZOOMS[0]),
            tone=next((tone for tone in TONES if f"{_TONE}{tone}" in words), ""),
        )

    def written(self) -> str:
        """The cookie that says it, always in the same words; nothing is the default."""
        zoom = f"{_ZOOM}{self.zoom}" if self.zoom != ZOOMS[0] else ""
        words = (
            LARGE if self.is_large else "",
            BAR if self.has_bar else "",
            POINTER if self.has_big_pointer else "",
            zoom,
            f"{_TONE}{self.tone}" if self.tone else "",
        )
        return ".".join(filter(None, words))

    def changed(self, asked: Mapping[str, str]) -> ReadingView:
        """The view after a press on one of its links."""
        if "reset" in asked:
            return ReadingView(has_bar=self.has_bar)
        if asked.get("bar") == "off":
            return ReadingView(is_large=self.is_large)
        zoom, tone = asked.get("zoom", ""), asked.get("tone", "")
        return replace(
            self,
            is_large=_switched(self.is_large, asked.get("size"), LARGE),
            has_bar=_switched(self.has_bar, asked.get("bar"), "on"),
            has_big_pointer=_switched(self.has_big_pointer, asked.get("pointer"), "on"),
            zoom=next((each for each in ZOOMS if str(each) == zoom), self.zoom),
            tone=tone if tone in TONES else "" if tone == "none" else self.tone,
        )

    @property
    def classes(self) -> str:
        """The classes of the page that carry it out (static/css/view.css)."""
        names = {
            "view-large": self.is_large,
            "big-pointer": self.has_big_pointer,
            f"zoom-{self.zoom}": self.zoom != ZOOMS[0],
            "one-column": self._percent >= _ONE_COLUMN,
            f"tone tone-{self.tone}": self.tone,
        }
        return " ".join(name for name, is_on in names.items() if is_on)

    @property
    def smaller(self) -> int:
        return max((zoom for zoom in ZOOMS if zoom < self.zoom), default=ZOOMS[0])

    @property
    def bigger(self) -> int:
        return min((zoom for zoom in ZOOMS if zoom > self.zoom), default=ZOOMS[-1])

    @property
    def next_tone(self) -> str:
        """One press after the other leads through all pairs and back."""
        choices = ("none", *TONES)
        here = choices.index(self.tone or "none")
        return choices[(here + 1) % len(choices)]

    @property
    def _percent(self) -> int:
        return self.zoom * (_LARGE_PERCENT if self.is_large else 100) // 100


def _switched(is_on: bool, asked: str | None, word: str) -> bool:
    return is_on if asked is None else asked == word


# Most readers come without the cookie.
USUAL = ReadingView()
