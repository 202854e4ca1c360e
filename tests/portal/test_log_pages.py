"""The public log, its export, and the page that says whether a notice is genuine."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import Entry, Receipt, SignedHead
from disclosure_portal.foundation.qr_codes import qr_png
from notices.models import Revision
from notices.publication import archive
from tests.factories import (
    approved_notice,
    archived_notice,
    attachment,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import publish

pytestmark = pytest.mark.django_db


def verified(client, **asked):
    return client.get("/log/verify/", asked).text


def test_each_publication_and_withdrawal_is_a_line(client):
    published_notice(title="关于供水的通知")
    withdrawn_notice(title="关于停电的通知", reason="联系人写错。")

    page = client.get("/log/").text

    assert "第 1 行" in page
    assert "第 3 行" in page
    assert "关于供水的通知" in page
    assert "联系人写错" not in page  # the reason stands on the page of the notice


def test_of_what_had_to_be_taken_down_neither_title_nor_reason_is_said(client):
    withdrawn_notice("privacy", reason="有人的病情", title="关于某病人的通知")

    text = client.get("/log/").text + verified(client, n="1") + verified(client, n="2")

    assert "病" not in text


def test_of_an_internal_notice_the_log_says_only_that_there_was_one(client):
    notice = published_notice(audience="staff", title="内部值班安排")

    page = client.get("/log/").text
    line = json.loads(b"".join(client.get("/log/lines.ndjson")))

    assert "内部值班安排" not in page
    assert "内部信息" in page
    assert (line["id"], line["agency"], line["files"], line["facts"]) == (
        None, "", [], {},
    )  # fmt: skip
    assert line["content"] != Revision.objects.get(notice=notice).digest


@pytest.mark.parametrize("size", [3, 51])
def test_a_page_of_the_log_costs_four_queries_and_the_sites_row(
    client, django_assert_num_queries, size
):
    notice = published_notice()
    SignedHead.objects.sign()
    for _number in range(size):
        Receipt.objects.append(entry_about(notice))

    with django_assert_num_queries(5):
        client.get("/log/")


def entry_about(notice):
    content = Receipt.objects.get(seq=1).content_digest
    return Entry(
        kind="corrected", subject="notice", id=notice.pk, revision=1, content=content
    )


def test_older_lines_are_on_the_next_page(client):
    notice = published_notice()
    for _number in range(60):
        Receipt.objects.append(entry_about(notice))

    first = client.get("/log/").text
    second = client.get("/log/?before=12").text

    assert 'href="/log/?before=12"' in first
    assert "第 11 行" in second
    assert "第 12 行" not in second
    assert client.get("/log/?before=x").status_code == 404


def test_a_notice_whose_release_has_come_gets_its_line_before_it_is_looked_for(
    client, time_machine
):
    time_machine.move_to("2026-11-24T09:00:00+08:00", tick=False)
    notice = approved_notice(release_at=clock.now() + timedelta(minutes=10))
    time_machine.shift(timedelta(minutes=11))
    assert "存证生成中" in client.get(notice.get_absolute_url()).text

    page = client.get("/log/").text

    assert notice.title in page
    assert "真伪核验" in client.get(notice.get_absolute_url()).text


def test_a_notice_and_its_sheet_lead_to_the_page_that_verifies_it(client):
    notice = published_notice()

    page = client.get(notice.get_absolute_url()).text
    sheet = client.get(f"{notice.get_absolute_url()}print/").text

    assert 'href="/log/verify/?n=1"' in page
    assert "http://127.0.0.1:8000/log/verify/?n=1" in sheet
    assert sheet.count("<svg") == 2


# --- Verifying ------------------------------------------------------------------------


def test_a_notice_is_found_by_number_digest_address_and_index_number(client):
    notice = published_notice(title="关于供水的通知")
    line = Receipt.objects.get()

    for asked in (
        "1", line.digest, line.content_digest.upper(), notice.index_number,
        "http://127.0.0.1:8000/log/verify/?n=1",
    ):  # fmt: skip
        answer = verified(client, q=asked)
        assert "真实" in answer, asked
        assert "关于供水的通知" in answer


@pytest.mark.parametrize("asked", ["2", "0" * 64, "没有的号", "9" * 30])
def test_what_the_log_does_not_know_is_said(client, asked):
    published_notice()

    assert "没有这一存证" in verified(client, q=asked)


def test_what_was_altered_is_not_called_genuine(client):
    published_notice()
    Revision.objects.update(content='{"form":1,"record":{}}')

    answer = verified(client, n="1")

    assert "真实" not in answer
    assert "不符" in answer


@pytest.mark.parametrize("deed", ["withdraw", "archive"])
def test_what_is_no_longer_public_says_so(client, deed):
    (withdrawn_notice if deed == "withdraw" else archived_notice)()

    answer = verified(client, n="1")

    assert "现已不再公开" in answer
    assert "第 2 行" in answer


@pytest.mark.parametrize(
    ("text", "said"),
    [("现将有关 事项\n通知如下。", "一字不差"), ("现将无关事项通知如下。", "不在签发")],
)
def test_words_are_compared_with_what_was_signed(client, text, said):
    published_notice()

    answer = client.post("/log/verify/", {"q": "1", "text": text})

    assert said in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_words_of_what_was_withdrawn_are_not_compared(client):
    withdrawn_notice("privacy")

    answer = client.post("/log/verify/", {"q": "1", "text": "现将有关事项通知如下。"})

    assert "无法比对" in answer.text


def test_a_file_is_known_by_its_bytes(client):
    notice = draft_notice()
    attachment(notice, content="一二三".encode())
    publish(notice)

    def answer(content):
        file = SimpleUploadedFile("x.txt", content)
        return client.post("/log/verify/", {"file": file}).text

    assert "真实" in answer("一二三".encode())
    assert "没有公开过这份文件" in answer("一二四".encode())


def photograph(text: str) -> SimpleUploadedFile:
    """A print on a table, a little turned and dark, as a telephone takes it."""
    code = Image.open(io.BytesIO(qr_png(text, scale=6))).convert("L")
    page = Image.new("L", (1200, 1600), 235)
    page.paste(code, (700, 1100))
    turned = page.rotate(7, expand=True, fillcolor=90).point(lambda value: value * 0.7)
    written = io.BytesIO()
    turned.save(written, "JPEG", quality=60)
    return SimpleUploadedFile("IMG_0001.jpg", written.getvalue())


@pytest.mark.parametrize("path", ["/notices/{pk}/", "/log/verify/?n=1"])
def test_a_photograph_of_a_print_is_known_by_its_code(client, settings, path):
    notice = published_notice(title="关于供水的通知")
    picture = photograph(settings.SITE_URL + path.format(pk=notice.pk))

    page = client.post("/log/verify/", {"file": picture}).text

    assert "关于供水的通知" in page
    assert "二维码指向这条信息" in page


@pytest.mark.parametrize("text", ["https://example.org/notices/1/", "hello"])
def test_a_code_of_another_site_is_not_known(client, text):
    published_notice(title="关于供水的通知")

    page = client.post("/log/verify/", {"file": photograph(text)}).text

    assert "关于供水的通知" not in page


@pytest.mark.parametrize("content", [b"", b"x" * 200, b"\x89PNG\r\n\x1a\n" + b"0" * 99])
def test_a_broken_picture_is_an_unknown_file(client, content):
    file = SimpleUploadedFile("a.png", content)

    answer = client.post("/log/verify/", {"file": file})

    assert answer.status_code == 200
    assert "这里没有公开过这份文件" in answer.text


def test_nothing_asked_is_an_error_of_the_form(client):
    answer = client.post("/log/verify/", {})

    assert "请填写编号" in answer.text


def test_taking_down_goes_on_behind_a_later_line(client):
    """A notice that was archived is verified by its first line and by its last."""
    notice = published_notice()
    archive(notice, by=member(Role.APPROVER, notice.agency), reason="机构撤销。")

    assert "现已不再公开" in verified(client, n="2")
