"""A checklist to and from plain JSON: strict, with the place of each problem. Pure.

Numbers are texts ("2.5"), so that no reader makes them floats; whole numbers may be
written as such. Writing tells every field; reading takes what is left out to be as
usual, and refuses fields that it does not know.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from .scoring_checklists import Checklist
from .scoring_numbers import is_in_bounds
from .scoring_problems import Problem, ProblemCode, UnreadableChecklist
from .scoring_rules import RULES, Indicator, Kind, Rule

NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


def to_json(checklist: Checklist) -> dict[str, Any]:
    return _written(checklist)


def from_json(plain: object) -> Checklist:
    """Refuses (`UnreadableChecklist`) what is no checklist; sums are not checked."""
    reader = _Reader()
    checklist = reader.read(Checklist, plain, "")
    if reader.problems:
        raise UnreadableChecklist(reader.problems)
    return checklist


def indicator_to_json(indicator: Indicator) -> dict[str, Any]:
    return _written(indicator)


def rule_to_json(rule: Rule) -> dict[str, Any]:
    return _written(rule)


def indicator_from_json(plain: object, where: str = "") -> Indicator:
    return _alone(Indicator, plain, where)


def rule_from_json(plain: object, where: str = "") -> Rule:
    return _alone(Rule, plain, where)


def _alone(wanted: Any, plain: object, where: str) -> Any:
    reader = _Reader()
    value = reader.read(wanted, plain, where)
    if reader.problems:
        raise UnreadableChecklist(reader.problems)
    return value


def _written(value: Any) -> Any:
    if is_dataclass(value):
        told = {
            field.name: _written(getattr(value, field.name)) for field in fields(value)
        }
        kind = getattr(value, "kind", None)
        return {"kind": str(kind), **told} if type(value) in RULE_CLASSES else told
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return value


RULE_CLASSES = frozenset(RULES.values())


@cache
def _shape(wanted: type) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(wanted)
    return tuple((field, hints[field.name]) for field in fields(wanted))


class _Reader:
    """Reads one value after the other and keeps what is wrong, with its place."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, wanted: Any, plain: object, where: str) -> Any:
        if wanted == Rule:
            return self._rule(plain, where)
        if get_origin(wanted) in (Union, types.UnionType):
            return (
                None if plain is None else self.read(get_args(wanted)[0], plain, where)
            )
        if get_origin(wanted) is tuple:
            return self._list(get_args(wanted)[0], plain, where)
        if is_dataclass(wanted):
            return self._object(wanted, plain, where)
        return self._value(wanted, plain, where)

    def _refuse(self, code: ProblemCode, where: str, **particulars: str) -> Any:
        self.problems.append(Problem(code, where or "checklist", particulars))
        return None

    def _rule(self, plain: object, where: str) -> Any:
        if not isinstance(plain, Mapping):
            return self._refuse(ProblemCode.NOT_AN_OBJECT, where)
        if "kind" not in plain:
            return self._refuse(ProblemCode.MISSING_FIELD, where, field="kind")
        kind = self._value(Kind, plain["kind"], f"{where}.kind")
        if kind is None:
            return None
        told = {key: value for key, value in plain.items() if key != "kind"}
        return self._object(RULES[kind], told, where)

    def _list(self, wanted: Any, plain: object, where: str) -> tuple[Any, ...]:
        if not isinstance(plain, list | tuple):
            self._refuse(ProblemCode.NOT_A_LIST, where)
            return ()
        return tuple(
            self.read(wanted, each, f"{where}[{place}]")
            for place, each in enumerate(plain)
        )

    def _object(self, wanted: Any, plain: object, where: str) -> Any:
        if not isinstance(plain, Mapping):
            return self._refuse(ProblemCode.NOT_AN_OBJECT, where)
        before = len(self.problems)
        shape = _shape(wanted)
        known = {field.name for field, _ in shape}
        for key in plain:
            if key not in known:
                self._refuse(ProblemCode.UNKNOWN_FIELD, where, field=str(key))
        told = {}
        for field, hint in shape:
            place = f"{where}.{field.name}" if where else field.name
            if field.name in plain:
                told[field.name] = self.read(hint, plain[field.name], place)
            elif field.default is MISSING and field.default_factory is MISSING:
                self._refuse(ProblemCode.MISSING_FIELD, where, field=field.name)
        return wanted(**told) if len(self.problems) == before else None

    def _value(self, wanted: type, plain: object, where: str) -> Any:
        if wanted is Decimal:
            return self._number(plain, where)
        if wanted is bool:
            return self._held(plain, bool, ProblemCode.NOT_YES_OR_NO, where)
        if wanted is int:
            if isinstance(plain, bool):
                return self._refuse(ProblemCode.NOT_A_WHOLE_NUMBER, where)
            return self._held(plain, int, ProblemCode.NOT_A_WHOLE_NUMBER, where)
        text = self._held(plain, str, ProblemCode.NOT_A_TEXT, where)
        if wanted is str or text is None:
            return text
        return self._choice(wanted, text, where)

    def _held(self, plain: object, kind: type, code: ProblemCode, where: str) -> Any:
        return plain if isinstance(plain, kind) else self._refuse(code, where)

    def _choice(self, wanted: Any, text: str, where: str) -> Any:
        try:
            return wanted(text)
        except ValueError:
            return self._refuse(ProblemCode.NOT_A_CHOICE, where, value=text)

    def _number(self, plain: object, where: str) -> Decimal | None:
        if isinstance(plain, bool) or not isinstance(plain, int | str | Decimal):
            return self._refuse(ProblemCode.NOT_A_NUMBER, where)
        if isinstance(plain, str) and not NUMBER.fullmatch(plain):
            return self._refuse(ProblemCode.NOT_A_NUMBER, where, value=plain)
        number = Decimal(plain)
        if not number.is_finite():
            return self._refuse(ProblemCode.NOT_A_NUMBER, where, value=str(plain))
        if not is_in_bounds(number):
            return self._refuse(ProblemCode.OUT_OF_BOUNDS, where, value=str(plain))
        return number
