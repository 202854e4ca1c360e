"""Whose letters a person works on, as keys of units: an index that begins with a unit
then gives its letters in order. Asked by ranges of paths, a database begins with the
units and reads and sorts all letters that they ever had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from directories import tree
from directories.models import Agency
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User

from .models import READERS, LetterHandler

# Of a larger branch the ranges are asked: so many keys are quicker than none.
MOST_UNITS = 500


@dataclass(frozen=True)
class Reach:
    """`units` are those of the person's branches by path; none where they are too many,
    or all that there are."""

    user: User
    units: Mapping[str, int]

    @classmethod
    def of(cls, user: User) -> Self:
        """One query for those who have a branch below the county."""
        paths = branches(user, *READERS)
        if not paths or _has_root(paths):
            return cls(user, {})
        units = Agency.objects.filter(in_branches(paths, "path"))
        known = list(units.values_list("path", "pk")[: MOST_UNITS + 1])
        return cls(user, dict(known) if len(known) <= MOST_UNITS else {})

    def lying(self, field: str, *roles: str) -> Q:
        """A condition: `field` is a unit of the branches where one of the roles is
        held; nothing for none."""
        paths = branches(self.user, *roles)
        if _has_root(paths) or not self.units:
            return in_branches(paths, f"{field}__path")
        own = (pk for path, pk in self.units.items() if _holds(paths, path))
        return Q(**{f"{field}__in": list(own)})

    def ways(self) -> list[Q]:
        """The conditions by which a letter may be seen (Letter.visible_to), each of
        which has an index of its own; empty where one order of all letters serves."""
        if not self.units:
            return []
        shared = LetterHandler.objects.filter(self.lying("agency", *READERS))
        groups = self.user.group_seats.values_list("group", flat=True)
        return [
            self.lying("agency", *READERS),
            self.lying("intake", *READERS),
            Q(pk__in=shared.values("letter")),
            Q(group__in=list(groups)),
        ]


def _has_root(paths: list[str]) -> bool:
    return any(tree.depth(path) == 0 for path in paths)


def _holds(paths: list[str], path: str) -> bool:
    return any(tree.contains(each, path) for each in paths)
