"""The examples of the schema are real answers: their story is walked, and each of them
is compared with what came of it. Numbers of rows, digests and sizes are those of the
database at hand, and are not compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from directories.api import service_examples
from directories.api.guides import GUIDE_EXAMPLE
from directories.models import Catalogue, Official, Role, ServiceItem, ServicePromise
from directories.promises import keep_promise
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import (
    Extraction,
    PromotedAnswer,
    Receipt,
    SiteState,
)
from disclosure_portal.foundation.search.synonyms import words_changed
from disclosure_portal.site_search.viewsets import PROMOTED_EXAMPLE
from notices.api.activities import (
    COUNT_EXAMPLE,
    POINT_EXAMPLE,
    WHOLE_ACTIVITY,
)
from notices.api.elsewhere import EXAMPLE as ELSEWHERE
from notices.api.matters import WHOLE_EXAMPLE as MATTER
from notices.api.owed import ITEM_EXAMPLE
from notices.api.service_items import GUIDE as GUIDE_OF_ITEM
from notices.api.submissions import examples
from notices.extracting import open_file
from notices.fulfilling import link
from notices.head_signing import sign_head
from notices.matters import put_on_file, sign_matter
from notices.models import Activity, Matter, Notice, ReadingPoint, Tick
from notices.publication import sign
from notices.review import send_back
from tests.factories import agency, board, member
from tests.factories.guides import WHOLE, published_guide
from tests.factories.ledger import duty, slots_of
from tests.factories.matters import matter_draft, meeting_of
from tests.factories.postings import shown_elsewhere
from tests.factories.records import (
    activity_draft,
    file_of,
    reading_point,
    signed,
    visitors_of,
)
from tests.factories.service_lists import guided, promise, service_item, service_point
from tests.factories.subsidies import programme
from tests.factories.systems import SystemClient, new_token, source_system
from tests.sheets import workbook

from .letter_examples import ANSWERS as OF_LETTERS
from .supervision_story import ANSWERS as OF_SUPERVISION

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
COUNT: dict[str, Any] = COUNT_EXAMPLE
POINT: dict[str, Any] = POINT_EXAMPLE
ITEM: dict[str, Any] = ITEM_EXAMPLE
ACTIVITY: dict[str, Any] = WHOLE_ACTIVITY
SENT_AT = datetime(2026, 3, 2, 2, 30, 0, 123456, tzinfo=UTC)
RETURNED_AT = datetime(2026, 3, 2, 3, 0, 0, 123456, tzinfo=UTC)
SIGNED_AT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
SHEET = "补助标准表.xlsx"
DIGEST = re.compile(r"\b[0-9a-f]{64}(?:[0-9a-f]{64})?\b")
SEQ = re.compile(r"\bseq: \d+")
KEY = examples.SENT["source_id"]
# What differs from one database to the next.
NUMBERS = {
    *("id", "item_id", "item_ids", "seq", "notice_id", "point_id", "round_id"),
    *("checklist_id", "sha256", "size"),
}


def alike(told: Any) -> Any:
    """An answer without the numbers that the database gave."""
    if isinstance(told, dict):
        return {
            name: "…" if name in NUMBERS and value is not None else alike(value)
            for name, value in told.items()
        }
    if isinstance(told, list):
        return [alike(each) for each in told]
    if isinstance(told, str) and DIGEST.search(told):
        return SEQ.sub("seq: …", DIGEST.sub("…", told))
    if isinstance(told, str) and told.startswith("https://"):
        return re.sub(r"/\d+/", "/…/", told)
    return told


@dataclass
class Story:
    """The system of the examples, and what it was answered on the way."""

    system: SystemClient
    answers: dict[str, Any]


@pytest.fixture
def story(settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    SiteState.objects.update_or_create(pk=1, defaults={"ledger_audience": "public"})
    settings.RECEIPT_KEY = "a key for this test, long enough to be one"
    with clock.frozen_at(SENT_AT):
        unit = the_unit()
        told = Story(SystemClient(new_token(source_system(unit))), {})
        the_board()
        hand_in(told)
    signer = member(Role.APPROVER, unit, name="李建国")
    with clock.frozen_at(RETURNED_AT):
        told.system.post(f"{KEY}/submit/")
        send_back(the_notice(), by=signer, reason="请补充依据。")
        told.answers["returned"] = told.system.get(f"{KEY}/").json()
        told.answers["row"] = told.system.get().json()["results"][0]
    with clock.frozen_at(SIGNED_AT):
        told.system.post(f"{KEY}/submit/")
        sign(the_notice(), by=signer, ticks=Tick.values)
        follow(the_notice())
    return told


def follow(notice):
    """A matter in whose file it is, and a place where it was shown."""
    said: dict[str, Any] = {**MATTER}
    words = {
        name: said[name]
        for name in (*Matter.WORDS,)
        if name not in ("next_step_on", "result")
    }
    day = date.fromisoformat(said["next_step_on"])
    matter = matter_draft(unit=notice.agency, next_step_on=day, **words)
    editor = member(Role.EDITOR, notice.agency)
    put_on_file(matter, notice, stage="before", by=editor)
    (held,) = said["meetings"]
    held_on = date.fromisoformat(held["held_on"])
    meeting_of(matter, **{**held, "held_on": held_on, "minutes_notice": None})
    sign_matter(matter, by=member(Role.APPROVER, notice.agency))
    shown: dict[str, Any] = {**ELSEWHERE}
    shown_on = date.fromisoformat(shown["shown_from"])
    words = {name: shown[name] for name in ("place", "number")}
    shown_elsewhere(notice, by=editor, shown_from=shown_on, **words)
    open_doors(notice.agency)
    owe(notice)
    published_guide(notice.agency, **{name: GUIDE_EXAMPLE[name] for name in WHOLE})
    serve(notice.agency, editor)


def serve(unit, editor):
    """An item, its window, and a promise that was another one before."""
    ours = {"id", "url", "agency_code", "agency_name", "item_ids", "former"}

    def told(example):
        return {name: value for name, value in example.items() if name not in ours}

    item = service_item(unit=unit, **told(service_examples.WHOLE_ITEM))
    service_point(unit=unit, items=(item,), **told(service_examples.POINT))
    with clock.frozen_at(SENT_AT - timedelta(days=90)):  # of the year before
        guided(item, title=GUIDE_OF_ITEM["title"])
    said = told(service_examples.PROMISE)
    (before,) = service_examples.WHOLE_PROMISE["former"]
    kept = promise(unit=unit, by=editor, **words_of(before), until=None)
    for name, value in words_of(said).items():
        setattr(kept, name, value)
    with clock.frozen_at(SENT_AT):
        keep_promise(kept, by=editor)


def words_of(example):
    words = {name: value for name, value in example.items() if name != "until"}
    words["limit"] = Decimal(example["limit"])
    words["since"] = date.fromisoformat(example["since"])
    return words


def owe(notice):
    """A duty of each quarter since the year began; the notice answers the second."""
    said = ITEM
    item = duty(
        notice.agency,
        since=date.fromisoformat(said["owed_from"]),
        name=said["level_1"],
        level_2=said["level_2"],
        domain=said["domain"],
        content=said["content"],
        basis_text=said["basis"],
        limit_text=said["limit"],
        section=said["section"],
    )
    link(slots_of(item)[1], notice, by=member(Role.EDITOR, notice.agency))


def open_doors(unit):
    """A reading point with its visitors, and a day on which people came."""
    point = reading_point(unit=unit, **said_in(POINT, ReadingPoint.WORDS))
    first, last = (
        date.fromisoformat(COUNT[name]) for name in ("first_day", "last_day")
    )
    visitors_of(point, first, last, visitors=COUNT["visitors"])
    words = said_in(ACTIVITY, Activity.WORDS)
    (asked,) = ACTIVITY["questions"]
    words["questions"] = f"问：{asked['question']}\n答：{asked['answer']}"
    draft = activity_draft(unit=unit, **words)
    file_of(draft, b"x" * 120, "办事一次告知单.txt")
    signed(draft)


def said_in(example, names):
    words = {name: example[name] for name in names if name in example}
    for name in ("held_on", "opened_on"):
        if name in words:
            words[name] = date.fromisoformat(words[name])
    return words


def the_unit():
    unit = agency(
        "清源县人民政府办公室",
        code="990000-zfb",
        short_name="县政府办",
        credit_code="11990000MB0A12345X",
        duties="负责县政府日常工作。",
        address="清源县人民路1号",
        postcode="999000",
        office_hours="工作日 8:30—12:00，14:30—17:30",
        telephone="0999-1234567",
        email="zfb@example.gov.cn",
    )
    Official.objects.create(
        agency=unit,
        name="周明",
        post="主任",
        duties="主持全面工作。",
        telephone="0999-1234567",
    )
    return unit


def the_board():
    board(
        "政策文件",
        slug="policy",
        description="县政府及各部门的规范性文件。",
        keywords="政策",
        update_days=30,
    )


def hand_in(told):
    assert told.system.post(sent=examples.SENT).status_code == 201
    sheet = workbook([["类别", "标准"], ["重建", "3万元"]])
    file = SimpleUploadedFile(SHEET, sheet)
    told.answers["file"] = told.system.upload(f"{KEY}/attachments/", file=file).json()
    for pk in Extraction.objects.waiting().values_list("pk", flat=True):
        open_file.call(pk)


def the_notice():
    return Notice.objects.get(origin__source_id=KEY)


def read(path):
    answer = Client().get(f"{ROOT}/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def of_list(path, story, **query):
    """The example of a list is one row."""
    rows = read(path)["results"]
    return next(row for row in rows if query.items() <= row.items())


def figures(story):
    """With the fee list, the other example of what is sent."""
    with clock.frozen_at(SIGNED_AT):
        sent = story.system.post(sent=examples.SENT_FEES)
        story.system.post(f"{examples.SENT_FEES['source_id']}/submit/")
        notice = Notice.objects.get(kind="fee")
        sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    assert sent.status_code == 201
    return read("statistics/?from=2026-01&to=2026-03")


def public(path):
    def answer(_story):
        with clock.frozen_at(SIGNED_AT):
            return read(path.format(pk=the_notice().pk))

    return answer


def row_of(path, **query):
    def answer(story):
        with clock.frozen_at(SIGNED_AT):
            return of_list(path, story, **query)

    return answer


def of_search(_story):
    with clock.frozen_at(SIGNED_AT):
        found = read("search/?q=农村危房&kind=notice")["results"]
    return next(row for row in found if row["id"] == the_notice().pk)


def of_columns(_story):
    """The home page and the board of the story; the point and the day stand on others
    of their own."""
    with clock.frozen_at(SIGNED_AT):
        told = read("column-health/")
    shown = ("home", "policy")
    columns = [one for one in told["columns"] if one["slug"] in shown]
    return {**told, "columns": columns}


def on_the_way(name):
    return lambda story: story.answers[name]


def of_head(path):
    """The log is signed first; of a list its first row that is of a unit."""

    def answer(_story):
        with clock.frozen_at(SIGNED_AT):
            sign_head()
            told = read(path)
        if not isinstance(told, list):
            return told
        return next((row for row in told if row.get("agency")), told[0])

    return answer


def line_of_publication(_story):
    line = Receipt.objects.filter(kind="published").earliest("seq")
    return read(f"log/{line.seq}/")


STATE = on_the_way("returned")
# Gives the bytes that were signed, whatever they are.
AS_SIGNED = {"get /log/{seq}/content/"}
# Operation → the answer that its example must be.
ANSWERS = {
    "get /activities/": row_of("activities/"),
    "get /activities/{id}/": lambda story: read(
        f"activities/{Activity.objects.get().pk}/"
    ),
    "get /guides/": row_of("guides/"),
    "get /reading-points/": row_of("reading-points/"),
    "get /visitor-counts/": row_of("visitor-counts/"),
    "get /agencies/": row_of("agencies/", code="990000-zfb"),
    "get /agencies/{code}/": public("agencies/990000-zfb/"),
    "get /boards/": row_of("boards/", slug="policy"),
    "get /column-health/": of_columns,
    "get /catalogues/": row_of("catalogues/"),
    "get /catalogues/{id}/": lambda story: read(
        f"catalogues/{Catalogue.objects.get().pk}/"
    ),
    "get /catalogue-items/": row_of("catalogue-items/"),
    "get /slots/": row_of("slots/", period="2026-Q1"),
    "get /elsewhere/": row_of("elsewhere/"),
    "get /log/": row_of("log/", kind="published"),
    "get /log/{seq}/": line_of_publication,
    "get /log/head/": of_head("log/head/"),
    "get /log/keys/": of_head("log/keys/"),
    "get /changes/": row_of("changes/", kind="published"),
    "get /changes/digests/": of_head("changes/digests/?month=2026-03"),
    "get /matters/": row_of("matters/"),
    "get /matters/{id}/": lambda story: read(f"matters/{Matter.objects.get().pk}/"),
    "get /notices/": row_of("notices/"),
    "get /notices/{id}/": public("notices/{pk}/"),
    "get /notices/{id}/text/": public("notices/{pk}/text/"),
    "get /postings/": row_of("postings/"),
    "get /search/": of_search,
    "get /service-items/": row_of("service-items/"),
    "get /service-items/{id}/": lambda story: read(
        f"service-items/{ServiceItem.objects.get().pk}/"
    ),
    "get /service-points/": row_of("service-points/"),
    "get /service-promises/": row_of("service-promises/"),
    "get /service-promises/{id}/": lambda story: read(
        f"service-promises/{ServicePromise.objects.get().pk}/"
    ),
    "get /statistics/": figures,
    "get /submissions/": on_the_way("row"),
    "post /submissions/": STATE,
    "get /submissions/{source_id}/": STATE,
    "post /submissions/{source_id}/attachments/": on_the_way("file"),
    "post /submissions/{source_id}/attachments/{attachment}/remove/": STATE,
    "post /submissions/{source_id}/recipients/": STATE,
    "post /submissions/{source_id}/submit/": STATE,
    "post /submissions/{source_id}/withdrawal-request/": STATE,
    **OF_LETTERS,
    **OF_SUPERVISION,
}


def operations():
    schema = SchemaGenerator(api_version="v1").get_schema(public=True)
    return {
        f"{method} {path.removeprefix(ROOT)}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def examples_of(operation):
    """What the schema shows as answers; of a list its one row."""
    for status, answer in operation["responses"].items():
        if not status.startswith("2"):
            continue
        for content in answer["content"].values():
            for example in content["examples"].values():
                value = example["value"]
                rows = value.get("results", value) if isinstance(value, dict) else value
                yield rows[0] if isinstance(rows, list) else rows


def test_every_operation_has_an_example_of_its_answer():
    found = {
        name: operation
        for name, operation in operations().items()
        if name not in AS_SIGNED
    }

    assert set(found) == set(ANSWERS)
    assert [name for name in found if not list(examples_of(found[name]))] == []


def test_each_example_is_what_is_answered(story):
    found = operations()

    for name, answered in ANSWERS.items():
        answer = alike(answered(story))
        for example in examples_of(found[name]):
            assert answer == alike(example), name


def test_what_the_office_puts_first_is_answered_as_its_example_says(settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    told = PROMOTED_EXAMPLE
    PromotedAnswer.objects.create(
        words="危房改造", title=told["title"], text=told["text"], address="/procedures/"
    )
    words_changed()

    first = read("search/?q=危房改造")
    further = read("search/?q=危房改造&cursor=20")
    notices = read("search/?q=危房改造&kind=notice")

    assert first["promoted"] == [told]
    assert further["promoted"] == notices["promoted"] == []


def test_what_the_examples_send_is_taken(story):
    with clock.frozen_at(SIGNED_AT):
        facts = {"for_year": 2026, "programme": {"id": programme().pk}}
        story.system.post(sent=story.system.notice(kind="subsidy", structure=facts))
        listed = story.system.post("A-1/recipients/", examples.SENT_RECIPIENTS)
        corrected = story.system.post(sent=examples.SENT_CORRECTION)
        asked = story.system.post(f"{KEY}/withdrawal-request/", examples.SENT_REQUEST)

    assert listed.json()["recipients"] == {"count": 1, "amount": "386.00"}
    assert corrected.status_code == 202, corrected.content
    assert asked.status_code == 202


def test_every_example_of_what_is_sent_was_sent():
    sent = {
        example
        for operation in operations().values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for example in content.get("examples", {})
    }

    assert sent == {
        "Notice", "FeeList", "CorrectionOfAPublicNotice", "Recipients", "Request",
        "Order", "Rating", "Supplement", "Receipt",
    }  # fmt: skip
