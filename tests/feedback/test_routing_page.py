"""The rules of routing at the desk: in their order, tried out on words; the number that
a hotline gave stands on the letter and finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from directories.models import Role
from feedback.models import LetterCategory, RoutingRule
from tests.factories import agency, member
from tests.factories.letters import office_clerk, submitted_letter

from .hotline import Hotline

pytestmark = pytest.mark.django_db
DOOR = "/desk/letters/routing/"


@pytest.fixture
def office() -> Any:
    return agency("政府办公室")


@pytest.fixture
def rules(office: Any) -> list[RoutingRule]:
    lamps, water = agency("住建局"), agency("水务局")
    top = LetterCategory.objects.create(code="S", name="水")
    LetterCategory.objects.create(code="S1", name="管网", parent=top, level=2)
    made = [
        RoutingRule(name="水类", position=20, category=top, goes_to=water),
        RoutingRule(name="路灯", position=10, words="路灯、井盖", goes_to=lamps),
    ]
    return RoutingRule.objects.bulk_create(made)


def test_rules_stand_in_their_order_for_who_passes_letters_on(
    office: Any, rules: list[RoutingRule], client: Client
) -> None:
    client.force_login(member(Role.MAILBOX_CLERK, office))
    page = client.get(DOOR)
    assert [row["rule"].name for row in page.context["rules"]] == ["路灯", "水类"]
    assert "/admin/" not in page.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize(
    ("posted", "unit", "rule"),
    [
        ({"words": "桥头的路灯不亮"}, "住建局", "路灯（含“路灯”）"),
        ({"words": "水管漏了", "category": "S1"}, "水务局", "水类"),
        ({"words": "水管漏了"}, "政府办公室", ""),
        ({"words": "局长收了路灯款", "kind": "report"}, "政府办公室", ""),
    ],
    ids=["a word", "a category below", "no rule", "nobody knows whom it accuses"],
)
def test_words_are_tried_out_and_the_winner_says_why(
    posted: dict[str, str],
    unit: str,
    rule: str,
    office: Any,
    rules: list[RoutingRule],
    client: Client,
) -> None:
    client.force_login(member(Role.MAILBOX_CLERK, office))
    if code := posted.get("category"):
        category = LetterCategory.objects.get(code=code)
        posted = {**posted, "category": str(category.pk)}
    found = client.post(DOOR, posted).context["found"]
    assert (found["unit"], found["rule"]) == (unit, rule)
    assert len(found["lost"]) == (1 if rule else 2)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER])
def test_others_read_no_rules(role: str, office: Any, client: Client) -> None:
    client.force_login(member(role, office))
    assert client.get(DOOR).status_code == 403
    assert client.post(DOOR, {"words": "路灯"}).status_code == 403


def test_nothing_typed_is_said_in_place(office: Any, client: Client) -> None:
    client.force_login(member(Role.MAILBOX_CLERK, office))
    answer = client.post(DOOR, {"words": " ", "category": "x"})
    assert answer.status_code == 400
    assert answer.context["found"] is None


def test_who_may_change_rules_is_led_to_them(
    office: Any, rules: list[RoutingRule], admin_client: Client
) -> None:
    user = admin_client.get("/admin/").context["user"]
    user.memberships.create(agency=office, role=Role.OVERSEER)
    page = admin_client.get(DOOR).content.decode()
    assert f"/admin/feedback/routingrule/{rules[0].pk}/change/" in page


def test_a_hotlines_own_number_stands_on_the_letter_and_finds_it(
    client: Client,
) -> None:
    number = "GZ-20260301-77"
    letter = Hotline().letter(number)
    other = submitted_letter(letter.mailbox)
    client.force_login(office_clerk(letter))
    found = client.get("/desk/letters/", {"tab": "all", "q": number})
    assert [row["letter"] for row in found.context["rows"]] == [letter]
    pages = [client.get(f"/desk/letters/{each.pk}/").text for each in (letter, other)]
    assert [number in page for page in pages] == [True, False]
