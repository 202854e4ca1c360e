"""The stories behind the examples of letters, orders and their figures."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import Counter
from feedback import answering, intake, settling
from feedback.api import letters, order_documents, tracking
from feedback.contacts import Contact
from feedback.models import Letter, LetterCategory, Mailbox, WorkOrder
from feedback.publishing_letters import propose, publish
from tests.factories import agency, member
from tests.factories.letters import mailbox, office_clerk, receipt, unit_clerk
from tests.feedback.hotline import Hotline

ORDER = order_documents.STATE
PUBLISHED: dict[str, Any] = letters.EXAMPLE
ROOT = "/api/v1"


def at(text: str) -> Any:
    return clock.frozen_at(datetime.fromisoformat(text).astimezone(UTC))


def number_next(number: str) -> None:
    """The next letter gets this number."""
    year, value = number[:4], int(number[4:]) - 1
    Counter.objects.update_or_create(key=f"letter {year}", defaults={"value": value})


def housing() -> Agency:
    found = Agency.objects.filter(code="990000-zjj").first()
    return found or agency(
        PUBLISHED["agency_name"], code="990000-zjj", short_name="住建局"
    )


def office_box() -> Mailbox:
    box = Mailbox.objects.filter(code="hotline").first()
    if box is None:
        unit = Agency.objects.filter(code="990000-zfb").first() or agency(
            "清源县人民政府办公室", code="990000-zfb", short_name="县政府办"
        )
        box = mailbox(unit, code="hotline")
    return box


def pass_on(letter: Letter) -> None:
    intake.accept(letter, by=office_clerk(letter))
    intake.assign(letter, housing(), by=office_clerk(letter))
    intake.take_up(letter, by=unit_clerk(letter))


def answer(letter: Letter, text: str) -> None:
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, text, "", version=0, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))


def ordered() -> Hotline:
    """An order that was answered; made once."""
    office_box()
    housing()
    system = Agency.objects.filter(name="12345热线中心").first()
    hotline = Hotline(system)
    sent = order_documents.SENT
    number_next(ORDER["number"])
    with at("2026-03-02T02:30:00Z"):
        assert hotline.post(sent=sent).status_code == 201
        letter = Letter.objects.get(number=ORDER["number"])
        intake.accept(letter, by=office_clerk(letter))
    with at("2026-03-03T02:00:00Z"):
        intake.assign(letter, housing(), by=office_clerk(letter))
        intake.take_up(letter, by=unit_clerk(letter))
    with at(order_documents.ANSWER["sent_at"]):
        answer(letter, order_documents.ANSWER["text"])
    return hotline


def of_order(_story: Any) -> Any:
    hotline = _hotline()
    with at("2026-03-05T02:00:00Z"):
        return hotline.get(f"{ORDER['source_id']}/").json()


def of_steps(_story: Any) -> Any:
    hotline = _hotline()
    with at("2026-03-05T02:00:00Z"):
        rows: Any = hotline.get("steps/").json()["results"]
    return rows[0]


def _hotline() -> Hotline:
    """Of the order that is there, or is now made."""
    order = WorkOrder.objects.filter(source_id=ORDER["source_id"]).first()
    if order is None:
        return ordered()
    return Hotline(order.system.agency, system=order.system)


def of_track(_story: Any) -> Any:
    told = tracking.TRACKED
    number_next(told["number"])
    with at("2026-03-02T02:20:00Z"):
        got = receipt(office_box(), title=told["title"])
        asked = {"number": got.letter.number, "code": got.code}
        path = f"{ROOT}/letters/track/"
        return Client().post(path, asked, content_type="application/json").json()


def published() -> None:
    if Letter.objects.filter(number=PUBLISHED["number"]).exists():
        return
    number_next(PUBLISHED["number"])
    name = PUBLISHED["category_name"]
    category, _made = LetterCategory.objects.get_or_create(
        name=name, defaults={"code": "0101", "level": 1}
    )
    with at(PUBLISHED["asked_at"]):
        letter = receipt(
            office_box(),
            kind=PUBLISHED["kind"],
            title=PUBLISHED["title"],
            text=PUBLISHED["text"],
            contact=Contact(),
            wants_publication=True,
        ).letter
        Letter.objects.filter(pk=letter.pk).update(category=category)
        letter.refresh_from_db()
        pass_on(letter)
    with at(PUBLISHED["answered_at"]):
        answer(letter, PUBLISHED["answer"])
        words = {name: PUBLISHED[name] for name in ("title", "text", "answer")}
        row = propose(letter, **words, by=unit_clerk(letter))
    with at(PUBLISHED["published_at"]):
        publish(row, by=office_clerk(letter))
        settling.rate(letter, 5, "")


def of_published(_story: Any) -> Any:
    published()
    with at("2026-03-10T00:00:00Z"):
        return Client().get(f"{ROOT}/letters/{PUBLISHED['number']}/").json()


def of_figures(_story: Any) -> Any:
    """Of a year in which the published letter was the only one."""
    published()
    Letter.objects.exclude(number=PUBLISHED["number"]).update(
        received_at=datetime(2025, 3, 2, tzinfo=UTC), received_on=date(2025, 3, 2)
    )
    with at("2026-03-10T00:00:00Z"):
        return Client().get(f"{ROOT}/letter-figures/?year=2026&part=03").json()


ANSWERS = {
    "post /work-orders/": of_order,
    "get /work-orders/{source_id}/": of_order,
    "get /work-orders/steps/": of_steps,
    "post /work-orders/{source_id}/rating/": of_order,
    "post /work-orders/{source_id}/supplement/": of_order,
    "post /letters/track/": of_track,
    "get /letters/": of_published,
    "get /letters/{number}/": of_published,
    "get /letter-figures/": of_figures,
}
