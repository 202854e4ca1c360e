"""What a redline says beside words and tables, and of every kind of notice."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from django.urls import reverse

from directories.models import Role
from notices.attaching import detach
from notices.correction_rules import NothingCorrected
from notices.models import Board
from notices.publication import override
from notices.review import submit
from notices.structures.guide_parts import write_fees
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines
from tests.factories import (
    attachment,
    board,
    corrected_notice,
    correction_of,
    county,
    draft_notice,
    member,
    merged,
    published_notice,
)
from tests.factories.chains import chain_of
from tests.factories.structures import (
    guide_draft,
    land_draft,
    project_draft,
    publish,
)

pytestmark = pytest.mark.django_db


def version(notice, number):
    return reverse("notice-revision", args=[notice.pk, number])


def changes(client, notice):
    return client.get(version(notice, 2)).context["changes"]


def words(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


# --- Text -----------------------------------------------------------------------------


def test_a_link_that_leads_elsewhere_is_told_though_its_words_stay(client):
    notice = published_notice(body='<p>见<a href="https://a.gov.cn/1">附则</a>。</p>')

    corrected_notice(notice, body='<p>见<a href="https://b.gov.cn/2">附则</a>。</p>')

    found = changes(client, notice)
    assert found["links"] == {
        "added": ["https://b.gov.cn/2"],
        "removed": ["https://a.gov.cn/1"],
    }
    assert not found["is_layout_only"]
    assert "https://b.gov.cn/2" in words(client.get(version(notice, 2)).text)


def test_a_row_of_a_table_in_the_text_is_one_line(client):
    table = "<table><tbody><tr><td><p>渠首站</p></td><td>{}</td></tr></tbody></table>"
    notice = published_notice(body=table.format("88.50"))

    corrected_notice(notice, title=notice.title, body=table.format("89.80"))

    (block,) = changes(client, notice)["text"].blocks
    (paragraph,) = block.paragraphs
    assert [piece.text for piece in paragraph.pieces] == [
        "渠首站 ｜ ", "88.50", "89.80",
    ]  # fmt: skip


def test_a_board_whose_address_was_changed_since_does_not_break_the_page(client):
    old, new = board("旧栏目"), board("新栏目")
    notice = published_notice(board=old)
    corrected_notice(notice, board=new)

    Board.objects.filter(pk=new.pk).update(slug="renamed-since")

    assert client.get(version(notice, 2)).status_code == 200


def test_the_longest_documents_are_compared_within_two_seconds(client):
    lines = [f"<p>第{number}条 各级人民政府应当依法公开信息。</p>" for number in
             range(5_000)]  # fmt: skip
    notice = published_notice(body="".join(lines))
    corrected_notice(notice, body="".join(lines).replace("应当", "必须"))

    start = process_time()
    answer = client.get(version(notice, 2))

    assert process_time() - start < 2
    assert answer.context["changes"]["text"].hidden > 0


# --- Files ----------------------------------------------------------------------------


def with_files(*names):
    draft = draft_notice()
    for name in names:
        attachment(draft, name=name, content=name.encode())
    return publish(draft)


def test_swapped_files_are_named(client):
    notice = with_files("甲.txt", "乙.txt")
    correction = correction_of(notice)
    for name in ("甲.txt", "乙.txt"):
        detach(correction.attachments.get(file_name=name), by=correction.author)
    attachment(correction, name="甲.txt", content="新".encode())
    attachment(correction, name="丙.txt", content="丙".encode())

    merged(correction)

    files = changes(client, notice)["files"]
    assert (files["replaced"], files["added"], files["removed"]) == (
        ["甲"],
        ["丙"],
        ["乙"],
    )
    assert not files["moved"]


def test_files_in_another_order_are_no_unsaid_change(client):
    notice = with_files("甲.txt", "乙.txt")
    correction = correction_of(notice)
    correction.attachments.filter(file_name="甲.txt").update(position=99)

    merged(correction)

    found = changes(client, notice)
    assert found["files"]["moved"] == ["乙", "甲"]
    assert not found["is_same"]


# --- Kinds ----------------------------------------------------------------------------

FEE = {"item": "工本费", "sub_item": "", "standard": "10元/证", "bases": "《办法》"}
OTHER = FEE | {"item": "登记费", "standard": "30元/件"}


def test_fees_of_a_guide_are_compared_by_line(client):
    notice = publish(guide_draft(facts={"is_free": False}, fees=[FEE, OTHER]))
    correction = correction_of(notice)
    raised = OTHER | {"standard": "35元/件"}
    write_fees(correction, [raised, FEE], by=correction.author)

    merged(correction)

    (table,) = changes(client, notice)["tables"]
    assert (table["same"], table["changed_count"]) == (1, 1)
    (line,) = table["changed"]
    assert line["name"] == "登记费"
    assert [(each["before"], each["after"]) for each in line["values"]] == [
        ("30元/件", "35元/件")
    ]


def test_a_former_guide_says_what_it_cost_then(client):
    notice = publish(guide_draft(facts={"is_free": False}, fees=[FEE]))
    correction = correction_of(notice)
    write_fees(correction, [FEE | {"standard": "15元/证"}], by=correction.author)
    merged(correction)

    html = client.get(version(notice, 1)).text

    assert "10元/证" in html.partition("guide__cards")[2]


def test_a_former_version_of_a_project_shows_its_progress_of_that_day(
    client, time_machine
):
    time_machine.move_to("2026-04-01T09:00:00+08:00", tick=False)
    notice = publish(
        project_draft({"step": "tender", "promised_on": date(2026, 4, 15)})
    )
    time_machine.move_to("2026-05-01T09:00:00+08:00", tick=False)
    corrected_notice(notice)

    steps = {
        number: client.get(version(notice, number)).context["text"]["structured"]
        for number in (1, 2)
    }

    states = [each["part"]["steps"][0]["state"] for each in steps.values()]
    assert states == ["planned", "overdue"]


def test_land_is_compared_by_place(client):
    paddy = {
        "village": "上渡村", "group": "二组", "land_class": "水田",
        "area": Decimal(10), "standard": Decimal(43200), "amount": Decimal(432000),
    }  # fmt: skip
    dry = paddy | {"land_class": "旱地"}
    notice = publish(land_draft(paddy, dry))
    correction = correction_of(notice)
    more = dry | {"area": Decimal(11), "amount": Decimal(475200)}
    replace_lines(
        correction, STRUCTURED["land"].tables[0], [more, paddy], by=correction.author
    )

    merged(correction)

    (table,) = changes(client, notice)["tables"]
    (line,) = table["changed"]
    assert (table["same"], line["name"]) == (1, "上渡村 二组 旱地")
    assert [(each["before"], each["after"], each["unit"]) for each in
            line["values"]] == [
        ("10", "11", "亩"),
        ("432,000", "475,200", "元"),
    ]  # fmt: skip


# --- Let out by the county leader -----------------------------------------------------


def overridden(correction):
    submit(correction, by=correction.author)
    leader = member(Role.APPROVER, county(), name="周闻远")
    override(correction, by=leader, reason="汛情紧急。")
    return correction


def test_an_override_of_a_correction_is_on_the_public_record(client):
    notice = published_notice()
    chain_of(notice.agency, Role.REVIEWER, Role.APPROVER)

    overridden(correction_of(notice, title="改过的标题"))

    notice.refresh_from_db()
    page = client.get(notice.get_absolute_url()).text
    record = json.loads(notice.revisions.get(number=2).content)["record"]
    assert record["override"] == {"by": "周闻远", "reason": "汛情紧急。"}
    assert "汛情紧急。" in page
    assert "汛情紧急。" in client.get(version(notice, 2)).text


def test_what_was_let_out_so_is_not_corrected_by_saying_it_again():
    notice = published_notice()
    chain_of(notice.agency, Role.REVIEWER, Role.APPROVER)
    overridden(correction_of(notice, title="改过的标题"))
    notice.refresh_from_db()

    correction = correction_of(notice)

    with pytest.raises(NothingCorrected):
        submit(correction, by=correction.author)
