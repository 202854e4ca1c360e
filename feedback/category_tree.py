"""The tree of what letters are about: the shipped one and files of the same use. Pure.

In our own file a code says its place: 02, 0204, 020403. Others, as the tree of the
trial, have a column for each level and no codes: these are numbered in their order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SHIPPED = Path(__file__).with_name("defaults") / "letter_categories.csv"
DIGITS, LEVELS = 2, 3
LONGEST_NAME = 60
LEVEL_COLUMNS = ("一级分类", "二级分类", "三级分类")


class UnsoundTree(ValueError):
    """The file is no tree of three levels; each fault names its code or line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Category:
    code: str
    name: str

    @property
    def level(self) -> int:
        return len(self.code) // DIGITS

    @property
    def parent(self) -> str:
        """The code of the one above, "" at the top."""
        return self.code[:-DIGITS]


@dataclass(frozen=True)
class CategoryTree:
    """Parents stand before their children."""

    categories: tuple[Category, ...]

    @cached_property
    def by_code(self) -> Mapping[str, Category]:
        return {each.code: each for each in self.categories}

    def path(self, code: str) -> tuple[str, ...]:
        """The names from the top down to it."""
        return tuple(self.by_code[each].name for each in codes_down_to(code))

    def paths(self) -> list[tuple[str, ...]]:
        return [self.path(each.code) for each in self.categories]


def codes_down_to(code: str) -> list[str]:
    """The codes from the top down to this one: 02, 0204, 020403."""
    return [code[:end] for end in range(DIGITS, len(code) + 1, DIGITS)]


def shipped() -> CategoryTree:
    return read_tree(SHIPPED)


def read_tree(path: Path) -> CategoryTree:
    """A file of the columns code and name. Raises UnsoundTree."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [(row.get("code"), row.get("name")) for row in csv.DictReader(stream)]
    categories = [
        Category((code or "").strip(), (name or "").strip()) for code, name in rows
    ]
    return _sound(categories)


def read_columns(path: Path) -> CategoryTree:
    """A file with a column for each of three levels. Raises UnsoundTree."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [
            tuple((row.get(column) or "").strip() for column in LEVEL_COLUMNS)
            for row in csv.DictReader(stream)
        ]
    codes: dict[tuple[str, ...], str] = {}
    below: dict[tuple[str, ...], int] = {}
    faults = []
    for line, names in enumerate(rows, start=2):
        deepest = sum(map(bool, names))
        if not all(names[:deepest]) or not deepest:
            faults.append(f"line {line}: a level is missing")
            continue
        for depth in range(1, deepest + 1):
            above, own = names[: depth - 1], names[:depth]
            if own not in codes:
                below[above] = below.get(above, 0) + 1
                codes[own] = f"{codes.get(above, '')}{below[above]:0{DIGITS}d}"
    if faults:
        raise UnsoundTree(faults)
    return _sound(Category(code, names[-1]) for names, code in codes.items())


def _sound(categories: Iterable[Category]) -> CategoryTree:
    found: dict[str, Category] = {}
    names: set[tuple[str, str]] = set()
    faults = []
    for each in sorted(categories, key=lambda category: category.code):
        faults += _faults(each, found, names)
        found[each.code] = each
        names.add((each.parent, each.name))
    if not found:
        faults.append("no category")
    if faults:
        raise UnsoundTree(faults)
    return CategoryTree(tuple(found.values()))


def _faults(
    category: Category, found: Mapping[str, Category], names: set[tuple[str, str]]
) -> list[str]:
    code = category.code
    lengths = {DIGITS * level for level in range(1, LEVELS + 1)}
    said = (
        (not (code.isascii() and code.isdigit()), "is no number"),
        (len(code) not in lengths, "has not two, four or six digits"),
        (code in found, "stands there twice"),
        (category.level > 1 and category.parent not in found, "has nothing above it"),
        (not category.name or len(category.name) > LONGEST_NAME, "needs a short name"),
        ((category.parent, category.name) in names, "has the name of its sister"),
    )
    return [f"{code or '?'} {words}" for is_so, words in said if is_so]
