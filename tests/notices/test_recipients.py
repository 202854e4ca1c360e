"""Taking in a recipient list: every fault named, all or nothing, no full name kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from directories.models import AgencyKind, Role
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import NotAllowed, StaleStatusError
from notices.discarding import discard
from notices.models import (
    CheckKind,
    Kind,
    LineSet,
    Programme,
    SubsidyFacts,
    SubsidyLine,
    SubsidySum,
)
from notices.recipient_submission import (
    OtherProgramme,
    SumsDisagree,
)
from notices.recipients import NoProgramme, RefusedLines, check_lines, take_lines
from notices.review import Incomplete, submit
from notices.structures.registry import structure_of
from tests.factories import agency, attachment, draft_notice, member
from tests.factories.subsidies import (
    PEOPLE,
    list_of,
    payment_draft,
    programme,
    published_subsidy,
    subsidy_draft,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = PEOPLE


def faults(*rows, **rules):
    """(row, column) of each fault of the rows."""
    found = check_lines(rows, programme(**rules))
    return [(fault.row, fault.column) for fault in found if fault.is_error]


# --- Judging ------------------------------------------------------------------------


def test_a_list_in_order_has_no_faults():
    assert check_lines(PEOPLE, programme()) == []


def test_every_sum_that_is_not_quantity_times_standard_is_listed():
    rows = [{**row, "amount": row["amount"] + Decimal("0.02")} for row in PEOPLE]

    found = check_lines(rows, programme())

    assert [(fault.row, fault.column) for fault in found] == [
        (1, "amount"),
        (2, "amount"),
        (3, "amount"),
    ]
    assert "3.5 × 96.5 = 337.75" in found[0].message
    assert "337.77" in found[0].message


def test_the_tolerance_of_the_programme_counts():
    row = {**FIRST, "amount": FIRST["amount"] + Decimal("0.40")}

    assert faults(row, tolerance=Decimal("0.50")) == []
    assert faults(row, tolerance=Decimal("0.39")) == [(1, "amount")]


def test_without_a_standard_in_the_row_that_of_the_programme_counts():
    row = {**FIRST, "standard": None, "amount": Decimal("100")}

    assert faults(row) == [(1, "amount")]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, (1, "name")),
        ({"name": "钟**"}, (1, "name")),
        ({"name": "钟厚朴2"}, (1, "name")),
        ({"check": ""}, (1, "check")),
        ({"check": "017"}, (1, "check")),
        ({"check": "10017"}, (1, "check")),
        ({"check": "99042*********017"}, (1, "check")),
        ({"amount": None}, (1, "amount")),
        ({"quantity": Decimal("-3.5"), "amount": Decimal("1")}, (1, "quantity")),
        ({"amount": Decimal("-337.75")}, (1, "amount")),
        ({"amount": Decimal("NaN")}, (1, "amount")),
        ({"quantity": Decimal(10) ** 11}, (1, "quantity")),
        ({"remark": "990421197001010017"}, (1, "remark")),
        ({"remark": "卡号 6217 0000 0000 0000"}, (1, "remark")),
        ({"remark": "电话1３8００００1234"}, (1, "remark")),
        ({"remark": "户主钟 厚朴"}, (1, "remark")),
        ({"group": "三组（钟厚朴）"}, (1, "group")),
        ({"remark": "尾号010017"}, (1, "remark")),
        ({"village": "渠首村01-00 17"}, (1, "village")),
        ({"group": "三组０１００１７"}, (1, "group")),
        ({"status": "已发010017"}, (1, "status")),
        ({"village": "村" * 41}, (1, "village")),
    ],
)
def test_what_may_not_be_taken_in_is_named_by_row_and_column(changes, place):
    assert faults({**FIRST, **changes}) == [place]


def test_a_letter_of_the_check_value_counts_in_either_case():
    assert faults({**SECOND, "remark": "证号尾 03002x"}) == [(1, "remark")]


def test_the_check_value_of_another_row_is_no_fault_of_this_one():
    assert faults(FIRST, {**SECOND, "remark": "010017"}) == []


def test_where_village_and_group_are_asked_for_they_may_stand_in_the_list():
    rules = {"check_kind": CheckKind.NONE, "check_length": 0}

    assert faults({**FIRST, "check": None}, **rules) == []


SAME_PERSON = {"name": "钟　厚朴", "check": "０１００１7"}


def test_one_line_twice_is_an_error_that_names_the_first_by_its_number_in_the_sheet():
    again = {**FIRST, **SAME_PERSON}

    (found,) = check_lines([FIRST, SECOND, again], programme(), numbers=[5, 6, 7])

    assert (found.row, found.is_error) == (3, True)
    assert "第 5 行" in found.message


def test_two_machines_of_one_person_are_listed_and_no_fault():
    other = {
        **FIRST, **SAME_PERSON, "quantity": Decimal("1"), "amount": Decimal("96.50")
    }  # fmt: skip

    (found,) = check_lines([FIRST, SECOND, other], programme(), numbers=[5, 6, 7])

    assert (found.row, found.is_error) == (3, False)
    assert "第 5 行" in found.message


def test_two_people_of_one_name_in_one_group_are_worth_a_look_and_no_fault():
    other = {**FIRST, "check": "990421199901010099"}

    (found,) = check_lines([FIRST, other], programme())

    assert (found.row, found.is_error) == (2, False)


def test_without_a_check_column_name_and_place_tell_people_apart():
    rules = {"check_kind": CheckKind.NONE, "check_length": 0}
    plain = {**FIRST, "check": None}

    assert faults(plain, {**plain, "group": "四组"}, **rules) == []
    assert faults(plain, plain, **rules) == [(2, "name")]
    assert faults({**plain, "group": ""}, **rules) == [(1, "village")]


def test_no_message_tells_who_it_is_about():
    rows = [
        {
            **FIRST,
            "check": "017",
            "amount": Decimal("1"),
            "remark": "钟厚朴 138 0000 1234",
        },
        {**FIRST, "status": "010017"},
    ]

    messages = " ".join(fault.message for fault in check_lines(rows * 2, programme()))

    assert messages
    assert "钟" not in messages
    assert "0000" not in messages
    assert "017" not in messages
    assert "校验内容" in messages


# --- Taking in ----------------------------------------------------------------------


def test_the_list_is_taken_in_with_its_sums():
    notice = subsidy_draft()

    line_set = list_of(notice)
    assert (line_set.count, line_set.quantity, line_set.amount) == (
        3,
        Decimal("15.500"),
        Decimal("1495.75"),
    )
    assert line_set.townships == [
        {"township": "石盘镇", "count": 2, "quantity": "5.500", "amount": "530.75"},
        {"township": "槐荫镇", "count": 1, "quantity": "10.000", "amount": "965.00"},
    ]
    assert line_set.statuses == [
        {"status": "已发放", "count": 2, "quantity": "5.500", "amount": "530.75"},
        {"status": "退回", "count": 1, "quantity": "10.000", "amount": "965.00"},
    ]


def test_a_list_without_states_of_payment_has_no_sums_by_them():
    rows = [{**person, "status": ""} for person in PEOPLE]

    assert list_of(subsidy_draft(*rows)).statuses == []


def test_names_are_kept_masked_and_checks_not_at_all():
    notice = subsidy_draft()

    rows = SubsidyLine.objects.filter(line_set=list_of(notice))
    assert list(rows.values_list("masked_name", flat=True)) == [
        "钟**",
        "向**",
        "欧阳**",
    ]
    stored = str(list(rows.values()))
    for person in PEOPLE:
        assert person["name"] not in stored
        assert person["check"][-6:] not in stored


def test_a_name_that_looks_like_a_school_is_masked_too():
    notice = subsidy_draft({**FIRST, "name": "钟厚朴（中心小学）"})

    (line,) = SubsidyLine.objects.filter(line_set=list_of(notice))
    assert line.masked_name == "钟**"


def test_one_fault_keeps_the_whole_list_out():
    notice = payment_draft()

    with pytest.raises(RefusedLines) as refused:
        take_lines(notice, [FIRST, {**SECOND, "amount": None}], by=notice.author)

    assert [problem.row for problem in refused.value.problems] == [2]
    assert not LineSet.objects.exists()
    assert not SubsidyLine.objects.exists()


def test_an_empty_list_is_refused():
    notice = payment_draft()

    with pytest.raises(RefusedLines):
        take_lines(notice, [], by=notice.author)


def test_a_list_needs_its_programme_first():
    notice = draft_notice(kind=Kind.SUBSIDY)

    with pytest.raises(NoProgramme):
        take_lines(notice, PEOPLE, by=notice.author)


def test_only_editors_of_the_unit_take_lists_in():
    notice = payment_draft()

    with pytest.raises(NotAllowed):
        take_lines(notice, PEOPLE, by=member(Role.EDITOR, agency()))


def test_a_list_is_not_put_over_a_text_that_somebody_else_changed():
    notice = subsidy_draft()
    notice.content_version -= 1

    with pytest.raises(StaleStatusError):
        take_lines(notice, PEOPLE, by=notice.author)


def test_a_new_list_takes_the_place_of_the_old_one_which_goes():
    notice = subsidy_draft()
    first = list_of(notice)

    second = take_lines(notice, PEOPLE[:1], by=notice.author)

    assert LineSet.objects.get() == second
    assert not SubsidyLine.objects.filter(line_set=first.pk).exists()


def test_a_list_that_another_notice_refers_to_stays():
    notice = subsidy_draft()
    other = payment_draft()
    SubsidyFacts.objects.filter(notice=other).update(line_set=list_of(notice))

    take_lines(notice, PEOPLE[:1], by=notice.author)

    assert LineSet.objects.count() == 2


def test_a_discarded_draft_takes_its_list_with_it():
    notice = subsidy_draft()

    discard(notice, by=notice.author)

    assert not LineSet.objects.exists()
    assert not SubsidyLine.objects.exists()


@pytest.mark.parametrize("model", [LineSet, SubsidyLine])
def test_what_was_taken_in_is_never_changed(model):
    subsidy_draft()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(amount=Decimal("1"))


def test_the_digest_tells_two_lists_apart_that_look_the_same():
    one = list_of(subsidy_draft(FIRST))
    other = list_of(subsidy_draft({**FIRST, "check": "990421197001010099"}))
    same = list_of(subsidy_draft(FIRST))

    assert one.digest == same.digest
    assert one.digest != other.digest


def test_a_township_gives_its_own_name_where_the_list_has_none():
    unit = agency("霁川县石盘镇人民政府", short_name="石盘镇", kind=AgencyKind.TOWNSHIP)
    village = agency("堰口村村民委员会", parent=unit, kind=AgencyKind.VILLAGE)

    notice = subsidy_draft({**FIRST, "township": ""}, unit=village)

    line = SubsidyLine.objects.get(line_set=list_of(notice))
    assert (line.township, line.agency) == ("石盘镇", unit)


# --- Before submission --------------------------------------------------------------


def state_sums(notice, *rows):
    SubsidySum.objects.bulk_create(
        SubsidySum(
            notice=notice, position=number, township=township, village=village,
            count=count, amount=Decimal(amount),
        )
        for number, (township, village, count, amount) in enumerate(rows, start=1)
    )  # fmt: skip


def test_stated_sums_that_agree_are_submitted():
    notice = subsidy_draft(ordered_amount=Decimal("1495.75"))
    state_sums(
        notice,
        ("石盘镇", "堰口村", 2, "530.75"),
        ("石盘镇", "", 2, "530.75"),
        ("槐荫镇", "", 1, "965.00"),
    )

    submit(notice, by=notice.author)


def test_every_sum_that_does_not_agree_is_named():
    notice = subsidy_draft(ordered_amount=Decimal("1500"))
    state_sums(
        notice,
        ("石盘镇", "堰口村", 2, "530.00"),
        ("石盘镇", "", 3, "530.75"),
        ("白鹭镇", "", None, "10"),
    )

    with pytest.raises(SumsDisagree) as refused:
        submit(notice, by=notice.author)

    text = str(refused.value)
    # Village, township × 2, parts × 2, 白鹭镇, 槐荫镇 that nobody stated, the order.
    assert text.count("；") == 6
    for words in ("530.00", "白鹭镇", "槐荫镇", "1,500"):
        assert words in text


def test_without_a_list_the_stated_sums_must_agree_with_each_other():
    notice = payment_draft(ordered_amount=Decimal("40"))
    state_sums(notice, ("石盘镇", "堰口村", 1, "10"), ("石盘镇", "", 1, "30"))

    with pytest.raises(SumsDisagree) as refused:
        submit(notice, by=notice.author)

    assert str(refused.value).count("；") == 1


def test_a_payment_needs_a_list_or_sums():
    notice = payment_draft()

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


def test_a_subsidy_notice_needs_a_programme():
    notice = draft_notice(kind=Kind.SUBSIDY)

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


def test_a_list_that_was_read_for_another_programme_is_not_submitted():
    notice = subsidy_draft()
    SubsidyFacts.objects.filter(notice=notice).update(programme=programme())

    with pytest.raises(OtherProgramme):
        submit(notice, by=notice.author)


@pytest.mark.parametrize(
    "rule",
    [
        {"check_length": 8},
        {"check_kind": CheckKind.CARD},
        {"check_kind": CheckKind.NONE, "check_length": 0},
    ],
)
def test_a_list_by_an_older_rule_of_its_programme_is_not_submitted(rule):
    notice = subsidy_draft()
    Programme.objects.update(**rule)

    with pytest.raises(OtherProgramme):
        submit(notice, by=notice.author)


@pytest.mark.parametrize(
    "name", ["名单.xlsx", "名单.xls", "名单.et", "名单.csv", "a.zip", "a.txt"]
)
def test_the_clerks_workbook_is_never_attached(name):
    with pytest.raises(RefusedFile):
        attachment(subsidy_draft(), name=name)


def test_a_workbook_attached_before_the_kind_was_changed_stops_the_submission():
    notice = payment_draft()
    notice.kind = Kind.GENERAL
    attachment(notice, name="名单.csv", content="姓名,金额\n".encode())
    notice.kind = Kind.SUBSIDY
    take_lines(notice, PEOPLE, by=notice.author)

    with pytest.raises(RefusedFile):
        submit(notice, by=notice.author)


def test_the_structure_says_counts_and_sums_and_no_lines():
    structure = structure_of(published_subsidy())

    assert structure
    assert structure["list"]["count"] == 3
    assert structure["list"]["amount"] == "1495.75"
    assert [row["township"] for row in structure["townships"]] == ["石盘镇", "槐荫镇"]
    assert "堰口村" not in str(structure)
    assert "**" not in str(structure)
