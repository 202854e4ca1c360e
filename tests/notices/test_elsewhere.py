"""Where else a notice was shown (线下公开记录): registered afterwards, with a proof."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.elsewhere import (
    confirm_posting,
    register_posting,
    store_proof,
    strike_posting,
)
from notices.leak_check import PersonalDataInWords
from notices.models import Posting
from notices.publication import withdraw
from tests.factories import (
    agency,
    approved_notice,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.postings import registered_posting, shown_elsewhere

from .logged import found

pytestmark = pytest.mark.django_db


def photograph():
    image, buffer = Image.new("RGB", (60, 40), "grey"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def shown(notice, **fields):
    return shown_elsewhere(notice, **{"number": 2, **fields})


def test_it_stands_on_the_page_with_place_days_number_and_photograph(client):
    notice = published_notice()
    digest = store_proof([photograph()], file_name="公示栏.jpg")
    posting = shown(notice, shown_until=date(2026, 3, 9), photo_digest=digest)

    page = client.get(notice.get_absolute_url()).text
    picture = client.get(posting.photo_url)

    for words in ("村务公开栏", "2026年3月2日", "2026年3月9日", posting.photo_url):
        assert words in page
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"CameraMaker" not in picture.getvalue()


def test_only_pictures_are_proofs():
    with pytest.raises(RefusedFile):
        store_proof([b"%PDF-1.4 text"], file_name="证明.pdf")


@pytest.mark.parametrize("make", [draft_notice, approved_notice, withdrawn_notice])
def test_what_is_not_published_is_not_registered(make):
    with pytest.raises(TransitionError):
        shown(make())


@pytest.mark.parametrize("role", [r for r in Role if r != Role.EDITOR])
def test_only_editors_of_the_unit_register(role):
    notice = published_notice()
    person = member(role, notice.agency)

    with pytest.raises(NotAllowed):
        register_posting(notice, Posting(place="x", shown_from="2026-03-02"), by=person)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPROVER])
def test_only_approvers_of_the_unit_strike(role):
    notice = published_notice()
    posting = shown(notice)
    person = member(role, notice.agency)

    with pytest.raises(NotAllowed):
        strike_posting(posting, by=person, reason="登记有误")


def test_a_place_holds_no_numbers_of_persons():
    with pytest.raises(PersonalDataInWords):
        shown(published_notice(), place="张三家 13800138000")


def test_why_it_was_struck_out_stays_in_the_trail_and_where_it_hung_does_not(client):
    notice = published_notice()
    posting = shown(notice, place="错误地点")
    posting_number = posting.pk

    strike_posting(
        posting, by=member(Role.APPROVER, notice.agency), reason="地点登记有误"
    )

    assert "错误地点" not in client.get(notice.get_absolute_url()).text
    entry = AuditEntry.objects.latest("pk")
    assert entry.note == "地点登记有误"
    assert entry.facts["posting"] == posting_number
    assert "错误地点" not in str(entry.facts)


def test_a_withdrawal_takes_photographs_and_records_with_it(client):
    notice = published_notice()
    digest = store_proof([photograph()], file_name="公示栏.jpg")
    posting = shown(notice, photo_digest=digest)

    withdraw(
        notice, by=member(Role.APPROVER, notice.agency), ground="wrong", reason="误"
    )

    assert client.get(posting.photo_url).status_code == 404
    assert client.get("/api/v1/elsewhere/").json()["results"] == []
    assert "村务公开栏" not in client.get(notice.get_absolute_url()).text


def test_records_of_internal_notices_are_in_no_door(client):
    notice = published_notice(audience="staff")
    digest = store_proof([photograph()], file_name="公示栏.jpg")
    posting = shown(notice, place="机关内网屏", photo_digest=digest)

    for door in ("/api/v1/elsewhere/", "/data/elsewhere.csv"):
        assert "机关内网屏" not in client.get(door).getvalue().decode()
    assert client.get(posting.photo_url).status_code == 404


def test_programs_read_them(client):
    notice = published_notice()
    posting = shown(notice)
    shown(published_notice())

    answer = client.get("/api/v1/elsewhere/", {"notice": notice.pk}).json()

    (row,) = answer["results"]
    assert row["id"] == posting.pk
    assert row["place"] == "村务公开栏"
    assert row["photo_url"] is None
    assert "村务公开栏" in client.get("/data/elsewhere.csv").getvalue().decode()


@pytest.mark.parametrize("size", [1, 9])
def test_a_page_costs_one_query_more_however_many_there_are(
    client, size, django_assert_num_queries
):
    notice = published_notice()
    for _number in range(size):
        shown(notice)
    client.get(notice.get_absolute_url())

    with django_assert_num_queries(4):  # the site; the notice; its parts; these
        client.get(notice.get_absolute_url())


def test_a_clerk_registers_at_the_desk_with_a_photograph(client):
    notice = published_notice()
    client.force_login(member(Role.EDITOR, notice.agency))
    address = f"/desk/notices/{notice.pk}/elsewhere/"
    words = {"form": "board", "place": "公示栏", "shown_from": "2026-03-02"}
    photo = SimpleUploadedFile("照片.jpg", photograph(), "image/jpeg")

    empty = client.post(address, {"form": "board"})
    answer = client.post(address, {**words, "number": "3", "photo": photo})

    assert empty.status_code == 400
    assert answer.status_code == 302
    posting = Posting.objects.get()
    assert (posting.number, store.exists(posting.photo_digest)) == (3, True)
    page = client.get(address).text
    assert f"{address}{posting.pk}/photo/" in page
    assert client.get(f"{address}{posting.pk}/photo/").status_code == 200

    assert f"{address}{posting.pk}/strike/" not in page


# --- The second person --------------------------------------------------------------


def doors_of(client, notice, posting):
    """Where a stranger could read of it."""
    sheet = f"{reverse('notice-sheet', args=[notice.pk])}?posting={posting.pk}"
    lists = ("/api/v1/elsewhere/", "/data/elsewhere.csv", "/data/elsewhere.ndjson")
    addresses = [notice.get_absolute_url(), sheet, *lists]
    if posting.photo_url:
        assert client.get(posting.photo_url).status_code in (200, 404)
    texts = [client.get(address).getvalue().decode() for address in addresses]
    return [posting.place in text for text in texts]


def test_what_one_person_registered_is_in_no_door_until_another_confirms_it(client):
    notice = published_notice()
    digest = store_proof([photograph()], file_name="公示栏.jpg")
    posting = registered_posting(notice, photo_digest=digest)
    assert doors_of(client, notice, posting) == [False] * 5
    assert client.get(posting.photo_url).status_code == 404

    confirm_posting(posting, by=member(Role.APPROVER, notice.agency))

    assert doors_of(client, notice, posting) == [True] * 5
    assert client.get(posting.photo_url).status_code == 200


def test_who_registered_it_confirms_nothing():
    notice = published_notice()
    person = member(Role.EDITOR, notice.agency)
    person.memberships.create(agency=notice.agency, role=Role.APPROVER)
    posting = registered_posting(notice, by=person)

    with pytest.raises(NotAllowed):
        confirm_posting(posting, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(
            confirmed_by=person, confirmed_at=clock.now()
        )


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPROVER])
def test_only_approvers_of_the_unit_confirm(role):
    notice = published_notice()
    posting = registered_posting(notice)

    with pytest.raises(NotAllowed):
        confirm_posting(posting, by=member(role, notice.agency))
    with pytest.raises(NotAllowed):
        confirm_posting(posting, by=member(Role.APPROVER, agency()))


def test_the_second_of_two_approvers_is_told_that_it_is_done():
    notice = published_notice()
    posting = registered_posting(notice)
    same = Posting.objects.select_related("notice__agency").get(pk=posting.pk)
    confirm_posting(posting, by=member(Role.APPROVER, notice.agency))

    with pytest.raises(StaleStatusError):
        confirm_posting(same, by=member(Role.APPROVER, notice.agency))

    assert AuditEntry.objects.filter(action="posting_confirmed").count() == 1


def test_nothing_is_confirmed_of_a_notice_that_was_withdrawn():
    notice = published_notice()
    posting = registered_posting(notice)
    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="误")

    with pytest.raises(TransitionError):
        confirm_posting(posting, by=approver)


def test_a_confirmation_that_somebody_wrote_into_the_database_is_named():
    notice = published_notice()
    posting = registered_posting(notice)
    assert found() == []

    approver = member(Role.APPROVER, notice.agency)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_posting SET confirmed_at = registered_at,"
            " confirmed_by_id = %s WHERE id = %s",
            [approver.pk, posting.pk],
        )

    assert any("其他场所" in words or "操作记录" in words for words in found())


def test_an_approver_finds_it_on_the_desk_and_confirms_it(client):
    notice = published_notice()
    posting = registered_posting(notice)
    address = f"/desk/notices/{notice.pk}/elsewhere/"
    door = f"{address}{posting.pk}/confirm/"

    client.force_login(posting.registered_by)
    assert door not in client.get(address).text
    assert client.post(door).status_code == 403
    assert not client.get("/desk/").context["desk"].to_confirm.rows

    client.force_login(member(Role.APPROVER, notice.agency))
    assert client.get("/desk/").context["desk"].to_confirm.rows == [posting]
    assert door in client.get(address).text
    done = client.post(door)

    assert done.status_code == 302
    assert Posting.objects.confirmed().get() == posting
    assert door not in client.get(address).text
    assert client.post(door).status_code == 409


def test_an_approver_strikes_it_at_the_desk_and_a_clerk_does_not(client):
    notice = published_notice()
    posting = shown(notice)
    address = f"/desk/notices/{notice.pk}/elsewhere/"
    strike = f"{address}{posting.pk}/strike/"

    client.force_login(member(Role.EDITOR, notice.agency))
    refused = client.post(strike, {"reason": "重复登记"})
    client.force_login(member(Role.APPROVER, notice.agency))
    page = client.get(address).text
    done = client.post(strike, {"reason": "重复登记"})

    assert (refused.status_code, done.status_code) == (403, 302)
    assert f'action="{strike}"' in page
    assert not Posting.objects.exists()


def test_strangers_are_not_let_in(client):
    notice = published_notice()
    client.force_login(member(Role.EDITOR, agency()))

    assert client.get(f"/desk/notices/{notice.pk}/elsewhere/").status_code == 404
