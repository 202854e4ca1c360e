"""`manage.py import_notices`: what it prints, what it leaves, how it refuses."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directories.models import Agency
from notices.models import Notice
from tests.factories import agency

from .importing import FIXTURES, OLD_SITE, OLD_SITE_MAPPING, office

pytestmark = pytest.mark.django_db


@pytest.fixture(name="office")
def an_office():
    return office()


def run(office, path=OLD_SITE, **options):
    out = StringIO()
    options = {
        "source": "old",
        "mapping": OLD_SITE_MAPPING,
        "by": office.editor.username,
        "approved_by": office.approver.username,
        "stdout": out,
        **options,
    }
    if "agency" not in options and "map_agency" not in options:
        options.setdefault("create_agencies", office.unit.code)
    call_command("import_notices", path, **options)
    return out.getvalue()


def test_the_figures_are_printed_and_each_row_stands_in_the_report(office, tmp_path):
    report = tmp_path / "report.csv"

    printed = run(office, report=report)

    assert "13" in printed
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig", newline="")))
    assert [row["outcome"] for row in rows].count("taken") == 7
    assert [row["rule"] for row in rows][:2] == ["published", "published"]
    assert Notice.objects.get(pk=rows[0]["notice"]).title == rows[0]["title"]
    assert "theme: 公路" in rows[6]["remarks"]
    assert "2" in rows[7]["explanation"]


def test_a_title_that_is_a_formula_is_no_formula_in_the_report(office, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(
        "department,column,title,date_raw,status,theme,summary,url,attachments,body\n"
        '清源县教育局,政策文件,"=HYPERLINK(""x"")",2024-01-15,,,,,,正文\n'
    )
    report = tmp_path / "report.csv"

    run(office, path, report=report)

    assert Notice.objects.get().title == '=HYPERLINK("x")'
    assert "'=HYPERLINK" in report.read_text()


def test_a_dry_run_prints_the_same_figures(office):
    dry = run(office, dry_run=True)

    assert not Notice.objects.exists()
    assert run(office).splitlines()[:6] == dry.splitlines()[1:7]


def test_units_are_mapped_by_a_file(office, tmp_path):
    unit = agency(parent=office.unit)
    names = tmp_path / "units.csv"
    names.write_text(
        f"name,code\n清源县教育局,{unit.code}\n清源县科学技术局,{unit.code}\n"
    )

    run(office, map_agency=names)

    assert set(Notice.objects.values_list("agency", flat=True)) == {unit.pk}
    assert not Agency.objects.filter(name="清源县教育局").exists()


def test_one_unit_for_all_rows(office):
    run(office, agency=office.unit.code)

    assert set(Notice.objects.values_list("agency", flat=True)) == {office.unit.pk}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"path": FIXTURES / "missing.jsonl"}, "missing.jsonl"),
        ({"path": FIXTURES}, "fixtures"),
        ({"path": OLD_SITE_MAPPING}, "old-site.toml"),
        ({"mapping": FIXTURES / "missing.toml"}, "missing.toml"),
        ({"mapping": OLD_SITE}, "old-site.jsonl"),
        ({"by": "nobody"}, "nobody"),
        ({"approved_by": "nobody"}, "nobody"),
        ({"create_agencies": "NOWHERE"}, "NOWHERE"),
        ({"agency": "NOWHERE"}, "NOWHERE"),
        ({"map_agency": FIXTURES / "missing.csv"}, "missing.csv"),
        ({"source": ""}, "60"),
        ({"source": "s" * 61}, "60"),
        ({"report": FIXTURES / "none" / "r.csv"}, "r.csv"),
        ({"report": OLD_SITE}, "old-site.jsonl"),
    ],
    ids=[
        "no file", "folder", "kind", "no mapping", "no toml", "no editor",
        "no approver", "no parent", "no unit", "no map", "no source", "long source",
        "no report", "report over file",
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_sentence(office, options, told):
    with pytest.raises(CommandError) as refusal:
        run(office, **options)

    assert told in str(refusal.value)
    assert not Notice.objects.exists()


def test_columns_that_the_file_lacks_are_named(office, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("department,column,title\n教育局,政策文件,通知\n")

    with pytest.raises(CommandError, match="attachments、body、date_raw"):
        run(office, path)


def test_a_closed_account_imports_nothing(office):
    office.approver.is_active = False
    office.approver.save()

    with pytest.raises(CommandError, match=office.approver.username):
        run(office)


def test_a_file_of_which_no_row_can_be_read_ends_with_an_error(office, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[fields]\ntitle = "a"\nbody = "a"\n[constants]\nboard = "b"\n')
    path = tmp_path / "rows.csv"
    path.write_text("a\n一,二\n三,四\n")

    with pytest.raises(CommandError, match="rows.csv"):
        run(office, path, mapping=mapping, agency=office.unit.code)
