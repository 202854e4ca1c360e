"""Where else a notice was shown (线下公开记录): registered afterwards, with a proof."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.elsewhere import register_posting, store_proof, strike_posting
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

pytestmark = pytest.mark.django_db


def photograph():
    image, buffer = Image.new("RGB", (60, 40), "grey"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def shown(notice, **fields):
    posting = Posting(
        **{"place": "村务公开栏", "shown_from": date(2026, 3, 2), "number": 2, **fields}
    )
    clerk = member(Role.EDITOR, notice.agency)
    return register_posting(notice, posting, by=clerk)


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
