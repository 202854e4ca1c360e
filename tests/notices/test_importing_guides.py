"""`manage.py import_guides`: items of an older site become guides, marked where they
lack what a visitor needs."""

from __future__ import annotations

import csv
import tomllib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from disclosure_portal.foundation.models import SiteState
from notices.import_guides import parse_guide_mapping
from notices.mapping_files import BadMapping
from notices.models import (
    GuideEvent,
    ItemType,
    Notice,
    NoticeStatus,
    ProcedureGuide,
)
from notices.structures.registry import missing_of

from .importing import FIXTURES, office

pytestmark = pytest.mark.django_db
GUIDES = FIXTURES / "old-guides.csv"
MAPPING = FIXTURES / "old-guides.toml"
HEAD = GUIDES.read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture(name="office")
def an_office():
    return office()


def run(office, folder, path=GUIDES, **options):
    """What was printed, and the rows of the report."""
    out, report = StringIO(), folder / "report.csv"
    call_command(
        "import_guides",
        path,
        **{
            "source": "portal",
            "mapping": MAPPING,
            "by": office.editor.username,
            "approved_by": office.approver.username,
            "create_agencies": office.unit.code,
            "report": report,
            "stdout": out,
            **options,
        },
    )
    rows = csv.DictReader(report.open(encoding="utf-8-sig", newline=""))
    return out.getvalue(), list(rows)


def file_of(folder, *rows):
    path = folder / "guides.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def guide(item):
    return ProcedureGuide.objects.select_related("notice").get(item=item)


def test_every_row_has_one_outcome_by_one_rule(office, tmp_path):
    _printed, rows = run(office, tmp_path)

    assert [row["rule"] for row in rows] == [
        *["published"] * 6,
        *("id_used_twice", "same_row", "nothing_to_read", "no_title"),
    ]
    assert ProcedureGuide.objects.count() == Notice.objects.public().count() == 6


def test_a_row_becomes_a_guide_with_its_facts(office, tmp_path):
    run(office, tmp_path)

    found = guide("义务教育阶段入学办理")
    address = "http://fw.example.gov.cn/detail?itemCode=1&taskType=20"
    assert found.code == "512B0053300007-990000000000-000-11990000000000001N-1-00"
    assert found.item_type == ItemType.PUBLIC_SERVICE
    assert found.audience == "both"
    assert found.online_url == found.notice.original_url == address
    assert (found.notice.kind, found.notice.is_migrated) == ("procedure", True)
    assert found.notice.agency.name == "清源县教育局"
    assert found.notice.import_source == "portal"


def test_the_item_that_a_guide_is_a_part_of_is_its_keyword(office, tmp_path):
    run(office, tmp_path)

    assert guide("扩大矿区范围变更登记").notice.keywords == "采矿权变更登记"
    assert guide("古树名木认定").notice.keywords == ""


def test_a_code_in_small_letters_is_the_same_code(office, tmp_path):
    run(office, tmp_path)

    assert guide("学前教育减免保教费申请").code.endswith("0000001U-1-00")


def test_words_of_the_mapping_find_the_life_events(office, tmp_path):
    run(office, tmp_path)

    found = GuideEvent.objects.values_list("event", "guide__item").order_by("guide")
    assert [(event, item[:4]) for event, item in found] == [
        ("school", "义务教育"),
        ("school", "学前教育"),
        ("premises", "跨越、穿"),
    ]


@pytest.mark.parametrize(
    ("item", "remark", "column"),
    [
        ("古树名木认定", "value_unknown: item_type: 77", "item_type"),
        ("土地权属争议裁决", "value_unknown: code: （无编码）", "code"),
    ],
    ids=["unknown type", "no item code"],
)
def test_what_a_guide_cannot_hold_is_left_out_and_said(
    office, tmp_path, item, remark, column
):
    _printed, rows = run(office, tmp_path)

    assert getattr(guide(item), column) == ""
    assert remark in next(row for row in rows if row["title"] == item)["remarks"]


def test_what_a_guide_lacks_is_told_before_and_after(office, tmp_path):
    _printed, before = run(office, tmp_path, dry_run=True)
    _printed, after = run(office, tmp_path)

    assert [row["remarks"] for row in before] == [row["remarks"] for row in after]
    told = after[0]["remarks"].partition("incomplete: ")[2].split("; ")[0]
    assert told == "、".join(missing_of(guide("义务教育阶段入学办理").notice))


def test_without_a_second_person_guides_stay_drafts(office, tmp_path):
    _printed, rows = run(office, tmp_path, approved_by=None)

    assert {row["rule"] for row in rows[:6]} == {"unsigned"}
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.DRAFT}


def test_a_second_run_takes_nothing_again(office, tmp_path):
    run(office, tmp_path)
    _printed, rows = run(office, tmp_path)

    assert {row["rule"] for row in rows[:6]} == {"imported_before"}
    assert Notice.objects.count() == 6


def test_a_run_that_broke_off_is_resumed(office, tmp_path):
    first = GUIDES.read_text(encoding="utf-8").splitlines()[1]
    run(office, tmp_path, file_of(tmp_path, first))

    _printed, rows = run(office, tmp_path)

    assert [row["rule"] for row in rows[:3]] == [
        *("imported_before", "published", "published")
    ]


def test_days_that_contradict_each_other_are_left_out(office, tmp_path):
    path = tmp_path / "guides.csv"
    path.write_text(
        "item,link,law,promise\n甲,http://a.gov.cn/1,5,9\n乙,http://a.gov.cn/2,5,99999\n"
    )
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        '[fields]\ntitle = "item"\nurl = "link"\n'
        'legal_days = "law"\npromised_days = "promise"\n'
        '[constants]\nboard = "办事指南"\ndate = "2024-03-01"\n'
        "[boards]\ncreate = true\n"
    )

    _printed, rows = run(
        office,
        tmp_path,
        path,
        mapping=mapping,
        agency=office.unit.code,
        create_agencies=None,
    )

    assert guide("甲").legal_days == 5
    assert guide("甲").promised_days is guide("乙").promised_days is None
    assert "promised_days: 9" in rows[0]["remarks"]


def test_a_missing_column_is_named(office, tmp_path):
    path = tmp_path / "guides.csv"
    path.write_text("department,main_item,item,link\n教育局,,入学,http://a.gov.cn/1\n")

    with pytest.raises(CommandError, match="item_code、task_type"):
        run(office, tmp_path, path)


@pytest.mark.parametrize("text", ["", "\n\n"], ids=["nothing", "blank lines"])
def test_an_empty_file_is_refused(office, tmp_path, text):
    path = tmp_path / "guides.csv"
    path.write_text(text)

    with pytest.raises(CommandError, match=r"guides\.csv"):
        run(office, tmp_path, path)


def test_a_file_without_rows_is_refused(office, tmp_path):
    with pytest.raises(CommandError, match=r"guides\.csv"):
        run(office, tmp_path, file_of(tmp_path))


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ('[values.item_type]\n"1" = "permit"', "permit"),
        ('[events]\nwedding = ["结婚"]', "wedding"),
        ('[events]\nmarriage = "结婚"', "events.marriage"),
        ('[events]\nmarriage = [""]', "events.marriage"),
        ('[constants]\naudience = "cats"', "cats"),
    ],
    ids=["type", "event", "no list", "no word", "constant"],
)
def test_a_mapping_that_makes_no_sense_is_refused(part, told):
    content = tomllib.loads(f'[fields]\ntitle = "a"\nurl = "b"\n{part}\n')

    with pytest.raises(BadMapping, match=told):
        parse_guide_mapping(content)


def test_a_guide_says_that_it_is_incomplete_and_where_the_whole_stands(
    office, client, tmp_path
):
    run(office, tmp_path)
    found = guide("义务教育阶段入学办理")

    page = client.get(found.notice.get_absolute_url())

    part = page.context["structured"]["part"]
    assert part["lacks"] == missing_of(found.notice)
    assert part["original_url"] == page.context["migrated"]["original_url"]
    assert "guide__lacks" in page.content.decode()


def test_the_list_marks_guides_that_lack_something(office, client, tmp_path):
    run(office, tmp_path)

    page = client.get(reverse("procedure-list"))

    assert [row["is_incomplete"] for row in page.context["rows"]] == [True] * 6


def test_guides_are_found_by_their_type(office, client, tmp_path):
    run(office, tmp_path)

    page = client.get(reverse("procedure-list"), {"type": "benefit"})

    assert [row["title"] for row in page.context["rows"]] == ["学前教育减免保教费申请"]


def test_a_filter_that_would_find_nothing_is_not_offered(office, client, tmp_path):
    run(office, tmp_path)
    ProcedureGuide.objects.update(audience="")
    SiteState.objects.bump()

    page = client.get(reverse("procedure-list"))

    assert [facet["name"] for facet in page.context["facets"]] == [
        *("event", "type", "unit")
    ]
