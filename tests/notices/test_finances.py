from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from notices.models import Kind
from notices.review import Incomplete, submit
from notices.structures.finances import balance_of, lacks
from notices.structures.registry import missing_of
from tests.factories.notices import draft_notice
from tests.factories.structures import (
    EXPENDITURE,
    INCOME,
    finance_draft,
    publish,
)

pytestmark = pytest.mark.django_db

SUMS = st.decimals(0, Decimal("99999999999999.99"), places=2)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "direction": st.sampled_from(["income", "expenditure"]),
            "amount": SUMS.map(str),
        }
    ),
    max_size=20,
)


def test_an_account_shows_how_it_adds_up_and_both_sides(client):
    notice = publish(
        finance_draft(INCOME, INCOME, EXPENDITURE, closing_balance=Decimal(1701))
    )

    text = client.get(notice.get_absolute_url()).text

    for shown in ("1,000.00", "1,001.00", "300.00", "1,701.00"):
        assert shown in text
    assert text.index('id="lines-income"') < text.index('id="lines-expenditure"')
    assert "balance__fault" not in text


def test_an_account_that_does_not_add_up_is_not_submitted():
    notice = finance_draft(closing_balance=Decimal("1200.51"))

    with pytest.raises(Incomplete) as refused:
        submit(notice, by=notice.author)

    for sum_ in ("1,000.00", "500.50", "300.00", "1,200.50", "1,200.51"):
        assert sum_ in str(refused.value)


def test_a_draft_that_does_not_add_up_says_so_on_its_preview(client):
    notice = finance_draft(closing_balance=Decimal("1200.51"))
    client.force_login(notice.author)

    text = client.get(f"/desk/notices/{notice.pk}/").text

    assert "balance__fault" in text


def test_an_account_without_movements_is_named_as_lacking_lines():
    notice = draft_notice(kind=Kind.FINANCE)

    with translation.override("en"):
        missing = missing_of(notice)

    assert "opening balance" in missing
    assert "Income and expenditure: at least one line" in missing


@pytest.mark.parametrize("code", ["direction", "item"])
def test_a_line_that_lacks_what_a_reader_must_know_is_named(code):
    notice = finance_draft(INCOME, {**EXPENDITURE, code: ""})

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


def test_an_overdrawn_account_adds_up_too():
    notice = finance_draft(
        EXPENDITURE, opening_balance=Decimal(-100), closing_balance=Decimal(-400)
    )

    assert missing_of(notice) == []


@given(opening=SUMS, lines=LINES)
def test_an_account_is_complete_exactly_when_it_adds_up_to_the_fen(opening, lines):
    closing = balance_of({"opening_balance": str(opening), "lines": lines}).closing
    structure = {"opening_balance": str(opening), "lines": lines}

    right = {**structure, "closing_balance": f"{closing:.2f}"}
    wrong = {**structure, "closing_balance": f"{closing + Decimal('0.01'):.2f}"}

    assert lacks(right) == []
    assert len(lacks(wrong)) == 1


def test_the_api_gives_balances_and_lines_as_they_were_signed(client):
    notice = publish(finance_draft())

    structure = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert structure["closing_balance"] == "1200.50"
    assert [line["direction"] for line in structure["lines"]] == [
        "income",
        "expenditure",
    ]


@pytest.mark.parametrize("size", [1, 30])
def test_an_account_page_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, size
):
    notice = publish(
        finance_draft(*[INCOME] * size, closing_balance=1000 + Decimal("500.5") * size)
    )
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts.
    with django_assert_num_queries(3):
        client.get(notice.get_absolute_url())
