"""What the commands that import notices have in common: their options, who imports
for which units, the progress bar, the report and the figures at the end."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import RowFile, open_rows
from disclosure_portal.foundation.workflow import DomainError

from ..import_outcomes import Counts, Result, Rule
from ..import_report import COLUMNS, figures, report_line
from ..import_targets import People, Units, unit_by_code, unit_map


class Import(Protocol):
    """What was carried out."""

    counts: Counts
    dry_run: bool


@dataclass(frozen=True)
class ImportOrder:
    """What was asked for, with the people and units found; `write` adds a line to the
    report."""

    path: Path
    mapping: Any
    source: str
    people: People
    units: Units
    dry_run: bool
    write: Callable[[Sequence[Any]], None]

    @property
    def terms(self) -> dict[str, Any]:
        """What every import is told alike."""
        return {
            "source": self.source,
            "people": self.people,
            "units": self.units,
            "dry_run": self.dry_run,
        }

    def report(self, result: Result) -> None:
        self.write(report_line(result))


class ImportCommand(BaseCommand):
    """A command says in `carry_out` what it does with the file."""

    report_columns: ClassVar[Sequence[str]] = COLUMNS

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def load_mapping(self, path: Path) -> Any:
        """Raises UnreadableFile, BadMapping."""
        raise NotImplementedError

    def carry_out(self, order: ImportOrder, options: Mapping[str, Any]) -> Import:
        """Raises DomainError for what can't be done as a whole."""
        raise NotImplementedError

    def figures(self, done: Any) -> Iterable[str]:
        """What is told at the end."""
        return figures(done.counts, dry_run=done.dry_run)

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            people = people_of(options["by"], options["approved_by"])
            mapping = self.load_mapping(options["mapping"])
            units = units_of(people, options)
            read = [path, options["mapping"], options["map_agency"]]
            with ReportFile(
                report, self.report_columns, not_over=filter(None, read)
            ) as report_file:
                order = ImportOrder(
                    path=path,
                    mapping=mapping,
                    source=options["source"],
                    people=people,
                    units=units,
                    dry_run=options["dry_run"],
                    write=report_file.write,
                )
                done = self.carry_out(order, options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not done.counts.was_readable:
            raise CommandError(_("Not one row of “%s” could be read.") % path.name)
        for line in self.figures(done):
            self.stdout.write(line)
        if done.counts.rules[Rule.UNSIGNED]:
            self.stdout.write(
                _(
                    "Nothing of it is public: one person alone publishes nothing. Name"
                    " an approver, somebody else, with --approved-by when you import,"
                    " or have each draft signed at the desk."
                )
            )


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="the file")
    parser.add_argument(
        "--source", required=True, help="a short name of the older site"
    )
    parser.add_argument(
        "--mapping", type=Path, required=True, help="what the columns mean (TOML)"
    )
    parser.add_argument(
        "--by", required=True, metavar="USER", help="who writes: an editor"
    )
    parser.add_argument(
        "--approved-by",
        metavar="USER",
        help="who signs: an approver; without, all stay drafts",
    )
    _add_units(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="decide everything, write nothing"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="write a line for each row (CSV)"
    )


def _add_units(parser: ArgumentParser) -> None:
    units = parser.add_mutually_exclusive_group()
    units.add_argument("--agency", metavar="CODE", help="the unit of all rows")
    units.add_argument(
        "--map-agency",
        type=Path,
        metavar="FILE",
        help="names of units in the file and their codes here (name, code)",
    )
    parser.add_argument(
        "--create-agencies",
        metavar="PARENT_CODE",
        help="make units that are not known, below this one",
    )


def people_of(by: str, approved_by: str | None) -> People:
    return People(_user(by), _user(approved_by) if approved_by else None)


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no user “%s”.") % username)
    if not user.is_active:
        raise CommandError(_("The account of “%s” is closed.") % username)
    return user


def units_of(people: People, options: dict[str, Any]) -> Units:
    only, parent, known = (
        options["agency"],
        options["create_agencies"],
        options["map_agency"],
    )
    if only and parent:
        raise CommandError(_("Use --agency or --create-agencies, not both."))
    return Units(
        people,
        only=unit_by_code(only) if only else None,
        known=unit_map(open_rows(known)) if known else None,
        parent=unit_by_code(parent) if parent else None,
    )


@contextmanager
def progress_of(rows: RowFile) -> Iterator[Callable[[int], None]]:
    """A bar that is told which line was reached."""
    with progress_bar(rows.lines, " lines") as bar:
        yield lambda line: reach(bar, line)


def progress_bar(total: int, unit: str) -> tqdm[Any]:
    # Only on a terminal: a bar in a log file is noise.
    return tqdm(total=total, unit=unit, disable=None, leave=False)


def reach(bar: tqdm[Any], place: int) -> None:
    bar.update(place - bar.n)
