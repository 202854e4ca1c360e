"""Disclosure guides of the demo county, before they are made and on their pages."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from directories.models import ELEMENTS, DisclosureGuide
from disclosure_portal.demo.disclosure_guides import versions
from disclosure_portal.demo.units import units
from disclosure_portal.foundation import clock
from disclosure_portal.management import demo_county, demo_notices, demo_people
from disclosure_portal.management.demo_disclosure_guides import steps
from tests.factories.health import noon

AS_OF = date(2026, 11, 24)
SEASONS = [AS_OF, date(2027, 1, 3), date(2028, 2, 29)]


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_each_unit_with_people_has_a_guide_and_three_have_two_versions(as_of):
    told = list(versions(as_of))

    count = Counter(version.unit.key for version in told)
    own = {unit.key for unit in units().values() if unit.clerk and unit.approver}
    assert own - set(count) == {u.key for u in units().values() if u.merged_into}
    assert sorted(key for key, number in count.items() if number == 2) == [
        "mzj",
        "sp",
        "zfb",
    ]
    assert all(version.at.date() < as_of for version in told)


def test_each_version_says_all_nine_elements_and_a_later_one_says_something_else():
    seen: dict[str, dict] = {}
    for version in versions(AS_OF):
        said = dict(version.elements)
        assert all(said[name] for name in ELEMENTS if name != "fax")
        assert bool(said["fax"]) is not said["has_no_fax"]
        assert not any("{" in str(words) for words in said.values())
        assert seen.get(version.unit.key) != said
        seen[version.unit.key] = said


@pytest.mark.django_db
def test_the_countys_office_has_a_guide_in_force_its_earlier_version_and_what_changed(
    client,
):
    now = noon(AS_OF)
    with clock.frozen_at(now - timedelta(days=900)):
        agencies = demo_county.make_units()
        people = demo_people.make_people(agencies, clock.now())
    player = demo_notices.Player(agencies, {}, people, now)
    for step in sorted(steps(player, AS_OF), key=lambda each: (each.at, each.order)):
        with clock.frozen_at(step.at):
            step.act()

    with clock.frozen_at(now):
        page = client.get(f"/agencies/{agencies['zfb'].slug}/guide/")
        earlier = client.get(f"/agencies/{agencies['zfb'].slug}/guide/1/")

    assert len(page.context["elements"]) == 9
    assert {change["name"] for change in page.context["changes"]} == {
        "获取方式",
        "办公时间",
    }
    assert "二十个工作日内答复" in page.text
    assert "十五个工作日内答复" in earlier.text
    assert DisclosureGuide.objects.in_force().count() == len(
        {version.unit.key for version in versions(AS_OF)}
    )
