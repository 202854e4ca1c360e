"""A person whom a letter accuses, as the office names them: an account, an official on
the unit's page, or both."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Official
from directories.permissions import in_branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .models import AccusedPerson, Letter


class NoSuchPerson(DomainError):
    """Nobody is called so, or several are."""

    code = "no_such_person"


class Person(NamedTuple):
    """Whoever is called so at one house."""

    users: tuple[User, ...]
    officials: tuple[Official, ...]

    def units(self) -> list[Agency]:
        """Where they serve: the unit that pays them, else those of their seats, and
        those whose pages name them. Never the county itself: the branch of a county
        leader is everybody, so that one is barred in person alone."""
        found = {official.agency for official in self.officials}
        for user in self.users:
            paid = Agency.objects.filter(employments__user=user)
            seated = Agency.objects.filter(memberships__user=user)
            found |= set(paid) or set(seated)
        return sorted((each for each in found if each.parent_id), key=lambda a: a.path)

    def keep(self, letter: Letter) -> None:
        for user in self.users:
            AccusedPerson.objects.get_or_create(letter=letter, user=user, official=None)
        for official in self.officials:
            AccusedPerson.objects.get_or_create(
                letter=letter, official=official, user=None
            )


def named_person(name: str, unit: Agency | None) -> Person:
    """By the whole name; within the unit's branch, where one is named. Raises
    NoSuchPerson, also where several houses have somebody of that name."""
    users = User.objects.filter(name=name, is_service=False)
    officials = Official.objects.filter(name=name).select_related("agency")
    if unit is not None:
        serves = Q(in_branches([unit.path], "memberships__agency__path"))
        serves |= Q(in_branches([unit.path], "employment__agency__path"))
        users = users.filter(serves).distinct()
        officials = officials.filter(in_branches([unit.path]))
    person = Person(tuple(users), tuple(officials))
    if not (person.users or person.officials):
        raise NoSuchPerson(_("Nobody of that name serves there: name the unit alone."))
    if unit is None and (len(person.users) > 1 or len(person.units()) > 1):
        raise NoSuchPerson(_("Several people are called so: name the unit, too."))
    return person
