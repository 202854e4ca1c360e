"""A correction of each kind, through the desk's form and from a unit's system: by the
whole chain, merged as revision 2, shown as it was and as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Role
from notices.models import Kind, Notice, NoticeStatus
from notices.review import submit
from notices.structures.registry import STRUCTURED, structure_of
from tests.factories import member
from tests.factories.chains import BASIS, pass_step, whole_chain
from tests.factories.structures import DRAFTS
from tests.factories.subsidies import PEOPLE, payment_draft, subsidy_draft
from tests.factories.systems import SystemClient

from .logged import found

pytestmark = pytest.mark.django_db

NOTE = "更正笔误。"


@dataclass(frozen=True)
class Case:
    """New values, of the facts or of the first line; what the redline says of them."""

    facts: dict[str, str]
    line: dict[str, str]
    was: str
    becomes: str


CASES = {
    Kind.FEE: Case({}, {"standard": "85元/件"}, "80元/件", "85元/件"),
    Kind.PROCEDURE: Case(
        {"place": "清源县政务服务中心三楼"}, {}, "服务中心二楼", "服务中心三楼"
    ),
    Kind.SUBSIDY: Case({"part": "下半年"}, {}, "上半年", "下半年"),
    Kind.FINANCE: Case(
        {"closing_balance": "1210.50"}, {"amount": "510.50"}, "500.50", "510.50"
    ),
    Kind.LAND: Case(
        {}, {"standard": "45000.0000", "amount": "472500.00"}, "453600", "472500"
    ),
    Kind.PROJECT: Case({"scale": "长 880 米，宽 3.5 米"}, {}, "860", "880"),
    Kind.DECISION: Case(
        {}, {"result": "罚款3000元。", "amount": "3000.00"}, "5000", "3000"
    ),
    Kind.WARNING: Case({"advice": "加固棚架，停止施工。"}, {}, "高空作业", "施工"),
    Kind.PERSONNEL: Case(
        {}, {"post": "县林业局副局长"}, "县水利局副局长", "县林业局副局长"
    ),
}
WRITTEN = {
    **DRAFTS,
    Kind.SUBSIDY: lambda: subsidy_draft(part="上半年"),
}


def test_every_kind_is_corrected_here():
    assert set(CASES) == set(STRUCTURED) == set(WRITTEN)


def through_the_chain(notice: Notice) -> list[str]:
    """The steps that were passed, each by a person of its own."""
    passed = []
    while notice.step:
        passed.append(notice.step)
        pass_step(notice)
    return passed


ALL_STEPS = ["audit", "review", "agreement", "signature"]


def is_corrected(client, case: Case, kind: str) -> None:
    """What a reader finds: the new value in place, the old one in the redline."""
    notice = Notice.objects.get(corrects=None)
    assert notice.status == NoticeStatus.PUBLISHED
    assert list(notice.revisions.values_list("number", flat=True)) == [1, 2]
    said: Any = structure_of(notice)
    values = said | (said["lines"][0] if case.line else {})
    wanted = case.facts | case.line
    assert {name: str(values[name]) for name in wanted} == wanted

    page = words(client.get(notice.get_absolute_url()).text)
    redline = client.get(reverse("notice-revision", args=[notice.pk, 2])).text

    assert plain(case.becomes) in page
    assert NOTE in page
    assert NOTE in redline
    assert not client.get(reverse("notice-revision", args=[notice.pk, 2])).context[
        "changes"
    ]["is_same"]
    told = words(redline)
    assert plain(case.was) in told
    assert plain(case.becomes) in told
    assert found() == []


def words(html: str) -> str:
    return plain(re.sub(r"〔(?:删去|新增)〕", "", re.sub(r"<[^>]*>", "", html)))


def plain(text: str) -> str:
    """Without the marks of thousands and the blanks of the page."""
    return re.sub(r"[\s,]", "", text)


# --- The desk -------------------------------------------------------------------------


def published_through_the_chain(draft: Notice) -> Notice:
    chain = whole_chain(draft.agency)
    chain.steps.update(is_finance_only=False)
    Notice.objects.filter(pk=draft.pk).update(disclosure_basis=BASIS)
    draft.refresh_from_db()
    submit(draft, by=draft.author)
    assert through_the_chain(draft) == ALL_STEPS
    return draft


def typed(page: Any) -> dict[str, Any]:
    """What the form sends back as it stands."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    fields = [field for form in forms for field in form]
    return {
        field.html_name: field.value()
        for field in fields
        if field.value() is not None and field.value() is not False
    }


def named(sent: dict[str, Any], page: Any, case: Case) -> dict[str, str]:
    """The new values under the names of their fields."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    fields = [
        (field.name, field.html_name)
        for formset in formsets
        for form in formset.initial_forms
        for field in form
    ]
    places: dict[str, str] = {}
    for name, html_name in fields:
        places.setdefault(name, html_name)
    return {places[name]: text for name, text in (case.facts | case.line).items()}


@pytest.mark.parametrize("kind", CASES)
def test_at_the_desk(client, kind):
    notice = published_through_the_chain(WRITTEN[kind]())
    client.force_login(member(Role.EDITOR, notice.agency, is_staff=True))
    client.post(reverse("desk-deed", args=[notice.pk, "correct"]))
    correction = Notice.objects.get(corrects=notice)
    form = reverse("admin:notices_notice_change", args=[correction.pk])
    page = client.get(form)
    sent = typed(page)
    sent |= named(sent, page, CASES[kind]) | {"correction-0-change_note": NOTE}

    saved = client.post(form, sent)
    handed_in = client.post(
        reverse("desk-deed", args=[correction.pk, "submit"]),
        {"content_version": Notice.objects.get(pk=correction.pk).content_version},
    )

    assert (saved.status_code, handed_in.status_code) == (302, 302)
    correction = Notice.objects.select_related("agency").get(pk=correction.pk)
    assert through_the_chain(correction) == ALL_STEPS
    client.logout()
    is_corrected(client, CASES[kind], kind)


# --- A unit's system ------------------------------------------------------------------


def amounts() -> bytes:
    """A sheet of recipients as an office sends it."""
    rows = [
        f"{each['township']},{each['village']},{each['group']},{each['name']},"
        f"{each['check']},{each['quantity']},{each['standard']},{each['amount']}"
        for each in PEOPLE
    ]
    heads = "乡镇,村,组,姓名,身份证号,面积,标准,金额"
    return "\n".join([heads, *rows]).encode()


@pytest.mark.parametrize("kind", CASES)
def test_from_a_system(client, kind):
    system = SystemClient()
    chain = whole_chain(system.token.system.agency)
    chain.steps.update(is_finance_only=False)
    draft = WRITTEN[kind]() if kind != Kind.SUBSIDY else payment_draft(part="上半年")
    content: Any = structure_of(draft)
    Notice.objects.filter(pk=draft.pk).delete()
    first = system.notice(kind=kind, structure=content, disclosure_basis=BASIS, body="")
    assert system.post(sent=first).status_code == 201
    if kind == Kind.SUBSIDY:
        sheet = SimpleUploadedFile("名单.csv", amounts())
        assert system.upload("A-1/recipients/", file=sheet).status_code == 200
    assert system.post("A-1/submit/").status_code == 200
    public = Notice.objects.select_related("agency").get()
    assert through_the_chain(public) == ALL_STEPS
    case = CASES[kind]
    changed = content | case.facts
    if case.line:
        changed["lines"] = [content["lines"][0] | case.line, *content["lines"][1:]]

    answer = system.post(sent=first | {"structure": changed, "change_note": NOTE})
    before = structure_of(Notice.objects.get(corrects=None))
    handed_in = system.post("A-1/submit/")

    assert (answer.status_code, handed_in.status_code) == (202, 200), answer.json()
    assert case.was in str(before)
    correction = Notice.objects.select_related("agency").get(corrects=public)
    assert through_the_chain(correction) == ALL_STEPS
    is_corrected(client, case, kind)
