"""What is left of a unit that was closed can still be mended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.merging import close
from directories.models import Agency, Official, Role, WorkingGroup
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def overseer(client, unit):
    person = make.member(Role.OVERSEER, unit.parent, is_staff=True)
    client.force_login(person)
    return person


def closed(unit, overseer):
    close(unit, on=local_day(clock.now()), by=overseer, note="机构改革")
    return Agency.objects.get(pk=unit.pk)


def test_an_official_of_a_closed_unit_can_be_saved(client, unit, overseer):
    official = Official.objects.create(agency=unit, name="张三", post="局长")
    closed(unit, overseer)
    address = reverse("admin:directories_official_change", args=[official.pk])
    form = {"agency": unit.pk, "kind": "leader", "name": "张三", "post": "原局长"}

    client.post(address, form | {"position": "0", "left_on": "2026-01-01"})

    official.refresh_from_db()
    assert official.post == "原局长"


def test_a_group_of_a_closed_unit_still_names_its_unit(client, unit, overseer):
    group = WorkingGroup.objects.create(agency=unit, kind="leading", name="领导小组")
    closed(unit, overseer)
    address = reverse("admin:directories_workinggroup_change", args=[group.pk])

    form = client.get(address).context["adminform"].form

    assert unit in form.fields["agency"].queryset


def test_nobody_new_comes_to_a_closed_unit(client, unit, overseer):
    closed(unit, overseer)
    form = {"agency": unit.pk, "kind": "leader", "name": "李四", "post": "局长"}

    client.post(reverse("admin:directories_official_add"), form | {"position": "0"})

    assert not Official.objects.exists()
