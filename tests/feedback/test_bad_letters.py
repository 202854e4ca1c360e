"""What nobody should send and somebody will: too much text, too many files, bombs, the
same letter again and again. A clear answer, and what was typed is not lost."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.clock import frozen_at
from disclosure_portal.foundation.large_forms import sent_form
from feedback import answering, intake, letter_codes
from feedback.models import Letter, LetterFile, LetterKind, LetterStatus, Mailbox
from feedback.submitting import submit
from tests.factories import agency
from tests.factories.letters import (
    given,
    mailbox,
    office_clerk,
    receipt,
    submitted_letter,
    unit_clerk,
)

from .test_letter_budgets import bomb
from .test_writing import URL, Writer

pytestmark = pytest.mark.django_db

TRACK = "/letters/track/"
TITLE, TEXT = "路灯不亮", "幸福路的路灯三天不亮。"
MIB = 1024 * 1024


@pytest.fixture
def box() -> Mailbox:
    return mailbox()


@pytest.fixture
def writer(box: Mailbox, client: Client) -> Writer:
    """Somebody who has come as far as the words."""
    writer = Writer(client)
    writer.send(mailbox=box.code, kind=LetterKind.COMPLAINT)
    writer.send(unit="")
    return writer


def uploads(count: int) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(f"{number}.txt", f"第{number}份".encode())
        for number in range(count)
    ]


@pytest.mark.parametrize("sign", ["灯", "灯😀", "\u202e反", "<script>"])
def test_more_text_than_a_mailbox_takes_is_named_and_stays(
    sign: str, writer: Writer, box: Mailbox
) -> None:
    text = sign * (9 * MIB // len(sign.encode()))

    answer = writer.send(title=TITLE, text=text)

    assert answer.status_code == 400
    assert str(box.text_limit) in writer.text
    assert "您写的内容仍在下面" in writer.text
    assert TITLE in writer.text
    assert "<script><script>" not in writer.text
    assert not Letter.objects.exists()


@pytest.mark.parametrize("sign", ["a", "灯", "😀", "\x00", "%", "&"])
def test_of_more_than_ten_megabytes_the_form_and_its_beginning_come_back(
    sign: str, writer: Writer, box: Mailbox
) -> None:
    text = "路灯坏了。" + sign * (10 * MIB // len(sign.encode()))

    answer = writer.send(title=TITLE, text=text, upload=uploads(1))

    assert answer.status_code == 413
    assert "超过10 MB" in writer.text
    assert f"正文最多{box.text_limit}字" in writer.text
    assert f'value="{TITLE}"' in writer.text
    assert "路灯坏了。" in writer.text
    assert len(answer.content) < 4 * MIB
    assert not Letter.objects.exists()
    writer.send(title=TITLE, text=TEXT)
    writer.send(anonymity="public", wants_publication="no")
    writer.send("send")
    assert Letter.objects.get().text == TEXT


def test_signs_that_nobody_types_or_sees_are_left_out(writer: Writer) -> None:
    writer.send(title="路\x00灯\u202e", text="三天\x00不\u200b亮。")
    writer.send(anonymity="public", wants_publication="no")
    writer.send("send")

    letter = Letter.objects.get()
    assert (letter.title, letter.text) == ("路灯", "三天不亮。")


def test_a_form_without_files_that_is_too_long_comes_back_too(
    writer: Writer, client: Client
) -> None:
    sent = {**writer.hidden(), "title": TITLE, "text": "灯" * (2 * MIB), "go": "next"}

    answer = client.post(
        URL, urlencode(sent), content_type="application/x-www-form-urlencoded"
    )

    page = answer.content.decode()
    assert answer.status_code == 413
    assert f'value="{TITLE}"' in page
    assert "灯灯灯" in page
    assert "\ufffd" not in page


def test_of_a_letter_that_is_too_long_no_more_than_its_beginning_is_in_memory(
    writer: Writer,
) -> None:
    form = {**writer.hidden(), "title": TITLE, "text": "a" * (60 * MIB), "go": "next"}
    body = encode_multipart(BOUNDARY, form)
    del form
    request = RequestFactory().generic("POST", URL, body, MULTIPART_CONTENT)
    tracemalloc.start()

    sent = sent_form(request, "upload")

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent.refusal
    assert sent.fields["title"] == TITLE
    assert peak < 40 * MIB


def test_of_too_many_files_none_is_kept_and_the_words_are(
    writer: Writer, box: Mailbox
) -> None:
    answer = writer.send("attach", title=TITLE, text=TEXT, upload=uploads(101))

    assert answer.status_code == 413
    assert "一次最多发送100个文件" in writer.text
    assert f"{box.file_limit}个文件" in writer.text
    assert TEXT in writer.text
    assert writer.text.count('name="drop"') == 0


def test_a_supplement_that_is_too_long_is_not_added_and_stays(
    box: Mailbox, client: Client
) -> None:
    letter, code = receipt(box)[:2]
    intake.accept(letter, by=office_clerk(letter))
    intake.assign(letter, agency("住建局"), by=office_clerk(letter))
    intake.take_up(letter, by=unit_clerk(letter))
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    asked = {"number": letter.number, "code": code, "do": "supplement"}

    answer = client.post(TRACK, asked | {"supplement": "第三盏" + "a" * (10 * MIB)})

    page = answer.content.decode()
    assert answer.status_code == 413
    assert "超过10 MB" in page
    assert "第三盏" in page
    letter.refresh_from_db()
    assert letter.status == LetterStatus.WAITING


def test_any_other_form_that_is_too_long_is_told_how_much_is_read(
    client: Client,
) -> None:
    answer = client.post("/accounts/login/", {"username": "a" * (10 * MIB + 1)})

    page = answer.content.decode()
    assert answer.status_code == 413
    assert "发送的内容过多" in page
    assert "超过10 MB" in page


def test_a_program_is_told_so_as_a_problem(client: Client) -> None:
    body = b'{"number": "' + b"1" * (10 * MIB) + b'"}'

    answer = client.post("/api/v1/letters/track/", body, "application/json")

    assert answer.status_code == 413
    assert answer.json()["errors"][0]["code"] == "too_large"


def test_of_a_hundred_files_as_many_as_the_mailbox_takes_are_kept(
    writer: Writer, box: Mailbox
) -> None:
    answer = writer.send("attach", title=TITLE, text=TEXT, upload=uploads(100))

    assert answer.status_code == 400
    assert f"{box.file_limit}" in writer.text
    assert writer.text.count('name="drop"') == box.file_limit
    assert TEXT in writer.text
    writer.send(title=TITLE, text=TEXT)
    writer.send(anonymity="public", wants_publication="no")
    writer.send("send")
    assert LetterFile.objects.count() == box.file_limit


def test_a_bomb_is_named_and_the_other_file_and_the_words_stay(writer: Writer) -> None:
    files = [SimpleUploadedFile("表.xlsx", bomb()), *uploads(1)]

    answer = writer.send("attach", title=TITLE, text=TEXT, upload=files)

    assert answer.status_code == 400
    assert "表.xlsx" in writer.text
    assert writer.text.count('name="drop"') == 1
    assert TEXT in writer.text


def test_a_file_without_a_byte_and_one_that_is_too_large_are_named(
    writer: Writer,
) -> None:
    large = SimpleUploadedFile("大.txt", b"a" * (settings.LETTER_FILE_MAX_BYTES + 1))
    files = [SimpleUploadedFile("空.txt", b""), large]

    answer = writer.send("attach", title=TITLE, text=TEXT, upload=files)

    assert answer.status_code == 400
    assert "大.txt" in writer.text
    assert writer.text.count('name="drop"') == 0


def test_one_letter_sent_from_many_forms_is_taken_in_as_often_as_is_allowed(
    box: Mailbox, client: Client
) -> None:
    writer = Writer(client)
    writer.write(box)
    form = writer.hidden()
    codes = []
    for _number in range(60):
        form["token"] = letter_codes.new_token()
        with frozen_at(clock.now() + timedelta(minutes=2)):
            codes.append(Client().post(URL, {**form, "go": "send"}).status_code)

    most = settings.LETTERS_OF_SAME_WORDS_A_DAY
    assert codes == [200] * most + [429] * (60 - most)
    assert Letter.objects.count() == most


def test_one_form_sent_a_thousand_times_is_one_letter(box: Mailbox) -> None:
    letter = given(box)
    token = letter_codes.new_token()

    receipts = {submit(letter, token=token)[:2] for _number in range(1_000)}

    assert len(receipts) == 1
    assert Letter.objects.count() == 1


def test_strange_signs_come_back_at_the_desk_as_they_were_written(
    box: Mailbox, client: Client
) -> None:
    letter = submitted_letter(
        box, title="😀🚰", text="<img src=x onerror=alert(1)>👨‍👩‍👧"
    )
    client.force_login(office_clerk(letter))

    page = client.get(f"/desk/letters/{letter.pk}/").content.decode()

    assert "😀🚰" in page
    assert "&lt;img src=x onerror=alert(1)&gt;👨‍👩‍👧" in page
    assert "<img src=x" not in page
