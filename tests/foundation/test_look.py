"""What look.md promises and a machine can check: contrast, weight, browser floor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disclosure_portal.foundation.warning_banner import SHAPES, WarningLevel

HOUSE = Path(__file__).resolve().parents[2]
CSS = HOUSE / "static" / "css"
TEMPLATES = HOUSE / "templates"
SHEETS = sorted(CSS.glob("*.css"))
PAGES = sorted(TEMPLATES.rglob("*.html"))

# What Chromium 86 and Safari 13 do not know, or what would ask another host.
BEYOND_THE_FLOOR = {
    ":has()": r":has\(",
    ":is() and :where()": r":(is|where)\(",
    "nesting": r"(^|\s)&[\s.:#\[]",
    "container queries": r"@container|container-type",
    "inset": r"(^|\s)inset:",
    "aspect-ratio": r"(^|\s)aspect-ratio:",
    "layers": r"@layer",
    "min(), max(), clamp()": r"[\s:](min|max|clamp)\(",
    "newer units": r"\d(dvh|svh|lvh|cqw)\b",
    "web fonts": r"@font-face",
    "imports": r"@import",
    "other hosts": r"https?://|url\([\"']?//",
    "movement": r"(^|\s)(animation|transition)(-\w+)?:",
    "shadows": r"(box|text)-shadow:(?!\s*none;)",
    "italics": r"font-style:\s*italic",
}


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)


def tokens(selector: str) -> dict[str, str]:
    """The colours that the token sheet declares under one selector, in full hex."""
    sheet = without_comments(CSS / "tokens.css")
    found = re.search(rf"^{re.escape(selector)} {{(.*?)^}}", sheet, re.S | re.M)
    assert found, selector
    pairs = re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", found[1])
    return {
        name: "".join(2 * c for c in value) if len(value) == 3 else value
        for name, value in pairs
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [":root", ".view-large"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "wash")),
        ("blue", "paper"),
        ("blue", "wash"),
        ("blue", "blue-wash"),
        ("blue-deep", "blue-wash"),
        ("ink-soft", "blue-wash"),
        ("paper", "blue"),
        ("paper", "vermilion"),
        ("vermilion", "paper"),
        ("vermilion", "vermilion-wash"),
        ("ink", "vermilion-wash"),
    ],
)
def test_text_stands_out_seven_to_one(mode, text, ground):
    colours = {**tokens(":root"), **tokens(mode)}

    assert contrast(colours[text], colours[ground]) >= 7


def test_the_four_levels_of_a_warning_look_different():
    sheet = without_comments(CSS / "base.css")
    looks = {
        level: re.search(rf"^\.level--{level} {{(.*?)^}}", sheet, re.S | re.M)
        for level in WarningLevel.values
    }

    said = [look[1] if look else "" for look in looks.values()]

    assert len(set(said)) == len(set(SHAPES.values())) == len(WarningLevel)


@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_edges_of_controls_stand_out_three_to_one(ground):
    colours = tokens(":root")

    assert contrast(colours["line-strong"], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("name", BEYOND_THE_FLOOR)
def test_style_sheets_keep_to_the_browser_floor(sheet, name):
    found = re.search(BEYOND_THE_FLOOR[name], without_comments(sheet), re.M)

    assert not found, f"{sheet.name}: {found[0]!r}"


@pytest.mark.parametrize(
    "pattern",
    [r"\sstyle\s*=", r"<style\b", r"\son[a-z]+\s*=\s*[\"']", r"javascript:"],
    ids=["style attribute", "style element", "handler", "script address"],
)
def test_templates_carry_no_inline_style_or_script(pattern):
    guilty = [
        page.relative_to(TEMPLATES).as_posix()
        for page in PAGES
        if re.search(pattern, page.read_text("utf-8"))
    ]

    assert not guilty


def test_no_template_writes_a_script_out():
    guilty = [
        page.relative_to(TEMPLATES).as_posix()
        for page in PAGES
        if re.search(
            r"<script\b(?![^>]*ld\+json)[^>]*>\s*[^<\s]", page.read_text("utf-8")
        )
    ]

    assert not guilty


def test_the_style_of_the_front_page_leaves_room_for_its_text():
    kept = ("tokens.css", "base.css", "home.css", "print.css")

    weight = sum((CSS / name).stat().st_size for name in kept)

    assert weight < 26_000
