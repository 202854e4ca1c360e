"""Structured content of every kind, sent as it is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.models import Role
from notices.models import Kind, Notice, SubsidyFacts, SubsidyLine, Tick
from notices.publication import sign
from notices.structures.registry import STRUCTURED, structure_of
from tests.factories import agency, member
from tests.factories.structures import (
    COMPENSATION,
    FEE,
    decision_draft,
    draft_with_lines,
    finance_draft,
    guide_draft,
    land_draft,
    personnel_draft,
    project_draft,
    warning_draft,
)
from tests.factories.subsidies import PEOPLE, payment_draft, programme
from tests.factories.systems import SystemClient

pytestmark = pytest.mark.django_db

DRAFTS = {
    Kind.FEE: lambda: draft_with_lines(Kind.FEE, FEE),
    Kind.PROCEDURE: lambda: guide_draft(
        events=["birth"], fees=[{"item": "工本费", "standard": "10元"}]
    ),
    Kind.SUBSIDY: lambda: payment_draft(ordered_amount=Decimal("1495.75")),
    Kind.FINANCE: finance_draft,
    Kind.LAND: land_draft,
    Kind.PROJECT: project_draft,
    Kind.DECISION: decision_draft,
    Kind.WARNING: lambda: warning_draft(facts={"branch": agency()}),
    Kind.PERSONNEL: lambda: personnel_draft(
        {"name": "贺知行", "action": "appointed", "post": "县水利局副局长"}
    ),
}

OK = {"item": "x", "standard": "80元/件"}


@pytest.fixture
def system():
    return SystemClient()


def sent_of(system, kind, structure):
    return system.notice(kind=kind, structure=structure)


def test_every_kind_is_tried():
    assert set(DRAFTS) == set(STRUCTURED)


@pytest.mark.parametrize("kind", DRAFTS)
def test_what_is_read_can_be_sent_again(system, kind):
    read = structure_of(DRAFTS[kind]())

    answer = system.post(sent=sent_of(system, kind, read))

    assert answer.status_code == 201, answer.json()
    taken = structure_of(Notice.objects.get(origin__source_id="A-1"))
    assert taken == read


@pytest.mark.parametrize("kind", DRAFTS)
def test_what_is_missing_is_told(system, kind):
    answer = system.post(sent=system.notice(kind=kind))

    state = answer.json()
    assert answer.status_code == 201
    assert state["missing"]
    assert [each["code"] for each in state["refusals"]] == ["incomplete"]


@pytest.mark.parametrize(
    ("kind", "structure", "code", "place"),
    [
        ("fee", {"lines": [{"price": 1}]}, "unknown_field", "lines.0.price"),
        ("fee", {"lines": {}}, "not_a_list", "lines"),
        ("fee", {"lines": ["x"]}, "not_an_object", "lines.0"),
        ("fee", {"rows": []}, "unknown_field", "rows"),
        ("fee", {"lines": [{"amount": "x"}]}, "not_a_number", "lines.0.amount"),
        ("fee", {"lines": [{"amount": -1}]}, "negative", "lines.0.amount"),
        ("fee", {"lines": [{"item": 5}]}, "wrong_type", "lines.0.item"),
        ("fee", {"lines": [{"item": []}]}, "wrong_type", "lines.0.item"),
        ("fee", {"lines": [{"item": "x" * 101}]}, "too_long", "lines.0.item"),
        ("fee", {"lines": [{"fund_handling": "x"}]}, "not_a_choice",
         "lines.0.fund_handling"),
        ("fee", {"lines": [OK, OK | {"effective_from": "2026-03-05",
         "effective_until": "2026-03-04"}]}, "invalid", "lines.1"),
        ("fee", {"kind": "land"}, "other_kind", "kind"),
        ("general", {"lines": []}, "no_structure", ""),
        ("warning", {"starts_at": "2026-03-05"}, "not_a_time", "starts_at"),
        ("warning", {"branch": {"code": "nowhere"}}, "unknown_value", "branch"),
        ("warning", {"level": "blue"}, "null", "starts_at"),
        ("subsidy", {"programme": {"id": True}}, "unknown_value", "programme"),
        ("subsidy", {"programme": {"id": 1 << 70}}, "unknown_value", "programme"),
        ("procedure", {"item": "x", "events": ["x"]}, "unknown_value", "events"),
        ("procedure", {"item": "x", "fees": [{"x": 1}]}, "invalid", "fees"),
        ("personnel", {"sort": "posts", "decided_by": "x" * 201}, "max_length",
         "decided_by"),
        ("land", {"lines": [{"village": "x"}]}, "null", "area"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(system, kind, structure, code, place):
    answer = system.post(sent=system.notice(kind=kind, structure=structure))

    told = [(each["code"], each["attr"]) for each in answer.json()["errors"]]
    assert answer.status_code == 400
    assert (code, f"structure.{place}".rstrip(".")) in told
    assert not Notice.objects.exists()


def test_a_line_more_costs_no_query_more(system):
    def cost(size):
        lines = [OK | {"sub_item": f"第{number}项"} for number in range(size)]
        sent = system.notice(f"F-{size}", kind="fee", structure={"lines": lines})
        with CaptureQueriesContext(connection) as captured:
            assert system.post(sent=sent).status_code == 201
        return len(captured)

    cost(1)  # the last use of the token is noted once

    assert cost(2) == cost(30)


def test_land_by_household_is_refused(system):
    facts = {"project": "扩园", "approval_number": "x", "place": "x", "area": "1"}
    line = {key: str(value) for key, value in COMPENSATION.items()}

    answer = system.post(sent=sent_of(system, "land", facts | {"lines": [line, line]}))

    assert answer.json()["errors"][0]["attr"] == "structure.lines.1.village"


def test_a_draft_with_content_of_its_kind_keeps_the_kind(system):
    system.post(sent=sent_of(system, "fee", {"lines": []}))

    answer = system.post(sent=system.notice(kind="general"))

    assert answer.json()["errors"][0]["code"] == "kind_stays"


def test_another_content_refuses_nothing_half_way(system):
    good = {"lines": [{**FEE, "amount": "80"}]}
    system.post(sent=sent_of(system, "fee", good))
    before = structure_of(Notice.objects.get())

    system.post(sent=sent_of(system, "fee", {"lines": [{"amount": "x"}]}))

    assert structure_of(Notice.objects.get()) == before


# --- Recipients -----------------------------------------------------------------------


def rows():
    return [
        {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in person.items()
        }
        for person in PEOPLE
    ]


@pytest.fixture
def payment(system):
    facts = {"for_year": 2026, "programme": {"id": programme().pk}}
    system.post(sent=sent_of(system, "subsidy", facts))
    return system


def test_rows_become_keys_and_masked_names(payment):
    answer = payment.post("A-1/recipients/", {"rows": rows()})

    assert answer.status_code == 200, answer.json()
    assert answer.json()["recipients"] == {"count": 3, "amount": "1495.75"}
    kept = str(list(SubsidyLine.objects.values()))
    assert "钟**" in kept
    for person in PEOPLE:
        assert person["name"] not in kept + answer.text
        assert person["check"] not in kept + answer.text


def sheet(*lines):
    text = "\n".join(["乡镇,村,组,姓名,身份证号,面积,金额", *lines])
    return SimpleUploadedFile("名单.csv", text.encode())


def test_a_sheet_is_read_by_the_same_rules(payment):
    good = "石盘镇,堰口村,三组,钟厚朴,990421197001010017,3.5,337.75"

    answer = payment.upload("A-1/recipients/", file=sheet(good))

    assert answer.status_code == 200, answer.json()
    assert answer.json()["recipients"] == {"count": 1, "amount": "337.75"}


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "钟**"},
        {"check": "12"},
        {"amount": "1.00"},
        {"remark": "990421197001010017"},
        {"name": None},
        {"nickname": "钟厚朴"},
        {"amount": "钟厚朴"},
    ],
)
def test_a_fault_refuses_the_list_and_repeats_nothing_of_it(payment, bad):
    first, *others = rows()

    answer = payment.post("A-1/recipients/", {"rows": [first | bad, *others]})

    assert answer.status_code == 400
    assert not SubsidyLine.objects.exists()
    assert answer.json()["errors"][0]["attr"].startswith("rows.0")
    for secret in ("钟厚朴", "钟**", "990421197001010017"):
        assert secret not in answer.text


def test_a_sheet_without_a_column_is_refused_by_its_name(payment):
    file = SimpleUploadedFile("名单.csv", "姓名,面积\n钟厚朴,3.5".encode())

    answer = payment.upload("A-1/recipients/", file=file)

    told = [(each["code"], each["attr"]) for each in answer.json()["errors"]]
    assert ("missing_column", "file") in told
    assert "钟厚朴" not in answer.text


def test_a_faulty_sheet_is_not_kept(payment):
    bad = "石盘镇,堰口村,三组,钟厚朴,990421197001010017,3.5,999"

    answer = payment.upload("A-1/recipients/", file=sheet(bad))

    assert answer.status_code == 400
    assert "钟厚朴" not in answer.text
    assert not SubsidyFacts.objects.get().line_set


def test_new_facts_keep_the_list(payment):
    payment.post("A-1/recipients/", {"rows": rows()})
    pk = SubsidyFacts.objects.get().programme_id
    facts = {"for_year": 2025, "programme": {"id": pk}}

    payment.post(sent=sent_of(payment, "subsidy", facts))

    paid = SubsidyFacts.objects.get()
    assert (paid.for_year, paid.line_set is None) == (2025, False)


def test_a_list_goes_the_whole_way(payment, client):
    payment.post("A-1/recipients/", {"rows": rows()})
    submitted = payment.post("A-1/submit/")
    notice = Notice.objects.get()

    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)

    assert submitted.status_code == 200, submitted.json()
    assert "石盘镇" in client.get(f"/notices/{notice.pk}/").text


def test_only_a_subsidy_has_recipients(system):
    system.post(sent=system.notice())

    answer = system.post("A-1/recipients/", {"rows": rows()})

    assert answer.json()["errors"][0]["code"] == "refused_file"
