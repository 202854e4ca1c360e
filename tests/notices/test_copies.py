"""WORD and PDF copies of normative documents."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn

from disclosure_portal.foundation import typesetting
from disclosure_portal.foundation.typesetting import beyond_font
from notices.models import Kind, RevisionCopy
from tests.factories import (
    attachment,
    draft_notice,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import publish

pytestmark = pytest.mark.django_db

BODY = (
    "<p>各乡镇人民政府：</p><h2>一、总体要求</h2><p>按照<strong>办法</strong>执行。</p>"
    '<table><caption>标准</caption><thead><tr><th colspan="2">项目</th></tr></thead>'
    "<tbody><tr><td>甲</td><td>80元</td></tr></tbody></table>"
)
# Each of them would stop or change the document if typst read it as markup.
MARKUP = '<p>#panic("x") $ \\ *粗* @nobody <u>`</u> [ ] //</p>'
FORMS = ["docx", "pdf"]


def policy(**fields):
    fields.setdefault("body", BODY)
    return {"kind": Kind.POLICY, **fields}


def copy_of(client, notice, form):
    return client.get(reverse(f"notice-copy-{form}", args=[notice.pk]))


def content(answer):
    return b"".join(answer.streaming_content)


def test_the_word_copy_is_set_as_officials_write(client):
    notice = draft_notice(
        **policy(document_number="霁政发〔2026〕5号", issued_on=date(2026, 1, 5))
    )
    attachment(notice, name="申请表.txt")
    publish(notice)

    document = docx.Document(BytesIO(content(copy_of(client, notice, "docx"))))

    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == notice.title
    assert "霁政发〔2026〕5号" in lines
    assert lines[lines.index(notice.agency.name) + 1] == "2026年1月5日"
    assert any("/attachments/" in line for line in lines)
    [table] = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["甲", "80元"]
    written = document.element.iter(qn("w:rFonts"))
    fonts = {font.get(qn("w:eastAsia")) for font in written}
    assert {"宋体", "黑体", "仿宋"} <= fonts


def test_a_text_that_ends_with_its_day_is_signed_once(client):
    body = f'{BODY}<p class="align-right">2026年1月5日</p>'
    notice = published_notice(**policy(body=body, issued_on=date(2026, 1, 5)))

    document = docx.Document(BytesIO(content(copy_of(client, notice, "docx"))))

    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines.count("2026年1月5日") == 1


@pytest.mark.parametrize("body", [BODY, MARKUP], ids=["usual", "markup"])
def test_the_pdf_copy_is_made_once_for_a_revision(client, body, monkeypatch):
    notice = published_notice(**policy(body=body))
    first = content(copy_of(client, notice, "pdf"))

    monkeypatch.setattr(typesetting, "PROCESS", "no.such.module")
    again = copy_of(client, notice, "pdf")

    assert first.startswith(b"%PDF")
    assert again["Content-Type"] == "application/pdf"
    assert content(again) == first
    assert RevisionCopy.objects.count() == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (lambda: withdrawn_notice(**policy()), 410),
        (lambda: draft_notice(**policy()), 404),
        (lambda: published_notice(audience="staff", **policy()), 404),
        (published_notice, 404),
    ],
    ids=["withdrawn", "draft", "internal", "no normative document"],
)
def test_nothing_else_has_copies(client, make, status, form):
    assert copy_of(client, make(), form).status_code == status


def test_the_page_of_a_policy_offers_both(client):
    notice = published_notice(**policy())

    page = client.get(notice.get_absolute_url()).text

    for form in FORMS:
        assert reverse(f"notice-copy-{form}", args=[notice.pk]) in page


def test_characters_of_names_are_in_the_font_and_others_are_named():
    assert beyond_font(["镕堃喆〔2026〕①●■□√《》㎡", "𬭊王𬭊"]) == "𬭊"
