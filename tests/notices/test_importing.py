"""Importing notices: each row has one outcome, by one rule, and nothing is lost."""

from __future__ import annotations

from datetime import date

import orjson
import pytest
from django.utils import timezone

from directories.models import Agency, Role
from disclosure_portal.foundation.days import LOCAL, local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import NotAllowed
from notices.import_mapping import parse_mapping
from notices.import_outcomes import Outcome, Remark, Rule
from notices.import_targets import People, Units
from notices.importing import NoticeImport
from notices.mapping_files import BadMapping
from notices.models import Board, Kind, Notice, NoticeStatus, Revision, Tally
from tests.factories import agency, board, member, user

from .importing import OLD_SITE, PLAIN, Office, office

pytestmark = pytest.mark.django_db

GOOD = {
    "标题": "通知",
    "日期": "2024-01-15",
    "正文": "请遵照执行。",
    "网址": "",
    "附件": "",
}


@pytest.fixture(name="office")
def an_office() -> Office:
    return office()


def test_each_row_of_an_old_site_has_its_outcome(office):
    counts, found = office.take(OLD_SITE)

    assert [result.rule for result in found] == [
        Rule.PUBLISHED,
        Rule.PUBLISHED,
        Rule.PUBLISHED,
        Rule.NO_DATE,
        Rule.NOTHING_TO_READ,
        Rule.PUBLISHED,
        Rule.PUBLISHED,
        Rule.SAME_ROW,
        Rule.PUBLISHED,
        Rule.NO_TITLE,
        Rule.BAD_DATE,
        Rule.FUTURE_DATE,
        Rule.UNREADABLE,
    ]
    assert counts.outcomes == {
        Outcome.TAKEN: 7,
        Outcome.REFUSED: 5,
        Outcome.REPEATED: 1,
    }
    assert counts.rows == 13


def test_an_imported_notice_keeps_its_day_and_says_that_it_was_migrated(office):
    _counts, found = office.take(OLD_SITE)

    notice = Notice.objects.get(pk=found[0].notice_id)
    assert notice.published_at is not None
    assert notice.published_at.astimezone(LOCAL).isoformat() == (
        "2024-01-15T17:29:00+08:00"
    )
    assert notice.is_migrated
    assert notice.recorded_at is not None
    assert notice.recorded_at > notice.published_at
    assert notice.original_url == "https://old.example.gov.cn/a/1.html"
    assert (notice.validity, notice.theme) == ("valid", "02")
    assert notice.document_number == "清教字〔2024〕3号"
    assert notice.index_number
    assert notice.decisions.get().by == office.approver
    assert notice.author == office.editor


@pytest.mark.parametrize(
    ("line", "day"),
    [(1, date(2024, 1, 15)), (2, date(2023, 5, 4)), (3, date(2022, 8, 31))],
    ids=["with the time", "with hyphens", "in Chinese"],
)
def test_three_styles_of_date_are_read(office, line, day):
    _counts, found = office.take(OLD_SITE)

    notice = Notice.objects.get(pk=found[line - 1].notice_id)
    assert notice.published_at is not None
    assert notice.published_at.astimezone(LOCAL).date() == day


def test_attachments_become_links_and_their_doubled_beginnings_go(office):
    _counts, found = office.take(OLD_SITE)

    body = Notice.objects.get(pk=found[2].notice_id).body
    assert 'href="https://other.example.gov.cn/f/方案.pdf">方案.pdf</a>' in body
    assert "old.example.gov.cnhttps" not in body
    assert "mailto" not in body
    assert {remark for remark, _about in found[2].remarks} == {
        Remark.ADDRESS_MENDED,
        Remark.ADDRESS_LEFT_OUT,
    }


def test_what_has_no_text_is_taken_for_its_address_and_marked(office):
    _counts, found = office.take(OLD_SITE)

    notice = Notice.objects.get(pk=found[5].notice_id)
    assert notice.body == ""
    assert notice.original_url == "https://other.example.gov.cn/b%202.html"
    assert Remark.NO_TEXT in dict(found[5].remarks)
    assert Remark.NO_TEXT in dict(found[6].remarks)


def test_a_theme_that_is_not_known_stays_empty_and_is_remarked(office):
    _counts, found = office.take(OLD_SITE)

    assert Notice.objects.get(pk=found[6].notice_id).theme == ""
    assert dict(found[6].remarks)[Remark.VALUE_UNKNOWN] == "theme: 公路"


def test_a_summary_that_is_too_long_stands_above_the_text(office):
    _counts, found = office.take(OLD_SITE)

    notice = Notice.objects.get(pk=found[3].notice_id)
    assert notice.summary == ""
    assert notice.body.index("2001年9月25日") < notice.body.index("第一条")
    assert notice.status == NoticeStatus.DRAFT


def test_a_repeated_row_names_the_line_it_repeats(office):
    _counts, found = office.take(OLD_SITE)

    assert (found[7].rule, found[7].detail) == (Rule.SAME_ROW, "2")


def test_units_and_boards_are_made_once(office):
    counts, _found = office.take(OLD_SITE)

    assert (counts.units_made, counts.boards_made) == (2, 3)
    made = Agency.objects.filter(parent=office.unit)
    assert {unit.name for unit in made} == {"清源县教育局", "清源县科学技术局"}
    news = Board.objects.get(name="工作动态")
    assert (news.column_type, news.default_kind) == ("工作动态", Kind.NEWS)
    assert set(news.notices.values_list("kind", flat=True)) == {Kind.NEWS}


def test_the_code_of_a_unit_that_is_made_depends_on_its_name_only(office):
    office.take(OLD_SITE)

    code = Agency.objects.get(name="清源县教育局").code
    assert code == "990000-01-" + code[-10:]
    assert len(code) == 20


def test_a_second_run_takes_nothing_and_names_the_notices(office):
    _counts, first = office.take(OLD_SITE)

    counts, again = office.take(OLD_SITE)

    assert counts.outcomes == {Outcome.REFUSED: 5, Outcome.REPEATED: 8}
    assert counts.rules[Rule.IMPORTED_BEFORE] == 7
    assert [result.notice_id for result in again] == [
        result.notice_id for result in first
    ]
    assert Notice.objects.count() == 7


def test_another_source_is_another_site(office):
    office.take(OLD_SITE)

    counts, _found = office.take(OLD_SITE, source="another")

    assert counts.outcomes[Outcome.TAKEN] == 7


def test_a_dry_run_decides_the_same_and_writes_nothing(office):
    before = _rows()

    dry, decided = office.take(OLD_SITE, dry_run=True)

    assert _rows() == before
    counts, found = office.take(OLD_SITE)
    assert dry.rules == counts.rules
    assert dry.remarks == counts.remarks
    assert [(each.line, each.rule) for each in decided] == [
        (each.line, each.rule) for each in found
    ]


def _rows() -> list[int]:
    models = (Agency, Board, Notice, Revision, Tally, AuditEntry)
    version = SiteState.objects.current().version
    return [version, *(model._default_manager.count() for model in models)]


def test_the_tallies_and_the_version_are_right_afterwards(office):
    version = SiteState.objects.current().version

    office.take(OLD_SITE)

    published = Notice.objects.filter(status=NoticeStatus.PUBLISHED).count()
    assert Tally.objects.under("all") == published == 6
    assert Tally.objects.under(f"branch:{office.unit.pk}") == 6
    assert Revision.objects.count() == 6
    assert SiteState.objects.current().version == version + 1


def test_with_one_person_all_stay_drafts(office):
    counts, _found = office.take(OLD_SITE, approver=None)

    assert counts.rules[Rule.UNSIGNED] == 6
    assert set(Notice.objects.values_list("status", flat=True)) == {"draft"}


def test_one_person_cannot_be_both(office):
    with pytest.raises(NotAllowed, match=str(office.editor)):
        office.take(OLD_SITE, approver=office.editor)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_role_that_is_missing_is_named(office, is_superuser):
    stranger = user("路人", is_superuser=is_superuser)

    with pytest.raises(NotAllowed) as refusal:
        office.take(OLD_SITE, approver=stranger)

    assert "路人" in str(refusal.value)
    assert str(Role.APPROVER.label) in str(refusal.value)
    assert not Notice.objects.exists()


def test_a_unit_of_another_branch_is_refused_by_role(office, tmp_path):
    agency("清源县教育局")

    counts, found = office.take(OLD_SITE)

    assert counts.rules[Rule.MISSING_ROLE] > 0
    assert office.editor.name in found[0].detail


def test_units_are_refused_unless_they_are_made_or_mapped(office):
    unit = agency(parent=office.unit)

    counts, _found = office.take(
        OLD_SITE, units={"known": {"清源县教育局": unit}}, approver=office.approver
    )

    assert counts.rules[Rule.UNKNOWN_UNIT] == 1
    assert set(Notice.objects.values_list("agency", flat=True)) == {unit.pk}


def test_a_unit_that_another_import_made_since_it_was_looked_up_is_used(
    office, tmp_path
):
    units = Units(People(office.editor, office.approver), parent=office.unit)
    units.find("县林草局")
    mapping = {**PLAIN, "fields": {**PLAIN["fields"], "agency": "单位"}}
    rows = tmp_path / "late.jsonl"
    rows.write_bytes(orjson.dumps({**GOOD, "单位": "县林草局"}))
    office.take(rows, mapping, source="one")

    counts = NoticeImport(
        open_rows(rows), parse_mapping(mapping), "another", units.people, units
    ).run()

    assert (counts.outcomes[Outcome.TAKEN], counts.units_made) == (1, 0)
    assert Agency.objects.get(name="县林草局").notices.count() == 2


def test_a_unit_is_known_by_its_short_name_too(office, tmp_path):
    unit = agency("清源县林业和草原局", short_name="县林草局", parent=office.unit)
    row = {**GOOD, "单位": "县林草局"}
    mapping = {**PLAIN, "fields": {**PLAIN["fields"], "agency": "单位"}}

    office.take_rows(tmp_path, [row], mapping=mapping, units={"known": {}})

    assert Notice.objects.get().agency == unit


@pytest.mark.parametrize(
    ("written", "day"),
    [("20240305", "2024-03-05"), ("20240305 08:30", "2024-03-05"), ("2024115", None)],
    ids=["compact", "with time", "seven digits are not guessed"],
)
def test_a_day_in_eight_digits_is_read(office, tmp_path, written, day):
    counts, _found = office.take_rows(tmp_path, [{**GOOD, "日期": written}])

    moments = Notice.objects.values_list("published_at", flat=True)
    assert [f"{local_day(at)}" for at in moments if at] == ([day] if day else [])
    assert counts.rules[Rule.BAD_DATE] == (0 if day else 1)


def test_two_units_of_one_name_are_not_guessed(office):
    agency("清源县科学技术局", parent=office.unit)
    agency("清源县科学技术局", parent=office.unit)

    _counts, found = office.take(OLD_SITE)

    assert found[2].rule == Rule.AMBIGUOUS_UNIT


def test_boards_are_not_made_unless_the_mapping_says_so(office, tmp_path):
    mapping = {**PLAIN, "boards": {"create": False}}

    _counts, found = office.take_rows(tmp_path, [GOOD], mapping=mapping)

    assert found[0].rule == Rule.UNKNOWN_BOARD


def test_a_closed_board_takes_nothing(office, tmp_path):
    board("政策文件", is_open=False)

    _counts, found = office.take_rows(tmp_path, [GOOD])

    assert found[0].rule == Rule.WRONG_BOARD


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"标题": ""}, Rule.NO_TITLE),
        ({"标题": "通" * 201}, Rule.TITLE_TOO_LONG),
        ({"标题": "通" * 200}, Rule.PUBLISHED),
        ({"正文": ""}, Rule.NOTHING_TO_READ),
        ({"正文": "<p><br></p>"}, Rule.NOTHING_TO_READ),
        ({"正文": "", "网址": "javascript:alert(1)"}, Rule.NOTHING_TO_READ),
        ({"正文": "", "网址": "https://old.example.gov.cn/1"}, Rule.PUBLISHED),
        ({"正文": "", "附件": "https://old.example.gov.cn/1.doc"}, Rule.PUBLISHED),
        ({"日期": ""}, Rule.NO_DATE),
        ({"日期": "2023-02-29"}, Rule.BAD_DATE),
        ({"日期": "去年"}, Rule.BAD_DATE),
        ({"日期": "2023/3/1"}, Rule.PUBLISHED),
        ({"日期": "2023.3.1"}, Rule.PUBLISHED),
        ({"日期": "2023年3月1日 9:05"}, Rule.PUBLISHED),
        ({"日期": "3/1/2023"}, Rule.BAD_DATE),
        ({"日期": "0001-01-01"}, Rule.BAD_DATE),
        ({"日期": "1949-09-30"}, Rule.BAD_DATE),
        ({"日期": "2199-12-31"}, Rule.FUTURE_DATE),
        ({"标题": 7, "正文": ["一", "二"]}, Rule.PUBLISHED),
        ({"标题": {"a": 1}}, Rule.PUBLISHED),
        ({"标题": "通\u0000知\u202e"}, Rule.PUBLISHED),
    ],
)
def test_a_row_is_taken_or_refused_by_rule(office, tmp_path, cells, rule):
    _counts, found = office.take_rows(tmp_path, [{**GOOD, **cells}])

    assert [result.rule for result in found] == [rule]


def test_a_script_in_the_body_never_reaches_the_page(office, tmp_path):
    body = "<p>正文</p><script>alert(1)</script><p onclick='x()'>二</p>"

    _counts, found = office.take_rows(tmp_path, [{**GOOD, "正文": body}])

    stored = Notice.objects.get(pk=found[0].notice_id).body
    assert "script" not in stored
    assert "onclick" not in stored


def test_an_id_of_the_file_stands_before_the_digest(office, tmp_path):
    mapping = {**PLAIN, "fields": {**PLAIN["fields"], "id": "编号"}}
    rows = [
        {**GOOD, "编号": "A-1"},
        {**GOOD, "编号": "A-1"},
        {**GOOD, "编号": "A-1", "标题": "另一件"},
        {**GOOD, "编号": "A-2"},
    ]

    _counts, found = office.take_rows(tmp_path, rows, mapping=mapping)

    assert [result.rule for result in found] == [
        Rule.PUBLISHED,
        Rule.SAME_ROW,
        Rule.ID_USED_TWICE,
        Rule.PUBLISHED,
    ]
    assert list(Notice.objects.order_by("pk").values_list("source_id", flat=True)) == [
        "A-1",
        "A-2",
    ]


def test_a_batch_that_breaks_leaves_nothing_half_written(office, tmp_path, monkeypatch):
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("notices.importing.SiteState.objects.bump", fail)

    with pytest.raises(RuntimeError):
        office.take_rows(tmp_path, [GOOD])

    assert not Notice.objects.exists()
    assert not Board.objects.exists()


def test_an_import_is_on_the_trail(office):
    office.take(OLD_SITE)

    entry = AuditEntry.objects.get(action="imported")
    assert (entry.actor, entry.note) == (office.editor, "old")
    assert entry.facts["published"] == 6
    assert entry.at <= timezone.now()


@pytest.mark.parametrize(
    "mapping",
    [
        {"fields": {"body": "正文"}},
        {"fields": {"title": "标题"}},
        {"fields": {"title": "标题", "body": "正文"}},
        {**PLAIN, "fields": {**PLAIN["fields"], "colour": "颜色"}},
        {**PLAIN, "constants": {"board": "政策文件", "kind": "poem"}},
        {**PLAIN, "constants": {"title": "一样的标题"}},
        {**PLAIN, "dates": {"formats": ["%d日"]}},
        {**PLAIN, "dates": {"formats": "%Y-%m-%d"}},
        {**PLAIN, "values": {"theme": {"综合政务": "99"}}},
        {**PLAIN, "boards": {"create": "yes"}},
        {**PLAIN, "boards": {"known": {"动态": {"column_type": "没有"}}}},
        {**PLAIN, "surprise": {}},
        {**PLAIN, "fields": ["标题"]},
    ],
    ids=[
        "no title", "nothing to read", "no board", "field", "kind", "constant",
        "date format", "list", "theme", "flag", "column type", "part", "no table",
    ],
)  # fmt: skip
def test_a_mapping_that_makes_no_sense_is_refused_before_the_first_row(
    office, tmp_path, mapping
):
    with pytest.raises(BadMapping):
        office.take_rows(tmp_path, [GOOD], mapping=mapping)

    assert not Notice.objects.exists()


def test_an_approver_of_a_unit_below_does_not_reach_the_branch(office):
    below = member(Role.APPROVER, agency(parent=office.unit))

    with pytest.raises(NotAllowed):
        office.take(OLD_SITE, approver=below)
