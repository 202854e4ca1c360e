"""Attachments open as pages: for whom, with what on them, and when not."""

from __future__ import annotations

import io
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook

from directories.models import Role
from disclosure_portal.foundation.extraction import keeping
from disclosure_portal.foundation.extraction.results import PICTURES_A_LEAF
from disclosure_portal.foundation.models import Extraction, SiteState
from notices.extracting import open_file, resume_lost
from notices.models import NoticeAttachment, Tick, WithdrawalGround
from notices.pruning import forget_opened_files
from notices.publication import archive, sign, withdraw
from notices.review import submit
from tests.factories import agency, attachment, draft_notice, member
from tests.foundation.made_files import MP3, picture
from tests.foundation.made_pdfs import blank_pdf, pdf_of
from tests.word_documents import Word

pytestmark = pytest.mark.django_db

LONG_TEXT = "<p>" + "现将防汛抗旱有关事项通知如下，请认真贯彻执行。" * 4 + "</p>"
SCAN_WORDS = "scan without text"


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def with_file(name: str = "方案.pdf", content: bytes = b"", **fields):
    """A draft with a file that a worker has opened."""
    draft = draft_notice(**fields)
    file = attachment(
        draft, name=name, content=content or pdf_of("FLOOD PLAN OF THE COUNTY 2026")
    )
    open_all()
    return draft, file


def open_all() -> None:
    for pk in Extraction.objects.waiting().values_list("pk", flat=True):
        open_file.call(pk)


def publish(draft):
    submit(draft, by=draft.author)
    sign(draft, by=member(Role.APPROVER, draft.agency), ticks=Tick.values)
    return draft


def public(**given) -> NoticeAttachment:
    draft, file = with_file(**given)
    publish(draft)
    return file


def page_of(file: NoticeAttachment) -> str:
    return reverse("notice-attachment", args=[file.notice_id, file.pk])


def picture_of(file: NoticeAttachment, number: int = 1) -> str:
    keys = [file.notice_id, file.pk, number]
    return reverse("notice-attachment-picture", args=keys)


# --- What stands on a page -----------------------------------------------------------


def test_a_pdf_opens_as_pictures_of_known_size_with_their_text(client):
    file = public()

    answer = client.get(page_of(file))

    page = answer.text
    assert answer.status_code == 200
    assert f'src="{picture_of(file)}"' in page
    assert 'width="1000"' in page
    assert "FLOOD PLAN OF THE COUNTY 2026" in page
    assert f'href="/attachments/{file.pk}/" download' in page
    assert file.public_digest in page
    assert file.notice.title in page
    assert SCAN_WORDS not in page


def test_the_notice_leads_to_the_page_first_and_to_the_download_second(client):
    file = public()

    page = client.get(file.notice.get_absolute_url()).text

    assert (
        0
        < page.index(f'href="{page_of(file)}"')
        < page.index(f'href="/attachments/{file.pk}/"')
    )


def test_a_picture_of_a_page_is_revalidated_like_a_file(client):
    file = public()

    answer = client.get(picture_of(file))

    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "no-cache"
    again = client.get(picture_of(file), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(picture_of(file, 2)).status_code == 404


def test_a_workbook_opens_as_tables_in_frames(client, tmp_path):
    book = Workbook()
    book.active.append(["科目", "金额"])
    book.active.append(["<b>教育</b>", 12])
    book.save(tmp_path / "a.xlsx")
    file = public(name="预算.xlsx", content=(tmp_path / "a.xlsx").read_bytes())

    page = client.get(page_of(file)).text

    assert 'class="table-scroll" role="group" tabindex="0"' in page
    assert '<th scope="col">科目</th>' in page
    assert "&lt;b&gt;教育&lt;/b&gt;" in page


def test_a_scan_is_called_so_with_the_telephone_of_the_unit(client):
    unit = agency(telephone="0000-5550115")
    file = public(content=blank_pdf(pages=1), unit=unit)

    page = client.get(page_of(file)).text

    assert SCAN_WORDS in page
    assert "0000-5550115" in page


def test_a_notice_without_text_says_that_its_files_are_scans(client):
    scan = public(content=blank_pdf(pages=1), body="")
    document = public(body="")

    pages = [
        client.get(each.notice.get_absolute_url()).text for each in (scan, document)
    ]

    assert ["scans or pictures without text" in page for page in pages] == [True, False]


def test_a_long_pdf_is_spread_over_pages_and_says_what_is_missing(client):
    file = public(content=blank_pdf(pages=103, height=20))

    first, second = (client.get(page_of(file), {"part": n}) for n in ("", "2"))

    assert "first 100 of 103 pages" in first.text
    assert first.text.count("leaf__picture") == PICTURES_A_LEAF
    assert f'src="{picture_of(file, PICTURES_A_LEAF + 1)}"' in second.text
    for wrong in ("0", "7", "x", "-1", "9" * 30):
        assert client.get(page_of(file), {"part": wrong}).status_code == 404


def test_a_file_that_no_worker_has_opened_yet_has_a_page(client):
    draft = draft_notice()
    file = attachment(
        draft, name="a.pdf", content=pdf_of("FLOOD PLAN OF THE COUNTY 2026")
    )
    publish(draft)

    waiting = client.get(page_of(file))
    open_all()
    ready = client.get(page_of(file), headers={"If-None-Match": waiting["ETag"]})

    assert "being made" in waiting.text
    assert ready.status_code == 200
    assert "FLOOD PLAN OF THE COUNTY 2026" in ready.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged"),
        ("a.mp3", MP3, "this kind can"),
    ],
)
def test_what_cannot_be_shown_is_said_and_downloaded(client, name, content, words):
    file = public(name=name, content=content)

    answer = client.get(page_of(file))

    assert answer.status_code == 200
    assert words in answer.text
    assert f'href="/attachments/{file.pk}/" download' in answer.text


def test_a_part_that_the_store_has_lost_breaks_no_page(client):
    file = public(name="a.txt", content="第一条".encode())
    Extraction.objects.get().parts.update(content_digest="0" * 64)

    assert client.get(page_of(file)).status_code == 200


# --- For whom ------------------------------------------------------------------------


@pytest.mark.parametrize("address", [page_of, picture_of])
def test_what_is_not_public_is_at_no_public_address(client, address):
    _draft, unpublished = with_file()
    internal = public(audience="staff")
    client.force_login(internal.notice.author)

    for file in (unpublished, internal):
        assert client.get(address(file)).status_code == 404


def test_a_page_belongs_to_its_own_notice_only(client):
    file, other = public(), publish(draft_notice())

    answer = client.get(reverse("notice-attachment", args=[other.pk, file.pk]))

    assert answer.status_code == 404


def test_a_withdrawn_notice_takes_its_pages_with_it(client):
    file = public()
    seen = client.get(page_of(file))
    approver = member(Role.APPROVER, file.notice.agency)

    withdraw(
        file.notice, by=approver, ground=WithdrawalGround.PRIVACY, reason="涉及隐私。"
    )

    gone = client.get(page_of(file), headers={"If-None-Match": seen["ETag"]})
    assert gone.status_code == 410
    assert file.title not in gone.text
    assert client.get(picture_of(file)).status_code == 404


def test_an_archived_notice_answers_410_for_its_pages(client):
    file = public()

    archive(file.notice, by=member(Role.APPROVER, file.notice.agency), reason="到期。")

    assert client.get(page_of(file)).status_code == 410


def test_drafts_and_internal_notices_are_read_at_the_desk(client):
    draft, file = with_file()
    pages = [
        reverse("desk-notice-attachment", args=[draft.pk, file.pk]),
        reverse("desk-notice-attachment-picture", args=[draft.pk, file.pk, 1]),
    ]
    assert [client.get(page).status_code for page in pages] == [302, 302]

    client.force_login(member(Role.EDITOR, agency()))
    assert [client.get(page).status_code for page in pages] == [404, 404]

    client.force_login(draft.author)
    shown, drawn = (client.get(page) for page in pages)
    assert shown.status_code == drawn.status_code == 200
    assert shown["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in shown.text
    assert f'src="{pages[1]}"' in shown.text


# --- The only text is a scan ---------------------------------------------------------

WARNING = "only text of this notice is a scan"


def warned_on(client, draft) -> list[bool]:
    """On the desk, and on the form."""
    draft.author.is_staff = True
    draft.author.language = "en"
    draft.author.save()
    client.force_login(draft.author)
    pages = (
        reverse("desk-notice", args=[draft.pk]),
        reverse("admin:notices_notice_change", args=[draft.pk]),
    )
    return [WARNING in client.get(page).text for page in pages]


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", blank_pdf(pages=1)), ("a.png", picture("PNG"))]
)
def test_a_scan_as_the_only_text_is_told_before_submission(client, name, content):
    draft, _file = with_file(name, content, body="<p>现予公布，详见附件。</p>")

    assert warned_on(client, draft) == [True, True]


def test_a_picture_in_a_word_document_is_shown_and_is_a_scan_where_it_is_all(client):
    word = Word()
    word.file.add_picture(io.BytesIO(picture("PNG", size=(600, 900))))
    draft, file = with_file("扫描.docx", word.content(), body="")
    assert warned_on(client, draft) == [True, True]
    publish(draft)

    page = client.get(page_of(file)).text
    drawn = client.get(picture_of(file))

    assert f'src="{picture_of(file)}"' in page
    assert 'width="600"' in page
    assert SCAN_WORDS in page
    assert drawn["Content-Type"].startswith("image/")
    assert client.get(picture_of(file, 2)).status_code == 404


@pytest.mark.parametrize(
    ("body", "content"),
    [(LONG_TEXT, blank_pdf(pages=1)), ("", pdf_of("FLOOD PLAN FOR ALL TOWNSHIPS"))],
    ids=["text in the notice", "text in the file"],
)
def test_where_there_is_a_text_nobody_is_warned(client, body, content):
    draft, _file = with_file(content=content, body=body)

    assert warned_on(client, draft) == [False, False]


def test_a_broken_file_is_told_before_submission(client):
    draft, _file = with_file("坏文件.pdf", b"%PDF-1.7\nbroken", body=LONG_TEXT)
    warned_on(client, draft)

    for name in ("desk-notice", "admin:notices_notice_change"):
        page = client.get(reverse(name, args=[draft.pk])).text
        assert "open this file on the page, perhaps not at all: 坏文件" in page


# --- Jobs ----------------------------------------------------------------------------


def test_a_file_attached_twice_is_opened_once():
    _draft, first = with_file()
    _draft, second = with_file()

    assert first.public_digest == second.public_digest
    assert Extraction.objects.count() == 1


def test_only_an_opened_public_file_makes_cached_pages_stale():
    before = SiteState.objects.current().version
    with_file()
    assert SiteState.objects.current().version == before

    draft = draft_notice()
    attachment(draft, name="b.pdf", content=pdf_of("ANOTHER PLAN OF 2026"))
    publish(draft)
    published = SiteState.objects.current().version
    open_all()
    assert SiteState.objects.current().version == published + 1


def test_attachments_of_an_older_release_are_opened_by_a_command(client):
    file = public()
    broken = public(name="b.pdf", content=b"%PDF-1.7\nbroken")
    Extraction.objects.all().delete()

    out = StringIO()
    call_command("extract_attachments", stdout=out)
    call_command("extract_attachments", "--again", stdout=out)
    call_command("extract_attachments", stdout=out)

    counts = [line.split() for line in out.getvalue().splitlines()]
    assert [[row[0], row[3]] for row in counts] == [["1", "1"], ["0", "1"], ["0", "0"]]
    assert "FLOOD PLAN OF THE COUNTY 2026" in client.get(page_of(file)).text
    assert client.get(page_of(broken)).status_code == 200


def test_a_lost_job_is_enqueued_again():
    draft = draft_notice()
    attachment(draft, name="a.pdf", content=pdf_of("FLOOD PLAN OF THE COUNTY 2026"))

    assert resume_lost().startswith("0 ")
    Extraction.objects.update(asked_at="2020-01-01T00:00:00Z")
    assert resume_lost().startswith("1 ")
    assert resume_lost().startswith("0 ")


def test_what_hangs_on_no_notice_any_more_is_forgotten():
    _draft, file = with_file()
    keeping.ask_for("0" * 64, file.media_type)
    Extraction.objects.update(asked_at="2020-01-01T00:00:00Z")

    forget_opened_files()

    assert Extraction.objects.get().digest == file.public_digest


# --- API -----------------------------------------------------------------------------


def test_the_api_names_the_page_and_what_is_known_of_the_file(client, settings):
    file = public()
    scan = public(content=blank_pdf(pages=3))

    rows = [
        client.get(f"/api/v1/notices/{each.notice_id}/").json()["attachments"][0]
        for each in (file, scan)
    ]

    assert rows[0]["page_url"] == f"{settings.SITE_URL}{page_of(file)}"
    assert [(row["pages"], row["has_text"]) for row in rows] == [(1, True), (3, False)]
