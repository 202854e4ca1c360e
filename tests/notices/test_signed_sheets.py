"""审批单: printed, signed with a pen, brought in by a second account with a photograph
that nobody but those who work on the notice ever sees."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.unneeded import remove_unneeded
from disclosure_portal.foundation.workflow import NotAllowed
from notices.deciders import responsible_for
from notices.deciding import agree
from notices.erasures import erase_for_good
from notices.models import Notice, NoticeStatus, ReviewDecision, SheetPhoto
from notices.publication import withdraw
from notices.review import submit
from tests.factories import agency, correction_of, member, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    notice_at,
    pass_step,
    whole_chain,
)
from tests.factories.directories import county
from tests.foundation.made_files import picture

pytestmark = pytest.mark.django_db


def page_url(notice):
    return reverse("desk-notice", args=[notice.pk])


def offered(page):
    return [button.deed.name for button in page.context["panel"]["buttons"]]


def photo():
    return SimpleUploadedFile("审批单.jpg", picture("JPEG"), content_type="image/jpeg")


def sheet_url(notice):
    return reverse("desk-signed-sheet", args=[notice.pk])


def bring_in(client, notice, signer="何审核", **words):
    read = {"content_version": notice.content_version, "round": notice.round}
    sent = {"signer": signer, "photo": photo(), "all_ticks": "on"} | words
    return client.post(sheet_url(notice), read | {"step": notice.step} | sent)


@pytest.fixture
def paper_unit(db):
    unit = agency("小镇")
    whole_chain(unit, takes_paper=True)
    return unit


def test_a_sheet_is_printed_for_who_works_on_it(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))

    answer = client.get(reverse("desk-sheet", args=[notice.pk]))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    line = AuditEntry.objects.get(action="exported")
    assert (line.target_id, line.note) == (notice.pk, "sheet.pdf")
    client.force_login(member(Role.EDITOR, agency()))
    assert client.get(reverse("desk-sheet", args=[notice.pk])).status_code == 404


def test_one_second_account_brings_in_what_three_have_signed(client, paper_unit):
    notice = notice_at("review", paper_unit)
    person = member(Role.EDITOR, paper_unit, name="代录员")
    client.force_login(person)

    for signer in ("何审核", "高组长", "黎镇长"):
        notice = Notice.objects.get()
        assert bring_in(client, notice, signer).status_code == 302

    rows = ReviewDecision.objects.order_by("pk")
    assert Notice.objects.get().status == NoticeStatus.PUBLISHED
    assert [row.paper_signer for row in rows] == ["何审核", "高组长", "黎镇长"]
    assert {row.by for row in rows} == {person}
    page = client.get(page_url(notice)).content.decode()
    assert "何审核（纸质签批），由代录员录入" in page


def test_the_photograph_is_seen_by_who_works_on_it_only(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, notice)
    url = reverse("desk-sheet-photo", args=[ReviewDecision.objects.get().pk])

    seen = client.get(url)

    assert seen.headers["Content-Type"] == "image/jpeg"
    client.force_login(member(Role.EDITOR, agency()))
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_the_writer_brings_no_sheet_in(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(notice.author)

    assert bring_in(client, notice).status_code == 400
    assert Notice.objects.get().step == "review"


@pytest.mark.parametrize("name", ["signer", "photo", "all_ticks"])
def test_a_sheet_without_name_photograph_or_statements_is_none(
    client, paper_unit, name
):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))

    assert bring_in(client, notice, **{name: ""}).status_code == 400
    assert not ReviewDecision.objects.exists()


def test_nobody_signs_two_steps_on_paper_or_their_own_text(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, notice, "何审核")
    notice = Notice.objects.get()

    for signer in ("何审核", str(notice.author)):
        assert bring_in(client, notice, signer).status_code == 400

    assert ReviewDecision.objects.count() == 1


def test_who_decided_in_person_brings_no_sheet_in(client, paper_unit):
    notice = notice_at("review", paper_unit)
    person = member(Role.REVIEWER, paper_unit)
    agree(notice, by=person, ticks=ALL_TICKS)
    client.force_login(person)

    assert bring_in(client, notice).status_code == 400


def test_a_chain_without_paper_takes_none(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    client.force_login(member(Role.EDITOR, unit))

    assert bring_in(client, notice).status_code == 400
    assert not ReviewDecision.objects.filter(step="review").exists()


def test_a_photograph_is_a_picture(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    text = SimpleUploadedFile("审批单.jpg", b"text", content_type="image/jpeg")

    assert bring_in(client, notice, photo=text).status_code == 400


def test_the_county_overseer_reads_and_decides_nothing(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.OVERSEER, county()))

    assert offered(client.get(page_url(notice))) == []
    assert bring_in(client, notice).status_code == 400


# --- Names --------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["王 芳", "王　芳", " 王芳"])
def test_a_name_set_apart_is_the_same_name(client, paper_unit, written):
    notice = notice_at("review", paper_unit)
    notice.author.name = "王芳"
    notice.author.save()
    client.force_login(member(Role.EDITOR, paper_unit))

    assert bring_in(client, notice, written).status_code == 400
    assert not ReviewDecision.objects.exists()


def test_nobody_brings_in_their_own_signature(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.REVIEWER, paper_unit, name="何审核"))

    answer = bring_in(client, notice, "何审核")

    assert answer.status_code == 400
    assert "不能由自己录入" in answer.content.decode()


def test_who_changed_the_text_signs_no_sheet(client, paper_unit):
    draft = chained_draft(paper_unit)
    helper = member(Role.EDITOR, paper_unit, name="帮写员")
    draft.lock_content(by=helper)
    notice = handed_in(draft)
    client.force_login(member(Role.EDITOR, paper_unit))

    assert bring_in(client, notice, "帮写员").status_code == 400


def handed_in(draft):
    submit(draft, by=draft.author)
    return draft


def test_who_signed_one_step_on_paper_decides_no_other_in_person(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, notice, "何审核")
    person = member(Role.REVIEWER, paper_unit, name="何审核")

    with pytest.raises(NotAllowed):
        agree(Notice.objects.get(), by=person, ticks=ALL_TICKS)


@pytest.mark.parametrize("written", ["王芳", "王 芳"])
def test_who_signed_on_paper_waits_on_no_desk_for_another_step(
    client, paper_unit, written
):
    notice = notice_at("review", paper_unit)
    person = member(Role.REVIEWER, paper_unit, name="王芳")
    client.force_login(member(Role.EDITOR, paper_unit))

    bring_in(client, notice, written)

    (waiting,) = responsible_for([notice.pk]).values()
    assert person.pk not in waiting
    with pytest.raises(NotAllowed):
        agree(Notice.objects.get(), by=person, ticks=ALL_TICKS)


def test_who_brought_a_sheet_in_decides_no_other_step_in_person(client, paper_unit):
    notice = notice_at("review", paper_unit)
    person = member(Role.REVIEWER, paper_unit)
    client.force_login(person)
    bring_in(client, notice, "何审核")

    with pytest.raises(NotAllowed):
        agree(Notice.objects.get(), by=person, ticks=ALL_TICKS)


def test_a_sheet_of_an_earlier_step_decides_no_later_one(client, paper_unit):
    notice = notice_at("review", paper_unit)
    older = Notice.objects.get()
    pass_step(notice)
    client.force_login(member(Role.EDITOR, paper_unit))

    answer = bring_in(client, older, "何审核")

    assert answer.status_code == 400
    assert "在您操作期间" in answer.content.decode()
    assert Notice.objects.get().step == "agreement"


# --- Nobody else sees it ------------------------------------------------------------


def sheet_doors(notice):
    """The sheet, the form for it, each photograph."""
    photos = SheetPhoto.objects.values_list("decision", flat=True)
    return [
        reverse("desk-sheet", args=[notice.pk]),
        sheet_url(notice),
        *(reverse("desk-sheet-photo", args=[pk]) for pk in photos),
    ]


STRANGERS = {
    "nobody in particular": lambda _unit: user(),
    "reader of the unit": lambda unit: member(Role.READER, unit),
    "clerk of the unit": lambda unit: member(Role.MAILBOX_CLERK, unit),
    "inspector of the county": lambda _unit: member(Role.INSPECTOR, county()),
    "approver elsewhere": lambda _unit: member(Role.APPROVER, agency()),
    "below": lambda unit: member(Role.APPROVER, agency(parent=unit)),
    "superuser": lambda _unit: user(is_superuser=True, is_staff=True),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_neither_sheet_nor_photograph_is_for_strangers(client, paper_unit, who):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, notice)
    doors = sheet_doors(notice)
    assert [client.get(door).status_code for door in doors] == [200] * 3

    client.force_login(STRANGERS[who](paper_unit))

    assert [client.get(door).status_code for door in doors] == [404] * 3


def test_the_public_never_reads_them_not_even_of_what_is_public(client, paper_unit):
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    for signer in ("何审核", "高组长", "黎镇长"):
        bring_in(client, Notice.objects.get(), signer)
    doors = sheet_doors(notice)
    digests = list(SheetPhoto.objects.values_list("digest", flat=True))
    insiders = [client.get(door).status_code for door in doors]
    client.logout()

    pages = [
        client.get(f"{where}{notice.get_absolute_url()}").content.decode()
        for where in ("", "/api/v1")
    ]

    assert insiders == [404, 404, 200, 200, 200]
    assert [client.get(door).status_code for door in doors] == [302] * 5
    assert all(digest not in page for digest in digests for page in pages)
    assert all("何审核" not in page for page in pages)
    assert client.get(f"/media/{digests[0]}").status_code == 404


def test_what_the_camera_sent_is_gone_a_day_later(client, paper_unit):
    """It names a place and an hour; the picture that is kept was drawn anew."""
    notice = notice_at("review", paper_unit)
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, notice)
    kept = SheetPhoto.objects.get().digest
    sent = sha256(picture("JPEG")).hexdigest()
    assert sent != kept
    assert store.exists(sent)

    with time_machine.travel(clock.now() + timedelta(days=2)):
        remove_unneeded()

    assert (store.exists(sent), store.exists(kept)) == (False, True)


def test_the_photograph_goes_with_what_is_erased(
    client, paper_unit, django_capture_on_commit_callbacks
):
    notice = notice_at("review", paper_unit)
    editor = member(Role.EDITOR, paper_unit)
    client.force_login(editor)
    for signer in ("何审核", "高组长", "黎镇长"):
        bring_in(client, Notice.objects.get(), signer)
    photo = SheetPhoto.objects.all()[0]
    door = reverse("desk-sheet-photo", args=[photo.decision_id])
    first, second = (member(Role.APPROVER, paper_unit) for _each in range(2))
    notice = Notice.objects.get()
    withdraw(notice, by=first, ground="privacy", reason="误登。")
    assert client.get(door).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        erase_for_good(notice, by=second)

    page = client.get(page_url(notice)).content.decode()
    assert client.get(door).status_code == 404
    assert not store.path_of(photo.digest).exists()
    assert door not in page
    assert "何审核" not in page


def test_the_sheets_of_a_correction_go_with_its_notice(client, paper_unit):
    public = notice_at("signature", paper_unit)
    pass_step(public)
    correction = handed_in(correction_of(public, title="新题"))
    client.force_login(member(Role.EDITOR, paper_unit))
    bring_in(client, correction)
    first, second = (member(Role.APPROVER, paper_unit) for _each in range(2))
    public = Notice.objects.get(pk=public.pk)
    withdraw(public, by=first, ground="privacy", reason="误登。")

    erase_for_good(public, by=second)

    assert not SheetPhoto.objects.exists()
