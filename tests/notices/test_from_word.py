"""The page that starts a draft from a Word document."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation.models import AuditEntry
from notices.models import Audience, Notice, NoticeStatus
from tests import factories as make
from tests.foundation import made_files as made
from tests.word_documents import NEEDS_LIBREOFFICE, Word, as_doc, official

pytestmark = pytest.mark.django_db

PAGE = "/desk/notices/from-word/"


@pytest.fixture
def unit(db):
    return make.agency("清源县交通运输局")


@pytest.fixture
def editor(client, unit):
    """An editor, signed in, who reads English."""
    person = make.member(Role.EDITOR, unit, is_staff=True, language="en")
    client.force_login(person)
    return person


@pytest.fixture
def board(db):
    return make.board("政策文件")


@pytest.fixture
def send(client, unit, board):
    """Send the form with a document, and whatever else is said."""

    def post(document, name="通知.docx", **words):
        content = document.content() if isinstance(document, Word) else document
        data = {"agency": unit.pk, "board": board.pk} | words
        return client.post(PAGE, data | {"file": SimpleUploadedFile(name, content)})

    return post


def told(client, answer):
    """The messages on the page that follows."""
    page = client.get(answer.headers["Location"])
    return [str(message) for message in page.context["messages"]]


# --- What becomes of a document -----------------------------------------------------


def test_a_document_becomes_a_draft_with_its_parts_filled_in(editor, send, unit, board):
    answer = send(official())

    draft = Notice.objects.get()
    assert answer.headers["Location"] == reverse(
        "admin:notices_notice_change", args=[draft.pk]
    )
    assert draft.status == NoticeStatus.DRAFT
    assert (draft.agency, draft.board, draft.author) == (unit, board, editor)
    assert draft.title == "清源县人民政府关于印发清源县农村公路管理办法的通知"
    assert draft.document_number == "清政发〔2026〕5号"
    assert draft.issued_on == date(2026, 3, 5)
    assert draft.effective_from == date(2026, 4, 1)
    assert draft.effective_until == date(2031, 3, 31)
    assert draft.body.startswith("<p>各乡镇人民政府，县政府各部门：</p>")
    assert draft.body.endswith("2026年3月6日印发</p>")
    assert not draft.attachments.exists()


@NEEDS_LIBREOFFICE
@pytest.mark.parametrize("name", ["通知.doc", "通知.wps"])
def test_an_old_document_becomes_the_same_draft(editor, send, tmp_path, name):
    send(official())

    send(as_doc(official().content(), tmp_path), name, keep_file="on")

    new, old = Notice.objects.order_by("pk")
    for field in ("title", "document_number", "issued_on", "effective_until", "body"):
        assert getattr(old, field) == getattr(new, field)
    assert old.attachments.get().file_name == name


def test_its_tables_stand_in_the_text(editor, send):
    word = official(lambda word: word.table([["路线", "里程"], ["甲乙路", "3.2"]]))

    send(word)

    assert "<td>甲乙路</td><td>3.2</td>" in Notice.objects.get().body


def test_the_trail_says_who_made_the_draft(editor, send):
    send(official())

    draft = Notice.objects.get()
    entry = AuditEntry.objects.get(action="created", target_id=draft.pk)
    assert entry.actor == editor


def test_what_was_recognised_is_said(client, editor, send):
    said = told(client, send(official()))

    assert "清政发〔2026〕5号" in said[0]
    assert "2026-03-05" in said[0]
    assert any("清源县人民政府文件" in line for line in said)
    assert any(
        "《清源县农村公路管理办法》, 《农村公路养护责任表》" in line for line in said
    )


def test_what_was_left_out_is_said(client, editor, send):
    word = Word()
    word.line("关于防汛的通知", align="center")
    paragraph = word.line("各乡镇要做好准备。")
    paragraph.add_run("内部电话").font.hidden = True
    word.file.add_comment(paragraph.runs, text="是否公开？", author="甲")
    word.file.add_picture(io.BytesIO(made.picture("PNG")))

    said = "\n".join(told(client, send(word)))

    assert "1 pictures" in said
    assert "1 hidden passages" in said
    assert "1 comments" in said
    assert "Not found in the document: document number, issued on." in said
    assert "内部电话" not in Notice.objects.get().body


def test_a_remark_against_publication_is_repeated(client, editor, send):
    said = told(client, send(official(lambda word: word.line("（此件不公开）"))))

    assert any("（此件不公开）" in line for line in said)


def test_a_draft_that_exists_already_is_named(client, editor, send):
    send(official())

    said = told(client, send(official()))

    assert any("Perhaps this exists already" in line for line in said)


def test_without_a_title_the_name_of_the_file_is_taken(client, editor, send):
    word = Word()
    word.line("各乡镇人民政府：")

    answer = send(word, name="关于防汛的通知.docx")

    assert Notice.objects.get().title == "关于防汛的通知"
    assert "title from the file's name" in told(client, answer)[0]


def test_the_document_is_attached_only_if_asked(editor, send):
    send(official(), keep_file="on")

    attachment = Notice.objects.get().attachments.get()
    assert attachment.file_name == "通知.docx"
    assert attachment.uploaded_by == editor


def test_an_attached_document_gets_the_ending_of_its_content(editor, send):
    send(official(), name="改名.doc", keep_file="on")

    assert Notice.objects.get().attachments.get().file_name == "改名.docx"


def test_an_internal_board_makes_an_internal_draft(editor, send):
    internal = make.board(is_internal=True)

    send(official(), board=internal.pk)

    assert Notice.objects.get().audience == Audience.STAFF


# --- What is refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "空.docx", "empty"),
        (made.picture("PNG"), "图.docx", "png"),
        (made.docx(), "宏.docm", "macros"),
        (made.docx(word__vbaProject=b"x"), "宏.docx", "macros"),
        (made.docx()[:-30], "半.docx", "damaged"),
        (made.compound("EncryptedPackage"), "密.docx", "password"),
        (b"text", "文.txt", ".docx, .doc or .wps"),
    ],
    ids=["empty", "picture", "docm", "macro", "cut off", "password", "text"],
)
def test_a_bad_file_is_refused_beside_its_field_and_the_choices_stay(
    editor, send, unit, board, content, name, reason
):
    answer = send(content, name)

    form = answer.context["form"]
    assert answer.status_code == 400
    assert reason in str(form.errors["file"])
    assert f'<option value="{unit.pk}" selected>' in str(form["agency"])
    assert f'<option value="{board.pk}" selected>' in str(form["board"])
    assert not Notice.objects.exists()


def test_a_file_beyond_the_limit_of_attachments_is_refused(editor, send, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    answer = send(official())

    assert "larger than" in str(answer.context["form"].errors["file"])


def test_a_document_with_a_mark_of_secrecy_is_not_taken(editor, send):
    word = Word()
    word.line("机密★1年")
    word.line("关于某事的通知", align="center")

    answer = send(word, keep_file="on")

    assert "机密★1年" in str(answer.context["form"].errors["file"])
    assert not Notice.objects.exists()


def test_a_document_of_pictures_only_is_not_taken(editor, send):
    word = Word()
    word.file.add_picture(io.BytesIO(made.picture("PNG")))

    answer = send(word)

    assert "No text was found" in str(answer.context["form"].errors["file"])


def test_a_board_of_another_unit_is_refused_beside_its_field(editor, send, unit):
    other = make.agency(parent=unit)
    board = make.board(agency=other)

    answer = send(official(), board=board.pk)

    assert list(answer.context["form"].errors) == ["board"]


@pytest.mark.parametrize("missing", ["agency", "board", "file"])
def test_nothing_is_made_while_a_choice_is_missing(
    client, editor, unit, board, missing
):
    data = {
        "agency": unit.pk,
        "board": board.pk,
        "file": SimpleUploadedFile("通知.docx", official().content()),
    }
    del data[missing]

    answer = client.post(PAGE, data)

    assert list(answer.context["form"].errors) == [missing]
    assert not Notice.objects.exists()


def test_another_unit_is_not_among_the_choices(editor, send):
    answer = send(official(), agency=make.agency().pk)

    assert list(answer.context["form"].errors) == ["agency"]


# --- Who gets there -----------------------------------------------------------------


def test_the_page_asks_who_is_there(client):
    answer = client.get(PAGE)

    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [r for r in Role.values if r != Role.EDITOR])
def test_only_editors_start_drafts(client, unit, role, method):
    place = unit.parent if role == Role.INSPECTOR else unit
    client.force_login(make.member(role, place))

    assert getattr(client, method)(PAGE).status_code == 403


def test_a_superuser_without_the_role_starts_none(client):
    client.force_login(make.user(is_superuser=True, is_staff=True))

    assert client.get(PAGE).status_code == 403


def test_a_form_from_elsewhere_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(PAGE).status_code == 403


def test_the_only_unit_of_an_editor_is_chosen_already(client, editor, unit):
    form = client.get(PAGE).context["form"]

    assert f'<option value="{unit.pk}" selected>' in str(form["agency"])


def test_an_editor_of_two_units_chooses_one(client, editor):
    Membership.objects.create(user=editor, agency=make.agency(), role=Role.EDITOR)

    form = client.get(PAGE).context["form"]

    assert '<option value="" selected>' in str(form["agency"])


@pytest.mark.parametrize("address", ["/desk/", "/admin/notices/notice/"])
def test_the_page_is_linked_where_notices_are_written(client, editor, address):
    assert f'href="{PAGE}"' in client.get(address).content.decode()
