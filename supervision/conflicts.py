"""Who may not score a unit: who is paid by its branch, or has a seat in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Employment, Membership
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed

from .models import RoundUnit


class Conflict(NotAllowed):
    """An inspector belongs to the unit."""

    code = "conflict"


def ties_of(people: Collection[User]) -> dict[int, set[str]]:
    """The paths of the units that pay each person, or where they have a seat; two
    queries. A seat above a unit is no tie to it."""
    found: dict[int, set[str]] = defaultdict(set)
    for model in (Employment, Membership):
        rows = model._default_manager.filter(user__in=people)
        for user, path in rows.values_list("user_id", "agency__path"):
            found[user].add(path)
    return found


def is_tied(paths: Iterable[str], unit: str) -> bool:
    return any(tree.contains(unit, path) for path in paths)


def require_no_conflict(unit: RoundUnit, people: Collection[User]) -> None:
    """Raises Conflict, which names the person."""
    ties = ties_of(people)
    for person in people:
        if is_tied(ties[person.pk], unit.agency.path):
            raise Conflict(
                _("%(person)s belongs to %(unit)s and can't score it.")
                % {"person": person, "unit": unit.agency}
            )
