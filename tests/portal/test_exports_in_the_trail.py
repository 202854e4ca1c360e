"""Who works here and takes a file away leaves a line: read off the source, since a
page that only shows is no deed and test_every_deed.py does not see it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from .test_every_deed import Function, functions

# What makes a browser keep the answer, or what an answer of many rows is made of.
HEADER = "Content-Disposition"
ANSWERS = {"answer_with_file", "FileResponse", "StreamingHttpResponse"}
# Guards that let nobody in but those who work here.
GUARDS = {"login_required", "answers_for_the_county", "has_view_permission"}
LINES = {"exported", "personal_data_read"}

# Doors for staff that hand out a file and leave no “exported”, each with the reason.
NO_LINE = {
    "template": "an empty sheet: nothing of any record is in it",
    "attachment": "one file that the page of its notice is made of, shown to read it",
    "picture": "a page of such a file",
    "photo": "a picture that its page shows",
    "activity_file": "one file that the page of its activity shows",
}


def names_in(node: ast.AST) -> set[str]:
    """Whatever is called or named by a function, its decorators included."""
    return {
        getattr(each, "attr", getattr(each, "id", ""))
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute | ast.Name)
    }


def words_in(node: ast.AST) -> set[str]:
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def in_reach(function: Function, known: Iterable[Function]) -> list[Function]:
    """The function, and what it calls in the same module."""
    beside = {each.name: each for each in known if each.path == function.path}
    found, waiting = {}, [function]
    while waiting:
        each = waiting.pop()
        found[each.name] = each
        called = names_in(each.node) & beside.keys() - found.keys()
        waiting += [beside[name] for name in called]
    return list(found.values())


def takes_request(function: Function) -> bool:
    return any(each.arg == "request" for each in function.node.args.args)


def hands_a_file_to_staff(function: Function, known: list[Function]) -> bool:
    if not takes_request(function):
        return False  # a helper is no door
    reached = [each.node for each in in_reach(function, known)]
    named = set().union(*map(names_in, reached))
    is_file = HEADER in set().union(*map(words_in, reached)) or bool(named & ANSWERS)
    return is_file and bool(named & GUARDS)


def leaves_a_line(function: Function, known: list[Function]) -> bool:
    reached = [each.node for each in in_reach(function, known)]
    words = set().union(*map(words_in, reached))
    return bool(words & LINES) or any("note_read" in names_in(node) for node in reached)


def silent(known: list[Function]) -> set[str]:
    return {
        each.name
        for each in known
        if hands_a_file_to_staff(each, known) and not leaves_a_line(each, known)
    }


def test_whoever_takes_a_file_away_at_the_desk_leaves_a_line_or_says_why_not():
    """In both directions: no exception outlives its reason."""
    assert silent(functions()) == set(NO_LINE)


def test_the_exports_that_there_are_were_found():
    known = functions()

    found = {each.name for each in known if hands_a_file_to_staff(each, known)}

    assert {"download", "sheet", "days", "export", "sheet_photo"} <= found


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ('    return R(headers={"Content-Disposition": "attachment"})\n', True),
        ("    return StreamingHttpResponse(rows())\n", True),
        ('    record("exported", None, by=me)\n    return FileResponse(x)\n', False),
        ('    return render(request, "notices/x.html")\n', False),
    ],
)
def test_an_export_that_forgets_its_line_is_found(body, is_found):
    source = f"@require_safe\n@login_required\ndef rows_away(request):\n{body}"
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    added = Function(Path("notices/desk_row_views.py"), node)

    assert ("rows_away" in silent([*functions(), added])) == is_found
