"""Nobody harvests recipient lists: one table of doors, each tried with lists behind it.

A door is a function (client, world) → text of what came out. A later part of the
portal that shows or gives out notices adds its doors to DOORS; what may never come out
is the same for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from notices.models import Notice, SubsidyLine, Tick, WithdrawalGround
from notices.publication import sign, withdraw
from notices.recipients import take_lines
from notices.review import submit
from tests.factories import agency, corrected_notice, correction_of, member
from tests.factories.subsidies import (
    PEOPLE,
    payment_of,
    posted_subsidy,
    posting_programme,
    programme,
    published_subsidy,
    subsidy_draft,
)
from tests.factories.systems import SystemClient, source_system

from .harvest_files import (
    PLAIN_LISTS,
    alerts,
    displays,
    feeds,
    figures,
    files_of_tables,
    log_of_publications,
    open_data,
    signed_sheets,
    sitemaps,
    slots_at_the_desk,
    suggestions,
)

pytestmark = pytest.mark.django_db

PAGES_OF_A_CRAWL = 150


@dataclass
class World:
    """Notices with lists behind them, and what must stay behind."""

    own: Notice
    ended: Notice
    notices: list[Notice]
    secrets: list[str] = field(default_factory=list)

    def addresses(self, name: str) -> list[str]:
        return [reverse(name, args=[notice.pk]) for notice in self.notices]


@pytest.fixture
def world(settings):
    settings.API_THROTTLE_RATES = dict.fromkeys(
        ("list", "detail", "export", "system"), 1000
    )
    today = local_day(clock.now())
    sensitive = programme(is_sensitive=True)
    own = published_subsidy()
    ended = posted_subsidy(starts_on=today - timedelta(days=30))
    upcoming = posted_subsidy(starts_on=today + timedelta(days=1))
    withdrawn = posted_subsidy(starts_on=today)
    withdraw(
        withdrawn,
        by=member(Role.APPROVER, withdrawn.agency),
        ground=WithdrawalGround.WRONG,
        reason="名单有误。",
    )
    others = [
        published_subsidy(paid_by=sensitive),
        posted_subsidy(starts_on=today, audience="staff"),
        subsidy_draft(paid_by=posting_programme()),
    ]
    made = World(own, ended, [own, ended, upcoming, withdrawn, *others])
    made.secrets = [*full_secrets(), *lookup_keys(), *masked_lines()]
    return made


def full_secrets():
    """What is never kept at all."""
    return [str(person[column]) for column in ("name", "check") for person in PEOPLE]


def lookup_keys():
    return list(SubsidyLine.objects.values_list("lookup_key", flat=True))


def masked_lines():
    """Masked names, villages, and sums that stand in one line only."""
    return ["钟**", "向**", "欧阳**", "堰口村", "橘园村", "337.75", "193.00"]


# --- The doors ----------------------------------------------------------------------


def page(address: str, **query: str) -> Callable[[Client, World], str]:
    def door(client: Client, _world: World) -> str:
        return client.get(address, query).text

    return door


def named(name: str, **query: str) -> Callable[[Client, World], str]:
    """The address of each notice under a name."""

    def door(client: Client, world: World) -> str:
        texts = [client.get(each, query).text for each in world.addresses(name)]
        return "".join(texts)

    return door


def crawl(client: Client, _world: World) -> str:
    """Whatever can be reached by following links from the first page."""
    seen: set[str] = set()
    waiting, texts = ["/", "/site-map/"], []
    while waiting and len(seen) < PAGES_OF_A_CRAWL:
        address = waiting.pop(0)
        # How a page is seen leads back to the page.
        if address in seen or address.startswith("/view/"):
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code == 200 and "text" in answer["Content-Type"]:
            texts.append(answer.getvalue().decode())
            links = re.findall(r'(?:href|src|action)="(/[^"#]*)', texts[-1])
            waiting += [link.replace("&amp;", "&") for link in links]
    assert len(seen) > 20
    return "".join(texts)


def every_attachment(client: Client, _world: World) -> str:
    answers = [client.get(reverse("attachment", args=[pk])) for pk in range(1, 30)]
    return "".join(answer.text for answer in answers if answer.status_code == 200)


def attachments_as_pages(client: Client, world: World) -> str:
    """Opened files and their parts, of the public and at the desk of a stranger."""
    texts = []
    client.force_login(stranger(world))
    for notice in world.notices:
        for before in ("", "/desk"):
            for file in range(1, 10):
                address = f"{before}/notices/{notice.pk}/attachments/{file}/"
                texts.append(client.get(address).text)
                texts.append(client.get(f"{address}pages/1/").text)
    return "".join(texts)


def guessing(client: Client, world: World) -> str:
    """Known names with the digits that come to mind."""
    guesses = ("0000", "1234", "010018", "01001", "70010100", "null", "0100171")
    texts = []
    for check in guesses:
        asked = {"name": PEOPLE[0]["name"], "check_value": check}
        texts.append(client.post(reverse("own-line"), asked).text)
    return "".join(texts)


def sheets_at_the_desk(client: Client, world: World) -> str:
    """Where lists are taken in, for an editor of another unit."""
    client.force_login(stranger(world))
    return "".join(
        client.get(f"/desk/notices/{notice.pk}/lines/recipients/{door}").text
        for notice in world.notices
        for door in ("", "download/", "template/")
    )


def versions(client: Client, world: World) -> str:
    """Of each notice, after a correction of its title and one of its list."""
    corrected_notice(world.own)
    correction = correction_of(world.own)
    take_lines(correction, [dict(each) for each in PEOPLE[1:]], by=correction.author)
    submit(correction, by=correction.author)
    client.force_login(member(Role.APPROVER, world.own.agency))
    texts = [client.get(reverse("desk-notice", args=[correction.pk])).text]
    sign(correction, by=member(Role.APPROVER, world.own.agency), ticks=Tick.values)
    client.logout()
    texts += [
        client.get(reverse("notice-revision", args=[notice.pk, number])).text
        for notice in world.notices
        for number in range(1, 4)
    ]
    assert "名单已替换" in texts[0]
    assert "名单已替换" in "".join(texts[1:])
    return "".join(texts)


def line_numbers(client: Client, world: World) -> str:
    """Pages of lists by the places of their lines."""
    addresses = world.addresses("notice-recipients")
    places = ("0", "1", "2", "-1", "x")
    return "".join(
        client.get(address, {"after": place}).text
        for address in addresses
        for place in places
    )


def own_system(_client: Client, world: World) -> str:
    """A list that a system sent itself, read back and sent again."""
    system = SystemClient(system=source_system(world.own.agency))
    facts = {"for_year": 2026, "programme": {"id": payment_of(world.own).programme_id}}
    system.post(sent=system.notice(kind="subsidy", structure=facts))
    rows = [{key: str(value) for key, value in each.items()} for each in PEOPLE]
    answers = [
        system.post("A-1/recipients/", {"rows": rows}),
        system.post("A-1/recipients/", {"rows": [*rows, rows[0]]}),
        system.get("A-1/"),
        system.get(),
        system.post("A-1/submit/"),
        system.client.get("/api/v1/work-orders/steps/"),
    ]
    assert [each.status_code for each in answers] == [200, 400, 200, 200, 200, 200]
    return "".join(each.text for each in answers)


def signed_in(make: Callable[[World], User], *names: str, admin: tuple[str, ...] = ()):
    def door(client: Client, world: World) -> str:
        client.force_login(make(world))
        addresses = [each for name in names for each in world.addresses(name)]
        addresses += [reverse(name) for name in admin]
        return "".join(client.get(address).text for address in addresses)

    return door


def stranger(_world: World) -> User:
    return member(Role.EDITOR, agency(), is_staff=True)


def reader_of_the_unit(world: World) -> User:
    return member(Role.READER, world.own.agency)


def superuser(_world: World) -> User:
    return User.objects.create_superuser("root", "root@example.org", "x")


def revisions(_client: Client, world: World) -> str:
    rows = Notice.objects.exclude(revisions=None).values_list("revisions__content")
    assert rows
    return str(list(rows))


LISTS = (
    "admin:notices_notice_changelist",
    "admin:notices_programme_changelist",
    "admin:index",
)
DOORS: dict[str, Callable[[Client, World], str]] = {
    "open data": page("/data/"),
    "open data, every set": open_data,
    "home": page("/"),
    "site map": page("/site-map/"),
    "feeds": feeds,
    "list of feeds": page("/feeds/"),
    "feed of a search": page("/feeds/search.xml", q="钟"),
    "feed of a search for a village": page("/feeds/search.xml", q="石盘镇"),
    "alerts of searches": alerts,
    "services from A to Z": page("/procedures/a-z/"),
    "sitemaps": sitemaps,
    "robots.txt": page("/robots.txt"),
    "list": page("/notices/"),
    "list, searched for a name": page("/notices/", q="钟"),
    "list of the kind": page("/notices/", kind="subsidy"),
    "boards": page("/boards/"),
    "units": page("/agencies/"),
    "programmes": page("/subsidies/"),
    "programme": lambda client, world: (
        client.get(
            reverse("programme-detail", args=[payment_of(world.own).programme_id])
        ).text
    ),
    "look-up": page("/subsidies/check/"),
    "look-up by address": page("/subsidies/check/", name="x", check_value="010017"),
    "index number": page("/index/", no="石盘镇"),
    "ledger at the desk": slots_at_the_desk,
    "notice page": named("notice-detail"),
    "page for mistakes": named("notice-correction"),
    "QR code": named("notice-qr"),
    "history of a notice": named("notice-revisions"),
    "versions and their changes": versions,
    "list page": named("notice-recipients"),
    "A4 sheets": named("notice-sheet"),
    "screens and kiosks": displays,
    "short texts": named("notice-text"),
    "LED lines": named("notice-text-plain"),
    "WORD copies": named("notice-copy-docx"),
    "PDF copies": named("notice-copy-pdf"),
    "handbooks": lambda client, world: "".join(
        client.get(reverse("handbook", args=[notice.agency.slug])).text
        for notice in world.notices
    ),
    "list page by place": line_numbers,
    "attachments": every_attachment,
    "attachments as pages": attachments_as_pages,
    "files of tables": files_of_tables,
    "guessing": guessing,
    "links": crawl,
    "API list": page("/api/v1/notices/"),
    "API list with all fields": page("/api/v1/notices/", fields="title,body,summary"),
    "API detail": lambda client, world: "".join(
        client.get(f"/api/v1/notices/{notice.pk}/").text for notice in world.notices
    ),
    "API short texts": lambda client, world: "".join(
        client.get(f"/api/v1/notices/{notice.pk}/text/").text
        for notice in world.notices
    ),
    "API units": page("/api/v1/agencies/"),
    "API boards": page("/api/v1/boards/"),
    "log of publications": log_of_publications,
    "API postings": page("/api/v1/postings/"),
    "API search": page("/api/v1/search/", q="钟厚朴", highlight="true"),
    "site search": page("/search/", q="补贴"),
    "site search, duties and services": page("/search/", q="石盘镇补贴申请"),
    "API search, duties": page("/api/v1/search/", q="补贴", kind="duty"),
    "API search, services": page("/api/v1/search/", q="补贴", kind="service"),
    "list of services, searched": page("/services/", q="补贴"),
    "suggestions while typing": suggestions,
    "advanced search": page("/search/advanced/", go="1", unit="石盘"),
    **{path: page(path) for path in PLAIN_LISTS},
    "figures": figures,
    "API submissions of the unit's own system": own_system,
    "API schema": page("/api/v1/schema/"),
    "API documentation": page("/api/v1/docs/"),
    "revisions": revisions,
    "desk of another unit": signed_in(
        stranger, "desk-notice", "desk-recipients", admin=LISTS
    ),
    "sheets at the desk": sheets_at_the_desk,
    "signed sheets and their photographs": signed_sheets,
    "desk of a reader": signed_in(reader_of_the_unit, "desk-notice", "desk-recipients"),
    "administration": signed_in(
        superuser,
        "admin:notices_notice_change",
        "desk-recipients",
        admin=(*LISTS, "admin:foundation_auditentry_changelist"),
    ),
}


@pytest.mark.parametrize("name", DOORS)
def test_no_line_of_a_list_comes_out(client, world, name):
    text = DOORS[name](client, world)

    assert [secret for secret in world.secrets if secret in text] == []


@pytest.mark.parametrize(
    "lookup",
    [
        "subsidy__line_set__lines__masked_name__startswith",
        "subsidy__line_set__lines__lookup_key__startswith",
        "subsidy__line_set__digest__startswith",
    ],
)
def test_lists_of_the_administration_answer_no_questions_about_lines(
    client, world, lookup
):
    client.force_login(superuser(world))
    address = reverse("admin:notices_notice_changelist")

    assert client.get(address, {lookup: "钟"}).status_code == 400


def test_the_doors_do_open(client, world):
    """Else the table above would prove nothing."""
    assert "1495.75" in DOORS["administration"](Client(), world)
    assert "石盘镇" in DOORS["notice page"](client, world)
    assert "石盘镇" in DOORS["API detail"](client, world)
    assert "石盘镇" in DOORS["links"](client, world)
    assert "石盘镇" in DOORS["files of tables"](client, world)
    assert str(world.own.title) in DOORS["feeds"](client, world)
    assert str(world.own.title) in DOORS["alerts of searches"](client, world)
    assert f"/notices/{world.own.pk}/" in DOORS["sitemaps"](client, world)
    assert "石盘镇" in DOORS["open data, every set"](client, world)


# --- Work: what takes longer tells something, too -----------------------------------


def look_up(name: str, check: str) -> Callable[[Client, World], str]:
    def door(client: Client, _world: World) -> str:
        asked = {"name": name, "check_value": check}
        return client.post(reverse("own-line"), asked).text

    return door


def list_page(number: int) -> Callable[[Client, World], str]:
    """Of a notice in the world; of none, where it has no such number."""

    def door(client: Client, world: World) -> str:
        pk = world.notices[number].pk if number < len(world.notices) else 999_999
        return client.get(reverse("notice-recipients", args=[pk])).text

    return door


SOMEBODY, NO_LIST = look_up("钟厚朴", "010017"), list_page(99)
# Doors that must cost what another one costs: as many statements, of one shape.
WORK: dict[str, tuple[Callable[[Client, World], str], ...]] = {
    "wrong digits": (look_up("钟厚朴", "010018"), SOMEBODY),
    "digits of somebody else": (look_up("钟厚朴", "03002X"), SOMEBODY),
    "nobody": (look_up("赵不在", "010017"), SOMEBODY),
    "somebody else": (look_up("欧阳明日", "120053"), SOMEBODY),
    "list of own lines": (list_page(0), NO_LIST),
    "list that was posted": (list_page(1), NO_LIST),
    "list that will be posted": (list_page(2), NO_LIST),
    "list of a withdrawn notice": (list_page(3), NO_LIST),
    "list of a sensitive programme": (list_page(4), NO_LIST),
}


def shape_of_work(
    door: Callable[[Client, World], str], client: Client, world: World
) -> list[str]:
    """The statements behind a door, without the values in them."""
    with CaptureQueriesContext(connection) as captured:
        door(client, world)
    return [
        re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in captured.captured_queries
    ]


@pytest.mark.parametrize("name", WORK)
def test_the_work_is_the_same_whatever_is_behind_the_door(client, world, name):
    door, other = WORK[name]
    other(client, world)

    work = shape_of_work(door, client, world)

    assert any("subsidy" in statement for statement in work)
    assert work == shape_of_work(other, client, world)


# --- What is kept -------------------------------------------------------------------


def test_neither_names_nor_check_values_are_in_any_table(client, world):
    asked = {"name": "钟厚朴", "check_value": "990421197001010017"}
    client.post(reverse("own-line"), asked)

    kept = {
        model._meta.label: str(list(model._default_manager.values()))
        for model in apps.get_models()
    }

    assert "钟**" in kept["notices.SubsidyLine"]
    for label, text in kept.items():
        assert [secret for secret in full_secrets() if secret in text] == [], label


def test_keys_and_masked_names_are_in_the_lines_only(world):
    for model in apps.get_models():
        if model is not SubsidyLine:
            text = str(list(model._default_manager.values()))
            hidden = [*lookup_keys(), *masked_lines()[:5]]
            assert [each for each in hidden if each in text] == [], model


def test_a_failure_writes_nothing_of_what_was_typed(client, world, caplog, monkeypatch):
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("notices.own_line.count", fail)
    client.raise_request_exception = False

    answer = client.post(
        reverse("own-line"), {"name": "钟厚朴", "check_value": "010017"}
    )

    assert answer.status_code == 500
    assert "钟厚朴" not in answer.text + caplog.text
    assert "010017" not in answer.text + caplog.text
