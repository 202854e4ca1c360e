"""The clerk's forms of decisions, warnings and personnel, as a browser sends them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml.html import document_fromstring

from directories.models import Role
from notices.models import (
    DecisionRecord,
    Notice,
    PersonnelFacts,
    PersonnelLine,
    WarningFacts,
)
from tests.factories import agency, board, member
from tests.factories.structures import DECISION, PERSON, warning_draft

pytestmark = pytest.mark.django_db

ADD = "/admin/notices/notice/add/"


@pytest.fixture
def unit():
    return agency()


@pytest.fixture
def clerk(client, unit):
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    return person


def typed(page, **values):
    """All that the form on the page would send, with these fields filled: those of a
    first line as "line__field"."""
    root: Any = document_fromstring(page)
    form = root.get_element_by_id("notice_form")
    data = {name: value or "" for name, value in form.form_values()}
    for name, value in values.items():
        suffix = name.replace("line__", "-0-") if name.startswith("line__") else name
        (field,) = [key for key in form.fields if key and _is(key, suffix)]
        data[field] = value
    return data


def _is(key, suffix):
    return key.endswith(suffix) if suffix.startswith("-0-") else key == suffix


def add(client, kind, unit, **values):
    values = {
        "title": "关于有关事项的公示",
        "agency": unit.pk,
        "board": board().pk,
        "kind": kind,
        **values,
    }
    address = f"{ADD}?kind={kind}"
    data = typed(client.get(address).text, **values)
    return client.post(address, {**data, "_continue": "1"}, follow=True)


@pytest.mark.usefixtures("clerk")
def test_a_typed_decision_is_masked(client, unit):
    line = {f"line__{name}": str(value) for name, value in DECISION.items()}
    line |= {
        "line__subject_kind": "person",
        "line__subject_name": "张三丰",
        "line__decided_on": "2026-11-20",
    }

    add(client, "decision", unit, **line)

    record = DecisionRecord.objects.get()
    assert record.notice == Notice.objects.get()
    assert (record.subject_name, record.credit_code) == ("张**", "")


@pytest.mark.usefixtures("clerk")
def test_the_moments_of_a_warning_are_those_of_the_county(client, unit):
    add(
        client,
        "warning",
        unit,
        **{
            "line__level": "red",
            "line__area": "全县",
            "line__starts_at": "2026-11-23T17:00",
            "line__ends_at": "2026-11-24T09:30",
            "line__advice": "停止户外活动。",
            "line__telephone": "0000-5550101",
            "line__issuing_unit": "县气象台",
        },
    )

    facts = WarningFacts.objects.get()
    assert facts.starts_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert facts.ends_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.mark.usefixtures("clerk")
def test_a_warning_that_ends_before_it_begins_is_refused_in_place(client, unit):
    answer = add(
        client,
        "warning",
        unit,
        **{
            "line__level": "red",
            "line__area": "全县",
            "line__starts_at": "2026-11-23T17:00",
            "line__ends_at": "2026-11-23T09:30",
            "line__advice": "停止户外活动。",
            "line__telephone": "0000-5550101",
            "line__issuing_unit": "县气象台",
        },
    )

    assert "结束时间不能早于生效时间" in answer.text
    assert not WarningFacts.objects.exists()


@pytest.mark.usefixtures("clerk")
def test_persons_are_typed_beside_what_was_decided(client, unit):
    line = {f"line__{name}": value for name, value in PERSON.items()}

    add(client, "personnel", unit, line__sort="posts", **line)

    assert PersonnelFacts.objects.get().sort == "posts"
    assert PersonnelLine.objects.get().name == PERSON["name"]


def test_a_typed_change_of_a_warning_keeps_it_one_record(client, unit):
    notice = warning_draft(unit=unit)
    author = notice.author
    author.is_staff = True
    author.save()
    client.force_login(author)
    address = f"/admin/notices/notice/{notice.pk}/change/"

    data = typed(client.get(address).text, line__area="柳渡镇")
    client.post(address, {**data, "_continue": "1"})

    assert WarningFacts.objects.get(notice=notice).area == "柳渡镇"
