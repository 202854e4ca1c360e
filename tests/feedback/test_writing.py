"""A citizen writes without an account: step by step, and nothing is lost on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from disclosure_portal.foundation.clock import frozen_at
from feedback.contacts import contact_for_sending
from feedback.models import Accusation, Letter, LetterContact, LetterFile, LetterKind
from tests.factories import agency, published_notice
from tests.factories.letters import mailbox

pytestmark = pytest.mark.django_db
URL = "/letters/new/"


class Writer:
    """A browser without scripts: it sends back what stands in the form."""

    def __init__(self, client: Client, address: str = URL) -> None:
        self.client = client
        self.page = client.get(address)
        self.started = timezone.now()

    @property
    def text(self) -> str:
        return str(self.page.content.decode())

    def hidden(self) -> dict[str, str]:
        found = re.findall(
            r'<input type="hidden"\s+name="([^"]+)"(?:\s+value="([^"]*)")?', self.text
        )
        return dict(found)

    def send(self, go: str = "next", **typed: Any) -> Any:
        with frozen_at(self.started + timedelta(minutes=2)):
            self.page = self.client.post(URL, {**self.hidden(), **typed, "go": go})
        return self.page

    def write(self, box: Any, **typed: Any) -> Any:
        """All steps up to the preview."""
        self.send(mailbox=box.code, kind=typed.pop("kind", LetterKind.COMPLAINT))
        self.send(unit=typed.pop("unit", ""), **_some(typed, "accuses", "place_words"))
        self.send(
            title=typed.pop("title", "路灯不亮"),
            text=typed.pop("text", "幸福路的路灯三天不亮。"),
            **_some(typed, "upload"),
        )
        return self.send(
            **{"anonymity": "public", "wants_publication": "no", "name": "王小明"}
            | {"telephone": "13800138000"}
            | typed
        )


def _some(typed: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: typed.pop(name) for name in names if name in typed}


def test_a_letter_is_written_in_five_steps_and_its_receipt_says_what_comes(
    client: Client,
) -> None:
    writer = Writer(client)
    writer.write(mailbox())
    assert "幸福路的路灯三天不亮。" in writer.text
    writer.send("send")
    letter = Letter.objects.get()
    assert letter.number in writer.text
    assert "当日不计" in writer.text
    assert LetterContact.objects.get().letter == letter


def test_sent_twice_it_shows_the_same_receipt(client: Client) -> None:
    writer = Writer(client)
    writer.write(mailbox())
    form = writer.hidden()
    first = writer.send("send").content
    with frozen_at(writer.started + timedelta(minutes=3)):
        again = client.post(URL, {**form, "go": "send"}).content
    assert again == first
    assert Letter.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_typed_stays(client: Client) -> None:
    writer = Writer(client)
    box = mailbox()
    writer.send(mailbox=box.code, kind=LetterKind.COMPLAINT)
    writer.send(unit="")
    answer = writer.send(title="路灯不亮", text="")
    assert answer.status_code == 400
    assert "路灯不亮" in writer.text
    assert "error-summary" in writer.text


def test_going_back_keeps_every_word(client: Client) -> None:
    writer = Writer(client)
    writer.write(mailbox())
    writer.send("back")
    writer.send("back")
    assert "幸福路的路灯三天不亮。" in writer.text


def test_ten_megabytes_of_text_get_a_clear_answer(client: Client) -> None:
    writer = Writer(client)
    writer.send(mailbox=mailbox().code, kind=LetterKind.COMPLAINT)
    writer.send(unit="")
    answer = writer.send(title="路灯", text="灯" * 300_000)
    assert answer.status_code == 400
    assert "300000" in writer.text


def test_a_letter_of_marks_only_is_asked_for_words(client: Client) -> None:
    writer = Writer(client)
    writer.send(mailbox=mailbox().code, kind=LetterKind.COMPLAINT)
    writer.send(unit="")
    assert writer.send(title="!!!", text="……").status_code == 400


def test_signs_that_turn_the_reading_direction_are_taken_out(client: Client) -> None:
    writer = Writer(client)
    writer.write(
        mailbox(), title="路灯\u202e不亮😀", text="<script>alert(1)</script>灯"
    )
    assert "<script>alert" not in writer.text
    writer.send("send")
    assert Letter.objects.get().title == "路灯不亮😀"


def test_a_file_travels_with_the_letter_and_a_program_is_refused(
    client: Client,
) -> None:
    writer = Writer(client)
    writer.send(mailbox=mailbox().code, kind=LetterKind.COMPLAINT)
    writer.send(unit="")
    writer.send(
        "attach",
        title="路灯",
        text="不亮",
        upload=SimpleUploadedFile("灯.txt", "坏了".encode()),
    )
    assert "灯.txt" in writer.text
    refused = writer.send(
        "attach", title="路灯", text="不亮", upload=SimpleUploadedFile("a.txt", b"MZ\0")
    )
    assert refused.status_code == 400
    assert "灯.txt" in writer.text
    writer.send(title="路灯", text="不亮")
    writer.send(anonymity="public", wants_publication="no")
    writer.send("send")
    assert LetterFile.objects.get().file_name == "灯.txt"


def test_who_fills_the_trap_or_sends_at_once_is_told_how_to_go_on(
    client: Client,
) -> None:
    writer = Writer(client)
    writer.write(mailbox())
    assert writer.send("send", homepage="http://spam").status_code == 400
    with frozen_at(writer.started + timedelta(seconds=1)):
        answer = client.post(URL, {**writer.hidden(), "go": "send"})
    assert answer.status_code == 400
    assert not Letter.objects.exists()
    writer.send("send")
    assert Letter.objects.exists()


def test_the_same_words_again_and_again_have_to_wait(
    client: Client, settings: Any
) -> None:
    settings.LETTERS_OF_SAME_WORDS_A_DAY = 2
    box = mailbox()
    codes = []
    for _number in range(3):
        writer = Writer(client)
        writer.write(box)
        codes.append(writer.send("send").status_code)
    assert codes == [200, 200, 429]


def test_a_crowd_at_one_address_is_never_refused(client: Client) -> None:
    box = mailbox()
    for number in range(30):
        writer = Writer(Client())
        writer.write(box, title=f"第{number}件事", telephone="")
        assert writer.send("send").status_code == 200
    assert Letter.objects.count() == 30


def test_a_letter_on_the_conduct_of_a_unit_is_kept_from_it(client: Client) -> None:
    unit = agency("水务局")
    writer = Writer(client)
    writer.write(mailbox(), unit="水务局", accuses="on")
    assert "看不到" in writer.text
    writer.send("send")
    assert Accusation.objects.get().agency == unit


CHILD = {"is_child": "on", "child_age": "10-13", "guardian": "王大明"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"guardian": ""}, "请填写监护人姓名"),
        ({"guardian": "……"}, "请用文字填写姓名"),
        ({"child_age": ""}, "请选择孩子的年龄段"),
        ({"child_age": "14-17"}, "child_age"),
        ({"guardian": "王小明"}, "监护人与孩子不能是同一人"),
        ({"is_child": ""}, "不满14周岁的请勾选"),
    ],
    ids=["nobody", "no-words", "no-age", "too-old", "the-child", "not-ticked"],
)
def test_a_child_under_14_has_an_age_and_a_guardian(
    typed: dict[str, str], said: str, client: Client
) -> None:
    writer = Writer(client)
    answer = writer.write(mailbox(), **CHILD | typed)

    assert answer.status_code == 400
    assert said in writer.text
    assert Letter.objects.count() == 0


def test_the_guardian_and_the_age_are_kept_encrypted(client: Client) -> None:
    writer = Writer(client)
    writer.write(mailbox(), **CHILD)
    writer.send("send")
    letter = Letter.objects.get()
    contact = contact_for_sending(letter)

    assert (contact.guardian, contact.child_age) == ("王大明", "10-13")
    row = LetterContact.objects.values().get()
    assert row["by_guardian"]
    assert "王大明" not in repr(row)


def test_a_letter_on_a_notice_names_it_and_its_version(client: Client) -> None:
    notice = published_notice(title="收费公示")
    box = mailbox()
    writer = Writer(
        client, f"{URL}?notice={notice.pk}&revision=1&line=3&line_words=停车费"
    )
    writer.send(mailbox=box.code, kind=LetterKind.CORRECTION)
    writer.send(fault="charged")
    writer.send(title="多收了", text="收了四十元。")
    writer.send(anonymity="public", wants_publication="no")
    writer.send("send")
    letter = Letter.objects.get()
    assert (letter.notice, letter.revision, letter.line_key) == (notice, 1, "3")
    assert "停车费" in letter.line_words
