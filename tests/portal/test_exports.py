"""Who works here and takes rows away as a file leaves a line in the trail: read off the
source, so that a door added later is held to it, too."""

from __future__ import annotations

import ast

import pytest

from .test_every_deed import RECORD, Function, functions

pytestmark = pytest.mark.once

# By these a view answers with a file.
GIVES = {
    *("StreamingHttpResponse", "answer_with_file", "Content-Disposition"),
    "workbook",
}
EXPORTS = {
    "disclosure_portal/foundation/trail_admin.py export",
    "disclosure_portal/views/visits.py days",
    "feedback/desk_letter_views.py attention_csv",
    "notices/desk_line_views.py download",
    "notices/desk_sheet_views.py sheet",
    "supervision/desk_monitoring_views.py sheet",
    "supervision/desk_order_views.py ledger",
    "supervision/desk_checklist_views.py download",
}
NO_EXPORT = {
    "directories/views.py floor_plan": "public",
    "directories/views.py photo": "public",
    "disclosure_portal/views/log.py lines": "public",
    "disclosure_portal/views/open_data.py _streamed": "public",
    "disclosure_portal/views/statistics.py figures": "public",
    "feedback/desk_letter_views.py file": "noted as a read of personal data",
    "feedback/views/published.py statistics_csv": "public",
    "notices/views/activities.py activity_file": "public",
    "notices/views/attachments.py attachment": "public",
    "notices/views/attachments.py picture": "public",
    "notices/views/directory.py missing_file": "public",
    "notices/views/elsewhere.py photo": "public",
    "notices/views/lines.py lines": "public",
    "notices/views/paper.py copy": "public",
    "notices/views/paper.py handbook": "public",
    # One file that belongs to the record on the page, not made of its rows.
    "notices/desk_file_views.py attachment": "a file of a draft",
    "notices/desk_file_views.py picture": "a page of a file",
    "notices/desk_posting_views.py photo": "a photograph of a posting",
    "notices/desk_record_views.py activity_file": "a file of an activity",
    "notices/desk_sheet_views.py sheet_photo": "noted as a read of personal data",
    "notices/desk_line_views.py template": "headings without rows",
    "supervision/desk_objection_views.py evidence": "evidence of one objection",
    "supervision/desk_order_views.py file": "evidence of one order",
    "supervision/desk_sheet_views.py file": "evidence of one mark",
    "supervision/rating_views.py inspection_sheet": "public",
    "supervision/rating_views.py inspection_workbook": "public",
    "supervision/year_views.py inspection_year_workbook": "public",
}


def doors() -> dict[str, Function]:
    """Functions that are asked by a reader and answer with a file, themselves or by
    another of their module."""
    known = functions()
    helpers: dict[object, set[str]] = {}
    for each in known:
        if not is_asked(each) and words_of(each) & GIVES:
            helpers.setdefault(each.path, set()).add(each.name)
    return {
        f"{each.path.as_posix()} {each.name}": each
        for each in known
        if is_asked(each) and words_of(each) & {*GIVES, *helpers.get(each.path, ())}
    }


def is_asked(function: Function) -> bool:
    is_one = any(each.arg == "request" for each in function.node.args.args)
    return is_one and function.name not in GIVES


def words_of(function: Function) -> set[str]:
    """Names and texts that stand in it."""
    return {
        str(getattr(node, "id", getattr(node, "attr", getattr(node, "value", ""))))
        for node in ast.walk(function.node)
        if isinstance(node, ast.Name | ast.Attribute | ast.Constant)
    }


def test_each_door_that_hands_out_a_file_is_known():
    """In both directions: a new one leaves its line, or says why it needs none."""
    assert set(doors()) == {*EXPORTS, *NO_EXPORT}


@pytest.mark.parametrize("door", sorted(EXPORTS))
def test_what_is_taken_away_leaves_a_line(door):
    assert RECORD in doors()[door].hands_on_to
