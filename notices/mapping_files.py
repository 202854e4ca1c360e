"""Mappings written in TOML: read, and checked as a whole before the first row is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.row_files import RowFile
from disclosure_portal.foundation.text_files import UnreadableFile
from disclosure_portal.foundation.workflow import DomainError

SOURCE_LENGTH = 60


class BadMapping(DomainError):
    """The mapping can't be used; the text names what is wrong in it."""

    code = "bad_mapping"


def read_mapping(path: Path) -> dict[str, Any]:
    """Raises UnreadableFile where there is no such file, BadMapping for what is no
    TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(
            _("“%(name)s” can't be opened: %(reason)s.")
            % {"name": path, "reason": error.strerror or error}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(
            _("The mapping “%(name)s” is not valid TOML: %(reason)s.")
            % {"name": path.name, "reason": error}
        ) from error


def require_columns(rows: RowFile, columns: Iterable[str]) -> None:
    """Raise UnreadableFile naming the columns that the mapping wants and the file has
    not."""
    if missing := rows.missing(set(columns)):
        raise UnreadableFile(
            _(
                "The mapping names columns that are not in the file: %(missing)s."
                " The file has: %(columns)s."
            )
            % {"missing": "、".join(missing), "columns": "、".join(rows.columns)}
        )


def check_source(name: str) -> None:
    """Raise BadMapping for a name that can't be kept with the notices."""
    if not 0 < len(name) <= SOURCE_LENGTH:
        raise BadMapping(
            _("The name of the source needs 1 to %s characters.") % SOURCE_LENGTH
        )


def check_parts(content: Mapping[str, Any], parts: Mapping[str, type]) -> None:
    """Raise BadMapping for a part that is not known, or is not of its form."""
    for name, value in content.items():
        known(name, parts, _("part of the mapping"))
        if not isinstance(value, parts[name]):
            raise BadMapping(_("“%s” is not of the form that a mapping wants.") % name)


def part(content: Mapping[str, Any], name: str, /, **keys: type) -> dict[str, Any]:
    found: dict[str, Any] = content.get(name, {})
    for key, value in found.items():
        known(key, keys, _("part of the mapping"))
        if not isinstance(value, keys[key]):
            raise BadMapping(_("“%s” is not of the form that a mapping wants.") % name)
    return found


def flag(part: dict[str, Any], name: str) -> bool:
    value = part.get(name, False)
    if not isinstance(value, bool):
        raise BadMapping(_("“%s” must be true or false.") % name)
    return value


def texts(table: Any, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(
        isinstance(value, str) for value in table.values()
    ):
        raise BadMapping(_("“%s” must be a table of texts.") % name)
    return dict(table)


def known(name: str, names: Any, what: Any) -> None:
    if name not in names:
        raise BadMapping(
            _("The mapping: there is no %(what)s “%(name)s”, only %(names)s.")
            % {"what": what, "name": name, "names": "、".join(sorted(names))}
        )
