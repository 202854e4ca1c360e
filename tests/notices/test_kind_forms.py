"""The clerk's form of kinds that say something once and then line by line."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from notices.models import Kind, Notice
from tests import factories as make
from tests.factories.structures import finance_draft, structure

pytestmark = pytest.mark.django_db


def edit_url(notice):
    return reverse("admin:notices_notice_change", args=[notice.pk])


def desk_of(client, notice):
    """The browser of an editor of the notice's unit."""
    editor = make.member(Role.EDITOR, notice.agency, is_staff=True)
    client.force_login(editor)
    return client


def as_sent(page):
    """What the browser sends back of a form in which nothing was typed."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    fields = [field for form in forms for field in form]
    return {
        field.html_name: "" if field.value() is None else field.value()
        for field in fields
        if not field.html_name.endswith("DELETE")
    } | {"_continue": "1"}


def prefixes(page):
    """The facts, then the lines."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    return [formset.prefix for formset in formsets[:2]]


def test_facts_and_lines_typed_into_the_form_are_kept(client):
    notice = make.draft_notice(kind=Kind.FINANCE)
    desk = desk_of(client, notice)
    page = desk.get(edit_url(notice))
    facts, lines = prefixes(page)

    desk.post(
        edit_url(notice),
        as_sent(page)
        | {
            f"{facts}-0-account": "村集体基本账户",
            f"{facts}-0-begins_on": "2026-07-01",
            f"{facts}-0-ends_on": "2026-09-30",
            f"{facts}-0-opening_balance": "1000",
            f"{facts}-0-closing_balance": "1500.50",
            f"{lines}-0-direction": "income",
            f"{lines}-0-item": "鱼塘发包",
            f"{lines}-0-amount": "500.50",
        },
    )

    found = structure(Notice.objects.get())
    assert found["closing_balance"] == "1500.50"
    assert [line["item"] for line in found["lines"]] == ["鱼塘发包"]


def test_a_period_that_ends_before_it_begins_comes_back_with_what_was_typed(client):
    notice = finance_draft()
    desk = desk_of(client, notice)
    page = desk.get(edit_url(notice))
    facts, _lines = prefixes(page)

    answer = desk.post(
        edit_url(notice), as_sent(page) | {f"{facts}-0-ends_on": "2026-06-01"}
    )

    assert answer.context["errors"]
    assert "2026-06-01" in answer.text
    assert structure(notice)["ends_on"] == "2026-09-30"


def test_a_changed_line_keeps_its_place(client):
    notice = finance_draft()
    desk = desk_of(client, notice)
    page = desk.get(edit_url(notice))
    _facts, lines = prefixes(page)

    desk.post(edit_url(notice), as_sent(page) | {f"{lines}-0-amount": "500.00"})

    amounts = [line["amount"] for line in structure(notice)["lines"]]
    assert amounts == ["500.00", "300.00"]


@pytest.mark.parametrize("kind", [Kind.FINANCE, Kind.LAND, Kind.PROJECT])
def test_a_form_in_which_nothing_was_typed_saves_no_empty_lines(client, kind):
    notice = make.draft_notice(kind=kind)
    desk = desk_of(client, notice)
    page = desk.get(edit_url(notice))

    desk.post(edit_url(notice), as_sent(page) | {"title": "只改标题"})

    found = structure(Notice.objects.get())
    assert Notice.objects.get().title == "只改标题"
    assert [value for value in found.values() if value not in (kind, [])] == []
