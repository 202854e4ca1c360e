"""Objections with evidence: who adds, reads and takes away files, and until when."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import StaleStatusError
from supervision.models import (
    Objection,
    ObjectionEvidence,
    ObjectionStatus,
    RoundStatus,
    UnitRating,
)
from supervision.objecting import reject
from supervision.rating import publish_ratings, reopen_sheets

from ..factories import agency, member
from ..factories.inspections import (
    after_objections,
    first_unit,
    inspector,
    objection,
    provisional_round,
)
from ..factories.supervision_checklists import overseer

pytestmark = pytest.mark.django_db
TAKEN = 36_867  # DateTimeOriginal
SECRET = b"11110000"


def photograph(name: str = "现场.jpg", colour: str = "navy") -> SimpleUploadedFile:
    drawn = Image.new("RGB", (40, 30), colour)
    exif = Image.Exif()
    exif[TAKEN] = "2026:09:30 08:00:00"
    exif[271] = SECRET.decode()
    stream = io.BytesIO()
    drawn.save(stream, "JPEG", exif=exif)
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


@pytest.fixture
def filed():
    provisional_round(2)
    first = UnitRating.objects.select_related("unit__round", "unit__agency").first()
    assert first is not None
    return objection(first)


@pytest.fixture
def clerk(filed):
    return filed.filed_by


def address(name: str, filed: Objection, *more: int) -> str:
    unit = filed.rating.unit
    return reverse(name, args=[unit.round_id, unit.pk, filed.pk, *more])


def add(client, filed, *files):
    return client.post(address("desk-objection-prove", filed), {"evidence": files})


def kept_file(client, filed, clerk) -> ObjectionEvidence:
    client.force_login(clerk)
    add(client, filed, photograph())
    return ObjectionEvidence.objects.get()


def test_an_objection_is_filed_with_its_photographs(client):
    round_ = provisional_round(1)
    unit = round_.units.get()
    client.force_login(member(Role.EDITOR, unit.agency))

    answer = client.post(
        reverse("desk-inspection-object", args=[round_.pk, unit.pk]),
        {
            "indicator": round_.checklist.indicators.get(code="1.2").pk,
            "text": "人员已到位",
            "evidence": [photograph(), photograph("名册.jpg", "red")],
        },
        follow=True,
    )

    page = answer.content.decode()
    assert "现场.jpg" in page
    assert "名册.jpg" in page
    rows = ObjectionEvidence.objects.order_by("position")
    assert [row.file_name for row in rows] == ["现场.jpg", "名册.jpg"]
    assert AuditEntry.objects.filter(action="evidence_added").count() == 2


def test_what_the_camera_wrote_is_not_handed_out(client, filed, clerk):
    kept = kept_file(client, filed, clerk)

    shown = client.get(address("desk-objection-file", filed, kept.pk))

    handed = b"".join(shown.streaming_content)
    assert not Image.open(io.BytesIO(handed)).getexif()
    assert SECRET not in handed
    assert SECRET in store.path_of(kept.original_digest).read_bytes()
    assert kept.public_digest != kept.original_digest


def test_files_that_were_sent_need_not_be_chosen_again(client):
    round_ = provisional_round(1)
    unit = round_.units.get()
    client.force_login(member(Role.EDITOR, unit.agency))
    to = reverse("desk-inspection-object", args=[round_.pk, unit.pk])
    indicator = round_.checklist.indicators.get(code="1.2").pk

    refused = client.post(to, {"indicator": indicator, "evidence": [photograph()]})
    page = refused.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert refused.status_code == 400
    assert "现场.jpg" in page
    assert kept is not None
    client.post(to, {"indicator": indicator, "text": "属实", "kept": kept.group(1)})

    assert ObjectionEvidence.objects.get().file_name == "现场.jpg"


def test_a_file_that_is_none_is_refused_by_its_content(client, filed, clerk):
    client.force_login(clerk)
    bad = SimpleUploadedFile("现场.jpg", b"MZ not a picture", "image/jpeg")

    answer = add(client, filed, bad)

    assert answer.status_code == 400
    assert "现场.jpg" in answer.content.decode()
    assert not ObjectionEvidence.objects.exists()


def test_nothing_chosen_is_said_beside_the_field(client, filed, clerk):
    client.force_login(clerk)

    assert add(client, filed).status_code == 400


def test_an_objection_has_nine_files_at_most(client, filed, clerk):
    client.force_login(clerk)
    colours = [f"hsl({number * 36},100%,50%)" for number in range(10)]

    answer = add(client, filed, *in_colours(colours))

    assert answer.status_code == 400
    assert not ObjectionEvidence.objects.exists()
    assert add(client, filed, *in_colours(colours[:9])).status_code == 302
    assert add(client, filed, photograph("再.jpg", "green")).status_code == 400
    assert ObjectionEvidence.objects.count() == 9


def in_colours(colours):
    return [photograph(f"{n}.jpg", colour) for n, colour in enumerate(colours)]


def test_the_same_file_sent_twice_is_kept_once(client, filed, clerk):
    kept_file(client, filed, clerk)

    add(client, filed, photograph())

    assert ObjectionEvidence.objects.count() == 1


# --- Who ----------------------------------------------------------------------------

PEOPLE = {
    "editor of the unit": lambda unit: member(Role.EDITOR, unit),
    "approver of the unit": lambda unit: member(Role.APPROVER, unit),
    "reader of the unit": lambda unit: member(Role.READER, unit),
    "clerk of the unit's mailbox": lambda unit: member(Role.MAILBOX_CLERK, unit),
    "editor of another unit": lambda _unit: member(Role.EDITOR, agency()),
    "inspector": lambda _unit: inspector(),
    "office": lambda _unit: overseer(),
}
READ = {"editor of the unit", "approver of the unit", "office"}
# The office has the page, and is told that it doesn't object for the unit.
ADD = {"editor of the unit": 302, "approver of the unit": 302, "office": 403}


@pytest.mark.parametrize("who", PEOPLE)
def test_evidence_is_read_by_the_unit_and_by_who_rules(client, filed, clerk, who):
    kept = kept_file(client, filed, clerk)
    client.force_login(PEOPLE[who](filed.rating.unit.agency))

    answer = client.get(address("desk-objection-file", filed, kept.pk))

    assert answer.status_code == (200 if who in READ else 404)


@pytest.mark.parametrize("who", PEOPLE)
def test_evidence_is_added_by_the_unit_alone(client, filed, who):
    client.force_login(PEOPLE[who](filed.rating.unit.agency))

    answer = add(client, filed, photograph())

    assert answer.status_code == ADD.get(who, 404)
    assert ObjectionEvidence.objects.exists() == (ADD.get(who) == 302)


@pytest.mark.parametrize("who", PEOPLE)
def test_evidence_is_taken_away_by_the_unit_alone(client, filed, clerk, who):
    kept = kept_file(client, filed, clerk)
    client.force_login(PEOPLE[who](filed.rating.unit.agency))

    client.post(address("desk-objection-file-remove", filed, kept.pk))

    assert ObjectionEvidence.objects.exists() == (ADD.get(who) != 302)


def test_nobody_reads_it_without_signing_in(client, filed, clerk):
    kept = kept_file(client, filed, clerk)
    client.logout()

    answer = client.get(address("desk-objection-file", filed, kept.pk))

    assert answer.status_code == 302
    assert "/accounts/" in answer["Location"]


def test_a_file_is_not_found_under_another_objection(client, filed, clerk):
    kept = kept_file(client, filed, clerk)
    other = UnitRating.objects.exclude(pk=filed.rating_id).get()
    strange = objection(other)
    client.force_login(overseer())

    assert (
        client.get(address("desk-objection-file", strange, kept.pk)).status_code == 404
    )


# --- Until when ---------------------------------------------------------------------


def ruled(filed, kept):
    reject(filed, "证据不足。", seen=[kept.pk], by=overseer())


def over(filed, _kept):
    reopen_sheets(filed.rating.unit.round, "重新核对", by=overseer())


@pytest.mark.parametrize("end", [ruled, over], ids=["ruled", "back to the inspectors"])
def test_it_is_frozen_when_it_is_ruled_or_the_round_goes_on(client, filed, clerk, end):
    kept = kept_file(client, filed, clerk)
    end(filed, kept)

    answer = add(client, filed, photograph("晚.jpg", "red"))
    client.post(address("desk-objection-file-remove", filed, kept.pk))

    assert answer.status_code == 409
    assert ObjectionEvidence.objects.get() == kept


def test_after_the_limit_nothing_is_added_or_taken_away(client, filed, clerk):
    kept = kept_file(client, filed, clerk)

    with after_objections(filed.rating.unit.round):
        client.force_login(clerk)
        answer = add(client, filed, photograph("晚.jpg", "red"))
        client.post(address("desk-objection-file-remove", filed, kept.pk))

    assert answer.status_code == 409
    assert ObjectionEvidence.objects.get() == kept


def test_what_was_ruled_is_read_by_the_unit_for_ever(client, filed, clerk):
    kept = kept_file(client, filed, clerk)
    ruled(filed, kept)
    with after_objections(filed.rating.unit.round):
        publish_ratings(filed.rating.unit.round, by=overseer())
    client.force_login(clerk)

    answer = client.get(address("desk-objection-file", filed, kept.pk))

    assert filed.rating.unit.round.status == RoundStatus.PUBLISHED
    assert answer.status_code == 200


def test_who_rules_has_seen_the_evidence_that_stands_there(client, filed, clerk):
    kept_file(client, filed, clerk)

    with pytest.raises(StaleStatusError):
        reject(filed, "证据不足。", by=overseer())

    filed.refresh_from_db()
    assert filed.status == ObjectionStatus.FILED


def test_the_page_shows_what_was_added_meanwhile_and_takes_the_ruling_then(
    client, filed, clerk
):
    kept = kept_file(client, filed, clerk)
    client.force_login(overseer())
    to = address("desk-inspection-rule", filed)

    refused = client.post(to, {"do": "reject", "ruling": "证据不足。", "seen": ""})
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "证据不足。" in page
    assert f'name="seen" value="{kept.pk}"' in page
    client.post(to, {"do": "reject", "ruling": "证据不足。", "seen": str(kept.pk)})
    filed.refresh_from_db()
    assert filed.status == ObjectionStatus.REJECTED


# --- The page -----------------------------------------------------------------------


def test_the_page_of_a_unit_asks_as_often_for_many_objections_as_for_one(
    client, django_assert_num_queries
):
    round_ = provisional_round(1)
    unit = first_unit(round_)
    rating = UnitRating.objects.select_related("unit__round", "unit__agency").get()
    office = overseer()
    client.force_login(office)
    page = reverse("desk-inspection-unit", args=[round_.pk, unit.pk])
    one = objection(rating, "1.1")
    client.get(page)

    with django_assert_num_queries(QUERIES_OF_A_UNIT):
        client.get(page)
    more = objection(rating, "1.2"), objection(rating, "2.1")
    kept_file(client, more[0], more[0].filed_by)
    client.force_login(office)
    with django_assert_num_queries(QUERIES_OF_A_UNIT):
        found = client.get(page)

    assert {f.objection for f in found.context["objections"]} == {one, *more}
    assert all(f.ruling for f in found.context["objections"])


QUERIES_OF_A_UNIT = 20
