"""The rules of docs/architecture.md that no tool of `make lint` watches."""

from __future__ import annotations

import tomllib

import pytest
from django.core.management import call_command
from importlinter import cli

from . import house

TEXT_KINDS = {".py", ".html", ".txt", ".md", ".toml", ".css", ".js", ".yaml", ".json"}
SOURCE_LINES, TEST_LINES = 400, 500
FUNCTION_LINES, DOOR_LINES = 40, 15
BANNED_NAMES = {"utils", "helpers", "services", "core"}
TOP_LEVEL = {
    "manage.py", "disclosure_portal", "notices", "directories", "feedback",
    "supervision", "templates", "static", "tests", "pyproject.toml", "README.md",
    "Makefile", "requirements.txt", "requirements-dev.txt", ".ci", "bench", "docs",
    "locale", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
}  # fmt: skip
DOORS = {"views", "desk_views", "viewsets"}


def test_the_contracts_between_modules_are_kept(capsys):
    status = cli.lint_imports(no_logo=True)

    assert status == 0, capsys.readouterr().out


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", check_changes=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_the_top_level_holds_what_was_agreed():
    found = {path.relative_to(house.ROOT).parts[0] for path in house.files("*")}

    assert {name for name in found - TOP_LEVEL if name[0] != "."} == set()


def test_no_source_file_is_too_long():
    assert house.offences(house.source(), house.longer_than(SOURCE_LINES)) == []


def test_no_test_file_is_too_long():
    tests = house.files("*.py", "tests")

    assert house.offences(tests, house.longer_than(TEST_LINES)) == []


def test_no_function_is_too_long():
    find = house.functions_longer_than(FUNCTION_LINES)

    assert house.offences(house.source(), find) == []


def test_doors_only_translate():
    # Beside the views stand modules that say what a page shows; they are no doors.
    doors = [
        path
        for path in house.source()
        if DOORS & {*path.parts, path.stem} and not path.stem.endswith("_page")
    ]

    assert doors
    assert house.offences(doors, house.bodies_longer_than(DOOR_LINES)) == []


def test_modules_are_named_for_their_subject():
    found = [
        path
        for path in house.source()
        if BANNED_NAMES & {*path.relative_to(house.ROOT).parts, path.stem}
    ]

    assert found == []


def test_nothing_stands_there_that_nobody_uses():
    assert not house.unused_names()


def test_rows_and_deeds_do_not_import_http():
    config = tomllib.loads((house.ROOT / "pyproject.toml").read_text())
    contracts = config["tool"]["importlinter"]["contracts"]
    modules = next(each for each in contracts if each["id"] == "http")["source_modules"]
    starts = tuple(module.replace(".", "/") for module in modules)
    paths = [
        path
        for path in house.source()
        if str(path.relative_to(house.ROOT)).startswith(starts)
    ]

    assert paths
    assert house.offences(paths, house.imports_of("django.http")) == []


@pytest.mark.parametrize(
    ("find", "pattern", "rooms"),
    [
        pytest.param(house.LOOKUPS_THAT_SCAN, "*.py", house.ROOMS, id="lookups"),
        pytest.param(house.INLINE_STYLES, "*.html", ["templates"], id="styles"),
        pytest.param(house.INLINE_HANDLERS, "*.html", ["templates"], id="handlers"),
        pytest.param(house.INLINE_SCRIPTS, "*.html", ["templates"], id="scripts"),
        pytest.param(house.OTHER_HOSTS, "*.html", ["templates"], id="hosts"),
        pytest.param(house.newer_than_our_browsers, "*.css", ["static"], id="css"),
        pytest.param(house.BLANKET_SILENCE, "*.py", [], id="silence"),
    ],
)
def test_nothing_forbidden_is_written(find, pattern, rooms):
    paths = house.files(pattern, *rooms)

    assert paths
    assert house.offences(paths, find) == []


@pytest.mark.parametrize(
    "find",
    [
        pytest.param(house.OPEN_ENDS, id="open ends"),
        pytest.param(house.MACHINE_PATHS, id="machine paths"),
    ],
)
def test_no_text_holds(find):
    paths = [path for path in house.files("*") if path.suffix in TEXT_KINDS]

    assert house.offences(paths, find) == []


@pytest.mark.parametrize(
    ("find", "bad", "good"),
    [
        (house.LOOKUPS_THAT_SCAN, "filter(published_at__date=day)", "__year"),
        (house.LOOKUPS_THAT_SCAN, "Q(at__year__gte=2020)", "at__gte=start"),
        (house.INLINE_STYLES, '<p style="color: red">', '<p class="style">'),
        (house.INLINE_HANDLERS, '<a onclick="go()">', '<a data-on="x">'),
        (house.INLINE_SCRIPTS, "<script>", '<script src="a.js" defer>'),
        (
            house.INLINE_SCRIPTS,
            '<script type="module">',
            '<script type="application/ld+json">',
        ),
        (house.OTHER_HOSTS, '<img src="//cdn.example">', '<a href="/notices/">'),
        (house.OTHER_HOSTS, '<a href="https://a.example">', "https://a.example"),
        (house.OPEN_ENDS, "# TO" + "DO later", "todos"),
        (house.MACHINE_PATHS, "open('/home" + "/me/x')", "/home/"),
        (house.BLANKET_SILENCE, "x  # no" + "qa", "x  # noqa: F401"),
        (house.newer_than_our_browsers, "a:has(b) { top: 0 }", "/* :has(a) */"),
        (
            house.newer_than_our_browsers,
            "a { top: 0; b { top: 0 } }",
            "@media print { a { top: 0 } b { top: 0 } }",
        ),
        (house.longer_than(1), "a\nb\n", "a\n"),
        (house.functions_longer_than(1), "def a():\n    b()", "def a(): b()"),
        (
            house.bodies_longer_than(1),
            "def a():\n    b()\n    c()",
            'def a():\n    """Say."""\n    b()',
        ),
        (
            house.imports_of("django.http"),
            "from django.http import Http404",
            "from django.db import models",
        ),
        (house.imports_of("django.http"), "from django import http", "import http"),
    ],
)
def test_each_rule_tells_good_from_bad(find, bad, good):
    assert len(find(bad)) == 1
    assert find(good) == []
