"""Playing the demo county's disclosure guides: written by one, published by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from directories.disclosure_guides import (
    hand_in_guide,
    open_guide,
    publish_guide,
    write_guide,
)
from directories.models import Role
from disclosure_portal.demo.disclosure_guides import Version, versions

from .demo_notices import Player, Step
from .demo_people import holder

# After the activities of the same minute.
ORDER = 50_000


def steps(player: Player, as_of: date) -> Iterator[Step]:
    for place, version in enumerate(versions(as_of), start=ORDER):
        yield Step(version.at, place, _Told(player, version).publish)


class _Told:
    def __init__(self, player: Player, version: Version) -> None:
        self.player = player
        self.version = version

    def publish(self) -> None:
        unit = self.version.unit
        agency = self.player.agencies[unit.key]
        clerk = self.player.people[holder(unit, Role.EDITOR)]
        guide = open_guide(agency, by=clerk)
        write_guide(guide, by=clerk, **self.version.elements)
        guide.refresh_from_db()
        hand_in_guide(guide, by=clerk)
        publish_guide(guide, by=self.player.people[holder(unit, Role.APPROVER)])
