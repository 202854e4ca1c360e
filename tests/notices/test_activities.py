"""Activity days (政务公开日): who came, what was asked, what was handed out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.activities import store_file, take_out_file
from notices.leak_check import PersonalDataInWords
from notices.models import Activity
from notices.two_hands import write
from tests.factories import agency, member
from tests.factories.records import activity, activity_draft, file_of, signed

pytestmark = pytest.mark.django_db

ASKED = "问：周末能办吗？\n答：能，周六上午有值班窗口。"
DOORS = ("/activities/", "/api/v1/activities/", "/data/activities.csv")


def photograph():
    image, buffer = Image.new("RGB", (60, 40), "grey"), BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def everything(client):
    return "".join(client.get(door).getvalue().decode() for door in DOORS)


def ahead(days=5):
    return local_day(clock.now()) + timedelta(days=days)


def test_its_page_says_who_came_what_was_asked_and_answered(client):
    draft = activity_draft(title="走进大厅", summary="参观窗口", questions=ASKED)
    file_of(draft, "一次告知单".encode(), "告知单.txt")
    photo = file_of(draft, photograph(), "现场.jpg", "photograph")
    before = client.get(draft.get_absolute_url())
    signed(draft)

    page = client.get(draft.get_absolute_url()).text
    picture = client.get(photo.get_absolute_url())

    assert before.status_code == 404
    for words in ("走进大厅", "42人", "周末能办吗？", "周六上午有值班窗口", "告知单"):
        assert words in page
    assert b"CameraMaker" not in picture.getvalue()


def test_a_draft_is_in_no_door(client):
    draft = activity_draft(title="没有签发的活动")
    file = file_of(draft, b"text", "a.txt")

    assert "没有签发的活动" not in everything(client)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_files_added_later_wait_for_signature(client):
    day = activity(title="公开日")
    file = file_of(day, b"text", "later.txt")

    before = client.get(day.get_absolute_url()).text
    signed(Activity.objects.get(pk=day.pk))

    assert "later" not in before
    assert "later" in client.get(day.get_absolute_url()).text
    assert client.get(file.get_absolute_url()).status_code == 200


def test_a_day_that_lies_ahead_is_announced_and_completed_afterwards(client):
    day = activity(held_on=ahead(), present=None)
    changed = Activity.objects.get(pk=day.pk)
    with clock.frozen_at(clock.now() + timedelta(days=9)):
        changed.summary = "很好"
        write(changed, by=member(Role.EDITOR, day.agency))
        with pytest.raises(TransitionError):  # nobody said how many were present
            signed(Activity.objects.get(pk=day.pk))

    assert "预告" in client.get(day.get_absolute_url()).text


def test_nobody_can_have_been_present_before_the_day():
    with pytest.raises(TransitionError):
        activity(held_on=ahead(), present=10)


@pytest.mark.parametrize(
    "fields",
    [
        {"questions": "问：张三13800138000能领吗？\n答：能。"},
        {"summary": "13800138000"},
    ],
)
def test_numbers_of_persons_stand_in_no_word_of_it(fields):
    with pytest.raises(PersonalDataInWords):
        activity_draft(**fields)


def test_a_photograph_is_a_picture():
    with pytest.raises(RefusedFile):
        store_file([b"%PDF-1.4 text"], file_name="照片.pdf", sort="photograph")


def test_what_is_public_is_taken_out_by_an_approver_for_a_reason(client):
    draft = activity_draft()
    file = file_of(draft, photograph(), "现场.jpg", "photograph")
    signed(draft)
    file.refresh_from_db()
    approver = member(Role.APPROVER, draft.agency)

    with pytest.raises(NotAllowed):
        take_out_file(file, by=member(Role.EDITOR, draft.agency), reason="有人脸")
    address = file.get_absolute_url()
    take_out_file(file, by=approver, reason="照片中有人不愿意出现")

    assert client.get(address).status_code == 404
    entry = AuditEntry.objects.latest("pk")
    assert entry.note == "照片中有人不愿意出现"
    assert "现场" not in str(entry.facts)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_editors_of_the_unit_write_and_add(role):
    draft = activity_draft()

    with pytest.raises(NotAllowed):
        write(draft, by=member(role, draft.agency))


# --- The desk -----------------------------------------------------------------------


def words(unit, **more):
    return {
        "agency": unit.pk,
        "title": "政策宣讲",
        "sort": "lecture",
        "held_on": "2026-03-02",
        "place": "晒谷坪",
        "present": "118",
        "questions": ASKED,
        **more,
    }


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("present", "0", "至少"),
        ("present", "-3", "大于或等于"),
        ("held_on", "2999-01-01", "还没有到"),
        ("held_on", "3月2日", "有效"),
        ("questions", "周末能办吗？", "第1行"),
    ],
    ids=["nobody", "fewer than nobody", "ahead", "no date", "no question"],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    client, field, value, said
):
    unit = agency()
    client.force_login(member(Role.EDITOR, unit))

    answer = client.post("/desk/activities/new/", words(unit, **{field: value}))

    assert answer.status_code == 400
    assert said in answer.text
    assert "晒谷坪" in answer.text
    assert not Activity.objects.exists()


def test_an_editor_writes_adds_a_photograph_and_an_approver_signs(client):
    unit = agency()
    client.force_login(member(Role.EDITOR, unit))
    client.post("/desk/activities/new/", words(unit))
    day = Activity.objects.get()
    files = f"{day.desk_url}files/"
    photo = SimpleUploadedFile("照片.jpg", photograph(), "image/jpeg")
    paper = SimpleUploadedFile("照片.pdf", b"%PDF-1.4 text", "application/pdf")
    named = {"sort": "photograph", "title": "宣讲现场"}

    refused = client.post(files, {**named, "file": paper})
    client.post(files, {**named, "file": photo})
    client.force_login(member(Role.APPROVER, unit))
    preview = client.get(day.desk_url)
    day.refresh_from_db()
    client.post(f"{day.desk_url}sign/", {"version": day.version})

    assert refused.status_code == 400
    assert "JPEG" in refused.text
    assert f"{files}{day.files.get().pk}/" in preview.text
    page = client.get(day.get_absolute_url()).text
    assert "宣讲现场" in page
    assert "周末能办吗？" in page


def test_an_editor_sees_changes_that_wait_and_goes_on_with_them(client):
    day = activity(place="一楼")
    client.force_login(member(Role.EDITOR, day.agency))
    address = f"{day.desk_url}edit/"
    given = words(day.agency, place="二楼", read_version=day.version)

    client.post(address, given)
    late = client.post(address, {**given, "place": "三楼"})

    assert 'value="二楼"' in client.get(address).text
    assert late.status_code == 400
    assert "三楼" in late.text
    assert "一楼" in client.get(day.get_absolute_url()).text


def test_strangers_are_not_let_in(client):
    day = activity()
    client.force_login(member(Role.EDITOR, agency()))

    for path in ("", "edit/"):
        assert client.get(f"{day.desk_url}{path}").status_code == 404
    assert client.post(f"{day.desk_url}files/").status_code == 404


def test_readers_without_a_part_in_it_have_no_list(client):
    client.force_login(member(Role.READER, agency()))

    assert client.get("/desk/activities/").status_code == 403


# --- Programs -----------------------------------------------------------------------


def test_programs_read_one_with_questions_and_files(client):
    draft = activity_draft(title="公开日", questions=ASKED)
    file = file_of(draft, b"text", "a.txt")
    signed(draft)

    told = client.get(f"/api/v1/activities/{draft.pk}/").json()

    assert told["questions"] == [
        {"question": "周末能办吗？", "answer": "能，周六上午有值班窗口。"}
    ]
    assert [row["id"] for row in told["files"]] == [file.pk]
    assert client.get("/api/v1/activities/999999/").status_code == 404
    assert "公开日" in everything(client)


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_the_same_however_many_there_are(
    client, size, django_assert_num_queries
):
    for _number in range(size):
        activity(questions=ASKED)
    client.get("/activities/")

    with django_assert_num_queries(3):  # the site; count; page
        client.get("/activities/")
