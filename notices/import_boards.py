"""Which board a notice of somebody else's site hangs on: the [boards] of a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from .mapping_files import BadMapping, flag, known, texts
from .models import ColumnType, Kind

BOARD_PARTS = {"create", "column_type", "kind", "known"}


@dataclass(frozen=True)
class BoardRule:
    """What becomes of one board of the old site.

    `slug` names a board that is there; without it the board is found by its name, and
    made if there is none and the mapping allows it.
    """

    slug: str = ""
    name: str = ""
    column_type: str = ColumnType.POLICY
    kind: str = Kind.GENERAL


@dataclass(frozen=True)
class BoardRules:
    """The rules by the names in the file, and one for all other names."""

    exceptions: Mapping[str, BoardRule] = field(default_factory=dict)
    default: BoardRule = BoardRule()
    creates: bool = False

    def rule(self, name: str) -> BoardRule:
        return self.exceptions.get(name, self.default)


def board_rules(part: Mapping[str, Any]) -> BoardRules:
    """Raises BadMapping."""
    for name in part:
        known(name, BOARD_PARTS, _("part of the mapping"))
    told = {key: part[key] for key in ("column_type", "kind") if key in part}
    default = _board_rule(told, BoardRule())
    table = part.get("known", {})
    if not isinstance(table, dict):
        raise BadMapping(_("“%s” is not of the form that a mapping wants.") % "boards")
    exceptions = {name: _board_rule(rule, default) for name, rule in table.items()}
    return BoardRules(exceptions, default, flag(part, "create"))


def _board_rule(part: Any, default: BoardRule) -> BoardRule:
    rule = texts(part, "boards")
    for name in rule:
        known(name, {"board", "name", "column_type", "kind"}, _("part of the mapping"))
    known(rule.get("kind", default.kind), Kind.values, _("value"))
    known(rule.get("column_type", default.column_type), ColumnType.values, _("value"))
    return BoardRule(
        slug=rule.get("board", ""),
        name=rule.get("name", ""),
        column_type=rule.get("column_type", default.column_type),
        kind=rule.get("kind", default.kind),
    )
