"""Where imported notices belong: the unit and the board that a row names.

Both are looked up once for each name and held for the import. What is to be made is
held unsaved: a dry run decides the same and writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, AgencyKind, Role
from directories.permissions import has_role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.row_files import RowFile
from disclosure_portal.foundation.text_files import UnreadableFile
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .drafting import WrongBoard, check_board
from .import_boards import BoardRule, BoardRules
from .import_outcomes import Refusal, Rule
from .models import Board, Notice, Programme


class UnknownUnit(DomainError):
    """A unit that the person at the keyboard named does not exist."""

    code = "unknown_unit"


class People:
    """The two people of an import: who writes, and who signs (or nobody)."""

    def __init__(self, by: User, approved_by: User | None) -> None:
        if by == approved_by:
            raise NotAllowed(
                _("“%s” can't both write and sign: a second pair of eyes is needed.")
                % by
            )
        self.by = by
        self.approved_by = approved_by

    def missing_roles(self, agency: Agency) -> str:
        """Which role is missing for a unit, as a sentence; "" if none is."""
        lacking = [
            _lack_of(person, role, agency)
            for person, role in (
                (self.by, Role.EDITOR),
                (self.approved_by, Role.APPROVER),
            )
            if person is not None and not has_role(person, agency, role)
        ]
        return "; ".join(lacking)

    def require_overseer(self, agency: Agency) -> None:
        """Raise NotAllowed if whoever writes does not oversee the unit, too."""
        if not has_role(self.by, agency, Role.OVERSEER):
            raise NotAllowed(_lack_of(self.by, Role.OVERSEER, agency) + ".")

    def require_roles(self, agencies: Iterable[Agency]) -> None:
        """Raise NotAllowed naming every role that is missing."""
        lacking = [text for agency in agencies if (text := self.missing_roles(agency))]
        if lacking:
            raise NotAllowed("; ".join(dict.fromkeys(lacking)) + ".")


def _lack_of(person: User, role: Role, agency: Agency) -> str:
    return str(
        _("%(person)s is not %(role)s of %(agency)s")
        % {"person": person, "role": role.label, "agency": agency}
    )


def unit_by_code(code: str) -> Agency:
    """Raises UnknownUnit."""
    found = Agency.objects.filter(slug=code.strip().lower()).first()
    if found is None:
        raise UnknownUnit(_("There is no unit with the code “%s”.") % code)
    return found


def unit_map(rows: RowFile) -> dict[str, Agency]:
    """Names as the old site wrote them → units, from a file with the columns name and
    code. Raises UnreadableFile, UnknownUnit."""
    if missing := rows.missing({"name", "code"}):
        raise UnreadableFile(
            _("The file that maps units needs the columns name and code; missing: %s.")
            % "、".join(missing)
        )
    units = {}
    for row in rows:
        if row.fault:
            raise UnreadableFile(
                _("The file that maps units, line %(line)s: %(fault)s")
                % {"line": row.line, "fault": row.fault}
            )
        units[str(row.cells["name"]).strip()] = unit_by_code(str(row.cells["code"]))
    return units


class Units:
    """Finds the unit of a row: the one named for all, by the map, by its name; or makes
    it below `parent`."""

    def __init__(
        self,
        people: People,
        *,
        only: Agency | None = None,
        known: Mapping[str, Agency] | None = None,
        parent: Agency | None = None,
    ) -> None:
        self.people = people
        self.only = only
        self.parent = parent
        self._found: dict[str, Agency | Refusal] = {**(known or {})}
        named = [unit for unit in (only, parent) if unit is not None]
        people.require_roles([*named, *(known or {}).values()])

    def find(self, name: str) -> Agency:
        """Raises Refusal. A unit that is to be made has no key yet."""
        if self.only is not None:
            return self.only
        if name not in self._found:
            self._found[name] = self._look_up(name)
        found = self._found[name]
        if isinstance(found, Refusal):
            raise found
        return found

    def _look_up(self, name: str) -> Agency | Refusal:
        if not name:
            return Refusal(Rule.NO_UNIT)
        matches = self._named(name)
        if len(matches) > 1:
            return Refusal(Rule.AMBIGUOUS_UNIT, name)
        if matches:
            lacking = self.people.missing_roles(matches[0])
            return Refusal(Rule.MISSING_ROLE, lacking) if lacking else matches[0]
        if self.parent is None or len(name) > 100:
            return Refusal(Rule.UNKNOWN_UNIT, name)
        return Agency(
            name=name,
            code=derived_code(self.parent, name),
            parent=self.parent,
            kind=AgencyKind.DEPARTMENT,
        )

    def _named(self, name: str) -> list[Agency]:
        """At most two units: by the whole name, else by the short one."""
        by_name = Q(name=name)
        if self.parent is not None:  # made by an import, renamed since
            by_name |= Q(code=derived_code(self.parent, name))
        whole = list(Agency.objects.filter(by_name)[:2])
        return whole or list(Agency.objects.filter(short_name=name)[:2])


def derived_code(parent: Agency, name: str) -> str:
    """The code of a unit that came without one: always the same for the same name."""
    return f"{parent.code[:28]}-{_short_digest(name)}"


def _short_digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:10]


class Boards:
    """Finds the board of a row by the rules of the mapping, or makes it."""

    def __init__(self, rules: BoardRules) -> None:
        self.rules = rules
        self._found: dict[str, Board | Refusal] = {}
        self._made: dict[str, Board] = {}
        self._allowed: dict[tuple[str, int], str] = {}
        self._check_slugs()

    def _check_slugs(self) -> None:
        slugs = {rule.slug for rule in self.rules.exceptions.values() if rule.slug}
        known = set(Board.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        if unknown := slugs - known:
            raise UnreadableFile(
                _("The mapping names boards that there are not: %s.")
                % "、".join(sorted(unknown))
            )

    def find(self, name: str, agency: Agency) -> tuple[Board, BoardRule]:
        """Raises Refusal. A board that is to be made has no key yet."""
        rule = self.rules.rule(name)
        if name not in self._found:
            self._found[name] = self._look_up(name, rule)
        board = self._found[name]
        if isinstance(board, Refusal):
            raise board
        key = (agency.code, id(board))
        if key not in self._allowed:
            self._allowed[key] = _objection(agency, board)
        if self._allowed[key]:
            raise Refusal(Rule.WRONG_BOARD, self._allowed[key])
        return board, rule

    def _look_up(self, name: str, rule: BoardRule) -> Board | Refusal:
        if rule.slug:
            return Board.objects.get(slug=rule.slug)
        wanted = rule.name or name
        if not wanted:
            return Refusal(Rule.NO_BOARD)
        slug = f"board-{_short_digest(wanted)}"
        # By its address, too: made by an import, renamed since.
        named = Q(name=wanted, agency=None) | Q(slug=slug)
        shared = Board.objects.public().filter(named).first()
        if shared is not None:
            return shared
        longest = Board._meta.get_field("name").max_length or 0
        if not self.rules.creates or len(wanted) > longest:
            return Refusal(Rule.UNKNOWN_BOARD, wanted)
        new = Board(
            name=wanted,
            slug=slug,
            column_type=rule.column_type,
            default_kind=rule.kind,
        )
        return self._made.setdefault(wanted, new)


def _objection(agency: Agency, board: Board) -> str:
    try:
        check_board(Notice(agency=agency, board=board))
    except WrongBoard as error:
        return str(error)
    return ""


Target = Agency | Board | Programme


@contextmanager
def made_with_notice(*targets: Target, by: User) -> Iterator[list[Target]]:
    """Store what is to be made, in one savepoint with the notice that needs it: where
    the notice is refused, nothing of it stays. Gives what was made.

    The caller holds the site's row, so that no other import makes the same meanwhile.
    """
    made: list[Target] = []
    try:
        with transaction.atomic():
            made += [target for target in targets if _ensure_saved(target, by=by)]
            yield made
    except BaseException:
        for target in made:
            _unsave(target)
        raise


def _ensure_saved(target: Target, *, by: User) -> bool:
    """False if it is there already, be it that another import made it since it was
    looked up."""
    if target.pk is not None:
        return False
    if (known := _twin(target)) is not None:
        target.pk = known
        target.refresh_from_db()
        return False
    target.save()
    AuditEntry.objects.record("created", target, by=by)
    return True


def _twin(target: Target) -> int | None:
    """The key of a stored row that is the same by what names it once."""
    unique = {Agency: "code", Board: "slug", Programme: "name"}[type(target)]
    same: QuerySet[Any] = type(target)._default_manager.filter(
        **{unique: getattr(target, unique)}
    )
    return same.values_list("pk", flat=True).first()


def _unsave(target: Target) -> None:
    target.pk = None
    target._state.adding = True
    if isinstance(target, Agency):
        target.path = ""  # another unit may have its place by the next time
