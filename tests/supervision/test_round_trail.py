"""What is done in a round leaves a line of the trail, without words about people."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.models import AuditEntry
from notices.register_checking import record_registers, register_findings
from supervision.models import FrozenProof, UnitRating
from supervision.rating import publish_ratings

from ..factories.inspections import (
    after_objections,
    first_unit,
    objection,
    provisional_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import BRANCHES, overseer, published_checklist

pytestmark = pytest.mark.django_db

# The third indicator is proposed by the ledger.
BOUND = [
    BRANCHES[0],
    {
        **BRANCHES[1],
        "children": [{**BRANCHES[1]["children"][0], "measure": "coverage"}],
    },
    BRANCHES[2],
]


def lines(action):
    return AuditEntry.objects.filter(action=action)


def words_of(action):
    line = lines(action).get()
    return f"{line.note}{line.facts}"


def test_units_inspectors_and_marks_leave_a_line_each():
    sheet = sheet_of(first_unit(running_round(2)))
    put(sheet, "1.1", "9", comment="陈某某未到会。")

    assert lines("units_set").get().facts["units"] == 2
    assert lines("assigned").count() == 2
    assert lines("marked").get().facts["value"] == "9"
    assert "陈某某" not in words_of("marked")


def test_an_objection_leaves_a_line_without_its_words():
    provisional_round(1)
    objection(UnitRating.objects.get(), text="陈某某已到岗。")

    assert lines("objected").get().actor_name
    assert "陈某某" not in words_of("objected")


def test_a_mark_keeps_what_the_portal_knew_when_it_was_put():
    round_ = running_round(1, checklist=published_checklist(indicators=BOUND))
    mark = put(sheet_of(round_.units.get()), "2.1", "80")

    proof = FrozenProof.objects.get(mark=mark)

    assert (proof.measure, proof.value, proof.count) == ("coverage", "", 0)
    assert lines("proof_kept").get().target_id == proof.pk


def test_a_point_changed_behind_the_portal_is_found():
    round_ = provisional_round(1)
    with after_objections(round_):
        publish_ratings(round_, by=overseer())
    record_registers()
    assert not list(register_findings(lambda _count: None))

    UnitRating.objects.update(total=99)

    (finding,) = register_findings(lambda _count: None)
    assert "考核结果" in finding.words
