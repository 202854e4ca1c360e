"""What is public is found at once, by what stands in it; nothing else ever is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import (
    Extraction,
    SearchEntry,
    SearchState,
    SearchTerm,
    SearchText,
)
from disclosure_portal.foundation.search import finding, rebuilding, writing
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.writing import OVER
from notices.extracting import open_file
from notices.publication import archive, withdraw
from notices.release import settle_due
from tests.factories import (
    agency,
    approved_notice,
    attachment,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import fee_draft, guide_draft, publish
from tests.factories.subsidies import PEOPLE, published_subsidy
from tests.foundation.made_pdfs import pdf_of

pytestmark = pytest.mark.django_db


def titles(text: str, *, facets=(), without=()) -> list[str]:
    finder = Finder(Search(ask(text), facets, without))
    return [hit.text.title for hit in finder.best()]


def test_a_notice_is_found_by_title_and_text():
    published_notice(title="关于提高低保标准的通知", body="<p>城乡居民每月七百元。</p>")
    published_notice(title="关于供水的通知")

    assert titles("低保") == ["关于提高低保标准的通知"]
    assert titles("城乡居民") == ["关于提高低保标准的通知"]
    assert titles("低") == ["关于提高低保标准的通知"]
    assert titles("城乡居民低保标准是每月多少") == ["关于提高低保标准的通知"]


def test_who_has_the_word_in_the_title_stands_first():
    published_notice(title="关于低保的通知")
    published_notice(title="民政工作总结", body="<p>全年发放低保金。</p>")

    assert titles("低保") == ["关于低保的通知", "民政工作总结"]


def test_a_notice_is_found_by_its_number_in_any_spelling():
    published_notice(title="办法", document_number="清政办发〔2026〕5号")

    assert titles("清政办发[2026]5号") == ["办法"]


def test_who_cites_a_number_stands_before_who_has_pieces_of_it():
    published_notice(title="国办函〔2024〕2020号的通知", body="<p>国办发 2020 24</p>")
    published_notice(title="通知", body="<p>依据国办发〔2020〕24号。</p>")

    assert titles("国办发[2020]24号")[0] == "通知"


def test_what_is_typed_in_traditional_characters_is_found():
    published_notice(title="关于学区划分的公告")

    assert titles("學區劃分") == ["关于学区划分的公告"]


def test_a_notice_is_found_by_a_line_of_its_table():
    publish(fee_draft({"item": "犬类登记费", "standard": "10", "bases": "《办法》"}))

    (hit,) = Finder(Search(ask("犬类登记"))).best()

    assert "犬类登记费" in hit.text.body
    assert [label for _start, label in hit.text.sections][-1] == "收费"


def test_a_guide_is_found_by_its_conditions():
    publish(guide_draft(facts={"conditions": "持有本县户籍的残疾人"}))

    assert len(titles("残疾人")) == 1


def test_a_guide_is_ranked_however_many_newer_notices_say_the_words(monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 3)
    publish(guide_draft(title="社会救助申请办事指南"))
    for number in range(5):
        title = f"第{number}批社会救助申请结果公示"
        published_notice(title=title, body="<p>社会救助申请人已经公示。</p>")

    assert titles("社会救助申请结果公示人")[0] != "社会救助申请办事指南"
    assert titles("社会救助申请怎么办理")[0] == "社会救助申请办事指南"


def test_a_notice_is_found_by_the_text_of_its_file_once_that_was_read():
    draft = draft_notice(title="通知")
    attachment(draft, name="名册.pdf", content=pdf_of("WATERWORKS LIST"))
    publish(draft)
    assert titles("waterworks") == []

    for pk in Extraction.objects.waiting().values_list("pk", flat=True):
        open_file.call(pk)

    assert titles("waterworks") == ["通知"]
    assert titles("名册") == ["通知"]


@pytest.mark.parametrize("make", [draft_notice, withdrawn_notice])
def test_what_is_not_public_is_not_found(make):
    make(title="关于低保的通知")

    assert titles("低保") == []


def test_what_is_taken_down_is_gone_at_once_with_all_its_terms():
    for end in (withdraw, archive):
        notice = published_notice(title="罕见的鱤鱼")
        count_new()
        by = member(Role.APPROVER, notice.agency)
        more: Any = {"ground": "error"} if end is withdraw else {}

        end(notice, by=by, reason="内容有误", **more)

        assert titles("鱤鱼") == []
        found = SearchEntry.objects.filter(kind="notice", object_id=notice.pk)
        assert not found.exists()
        assert not SearchTerm.objects.filter(term="鱤鱼").exists()


def test_a_release_is_found_from_its_moment_on():
    later = clock.now() + timedelta(days=2)
    approved_notice(title="低保公告", release_at=later)

    assert titles("低保") == []
    with clock.frozen_at(later + timedelta(minutes=1)):
        settle_due()
        assert titles("低保") == ["低保公告"]


def test_internal_notices_are_not_found_by_the_public():
    published_notice(title="内部低保台账", audience="staff")

    assert titles("低保") == []
    assert SearchEntry.objects.get(kind="notice").docid < 0


def test_recipients_stand_in_no_text_of_search():
    published_subsidy()

    texts = " ".join(SearchText.objects.values_list("body", flat=True))
    for person in PEOPLE:
        assert person["name"] not in texts
        assert person["name"][1:] not in texts


def test_facets_narrow_what_is_found():
    first, second = agency(), agency()
    published_notice(title="低保通知甲", unit=first)
    published_notice(title="低保通知乙", unit=second)

    assert titles("低保", facets=[[f"@a{first.pk}"]]) == ["低保通知甲"]
    assert titles("低保", facets=[[f"@p{second.path}"]]) == ["低保通知乙"]
    assert len(titles("低保", facets=[[f"@a{first.pk}", f"@a{second.pk}"]])) == 2


def test_what_does_not_hold_any_more_can_be_left_out():
    published_notice(title="低保办法（旧）", validity="repealed")
    published_notice(title="低保办法", validity="valid")

    assert titles("低保办法", without=[OVER]) == ["低保办法"]
    assert len(titles("低保办法")) == 2


def test_newest_first_goes_on_from_a_place():
    for number in range(5):
        published_notice(title=f"低保通报{'甲乙丙丁戊'[number]}")
    finder = Finder(Search(ask("低保")))

    first = finder.newest(2)
    then = finder.newest(2, before=first[-1].docid)

    assert [hit.text.title[-1] for hit in first + then] == list("戊丁丙乙")
    assert finder.count().number == 5


@pytest.fixture
def reports(monkeypatch):
    """Six about one thing, one of them about another, too; two are told one by one."""
    monkeypatch.setattr(finding, "CAP", 2)
    monkeypatch.setattr(finding, "FACETED", 2)
    unit = agency()
    for number in "甲乙丙丁戊己":
        other = "学区" if number == "甲" else ""
        published_notice(title=f"低保通报{number}{other}", unit=unit)
    count_new()


@pytest.mark.parametrize("facets", [[], [["@notice"]]])
def test_what_the_kept_counts_say_is_not_counted_again(
    reports, facets, django_assert_num_queries
):
    finder = Finder(Search(ask("低保"), facets, [OVER]))

    with django_assert_num_queries(0):
        found = finder.count()

    assert found == (1, True, False)


@pytest.mark.parametrize(
    "asked",
    [
        Search(ask("学区"), [["@notice"]]),
        Search(ask("低保 学区")),
        Search(ask("低保"), [["@agency"]]),
        Search(ask("低保"), without=["@notice"]),
        Search(ask("低保"), last=1),
    ],
    ids=["a rare word", "two words", "another facet", "none left", "until a day"],
)
def test_what_they_do_not_say_is_counted(reports, asked, django_assert_num_queries):
    finder = Finder(asked)

    with django_assert_num_queries(1):
        found = finder.count()

    assert found.number == len(finder.newest(10)) < 2


def test_what_few_records_meet_is_asked_of_the_index_once(
    reports, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(finding, "FACETED", 9)
    finder = Finder(Search(ask("低保 通报"), [["@notice"]]))

    with django_assert_num_queries(4):  # titles, all, texts; facet tokens
        hits, count, facets = finder.best(), finder.count(), finder.facets()

    assert len(hits) == count.number == facets["@notice"] == 6
    assert finder.within([["@agency"]]).count().number == 0


def test_a_unit_is_found_by_what_it_does():
    unit = agency("民政局", duties="负责城乡居民最低生活保障工作")

    (hit,) = Finder(Search(ask("最低生活保障"), [["@agency"]])).best()

    assert (hit.kind, hit.object_id) == ("agency", unit.pk)


HOSTILE = [
    "",
    " ",
    "，。！？",
    "😀😀",
    'AND NOT "',
    "低保 OR *",
    "title : x",
    "' ; DROP TABLE notices_notice; --",
    "%_*?",
    "低" * 10_000,
    "a" * 10_000,
    "ＬＯＷ　低保",
    "\x00低保\x00",
    "\\' & | ! ( ) :* <->",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered(text):
    published_notice(title="关于低保的通知")
    finder = Finder(Search(ask(text)))

    finder.best()
    finder.newest(20)
    finder.count()
    finder.facets()


# --- The index anew, and held against the records ---------------------------------


def check() -> list[str]:
    return list(rebuilding.faults(lambda _count: None))


def rebuild() -> None:
    rebuilding.refresh(lambda _count: None)
    rebuilding.write_anew(lambda _count: None)


def test_an_index_that_was_lost_is_made_anew():
    published_notice(title="关于低保的通知")
    SearchEntry.objects.all().delete()
    SearchTerm.objects.all().delete()
    SearchState.objects.all().delete()
    assert len(check()) >= 1

    rebuild()

    assert check() == []
    assert titles("低保") == ["关于低保的通知"]


def test_a_text_that_was_altered_in_the_index_is_named_and_mended():
    published_notice(title="关于低保的通知")
    altered = SearchText.objects.filter(entry__kind="notice")
    for body in ("别的鱤鱼", ""):
        altered.update(body=body)
        assert len(check()) == 1

        with pytest.raises(CommandError, match="rebuild_search"):
            call_command("check_search")
        rebuild()

        assert check() == []
        assert titles("有关事项") == ["关于低保的通知"]


def test_a_text_that_was_lost_is_named_and_put_in_again():
    published_notice(title="关于低保的通知")
    SearchText.objects.filter(entry__kind="notice").delete()
    assert len(check()) == 1

    rebuild()

    assert check() == []
    assert titles("低保") == ["关于低保的通知"]


def test_what_changes_while_the_index_is_made_anew_is_in_it():
    published_notice(title="低保通知甲")
    gone = published_notice(title="低保通知乙")

    def meanwhile(_count: int) -> None:
        if not SearchEntry.objects.filter(searchtext__title="低保通知丙").exists():
            published_notice(title="低保通知丙")
            by = member(Role.APPROVER, gone.agency)
            withdraw(gone, by=by, ground="error", reason="内容有误")
            assert sorted(titles("低保")) == ["低保通知丙", "低保通知甲"]

    rebuilding.write_anew(meanwhile)

    assert sorted(titles("低保")) == ["低保通知丙", "低保通知甲"]
    assert check() == []


def test_thousands_of_one_moment_are_found_all(monkeypatch):
    """An import may know days only."""
    monkeypatch.setattr(writing, "TIES", 4)
    with clock.frozen_at(clock.now()):
        for _number in range(40):
            published_notice(title="低保通报")

    assert len(Finder(Search(ask("低保"))).newest(60)) == 40
