"""What breaks the rules of the house: each function gives the offences in one text."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ROOMS = ("disclosure_portal", "directories", "notices", "feedback", "supervision")

# A middleware's hook, and a class that the schema's generator collects.
BY_NAME = {"process_view", "TokenScheme"}

Finder = Callable[[str], list[str]]


def files(pattern: str, *rooms: str) -> list[Path]:
    """Files of the project (not what is built or ignored) that match."""
    # The checkout may belong to somebody else than who runs the tests.
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    kinds = ["--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(
        [*git, *kinds, *rooms], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    paths = [ROOT / name for name in sorted(set(filter(None, listed.split("\0"))))]
    return [path for path in paths if path.match(pattern) and path.is_file()]


def source() -> list[Path]:
    return [path for path in files("*.py", *ROOMS) if "migrations" not in path.parts]


def offences(paths: Iterable[Path], find: Finder) -> list[str]:
    """A line "file: offence" for each."""
    return [
        f"{path.relative_to(ROOT)}: {offence}"
        for path in paths
        for offence in find(path.read_text(encoding="utf-8"))
    ]


def matches(pattern: str, flags: int = 0) -> Finder:
    compiled = re.compile(pattern, flags)
    return lambda text: [found.group().strip() for found in compiled.finditer(text)]


def longer_than(limit: int) -> Finder:
    def find(text: str) -> list[str]:
        length = len(text.splitlines())
        return [f"{length} lines, {limit} at most"] if length > limit else []

    return find


def functions_longer_than(limit: int) -> Finder:
    """Counted from `def` to the last line."""
    return _long_functions(limit, lambda node: node.lineno)


def bodies_longer_than(limit: int) -> Finder:
    """Counted without head and docstring."""

    def first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        is_told = ast.get_docstring(node) is not None and len(node.body) > 1
        return node.body[1 if is_told else 0].lineno

    return _long_functions(limit, first_line)


def _long_functions(limit: int, first_line: Callable[[Any], int]) -> Finder:
    def find(text: str) -> list[str]:
        return [
            f"{node.name} has {length} lines, {limit} at most"
            for node in _functions(ast.parse(text))
            if (length := (node.end_lineno or 0) - first_line(node) + 1) > limit
        ]

    return find


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports_of(*forbidden: str) -> Finder:
    def find(text: str) -> list[str]:
        found = _imported(ast.parse(text))
        return [name for name in found if f"{name}.".startswith(forbidden)]

    forbidden = tuple(f"{name}." for name in forbidden)
    return find


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def newer_than_our_browsers(css: str) -> list[str]:
    """Selectors and at-rules that Chromium 86 or Safari 13 do not know."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    known = matches(r":has\(|:is\(|:where\(|@container|@layer|container-type|\binset:")
    return known(css) + _nested_rules(css)


def _nested_rules(css: str) -> list[str]:
    heads: list[str] = []
    nested = []
    for head, brace in re.findall(r"([^{};]*)([{};])", css):
        if brace == "{":
            if heads and not heads[-1].startswith("@"):
                nested.append(f"nested: {head.strip()}")
            heads.append(head.strip())
        elif brace == "}" and heads:
            heads.pop()
    return nested


def unused_names() -> list[str]:
    """Functions, constants and classes of modules, and what classes without a parent
    can do, whose name stands nowhere else. What is registered by a decorator, and what
    a framework finds by its place (settings, commands, a name by a parent), is used."""
    words = Counter(
        word
        for path in (*files("*.py"), *files("*.html"), *files("pyproject.toml"))
        for word in re.findall(r"[A-Za-z_]\w*", path.read_text(encoding="utf-8"))
    )
    return [
        f"{path.relative_to(ROOT)}: {name}"
        for path in source()
        if "settings" not in path.parts
        for name in _defined(ast.parse(path.read_text(encoding="utf-8")))
        if words[name] == 1
    ]


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name, decorator_list=[]):
                yield name
            case ast.ClassDef(name=name, decorator_list=[]) if not _is_found(node):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from (each.name for each in _functions(node) if _is_ours(each.name))


def _is_found(node: ast.ClassDef) -> bool:
    return node.name.endswith("Config") or not _is_ours(node.name)


def _is_ours(name: str) -> bool:
    return not name.startswith("__") and name not in BY_NAME


LOOKUPS_THAT_SCAN = matches(r"\w__(date|year|iso_year|month|week|day)(__\w+)?\b")
INLINE_STYLES = matches(r"\sstyle\s*=|<style\b", re.I)
INLINE_HANDLERS = matches(r"\son[a-z]+\s*=\s*[\"']", re.I)
INLINE_SCRIPTS = matches(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")[^>]*>", re.I
)
OTHER_HOSTS = matches(
    r"\b(src|href|action|srcset|poster)\s*=\s*[\"'](https?:)?//[^\"']*", re.I
)
OPEN_ENDS = matches(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
MACHINE_PATHS = matches(r"(?<![\w.<-])/(work|home|root|Users)/\w+")
BLANKET_SILENCE = matches(r"#\s*(noqa(?!: ?[A-Z])|type: ignore(?!\[))")
