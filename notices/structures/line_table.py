"""Tables of a kind's structured content: their columns, how they are read and
replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from directories.bases import cited_in
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind

from ..models import Citing, Notice, NoticeFacts, NoticeLine

# The values of one record by the codes of its columns.
Line = dict[str, Any]


def as_it_is(line: Line) -> Line:
    return line


@dataclass(frozen=True)
class LineTable:
    """One table: the part of a structure under `code`.

    `replace` puts rows in the place of all that stand there; it checks nothing (the
    deed in replacing.py does). `key` are the columns by which a line is the same one
    as in the last period; `shown` makes of a line of a sheet what may be seen of it,
    and `private` are the columns that it hides. `sides` are read from a sheet in the
    place of columns of the table.
    """

    code: str
    title: object
    columns: tuple[Column, ...]
    read: Callable[[Notice], list[Line]]
    replace: Callable[[Notice, Sequence[Line]], None]
    is_required: bool = True
    takes_sheets: bool = True
    key: tuple[str, ...] = ()
    shown: Callable[[Line], Line] = as_it_is
    private: frozenset[str] = frozenset()
    sides: tuple[Column, ...] = ()
    # The rows that hold its lines; columns of `apart` are no fields of theirs.
    model: type[NoticeLine] | None = None
    apart: frozenset[str] = frozenset()


def table_of(
    model: type[NoticeLine],
    *,
    code: str,
    title: object,
    columns: tuple[Column, ...],
    is_required: bool = True,
    takes_sheets: bool = True,
    key: tuple[str, ...] = (),
    sides: tuple[Column, ...] = (),
) -> LineTable:
    """A table whose columns are fields of a model of the same names."""
    names = [column.code for column in columns]

    def read(notice: Notice) -> list[Line]:
        rows = model._default_manager.filter(notice=notice).order_by("position", "pk")
        lines = list(rows.values("pk", *names))
        return without_keys(model, lines)

    def replace(notice: Notice, lines: Sequence[Line]) -> None:
        model._default_manager.filter(notice=notice).delete()
        rows = model._default_manager.bulk_create(
            model(notice=notice, position=number, **stored(columns, line))
            for number, line in enumerate(lines, start=1)
        )
        if issubclass(model, Citing):
            link_bases(model, rows)

    return LineTable(
        code,
        title,
        columns,
        read,
        replace,
        is_required,
        takes_sheets,
        key,
        sides=sides,
        model=model,
    )


def made_table(
    *, code: str, title: object, columns: tuple[Column, ...], key: tuple[str, ...]
) -> LineTable:
    """A table that the kind's `more` gives: nobody types or sends its lines."""

    def read(notice: Notice) -> list[Line]:
        return []

    def replace(notice: Notice, lines: Sequence[Line]) -> None:
        raise NotImplementedError("These lines are made from others.")

    return LineTable(
        code,
        title,
        columns,
        read,
        replace,
        is_required=False,
        takes_sheets=False,
        key=key,
    )


def stored(columns: Sequence[Column], line: Line) -> Line:
    """A line as a row holds it: no text is an empty text, no flag a "no"."""
    empty: dict[Kind, Any] = {Kind.TEXT: "", Kind.CHOICE: "", Kind.FLAG: False}
    return {
        column.code: empty.get(column.kind) if value is None else value
        for column in columns
        if (value := line.get(column.code)) is not None or column.kind in empty
    }


def facts_of(
    model: type[NoticeFacts], columns: tuple[Column, ...]
) -> Callable[[Notice], Line]:
    """Reads the one record of facts; an empty one where there is none yet."""
    names = [column.code for column in columns]

    def read(notice: Notice) -> Line:
        rows = model._default_manager.filter(notice=notice)
        lines = without_keys(model, list(rows.values("pk", *names)))
        return lines[0] if lines else {}

    return read


def copy_facts(source: Notice, target: Notice) -> None:
    """Give a new draft the facts of another one of its kind."""
    for model in NoticeFacts.__subclasses__():
        facts = model._default_manager.filter(notice=source).first()
        if facts is not None:
            facts.pk, facts.notice = None, target
            facts._state.adding = True
            facts.save()
            if isinstance(facts, Citing):
                link_bases(type(facts), [facts])


def without_keys(model: type[Any], lines: list[Line]) -> list[Line]:
    """Lines as a structure has them; of citing ones with the keys of what they cite
    in the register."""
    if not issubclass(model, Citing):
        return [{k: v for k, v in line.items() if k != "pk"} for line in lines]
    cited: dict[int, list[int]] = {line["pk"]: [] for line in lines}
    links = model.cited.through._default_manager
    owner = f"{model._meta.model_name}_id"
    pairs = links.filter(**{f"{owner}__in": list(cited)}).order_by("pk")
    for line_pk, basis_pk in pairs.values_list(owner, "legalbasis_id"):
        cited[line_pk].append(basis_pk)
    return [
        {k: v for k, v in line.items() if k != "pk"} | {"cited": cited[line["pk"]]}
        for line in lines
    ]


def link_bases(model: type[Citing], rows: Sequence[Any]) -> None:
    """Tie citing rows to the records that their text names; replaces earlier ties."""
    found = cited_in({row.bases for row in rows})
    links: Any = model.cited.through
    owner = f"{model._meta.model_name}_id"
    links._default_manager.filter(**{f"{owner}__in": [row.pk for row in rows]}).delete()
    links._default_manager.bulk_create(
        links(**{owner: row.pk, "legalbasis_id": basis.pk})
        for row in rows
        for basis in found[row.bases]
    )
