"""The page of a subsidy payment, and what a programme may let anybody see."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from directories.models import BasisValidity, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import CheckKind, LineAccess, Programme, ShownName, SubsidySum
from notices.structures.line_table import link_bases
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.structures import legal_basis, publish
from tests.factories.subsidies import (
    PEOPLE,
    list_of,
    payment_draft,
    posted_subsidy,
    programme,
    published_subsidy,
    subsidy_draft,
)

pytestmark = pytest.mark.django_db


def test_the_page_says_who_got_how_much_by_which_standard(client):
    notice = published_subsidy(for_year=2026, part="春季", paid_on=date(2026, 5, 8))

    text = client.get(notice.get_absolute_url()).text

    for words in (
        "2026年春季",
        "1,495.75",
        "96.50元/亩",
        "2026年5月8日",
        "石盘镇",
        "530.75",
    ):
        assert words in text
    assert 'action="/subsidies/check/"' in text
    assert list_of(notice).digest in text


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_whatever_the_length_of_the_list(
    client, django_assert_num_queries, size
):
    legal_basis()
    notice = published_subsidy(*subsidy_rows(size))
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts, whether its programme is sensitive
    # today, repealed bases.
    with django_assert_num_queries(5):
        client.get(notice.get_absolute_url())


def subsidy_rows(size):
    row = {"name": "钟厚朴", "quantity": Decimal(1), "amount": Decimal("96.50")}
    return [{**row, "check": f"{number:06}"} for number in range(size)]


def test_what_has_been_paid_stands_apart_from_what_has_not(client):
    text = client.get(published_subsidy().get_absolute_url()).text

    paid_first = text.index("已发放") < text.index("退回")
    assert paid_first
    assert '<span class="figure">530.75</span>' in text
    assert '<span class="figure">1,495.75</span>' in text


def test_where_no_state_is_known_to_mean_paid_nothing_is_said_to_be(client):
    rows = [{**person, "status": "冻结"} for person in PEOPLE]

    text = client.get(published_subsidy(*rows).get_absolute_url()).text

    assert '<span class="figure">0' not in text
    assert "冻结" in text


def test_the_programme_tells_how_much_of_each_payment_has_arrived(client):
    paid_by = programme()
    published_subsidy(paid_by=paid_by)

    text = client.get(reverse("programme-detail", args=[paid_by.pk])).text

    assert "1,495.75 元" in text
    assert "530.75 元" in text


def test_where_all_is_paid_one_sum_says_so(client):
    rows = [{**person, "status": "已发放"} for person in PEOPLE]

    text = client.get(published_subsidy(*rows).get_absolute_url()).text

    assert text.count('<span class="figure">1,495.75</span>') == 1


def test_sums_as_stated_are_shown_where_there_is_no_list(client):
    draft = payment_draft()
    SubsidySum.objects.create(
        notice=draft, position=1, township="石盘镇", count=7, amount=Decimal("700")
    )

    text = client.get(publish(draft).get_absolute_url()).text

    assert "石盘镇" in text
    assert "700" in text
    assert 'action="/subsidies/check/"' not in text


def test_a_repealed_basis_of_the_programme_is_flagged(client):
    basis = legal_basis(title="耕地地力保护补贴实施方案", number="")
    paid_by = programme()
    link_bases(Programme, [paid_by])
    notice = published_subsidy(paid_by=paid_by)
    before = client.get(notice.get_absolute_url()).text

    basis.validity = BasisValidity.REPEALED
    basis.save()

    assert "mark--repealed" not in before
    assert "mark--repealed" in client.get(notice.get_absolute_url()).text


def test_what_recipients_are_asked_for_stands_at_the_field(client):
    card = programme(check_kind=CheckKind.CARD, check_length=8)
    by_card = client.get(published_subsidy(paid_by=card).get_absolute_url()).text
    by_number = client.get(published_subsidy().get_absolute_url()).text

    assert by_card != by_number
    assert "8" in by_card[by_card.index("own-check") :][:200]


def test_the_posted_list_is_linked_for_as_long_as_it_hangs_out(client):
    today = local_day(clock.now())
    notice = posted_subsidy(starts_on=today)
    address = reverse("notice-recipients", args=[notice.pk])

    assert address in client.get(notice.get_absolute_url()).text
    with clock.frozen_at(clock.now() + timedelta(days=11)):
        assert address not in client.get(notice.get_absolute_url()).text


def test_the_preview_leads_those_who_decide_to_the_list(client):
    draft = subsidy_draft()
    client.force_login(member(Role.APPROVER, draft.agency))

    text = client.get(reverse("desk-notice", args=[draft.pk])).text

    assert reverse("desk-recipients", args=[draft.pk]) in text


def test_the_api_gives_programme_sums_and_digest(client):
    notice = published_subsidy()

    answer = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert answer["programme"]["standard_amount"] == "96.5000"
    assert answer["list"] == {
        "count": 3,
        "quantity": "15.500",
        "amount": "1495.75",
        "digest": list_of(notice).digest,
    }
    assert [row["amount"] for row in answer["statuses"]] == ["530.75", "965.00"]
    assert "lines" not in answer


# --- What programmes may let anybody see --------------------------------------------

SENSITIVE = {"is_sensitive": True, "check_length": 6}


@pytest.mark.parametrize(
    "rule",
    [
        {
            **SENSITIVE,
            "line_access": LineAccess.POSTING,
            "shown_name": ShownName.MASKED,
        },
        {**SENSITIVE, "shown_name": ShownName.MASKED},
        {**SENSITIVE, "check_length": 4},
        {**SENSITIVE, "check_kind": CheckKind.NONE, "check_length": 0},
        {**SENSITIVE, "check_kind": CheckKind.SERIAL, "check_length": 0},
        {"line_access": LineAccess.POSTING, "shown_name": ShownName.COUNTS},
        {"check_kind": CheckKind.IDENTITY, "check_length": 0},
        {"check_kind": CheckKind.IDENTITY, "check_length": 4},
        {"check_kind": CheckKind.CARD, "check_length": 4},
        {"check_kind": CheckKind.NONE, "check_length": 6},
        {"tolerance": Decimal("-0.01")},
    ],
)
def test_a_rule_that_shows_too_much_is_stored_nowhere(rule):
    with pytest.raises(IntegrityError), transaction.atomic():
        programme(**rule)


def test_the_form_says_what_is_wrong_with_such_a_rule():
    row = Programme(
        agency=agency(), name="孤儿基本生活费", standard="按月发放", measure="月",
        is_sensitive=True, line_access=LineAccess.POSTING,
    )  # fmt: skip

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert len(refused.value.messages) >= 1


def test_overseers_keep_the_programmes(client):
    client.force_login(member(Role.OVERSEER, county(), is_staff=True))
    form = {
        "name": "稻谷补贴", "agency": agency().pk, "bases": "", "standard": "48元/亩",
        "standard_amount": "48", "measure": "亩", "paid_to": "household",
        "tolerance": "0.01", "is_open": "on", "line_access": "own_line",
        "access_after": "own_line",
        "shown_name": "counts", "check_kind": "identity", "check_length": "6",
    }  # fmt: skip

    answer = client.post(reverse("admin:notices_programme_add"), form)

    assert answer.status_code == 302
    assert Programme.objects.get().name == "稻谷补贴"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_units_do_not_change_what_is_shown_of_their_lists(client, role):
    kept = programme()
    client.force_login(member(role, kept.agency, is_staff=True))
    address = reverse("admin:notices_programme_change", args=[kept.pk])

    answer = client.post(address, {"line_access": "posting"})

    assert answer.status_code == 403


def test_the_form_of_a_draft_tells_the_list_in_figures(client):
    draft = subsidy_draft()
    client.force_login(member(Role.EDITOR, draft.agency, is_staff=True))

    text = client.get(reverse("admin:notices_notice_change", args=[draft.pk])).text

    assert "1495.75" in text
    assert "**" not in text
