"""What a phone has to fetch before it can show a page: HTML, style and script, without
pictures, compressed as WhiteNoise and a front server send them."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from notices.models import Kind
from tests.factories import agency, board, published_notice
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

BUDGET = 60_000
FETCHED = re.compile(r'(?:href|src)="/static/([\w./-]+\.(?:css|js))"')
BODY = "".join(
    f"<p>第{n}条　实施范围、标准和程序按照本意见执行，由主管部门负责解释。</p>"
    for n in range(60)
)


@pytest.fixture
def addresses():
    """The main pages of a busy county."""
    unit = agency("清源县教育局", duties="主管全县教育工作。" * 20)
    for number in range(8):
        shown = board(f"公开栏目之{number}", is_on_home=True)
        for serial in range(6):
            title = f"清源县2026年义务教育招生工作的意见（{number}之{serial}）"
            published_notice(unit=unit, board=shown, title=title, kind=Kind.POLICY)
    notice = published_notice(unit=unit, title="招生工作的意见", body=BODY)
    for number in range(40):
        agency(f"清源县第{number}局")
    guide = publish(guide_draft(unit=unit, title="身份证补领"))
    return {
        "home": "/",
        "list": "/notices/",
        "filtered list": "/notices/?kind=policy",
        "notice": notice.get_absolute_url(),
        "guide": guide.get_absolute_url(),
        "guides": "/procedures/",
        "unit": unit.get_absolute_url(),
        "units": "/agencies/",
        "boards": "/boards/",
        "own line": "/subsidies/check/",
        "figures": "/statistics/",
    }


def weight(client, address):
    page = client.get(address)
    assert page.status_code == 200
    parts = [page.content]
    for name in sorted(set(FETCHED.findall(page.content.decode()))):
        found = finders.find(name)
        assert found, name
        parts.append(Path(found).read_bytes())
    assert len(parts) > 3
    return sum(len(gzip.compress(part)) for part in parts)


def test_the_main_pages_are_light(client, addresses):
    weights = {name: weight(client, address) for name, address in addresses.items()}

    assert {name: size for name, size in weights.items() if size > BUDGET} == {}
    # Half the budget is kept for what later parts add.
    assert weights["home"] < BUDGET / 2, weights


def test_the_front_page_has_no_indentation_and_no_text_that_needs_it(client, addresses):
    page = client.get("/").text

    assert re.findall(r"\n[ \t\n]", page) == []
    assert re.findall(r"<(?:pre|textarea)", page) == []
    # Spaces between words on a line stay.
    assert "</span> <span" in page


def test_the_accessible_version_costs_little_more(client, addresses):
    usual = weight(client, addresses["notice"])
    client.cookies["view"] = "bar.tone-yellow-black.zoom-150"

    assert weight(client, addresses["notice"]) < usual + 8_000
