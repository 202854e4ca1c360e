"""Which chain holds for a notice, and what a round takes from it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directories.models import GroupKind, Membership, Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed
from notices import chain_presets
from notices.chain_picture import picture_of
from notices.chain_presets import WHOLE, put_whole_chain
from notices.chains import chain_for, current_step, round_steps, steps_for
from notices.deciding import TicksMissing
from notices.drafting import save_draft
from notices.forms.decisions import StepForm
from notices.models import (
    FINANCE_KINDS,
    Kind,
    Notice,
    NoticeStatus,
    ReviewChain,
    ReviewChainStep,
    ReviewDecision,
    RoundStep,
    Tick,
)
from notices.publication import sign
from notices.review import Incomplete, lacks_of, send_back, submit
from notices.signed_sheets import confirm_on_paper
from tests.factories import (
    agency,
    board,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
)
from tests.factories.chains import (
    audited_unit,
    chain_of,
    chained_draft,
    group,
    notice_at,
    pass_step,
    whole_chain,
)
from tests.factories.directories import county
from tests.foundation.made_files import picture

pytestmark = pytest.mark.django_db

SIGNED = (Role.APPROVER,)
CHECKED = (Role.REVIEWER, Role.APPROVER)


def lay_no_chain(unit):
    """As where the office took the site's own chain away."""


def lay_the_chain_of_a_new_site(unit):
    chain_presets.load()


def lay_a_second_hand(unit):
    chain = chain_of(unit, *SIGNED)
    ReviewChain.objects.filter(pk=chain.pk).update(second_hand=county())


def lay_paper(unit):
    chain = chain_of(unit, *SIGNED)
    ReviewChain.objects.filter(pk=chain.pk).update(takes_paper=True)


def lay_steps_without_statements(unit):
    chain_of(unit, *CHECKED)


LAID = [
    lay_no_chain,
    lay_the_chain_of_a_new_site,
    lay_a_second_hand,
    lay_paper,
    lay_steps_without_statements,
    whole_chain,
]


def codes(steps):
    return [step.code for step in steps]


# --- The nearest one ----------------------------------------------------------------


def test_the_nearest_chain_holds():
    above = agency()
    unit = agency(parent=above)
    site = chain_of(None, *SIGNED)
    found = [chain_for(unit, Kind.GENERAL)]
    root = chain_of(county(), *SIGNED)
    found.append(chain_for(unit, Kind.GENERAL))
    superior = chain_of(above, *SIGNED)
    found.append(chain_for(unit, Kind.GENERAL))
    own = chain_of(unit, *SIGNED)
    found.append(chain_for(unit, Kind.GENERAL))
    chain_of(agency(), *SIGNED)
    chain_of(agency(parent=unit), *SIGNED)

    assert [*found, chain_for(unit, Kind.GENERAL)] == [site, root, superior, own, own]


def test_at_one_unit_the_chain_of_the_kind_goes_first():
    above = agency()
    unit = agency(parent=above)
    for_all = chain_of(above, *SIGNED)
    for_fees = chain_of(above, *SIGNED, kind=Kind.FEE)

    assert chain_for(unit, Kind.FEE) == for_fees
    assert chain_for(unit, Kind.NEWS) == for_all


def test_a_nearer_chain_for_all_kinds_goes_before_a_farther_one_for_the_kind():
    above = agency()
    unit = agency(parent=above)
    chain_of(above, *SIGNED, kind=Kind.FEE)
    own = chain_of(unit, *SIGNED)

    assert chain_for(unit, Kind.FEE) == own


def test_without_any_chain_one_signature_publishes():
    notice = submitted_notice()

    assert codes(round_steps(notice)) == ["signature"]
    assert not RoundStep.objects.exists()
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    assert notice.status == NoticeStatus.PUBLISHED


def test_the_chain_of_a_new_site_is_the_one_signature():
    added = chain_presets.load(), chain_presets.load()

    assert added == (1, 0)
    assert steps_for(draft_notice()) == []


@pytest.mark.parametrize("kind", Kind.values)
def test_money_is_read_by_an_auditor_first(kind):
    unit = agency()
    whole_chain(unit)

    steps = codes(steps_for(draft_notice(unit=unit, kind=kind)))

    audit = ["audit"] if kind in FINANCE_KINDS else []
    assert steps == [*audit, "review", "agreement", "signature"]


# --- A round ------------------------------------------------------------------------


def test_a_round_keeps_the_chain_under_which_it_began():
    unit = audited_unit()
    notice = notice_at("review", unit)
    ReviewChain.objects.get().steps.exclude(code="signature").delete()

    pass_step(notice)

    assert notice.step == "agreement"
    assert codes(round_steps(notice)) == ["audit", "review", "agreement", "signature"]


def test_the_next_round_takes_the_chain_as_it_is_then():
    unit = audited_unit()
    notice = notice_at("review", unit)
    send_back(notice, by=member(Role.REVIEWER, unit), reason="请补充。")
    ReviewChain.objects.get().steps.filter(code="audit").delete()

    submit(notice, by=notice.author)

    assert codes(round_steps(notice)) == ["review", "agreement", "signature"]
    assert notice.step == "review"


def test_all_steps_in_their_order_publish():
    notice = notice_at("audit", audited_unit())
    passed = []

    while notice.status == NoticeStatus.IN_REVIEW:
        passed.append(notice.step)
        pass_step(notice)

    assert passed == ["audit", "review", "agreement", "signature"]
    assert notice.status == NoticeStatus.PUBLISHED
    assert notice.revisions.count() == 1


def test_who_confirms_the_legal_basis_must_find_one():
    unit = agency()
    whole_chain(unit)
    notice = draft_notice(unit=unit)

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)

    assert lacks_of(notice)


# --- Everything is confirmed, whatever the chain says ------------------------------


@pytest.mark.parametrize("lay", LAID, ids=lambda lay: lay.__name__)
def test_every_chain_asks_for_every_statement(lay):
    unit = agency()
    lay(unit)
    notice = chained_draft(unit)

    submit(notice, by=notice.author)

    asked = [code for step in round_steps(notice) for code in step.ticks]
    assert set(asked) == set(Tick.values)


@pytest.mark.parametrize("left_out", Tick.values)
@pytest.mark.parametrize("lay", LAID[:4], ids=lambda lay: lay.__name__)
def test_nothing_is_public_while_one_statement_is_open(lay, left_out):
    unit = agency()
    lay(unit)
    notice = chained_draft(unit)
    submit(notice, by=notice.author)
    said = [code for code in Tick.values if code != left_out]

    with pytest.raises(TicksMissing, match=str(Tick(left_out).label)):
        sign(notice, by=member(Role.APPROVER, unit), ticks=said)

    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW
    assert not ReviewDecision.objects.exists()


@pytest.mark.parametrize("lay", LAID[:4], ids=lambda lay: lay.__name__)
def test_in_no_chain_does_one_person_publish_alone(lay):
    unit = agency()
    lay(unit)
    person = member(Role.EDITOR, unit, name="一个人")
    for place in (unit, county()):
        Membership.objects.create(user=person, agency=place, role=Role.APPROVER)
    notice = save_draft(
        Notice(agency=unit, board=board(), title="通知", body="<p>文</p>"), by=person
    )
    submit(notice, by=person)

    with pytest.raises(NotAllowed):
        sign(notice, by=person, ticks=Tick.values)
    for signer in ("一个人", "黎镇长"):
        with pytest.raises(NotAllowed):
            confirm_on_paper(
                notice,
                by=person,
                signer=signer,
                photo=[picture("JPEG")],
                file_name="审批单.jpg",
                ticks=Tick.values,
            )

    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


def test_a_sheet_that_nobody_signed_decides_nothing():
    unit = agency()
    lay_paper(unit)
    notice = chained_draft(unit)
    submit(notice, by=notice.author)

    with pytest.raises(NotAllowed):
        confirm_on_paper(
            notice,
            by=member(Role.EDITOR, unit),
            signer="　",
            photo=[picture("JPEG")],
            file_name="审批单.jpg",
            ticks=Tick.values,
        )

    assert not ReviewDecision.objects.exists()


def test_the_signature_keeps_what_was_confirmed():
    notice = published_notice()

    assert set(ReviewDecision.objects.get(notice=notice).ticks) == set(Tick.values)


def test_what_earlier_steps_asked_the_signature_asks_not_again():
    unit = agency()
    chain = chain_of(unit, *CHECKED)
    chain.steps.filter(role=Role.REVIEWER).update(ticks=[Tick.TRUE, Tick.MASKED])
    notice = notice_at("signature", unit)

    assert current_step(notice).ticks == [
        Tick.COMPLETE,
        Tick.NOT_SECRET,
        Tick.ATTRIBUTE,
    ]


def test_nobody_confirms_a_legal_basis_that_is_not_there():
    bare = submitted_notice()
    stated = submitted_notice(disclosure_basis="条例第二十条")

    shown = [str(StepForm(notice=notice)["ticks"]) for notice in (bare, stated)]

    unstated = "公开属性正确；未注明公开依据"
    assert [unstated in boxes for boxes in shown] == [True, False]
    assert str(Tick.ATTRIBUTE.label) in shown[1]


def test_the_picture_shows_what_the_signature_asks_beyond_the_chain():
    money, signature = picture_of(chain_with_money_checked())

    assert len(money.ticks) == 5
    assert signature.ticks == money.ticks


def chain_with_money_checked():
    """An auditor confirms all, but only of what is about money."""
    chain = chain_of(agency(), Role.AUDITOR, Role.APPROVER)
    auditing = chain.steps.filter(role=Role.AUDITOR)
    auditing.update(ticks=Tick.values, is_finance_only=True)
    return chain


# --- Groups -------------------------------------------------------------------------


def test_a_step_is_for_the_nearest_group_of_its_kind():
    above = agency()
    unit = agency(parent=above)
    whole_chain(above)
    person = member(Role.REVIEWER, above)
    far = group(above, GroupKind.SUPERVISION, person)
    group(unit, GroupKind.LEADING, person)

    notice = notice_at("review", unit)

    assert current_step(notice).group == far


def test_a_group_without_accounts_holds_nothing_up():
    unit = agency()
    whole_chain(unit)
    group(unit, GroupKind.SUPERVISION)

    notice = notice_at("review", unit)

    assert current_step(notice).group is None


# --- Setting it up ------------------------------------------------------------------


def test_putting_the_whole_chain_on_again_changes_no_second_row():
    unit = agency()

    first, second = whole_chain(unit), whole_chain(unit)

    assert first == second
    assert second.steps.count() == 4
    assert AuditEntry.objects.filter(action="chain_set").count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OVERSEER])
def test_only_overseers_put_a_chain_on(role):
    unit = agency()

    with pytest.raises(NotAllowed):
        put_whole_chain(unit, by=member(role, unit))


def test_the_sites_chain_is_set_by_who_answers_for_the_county():
    with pytest.raises(NotAllowed):
        put_whole_chain(None, by=member(Role.OVERSEER, agency()))

    assert put_whole_chain(None, by=member(Role.OVERSEER, county())).agency is None


def test_a_unit_has_one_chain_for_a_kind():
    unit = agency()
    chain_of(unit, *SIGNED)
    chain_of(None, *SIGNED)

    for again in (unit, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewChain.objects.create(agency=again)
        with pytest.raises(ValidationError):
            ReviewChain(agency=again).full_clean()


def test_the_database_knows_no_signature_but_an_approvers():
    chain = chain_of(None, *CHECKED)

    with pytest.raises(IntegrityError), transaction.atomic():
        chain.steps.filter(role=Role.REVIEWER).update(code="signature")


def test_a_step_that_becomes_another_role_gets_a_code_of_its_own():
    chain = chain_of(None, *CHECKED)
    step = ReviewChainStep.objects.get(chain=chain, role=Role.APPROVER)
    step.role = Role.REVIEWER

    step.save()

    assert step.code == "reviewer-2"


def test_the_picture_names_who_would_decide_and_where_nobody_would():
    unit = agency()
    chain = whole_chain(unit)
    person = member(Role.REVIEWER, unit, name="何审核")
    group(unit, GroupKind.LEADING, person)

    audit, review, agreement, signature = picture_of(chain)

    assert (audit.has_nobody, signature.has_nobody) == (True, True)
    assert (review.people, agreement.people) == (["何审核"], ["何审核"])
    assert agreement.group == "领导小组"


def test_each_step_of_the_whole_chain_says_what_must_be_ticked():
    assert [step.code for step in WHOLE if not step.ticks] == []
