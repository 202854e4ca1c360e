"""What look.md promises and a machine can check: contrast, weight, browser floor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disclosure_portal.foundation.reading_view import TONES
from disclosure_portal.foundation.warning_banner import SHAPES, WarningLevel

HOUSE = Path(__file__).resolve().parents[2]
CSS = HOUSE / "static" / "css"
TEMPLATES = HOUSE / "templates"
SHEETS = sorted(CSS.glob("*.css"))
SCRIPTS = sorted((HOUSE / "static" / "js").glob("*.js"))
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
    "lists in :not()": r":not\([^()]*,",
    "logical shorthands": r"(^|\s)(margin|padding|inset)-(inline|block):",
    "colours of later years": r"(color-mix|oklch|lab|lch)\(",
    "ranges in @media": r"@media[^{]*[<>]",
    "accent-color": r"accent-color:",
    "web fonts": r"@font-face",
    "imports": r"@import",
    "other hosts": r"https?://|url\([\"']?//",
    "movement": r"(^|\s)(animation|transition)(-\w+)?:",
    "shadows": r"(box|text)-shadow:(?!\s*none;)",
    "italics": r"font-style:\s*italic",
}


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)


def tokens(selector: str, sheet_name: str = "tokens.css") -> dict[str, str]:
    """The colours that a sheet declares under one selector, in full hex."""
    sheet = without_comments(CSS / sheet_name)
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


@pytest.mark.parametrize("tone", TONES)
def test_every_pair_of_colours_stands_out_seven_to_one(tone):
    colours = tokens(f".tone-{tone}", "view.css")

    assert contrast(colours["ink"], colours["paper"]) >= 7


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


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_grids_have_gaps(sheet):
    rules = re.findall(r"{([^{}]*)}", without_comments(sheet))

    # Safari 13 keeps no gap between the items of a flex box.
    guilty = [
        rule
        for rule in rules
        if re.search(r"(^|\s)(row-|column-)?gap:", rule)
        and not re.search(r"display: grid|columns:", rule)
    ]

    assert guilty == []


# What Safari 13 does not read, or what stops the script there.
BEYOND_THE_FLOOR_OF_SCRIPTS = {
    "optional chaining": r"\?\.[A-Za-z_$(\[]",
    "?? and its kin": r"\?\?|\|\|=|&&=",
    "private fields": r"this\.#",
    "lookbehind": r"\(\?<[=!]",
    "numbers with lines": r"\b\d+_\d",
    "replaceAll": r"\.replaceAll\(",
    "at": r"\.at\(",
    "structuredClone": r"\bstructuredClone\(",
    "randomUUID": r"\brandomUUID\(",
    "dialogs": r"\.showModal\(|\.showPopover\(",
    "checkVisibility": r"\.checkVisibility\(",
    "other hosts": r"https?://",
    "strings that are run": r"\beval\(|\bnew Function\(|setTimeout\([\"']",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
@pytest.mark.parametrize("name", BEYOND_THE_FLOOR_OF_SCRIPTS)
def test_scripts_keep_to_the_browser_floor(script, name):
    found = re.search(BEYOND_THE_FLOOR_OF_SCRIPTS[name], script.read_text("utf-8"))

    assert not found, f"{script.name}: {found[0]!r}"


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


@pytest.mark.parametrize("mark", ["repealed", "posting"])
def test_full_shapes_are_drawn_by_their_edges_which_paper_prints(mark):
    base = without_comments(CSS / "base.css")

    rules = re.findall(rf"[^{{}}]*\.mark--{mark}::before[^{{}}]*{{([^}}]*)}}", base)

    assert any("border-width: 0.3em" in rule for rule in rules)
    assert not any("background" in rule for rule in rules)
