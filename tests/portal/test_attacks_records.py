"""Attempts to sign, or to hide former words of, public records that are no notices:
every role, own unit and others, at every door of theirs that takes a POST."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation.models import AuditEntry, SealedRecord
from notices.models import Activity, Matter, ReadingPoint
from notices.two_hands import write
from tests import factories as make
from tests.factories.matters import signed_matter
from tests.factories.records import activity, reading_point

pytestmark = pytest.mark.django_db

Row = Matter | Activity | ReadingPoint
FORMER = "诸葛无忌"


class Sort(NamedTuple):
    make: Any
    word: str
    door: str
    # The name of the deed where one door serves many.
    deeds: bool = False

    def address(self, row: Row, deed: str) -> str:
        if self.deeds:
            return reverse(self.door, args=[row.pk, deed])
        return reverse(f"{self.door}-{deed}", args=[row.pk])


SORTS = {
    "matter": Sort(signed_matter, "summary", "desk-matter-deed", deeds=True),
    "activity": Sort(activity, "questions", "desk-activities"),
    "reading point": Sort(reading_point, "holdings", "desk-reading-points"),
}
DEEDS = ("sign", "hide")
UNIT_ROLES = [
    *(Role.EDITOR, Role.REVIEWER, Role.AUDITOR, Role.OVERSEER),
    *(Role.MAILBOX_CLERK, Role.READER),
]


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture(params=SORTS)
def sort(request):
    return SORTS[request.param]


@pytest.fixture
def row(sort, unit):
    """Public, with other words that wait for a signature."""
    made = sort.make(unit=unit, **{sort.word: f"问：{FORMER}？\n答：是。"})
    return rewritten(made, sort, make.member(Role.EDITOR, unit))


def rewritten(row: Row, sort: Sort, by: Any) -> Row:
    now: Any = type(row)._default_manager.get(pk=row.pk)
    setattr(now, sort.word, "问：何时？\n答：本月。")
    write(now, by=by)
    return type(row)._default_manager.get(pk=row.pk)


def press(client: Any, sort: Sort, row: Row, deed: str) -> int:
    sent = {
        "version": row.version,
        "reason": "原文有误登的姓名。",
        "hides_former": "on",
    }
    return client.post(sort.address(row, deed), sent).status_code


def is_untouched(row: Row) -> bool:
    now = type(row)._default_manager.get(pk=row.pk)
    return now.version == row.version and not SealedRecord.objects.exists()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", UNIT_ROLES)
def test_no_other_role_of_the_unit_signs_or_hides(client, unit, sort, row, role, deed):
    client.force_login(make.member(role, unit, is_staff=True))

    assert press(client, sort, row, deed) in (403, 404)

    assert is_untouched(row)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_a_record_of_another_unit_is_at_no_such_door(client, sort, row, role, deed):
    client.force_login(make.member(role, make.agency("水利局"), is_staff=True))

    assert press(client, sort, row, deed) == 404

    assert is_untouched(row)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("separate", [True, False], ids=["separated", "together"])
def test_a_superuser_without_a_role_does_neither(
    client, settings, sort, row, separate, deed
):
    settings.SEPARATE_ADMINISTRATORS = separate
    client.force_login(make.user(is_staff=True, is_superuser=True))

    assert press(client, sort, row, deed) in (403, 404)

    assert is_untouched(row)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_passer_by_is_asked_to_sign_in(client, sort, row, deed):
    answer = client.post(sort.address(row, deed), {"version": row.version})

    assert (answer.status_code, answer["Location"][:10]) == (302, "/accounts/")
    assert is_untouched(row)


@pytest.mark.parametrize("deed", DEEDS)
def test_to_look_at_such_an_address_does_nothing(client, unit, sort, row, deed):
    client.force_login(make.member(Role.APPROVER, unit, is_staff=True))

    assert client.get(sort.address(row, deed)).status_code in (302, 405)

    assert is_untouched(row)


def test_who_wrote_the_words_does_not_sign_them_with_another_role(
    client, unit, sort, row
):
    both = make.member(Role.EDITOR, unit, is_staff=True)
    Membership.objects.create(user=both, agency=unit, role=Role.APPROVER)
    row = rewritten(row, sort, both)
    client.force_login(both)

    assert press(client, sort, row, "sign") == 403

    assert is_untouched(row)


@pytest.mark.parametrize("deed", DEEDS)
def test_an_approver_of_the_unit_does_both_once(client, unit, sort, row, deed):
    client.force_login(make.member(Role.APPROVER, unit, is_staff=True))

    answers = [press(client, sort, row, deed) for _time in range(2)]

    assert answers == [302, 409]
    assert SealedRecord.objects.filter(target_id=row.pk).count() == 1
    told = AuditEntry.objects.filter(target_id=row.pk).latest("pk")
    assert told.action == ("signed" if deed == "sign" else "former_words_hidden")
