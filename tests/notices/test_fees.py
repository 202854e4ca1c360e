from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from directories.models import BasisValidity
from notices.kind_pages.registry import MOST_IN_WORKBOOK, fits_workbook
from notices.kind_pages.tariffs import standard_in_words
from notices.models import Kind
from notices.review import Incomplete, submit
from tests.factories.notices import draft_notice
from tests.factories.structures import FEE, fee_draft, legal_basis, publish, structure

pytestmark = pytest.mark.django_db


def test_a_fee_list_without_a_text_is_complete(client):
    notice = publish(fee_draft())

    response = client.get(notice.get_absolute_url())

    assert "80元/件" in response.text
    assert "发改价格规〔2016〕2559号" in response.text


def test_a_fee_list_without_lines_is_not_submitted():
    notice = draft_notice(kind=Kind.FEE)

    with pytest.raises(Incomplete, match="收费"):
        submit(notice, by=notice.author)


@pytest.mark.parametrize("code", ["item", "standard", "bases"])
def test_a_line_that_lacks_what_a_payer_must_know_is_named(code):
    notice = fee_draft(FEE, {**FEE, code: ""})

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


def test_a_line_cites_the_records_that_its_text_names():
    known = legal_basis()

    notice = fee_draft({**FEE, "bases": "《不动产登记办法》、发改价格规[2016]2559号"})

    assert structure(notice)["lines"][0]["cited"] == [known.pk]


def test_a_basis_repealed_after_publication_flags_the_line_that_cites_it(client):
    basis = legal_basis()
    notice = publish(fee_draft())
    before = client.get(notice.get_absolute_url()).text

    basis.validity = BasisValidity.REPEALED
    basis.save()

    after = client.get(notice.get_absolute_url()).text
    assert "mark--repealed" not in before
    assert "mark--repealed" in after


def test_the_api_gives_the_lines_as_they_were_signed(client):
    notice = publish(fee_draft({**FEE, "amount": Decimal("80.0000")}))

    answer = client.get(f"/api/v1/notices/{notice.pk}/").json()

    assert answer["structure"]["kind"] == "fee"
    assert answer["structure"]["lines"][0]["amount"] == "80.0000"


@pytest.mark.parametrize("size", [1, 30])
def test_a_fee_page_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, size
):
    legal_basis()
    notice = publish(fee_draft(*[FEE] * size))
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts, repealed bases.
    with django_assert_num_queries(4):
        client.get(notice.get_absolute_url())


@pytest.mark.parametrize(("ending", "words"), [("csv", "80元/件"), ("xlsx", "")])
def test_a_published_list_goes_out_as_a_sheet(client, ending, words):
    notice = publish(fee_draft())

    response = client.get(f"{notice.get_absolute_url()}lines.{ending}")

    assert response.status_code == 200
    assert words in response.getvalue().decode(errors="replace")


def test_a_formula_in_a_line_goes_out_as_text(client):
    notice = publish(fee_draft({**FEE, "remark": "=HYPERLINK(1)"}))

    response = client.get(f"{notice.get_absolute_url()}lines.csv")

    assert "'=HYPERLINK(1)" in response.getvalue().decode()


@pytest.fixture
def long_list():
    return publish(fee_draft(*[FEE] * (MOST_IN_WORKBOOK + 1)))


def test_a_long_list_is_offered_as_csv_only_and_says_so(client, long_list):
    page = client.get(long_list.get_absolute_url()).text

    assert "lines.csv" in page
    assert "lines.xlsx" not in page
    assert f"{MOST_IN_WORKBOOK}行" in page or f"{MOST_IN_WORKBOOK} lines" in page


def test_a_long_list_goes_out_line_by_line_even_to_an_old_address(client, long_list):
    address = f"{long_list.get_absolute_url()}lines.xlsx"

    response = client.get(address, follow=True)

    assert response.redirect_chain == [(address.replace("xlsx", "csv"), 302)]
    assert response.streaming
    assert response.getvalue().count(FEE["item"].encode()) == MOST_IN_WORKBOOK + 1


def test_a_list_that_is_just_short_enough_is_offered_as_excel():
    assert fits_workbook([FEE] * MOST_IN_WORKBOOK)
    assert not fits_workbook([FEE] * (MOST_IN_WORKBOOK + 1))


@pytest.mark.parametrize("address", ["lines.pdf", "other.csv", "recipients.csv"])
def test_what_is_no_table_has_no_sheet(client, address):
    notice = publish(fee_draft())

    assert client.get(f"{notice.get_absolute_url()}{address}").status_code == 404


def test_a_draft_hands_out_no_sheet(client):
    notice = fee_draft()

    assert client.get(f"/notices/{notice.pk}/lines.csv").status_code == 404


def test_the_sum_is_said_where_the_words_of_the_tariff_leave_it_out(client):
    line = {**FEE, "standard": "按国家标准", "amount": Decimal("80.0000")}
    notice = publish(fee_draft(line))

    assert "80元/件" in client.get(notice.get_absolute_url()).text


def test_a_basis_that_is_registered_and_repealed_later_flags_what_cites_it(client):
    notice = publish(fee_draft())

    legal_basis(validity=BasisValidity.REPEALED)

    assert "mark--repealed" in client.get(notice.get_absolute_url()).text


def test_a_basis_in_force_flags_nothing(client):
    legal_basis()
    notice = publish(fee_draft())

    assert "mark--repealed" not in client.get(notice.get_absolute_url()).text


@pytest.mark.parametrize(
    ("unit", "standard", "amount", "shown"),
    [
        ("辆·小时", "5", None, "5元/辆·小时"),
        ("件", "80", "80.0000", "80元/件"),
        ("日·㎡", "0.60元", None, "0.60元/日·㎡"),
        ("元/生·月", "380", None, "380元/生·月"),
        ("㎡", "10-20", None, "10-20元/㎡"),
        ("宗", "1.5万元", None, "1.5万元/宗"),
        ("件", "80元/件", "80.0000", "80元/件"),
        ("宗", "价款的20%", None, "价款的20% (charged by: 宗)"),
        ("", "按国家标准", None, "按国家标准"),
        ("", "80", "80.0000", "80元"),
    ],
)
def test_what_a_fee_costs_is_told_with_its_unit(unit, standard, amount, shown):
    line = {"unit_of_charge": unit, "standard": standard, "amount": amount}

    with translation.override("en"):
        assert standard_in_words(line) == shown
