"""A clerk looks at a list of powers or services, then takes it in."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Role, ServiceItem, ServiceUpload
from disclosure_portal.foundation.models import AuditEntry
from tests.factories import agency, member
from tests.factories.service_lists import service_item
from tests.sheets import workbook

pytestmark = pytest.mark.django_db

UPLOAD = reverse("admin:directories_serviceitem_import")
LIST = reverse("admin:directories_serviceitem_changelist")
HEADINGS = ("事项名称", "权力类型", "实施编码", "实施主体")


@pytest.fixture
def unit():
    return agency("清源县民政局", short_name="县民政局", code="990000-mzj")


@pytest.fixture
def clerk(client, unit):
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    return person


def row(code, name="社会团体登记", unit="县民政局", kind="行政许可"):
    return (name, kind, code, unit)


def upload(client, *rows, headings=HEADINGS, content=None, **fields):
    file = SimpleUploadedFile("清单.xlsx", content or workbook([headings, *rows]))
    return client.post(UPLOAD, {"file": file, **fields})


def take(client, address):
    shown = client.get(address).context["preview"]
    return client.post(address, {"fingerprint": shown.fingerprint}, follow=True)


def told(client, address):
    parts = client.get(address).context["preview"].parts
    return {part.key: [line.code for line in part.lines] for part in parts}


def test_a_list_is_looked_at_before_anything_is_taken(client, clerk, unit):
    service_item("旧名", unit=unit, code="A-1")
    service_item(unit=unit, code="A-9")

    address = upload(client, row("A-1"), row("A-2"), row("A-3", kind="命令")).url

    assert told(client, address) == {
        "refused": ["A-3"],
        "changes": ["A-1", "A-2"],
        "lacking": ["A-9"],
    }
    assert ServiceItem.objects.filter(code="A-2").count() == 0
    assert "命令" in client.get(address).text


def test_taking_it_stores_the_rows_and_forgets_the_sheet(client, clerk, unit):
    service_item(unit=unit, code="A-9")
    address = upload(client, row("A-1"), row("A-2")).url

    answer = take(client, address)

    assert answer.redirect_chain == [(LIST, 302)]
    assert {item.code for item in ServiceItem.objects.listed()} == {"A-1", "A-2", "A-9"}
    assert not ServiceUpload.objects.exists()
    line = AuditEntry.objects.get(action="imported")
    assert (line.actor, line.target_name) == (clerk, unit.name)


def test_a_complete_list_takes_off_what_it_lacks_and_says_so_first(client, clerk, unit):
    service_item(unit=unit, code="A-9")
    elsewhere = service_item(code="A-9")
    address = upload(client, row("A-1"), is_complete="on").url
    assert told(client, address)["removed"] == ["A-9"]
    assert ServiceItem.objects.listed().count() == 2

    take(client, address)

    gone = ServiceItem.objects.get(agency=unit, code="A-9")
    assert gone.removed_on is not None
    assert gone.removal_note
    elsewhere.refresh_from_db()
    assert elsewhere.removed_on is None
    facts = AuditEntry.objects.get(action="imported").facts
    assert facts["codes_taken_off"] == ["A-9"]


def test_a_complete_list_with_a_refused_row_is_not_taken(client, clerk, unit):
    service_item(unit=unit, code="A-9")
    rows = (row("A-1"), row("A-2", kind="命令"))
    address = upload(client, *rows, is_complete="on").url

    page = client.get(address)
    assert not page.context["preview"].may_be_taken
    take(client, address)

    assert [item.code for item in ServiceItem.objects.listed()] == ["A-9"]
    assert ServiceUpload.objects.exists()


def test_an_item_that_came_after_the_look_is_not_taken_off_unseen(client, clerk, unit):
    address = upload(client, row("A-1"), is_complete="on").url
    shown = client.get(address).context["preview"].fingerprint
    service_item(unit=unit, code="NEW-1")

    page = client.post(address, {"fingerprint": shown})

    assert page.status_code == 200
    assert [item.code for item in ServiceItem.objects.listed()] == ["NEW-1"]
    assert told(client, address)["removed"] == ["NEW-1"]


def test_nothing_is_taken_without_a_look(client, clerk):
    address = upload(client, row("A-1")).url

    client.post(address, {"apply": "1"})

    assert not ServiceItem.objects.exists()


def test_rows_of_other_units_and_doubled_codes_are_refused(client, clerk):
    other = agency("清源县财政局")
    rows = (
        *(row("A-1"), row("A-1"), row("A-2", unit=other.name)),
        *(row("A-3", unit="县糖果局"), row("A-4", unit="")),
    )
    address = upload(client, *rows).url

    refused = client.get(address).context["preview"].parts[0].lines

    assert [line.rule.value for line in refused] == [
        *("duplicate", "not_yours", "unknown_unit", "no_unit")
    ]
    take(client, address)
    assert ServiceItem.objects.get().code == "A-1"


def test_rows_without_a_unit_go_to_the_one_that_is_chosen(client, clerk, unit):
    address = upload(client, row("A-1", unit=""), agency=unit.pk).url

    take(client, address)

    assert ServiceItem.objects.get().agency == unit


def test_a_unit_of_others_cannot_be_chosen(client, clerk):
    page = upload(client, row("A-1", unit=""), agency=agency().pk)

    assert page.context["form"].errors["agency"]
    assert not ServiceUpload.objects.exists()


def bomb():
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        with ZipFile(BytesIO(workbook([HEADINGS, row("A-1")]))) as sound:
            for name in sound.namelist():
                if "sheet1" not in name:
                    archive.writestr(name, sound.read(name))
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (300 << 20))
    return held.getvalue()


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (lambda: workbook([("甲", "乙", "丙"), ("一", "二", "三")]), ""),
        (lambda: workbook([HEADINGS[:2], row("A-1")[:2]]), "实施编码"),
        (
            lambda: workbook([HEADINGS, *(row(f"A-{n}") for n in range(10_000))]),
            "1,000",
        ),
        (lambda: b"not a workbook", ""),
        (bomb, ""),
    ],
    ids=["no header", "no code", "10,000 rows", "no workbook", "bomb"],
)
def test_what_cannot_be_taken_is_told_on_the_form(client, clerk, sheet, words):
    page = upload(client, content=sheet())

    assert words in page.context["form"].errors["file"][0]
    assert not ServiceUpload.objects.exists()
    assert not ServiceItem.objects.exists()


def test_somebody_elses_sheet_is_not_there(client, clerk, unit):
    address = upload(client, row("A-1")).url
    client.force_login(member(Role.EDITOR, unit, is_staff=True))

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.APPROVER])
def test_who_may_not_add_items_does_not_get_to_the_page(client, unit, role):
    client.force_login(member(role, unit, is_staff=True))

    assert client.get(UPLOAD).status_code == 403
    assert upload(client, row("A-1")).status_code == 403


def test_who_lost_the_seat_since_the_look_takes_nothing(client, clerk):
    address = upload(client, row("A-1")).url
    shown = client.get(address).context["preview"].fingerprint
    clerk.memberships.update(agency=agency())

    client.post(address, {"fingerprint": shown})

    assert not ServiceItem.objects.exists()
