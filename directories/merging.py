"""Units that are renamed, moved, merged or closed: by an overseer, on the record.

A merged unit is closed, names its successor and moves beneath it in the tree: what
it published keeps the name of the unit that published it, and the successor's people
reach it through their branch.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from . import tree
from .catalogue_editions import leave_duties
from .models import (
    Agency,
    AgencyAlias,
    AgencyChange,
    BranchSize,
    ChangeKind,
    Employment,
    Membership,
    Official,
    Role,
)
from .permissions import require_role, seats
from .signals import agency_closed, agency_merged, agency_moved


class BadChange(DomainError):
    """The tree of units can't be changed this way; the text says why."""

    code = "bad_change"


@transaction.atomic
def rename(
    agency: Agency,
    *,
    name: str,
    by: User,
    on: date,
    short_name: str | None = None,
    note: str = "",
) -> None:
    """Give a unit another name from a day on; the former name stays in its history.

    Raises NotAllowed, BadChange.
    """
    _begin(agency, by=by)
    _require_past(on)
    old_name = agency.name
    agency.name = name.strip()
    if short_name is not None:
        agency.short_name = short_name.strip()
    _check(agency, "name", "short_name")
    if agency.name == old_name:
        raise BadChange(_("“%s” is its name already.") % agency)
    agency.save(update_fields=["name", "short_name"])
    _note(agency, ChangeKind.RENAMED, on=on, old_name=old_name, note=note)
    _record("renamed", agency, by=by, note=note, facts={"from": old_name})
    SiteState.objects.bump()


@transaction.atomic
def recode(agency: Agency, *, code: str, by: User, note: str = "") -> None:
    """Give a unit another code, and with it another address; the old one redirects.

    Raises NotAllowed, BadChange.
    """
    _begin(agency, by=by)
    old_code, old_slug = agency.code, agency.slug
    agency.code = code.strip()
    agency.slug = agency.code.lower()
    _check(agency, "code", "slug")
    if agency.slug != old_slug:
        # Going back to an earlier code takes its address back.
        agency.aliases.filter(slug=agency.slug).delete()
        if AgencyAlias.objects.filter(slug=agency.slug).exists():
            raise BadChange(_("“%s” was the code of another unit.") % code)
        AgencyAlias.objects.create(slug=old_slug, agency=agency)
    agency.save(update_fields=["code", "slug"])
    _record("recoded", agency, by=by, note=note, before=old_code, after=agency.code)
    SiteState.objects.bump()


@transaction.atomic
def move(agency: Agency, *, to: Agency, by: User, on: date, note: str = "") -> None:
    """Put a unit with its whole branch under another superior.

    Raises NotAllowed, BadChange.
    """
    _begin(agency, to, by=by)
    _require_no_gain(agency, to, by=by)
    _require_past(on)
    _require_open(to)
    if agency.parent_id == to.pk:
        raise BadChange(_("“%s” is its superior already.") % to)
    _relocate(agency, to, by=by, on=on, note=note)
    SiteState.objects.bump()


@transaction.atomic
def close(agency: Agency, *, by: User, on: date, note: str = "") -> None:
    """Close a unit that has no successor; what it published stays.

    Raises NotAllowed, BadChange.
    """
    _begin(agency, by=by)
    _require_past(on)
    _require_open(agency)
    if agency.parent_id is None:
        raise BadChange(_("The county itself can't be closed."))
    if agency.children.open().exists():
        raise BadChange(
            _("“%s” still has units below it: close or move them first.") % agency
        )
    _end(agency, by=by, on=on)
    _note(agency, ChangeKind.CLOSED, on=on, note=note)
    _record("closed", agency, by=by, note=note)
    agency_closed.send(Agency, agency=agency, by=by)
    SiteState.objects.bump()


@transaction.atomic
def merge(agency: Agency, *, into: Agency, by: User, on: date, note: str = "") -> None:
    """Close a unit and hand its people, open units and unfinished work to another.

    Raises NotAllowed, BadChange.
    """
    _begin(agency, into, by=by)
    _require_past(on)
    _require_open(agency)
    _require_open(into)
    _require_unlike(agency, into)
    _require_no_gain(agency, into, by=by, is_merger=True)
    for child in agency.children.open().order_by("path"):
        _relocate(child, into, by=by, on=on, note=note)
    _reload(agency, into)
    if agency.parent_id != into.pk:
        _relocate(agency, into, by=by, on=on, note=note, in_history=False)
    _end(agency, by=by, on=on, successor=into)
    handed_over = _hand_over_people(agency, into, by=by)
    facts = {"memberships": handed_over, "into": into.code}
    _note(agency, ChangeKind.MERGED, on=on, other=into, note=note)
    _note(into, ChangeKind.TOOK_IN, on=on, other=agency, note=note)
    _record("merged", agency, by=by, note=note, facts=facts)
    _record("took_in", into, by=by, note=note, facts={"from": agency.code})
    agency_merged.send(Agency, agency=agency, successor=into, by=by)
    SiteState.objects.bump()


# --- Guards -------------------------------------------------------------------------


def _begin(*units: Agency, by: User) -> None:
    """One change of the tree at a time, on fresh rows, by an overseer of all units."""
    SiteState.objects.hold()
    _reload(*units)
    for unit in units:
        require_role(by, unit, Role.OVERSEER)


def _reload(*units: Agency) -> None:
    for unit in units:
        unit.refresh_from_db()


def _require_no_gain(
    agency: Agency, above: Agency, *, by: User, is_merger: bool = False
) -> None:
    """Nobody grants themselves a role, nor by a change of the tree: what they hold
    above comes to reach the unit, and in a merger what they hold at it goes over."""
    own = seats(by)
    above_roles = {seat.role for seat in own if seat.reaches(above.path)}
    gained = above_roles - {seat.role for seat in own if seat.reaches(agency.path)}
    if is_merger:
        gained |= {s.role for s in own if s.agency_id == agency.pk} - above_roles
    if gained:
        raise NotAllowed(
            _("A role of your own would reach further: let another overseer do it.")
        )


def _require_open(agency: Agency) -> None:
    if not agency.is_open:
        raise BadChange(_("“%s” is closed.") % agency)


def _require_past(on: date) -> None:
    if on > local_day(clock.now()):
        raise BadChange(_("The day lies ahead: enter the change when it has come."))


def _require_unlike(agency: Agency, into: Agency) -> None:
    if agency.contains(into):
        raise BadChange(
            _("“%(into)s” lies in the branch of “%(agency)s”: move it out first.")
            % {"into": into, "agency": agency}
        )
    if into.parent_id is None:
        raise BadChange(_("The county itself is no office: choose a unit below it."))


def _check(agency: Agency, *fields: str) -> None:
    """The model's own rules for these columns, uniqueness included."""
    others = {field.name for field in agency._meta.fields} - set(fields)
    try:
        agency.clean_fields(exclude=others)
        agency.validate_unique(exclude=others)
    except ValidationError as error:
        raise BadChange(" ".join(error.messages)) from error


# --- Parts of the deeds -------------------------------------------------------------


def _relocate(
    agency: Agency,
    to: Agency,
    *,
    by: User,
    on: date,
    note: str,
    in_history: bool = True,
) -> None:
    """Rewrite the paths of a whole branch in one UPDATE.

    All new paths begin with a place that is free, so no row ever meets another's.
    """
    old_path, old_parent = agency.path, agency.parent
    if old_parent is None:
        raise BadChange(_("The county itself can't be moved."))
    if agency.contains(to):
        raise BadChange(_("A unit can't be moved beneath itself."))
    new_path = _free_place(agency, to)
    branch = Agency.objects.branch(old_path)
    kinds = branch.open().order_by().values_list("kind").annotate(count=Count("pk"))
    counts = dict(kinds)
    branch.update(path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1)))
    Agency.objects.filter(pk=agency.pk).update(parent=to)
    agency.refresh_from_db()
    BranchSize.objects.add(old_path, {kind: -count for kind, count in counts.items()})
    BranchSize.objects.add(new_path, counts)
    if in_history:
        _note(agency, ChangeKind.MOVED, on=on, other=to, note=note)
    before, after = old_parent.code, to.code
    _record("relocated", agency, by=by, note=note, before=before, after=after)
    agency_moved.send(Agency, agency=agency, old_path=old_path)


def _free_place(agency: Agency, to: Agency) -> str:
    """The path of a new last child; raises BadChange where there is no room."""
    last = Agency.objects.filter(parent=to).aggregate(last=Max("path"))["last"]
    branch = Agency.objects.branch(agency.path)
    deepest = branch.aggregate(length=Max(Length("path")))["length"]
    room = Agency._meta.get_field("path").max_length or 0
    try:
        place = tree.child_path(to.path, tree.next_number(last))
    except tree.TreeFull:
        raise BadChange(_("“%s” has too many units below it.") % to) from None
    if len(place) + deepest - len(agency.path) > room:
        raise BadChange(_("The branch would lie too deep in the tree."))
    return place


def _end(
    agency: Agency, *, by: User, on: date, successor: Agency | None = None
) -> None:
    agency.closed_on = on
    agency.successor = successor
    agency.save(update_fields=["closed_on", "successor"])
    leave_duties(agency, on=on, successor=successor, by=by)
    # Where there is no unit, nobody holds a post in it.
    for official in Official.objects.filter(agency=agency, left_on=None):
        official.left_on = on
        official.save(update_fields=["left_on"])
        facts = {"left_on": f"{on}"}
        AuditEntry.objects.record("edited", official, by=by, facts=facts)


def _hand_over_people(agency: Agency, into: Agency, *, by: User) -> int:
    """Posts and employments go to the successor; a post held there already is one.
    Each person's own trail says which roles they lost and won by it."""
    theirs = Membership.objects.filter(agency=into).values_list("user_id", "role")
    held = set(theirs)
    moved = 0
    memberships = Membership.objects.filter(agency=agency)
    for membership in memberships.select_related("user", "agency"):
        person, role = membership.user, membership.role
        AuditEntry.objects.record(
            "revoked", person, by=by, before=role, note=str(membership)
        )
        if (person.pk, role) in held:
            membership.delete()
            continue
        membership.agency = into
        membership.save(update_fields=["agency"])
        AuditEntry.objects.record(
            "granted", person, by=by, after=role, note=str(membership)
        )
        moved += 1
    Employment.objects.filter(agency=agency).update(agency=into)
    return moved


def _note(agency: Agency, kind: str, *, on: date, **facts: Any) -> None:
    AgencyChange.objects.create(agency=agency, kind=kind, on=on, **facts)


def _record(
    action: str,
    agency: Agency,
    *,
    by: User,
    facts: dict[str, Any] | None = None,
    **words: str,
) -> None:
    AuditEntry.objects.record(action, agency, by=by, facts=facts, **words)
