"""Anybody can read what a notice said before, and what was changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from directories.models import Role
from notices.models import FeeLine, Notice
from notices.publication import withdraw
from notices.recipients import take_lines
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines
from tests.factories import (
    corrected_notice,
    correction_of,
    draft_notice,
    member,
    merged,
    published_notice,
)
from tests.factories.structures import (
    DRAFTS,
    fee_draft,
    publish,
)
from tests.factories.subsidies import PEOPLE, programme, published_subsidy

pytestmark = pytest.mark.django_db


def approver(notice):
    return member(Role.APPROVER, notice.agency)


def history(notice):
    return reverse("notice-revisions", args=[notice.pk])


def version(notice, number):
    return reverse("notice-revision", args=[notice.pk, number])


# --- The notice's page ----------------------------------------------------------------


def test_a_notice_that_was_never_corrected_shows_no_history(client):
    html = client.get(published_notice().get_absolute_url()).text

    assert "历次版本" not in html


def test_the_page_says_when_it_was_corrected_and_leads_to_the_change(client):
    notice = published_notice()
    corrected_notice(notice, body="<p>新的正文。</p>", change_note="更正第二条。")

    html = client.get(notice.get_absolute_url()).text

    assert "更正第二条。" in html
    assert version(notice, 2) in html
    assert version(notice, 1) in html


def test_the_history_costs_the_page_no_query(client, django_assert_num_queries):
    notice = published_notice()
    for number in (2, 3):
        corrected_notice(notice, title=f"第{number}版标题")
    client.get(notice.get_absolute_url())

    with django_assert_num_queries(3):  # the site's row, the notice, what hangs on it
        client.get(notice.get_absolute_url())


# --- History and versions -------------------------------------------------------------


def test_the_history_lists_each_version_with_day_unit_and_note(client):
    notice = published_notice()
    corrected_notice(notice, title="新标题", change_note="更正标题。", reason="笔误")

    html = client.get(history(notice)).text

    assert html.index("更正标题。") < html.index("首次发布")
    assert "笔误" in html
    assert str(notice.agency) in html


def test_a_former_version_reads_as_it_was_and_says_that_it_is_superseded(client):
    notice = published_notice(body="<p>收费30元。</p>")
    corrected_notice(notice, body="<p>收费35元。</p>")

    html = client.get(version(notice, 1)).text

    assert "收费30元。" in html
    assert "此版本已被更正" in html
    assert "noindex" in html
    assert f'{notice.get_absolute_url()}">' in html.partition("canonical")[2][:120]


def test_a_version_shows_its_change_word_by_word(client):
    notice = published_notice(body="<p>收费30元。</p><p>不变。</p>")
    corrected_notice(notice, body="<p>收费35元。</p><p>不变。</p>")

    html = client.get(version(notice, 2)).text

    assert "〔删去〕</span>30<span" in html
    assert "〔新增〕</span>35<span" in html


def test_the_names_of_the_signers_are_not_told(client):
    notice = published_notice()
    correction = corrected_notice(notice, title="新标题")

    texts = client.get(history(notice)).text + client.get(version(notice, 2)).text

    signer = correction.decisions.get().by
    assert str(signer) not in texts
    assert str(correction.author) not in texts


@pytest.mark.parametrize("number", [0, 3, 10**6, 10**20])
def test_there_is_no_other_version(client, number):
    notice = published_notice()
    corrected_notice(notice, title="新标题")

    address = f"{history(notice)}{number}/"

    assert client.get(address).status_code == 404


def test_what_was_withdrawn_shows_no_version_any_more(client):
    notice = published_notice(body="<p>错误的内容。</p>")
    corrected_notice(notice, title="新标题")
    withdraw(
        Notice.objects.get(pk=notice.pk),
        by=approver(notice),
        ground="wrong",
        reason="内容有误。",
    )

    for address in (history(notice), version(notice, 1), version(notice, 2)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "错误的内容" not in answer.text


@pytest.mark.parametrize("make", [draft_notice, None])
def test_corrections_and_drafts_have_no_public_pages(client, make):
    notice = make() if make else correction_of(published_notice())

    for address in (notice.get_absolute_url(), history(notice), version(notice, 1)):
        assert client.get(address).status_code == 404


def test_internal_notices_have_no_public_history(client):
    notice = published_notice(audience="staff")

    assert client.get(history(notice)).status_code == 404


def test_a_withheld_version_shows_neither_text_nor_changes(client):
    notice = published_notice(body="<p>旧的隐私内容。</p>")
    corrected_notice(notice, body="<p>新内容。</p>", withholds_earlier=True)

    pages = [client.get(each).text for each in
             (history(notice), version(notice, 1), version(notice, 2))]  # fmt: skip

    assert not any("旧的隐私内容" in page for page in pages)
    assert "不再显示" in pages[1]
    assert "新内容" in pages[2]


@pytest.mark.parametrize("kind", DRAFTS)
def test_former_versions_of_each_kind_are_readable(client, kind):
    notice = publish(DRAFTS[kind]())
    page = client.get(notice.get_absolute_url())
    corrected_notice(notice, title="更正后的标题")

    answer = client.get(version(notice, 1))

    shown = page.context["structured"]["part"]
    assert answer.status_code == 200
    assert answer.context["text"]["structured"]["part"].keys() <= shown.keys()


# --- Tables ---------------------------------------------------------------------------

LINE = {
    "item": "不动产登记费",
    "sub_item": "住宅类",
    "unit_of_charge": "件",
    "standard": "30元/件",
    "amount": Decimal(30),
    "bases": "发改价格规〔2016〕2559号",
}
OTHER = LINE | {"sub_item": "非住宅类", "standard": "550元/件", "amount": Decimal(550)}


def changed_fees(client, *lines):
    notice = publish(fee_draft(LINE, OTHER))
    correction = correction_of(notice, title="更正后的收费清单")
    table = STRUCTURED["fee"].tables[0]
    replace_lines(correction, table, lines, by=correction.author)
    merged(correction)
    assert FeeLine.objects.count() == len(lines)
    return client.get(version(notice, 2)).context["changes"]


def test_a_changed_fee_reads_as_amount_unit_and_day(client):
    raised = LINE | {"amount": Decimal(35), "effective_from": date(2026, 7, 1)}

    changes = changed_fees(client, raised, OTHER)

    (line,) = changes["tables"][0]["changed"]
    assert line["name"] == "不动产登记费 住宅类 件"
    assert [(each["before"], each["after"], each["unit"]) for each in
            line["values"]] == [("30", "35", "元")]  # fmt: skip
    assert line["since"] == "2026年7月1日起"


def test_a_moved_line_is_not_changed(client):
    assert changed_fees(client, OTHER, LINE)["tables"] == []


def test_new_and_gone_lines_are_named(client):
    new = LINE | {"sub_item": "车位"}

    (table,) = changed_fees(client, LINE, new)["tables"]

    (added,), (removed,) = table["added"], table["removed"]
    assert (added["name"], removed["name"]) == (
        "不动产登记费 车位 件",
        "不动产登记费 非住宅类 件",
    )
    assert ("金额", "30") in [(each["label"], each["value"]) for each in
                              added["values"]]  # fmt: skip
    assert (table["same"], table["changed"]) == (1, [])


# --- Recipient lists ------------------------------------------------------------------


def corrected_list(paid_by=None, people=PEOPLE[:2]):
    notice = published_subsidy(paid_by=paid_by or programme())
    correction = correction_of(notice)
    take_lines(correction, [dict(each) for each in people], by=correction.author)
    merged(correction)
    return notice


def test_a_recipient_list_is_compared_by_counts_and_sums_only(client):
    notice = corrected_list()

    answer = client.get(version(notice, 2))

    figures = answer.context["changes"]["recipients"]["figures"]
    assert [(each["before"], each["after"]) for each in figures] == [
        ("3", "2"),
        ("15.5", "5.5"),
        ("1,495.75", "530.75"),
    ]
    for secret in ("钟**", "向**", "欧阳**", "337.75"):
        assert secret not in answer.text


def test_a_programme_that_tells_nobody_apart_compares_no_figures(client):
    notice = corrected_list(programme(is_sensitive=True), PEOPLE[1:] + PEOPLE[:1])

    after, before = client.get(version(notice, 2)), client.get(version(notice, 1))

    assert after.context["changes"]["recipients"]["is_withheld"]
    assert after.context["changes"]["tables"] == []
    assert before.context["text"]["structured"] is None
