"""What somebody does is written so that it cannot be left out of the trail: read off
the source, so that a deed added later is held to it, too."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("disclosure_portal", "directories", "notices", "feedback", "supervision")
RECORD = "record"

# Functions that take who acts (`by`) and leave no line, each with the reason.
NO_LINE = {
    # They only ask, and may refuse.
    "_hold": "guard",
    "_require_office": "guard",
    "may_open": "guard",
    "require_compiling": "guard",
    "_require_clerk": "guard",
    "_require_no_gain": "guard",
    "_require_no_tie": "guard",
    "require_confirmer": "guard",
    "require_decider": "guard",
    "require_sight": "guard",
    "require_office": "guard",
    "require_clerk": "guard",
    "require_signer": "guard",
    "_require": "guard",
    "_require_time": "guard",
    "_require_source": "guard",
    "_way_out": "guard",
    "_require_ruling": "guard",
    "require_marker": "guard",
    "_unit_of": "guard",
    "suggest_categories": "shows what might be, and stores nothing",
    "similar_letters": "shows what might be, and stores nothing",
    "suggest_unit": "shows what might be, and stores nothing",
    # Parts of a deed whose line is written by whoever calls them.
    "explain_correction": "words of a draft that was saved in the same form",
    "in_hand": "finds or opens the draft that a system fills",
    "_keep_files": "part of the answer to an order",
    "new_line_set": "part of the deeds that take recipients",
    "begin_run": "puts a job in the queue, whose units leave a line each",
    # Beside the record: who has a form open, a sheet that nobody has taken yet.
    "appear": "presence",
    "note_opening": "who has read a letter, for deeds on many of them",
    "leave": "presence",
    "keep_sheet": "an upload that is taken or dropped",
    "keep_list": "an upload that is taken or dropped",
    "new_upload": "an upload that is taken or dropped",
    "run_of": "decides what would become of an upload, and stores nothing",
    "service_preview_of": "shows an upload",
    "named": "finds the other letter, and stores nothing",
    "kept_upload": "an upload that is taken or dropped",
    "keep_upload": "an upload that is taken or dropped",
    "look": "decides what would become of an upload, and stores nothing",
    "preview_of": "shows an upload",
    "_stored": "an upload that is taken or dropped",
    "remember_matches": "headings of a sheet, for the next one",
}
# Of these a call goes through a table or to another object, which the walk can't see.
THROUGH_TABLES = {
    "take_list": "service_import: the run's own deed",
    "led_on": "round_desk: the step that a button names",
}
# Translations of a form or its rows into deeds.
EDGES = ("forms", "admin")


@dataclass(frozen=True)
class Function:
    path: Path
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def takes_who_acts(self) -> bool:
        return any(each.arg == "by" for each in self.node.args.kwonlyargs)

    @cached_property
    def hands_on_to(self) -> set[str]:
        """Names of what it calls and tells who acts."""
        return {
            getattr(call.func, "attr", getattr(call.func, "id", ""))
            for call in ast.walk(self.node)
            if isinstance(call, ast.Call)
            and any(each.arg in ("by", None) for each in call.keywords)
        }


@cache
def functions() -> list[Function]:
    return [
        Function(path.relative_to(ROOT), node)
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def leaving_a_line(known: list[Function]) -> set[str]:
    """The names of what writes a line, itself or by what it hands on to."""
    # The second tells of many rows at once, by their digests.
    names = {RECORD, "record_rows", "record_no_rows", "_record_some"}
    while found := {
        each.name
        for each in known
        if each.name not in names and names & each.hands_on_to
    }:
        names |= found
    return names


@pytest.fixture(scope="module")
def silent() -> set[str]:
    known = functions()
    names = leaving_a_line(known)
    deeds = [each for each in known if each.takes_who_acts]
    assert len(deeds) > 100
    return {
        each.name
        for each in deeds
        if not set(EDGES) & set(each.path.parts) and each.name not in names
    }


def test_whatever_is_done_by_somebody_leaves_a_line_or_says_why_not(silent):
    """In both directions: no exception outlives its reason."""
    assert silent == {*NO_LINE, *THROUGH_TABLES}


def test_a_deed_that_forgets_its_line_is_found():
    source = "def hide(notice, *, by):\n    notice.delete()\n"
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.FunctionDef)
    forgetful = Function(Path("notices/hiding.py"), node)

    names = leaving_a_line([*functions(), forgetful])

    assert forgetful.takes_who_acts
    assert "hide" not in names
    assert {"sign", "withdraw", "erase_for_good", "grant"} <= names
