"""Every door to a letter, for tests of who may not pass through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse

from directories.models import Agency, Role
from disclosure_portal.foundation.models import AuditEntry
from feedback import intake
from feedback.contacts import Contact
from feedback.desk_letter_deeds import BY_NAME
from feedback.models import Letter, LetterFile, LetterStep
from tests.factories import member
from tests.factories.letters import accusing_letter, mailbox

WORDS = {
    "title": "质监站站长收受装修款",
    "text": "站长王某在验收香樟小区时收了装修款，请查处。",
    "contact": Contact(name="赵小兰", telephone="13912345678"),
}
TRAIL = reverse("admin:foundation_auditentry_changelist")
TRAIL_FILE = reverse("admin:foundation_auditentry_export")


class World(NamedTuple):
    """The accused and the unit below it; the office that took the letter in; the unit
    that handles it, with a third one that joins in."""

    accused: Agency
    below: Agency
    office: Agency
    handling: Agency
    joining: Agency


def arrives(world: World) -> Letter:
    """The letter has come, with a file, and three units have had it in their hands."""
    return goes_round(
        accusing_letter(world.accused, mailbox(world.office), **WORDS), world
    )


def goes_round(letter: Letter, world: World) -> Letter:
    office = member(Role.MAILBOX_CLERK, world.office)
    intake.accept(letter, by=office)
    intake.assign(letter, world.handling, by=office)
    clerk = member(Role.MAILBOX_CLERK, world.handling)
    intake.take_up(letter, by=clerk)
    intake.share(letter, world.joining, "账目", by=clerk)
    LetterFile.objects.create(
        letter=letter, title="照片", file_name="照片.png", media_type="image/png",
        size=1, original_digest="0" * 64, public_digest="0" * 64,
        uploaded_at=letter.received_at,
    )  # fmt: skip
    return letter


# --- Doors ---------------------------------------------------------------------------

DESK = "/desk/letters/"
ORDERS = ("/desk/orders/", "/desk/orders/new/")
TABS = ("new", "mine", "sign", "shared", "publish", "all", "done")
REFUSED = {403, 404}


def doors_of(letter: Letter) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Those that name the letter: each must be shut."""
    here, part = f"{DESK}{letter.pk}/", letter.handlers.get().pk
    yield "get", here, {}
    yield "get", here, {"alike": ""}
    yield "get", f"{here}files/{letter.files.get().pk}/", {}
    yield "post", f"{here}contact/", {}
    yield "post", f"{here}code/", {"how": "电话核对"}
    yield "post", f"{here}reply/", {"text": "您好", "version": 0}
    yield "post", f"{here}parts/{part}/", {"text": "账目无误"}
    yield "get", "/desk/questions/new/", {"letter": letter.pk}
    words = {"reason": "理由", "unit": "审计局", "part": "账目", "turn_to": "法院"}
    for name in BY_NAME:
        yield "post", f"{here}{name}/", words
    yield "get", f"/letters/{letter.number}/", {}
    yield "get", f"/api/v1/letters/{letter.number}/", {}


def lists_for(letter: Letter) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those that may show it among others: it must not be there."""
    for tab in TABS:
        yield DESK, {"tab": tab}
    yield DESK, {"tab": "all", "q": "站长"}
    yield from ((door, {}) for door in (f"{DESK}attention/", f"{DESK}attention.csv"))
    yield from (("/desk/", {}), ("/desk/questions/", {}), (TRAIL, {}), (TRAIL_FILE, {}))
    yield TRAIL, {"q": letter.number}
    yield from (("/letters/", {}), ("/letters/", {"q": "站长"}))
    yield from (("/search/", {"q": "装修款"}), ("/search/suggest/", {"q": "质监站"}))
    yield "/api/v1/search/", {"q": "装修款", "highlight": "true"}
    yield "/api/v1/search/", {"q": "装修款", "kind": "letter"}
    yield from (("/api/v1/letters/", {}), ("/letters/statistics/", {}))
    for door in ("/feeds/search.xml", "/alerts/", "/api/v1/search/", "/questions/"):
        yield door, {"q": "装修款"}
    yield from (("/search/advanced/", {"q": "站长"}), ("/desk/search/", {"q": "站长"}))
    yield from ((door, {"letter": letter.pk}) for door in ORDERS)
    for unit in (letter.agency, letter.intake, letter.about_agency):
        if unit is not None:
            yield "/desk/monitoring/", {"unit": unit.code}
            yield "/statistics/", {"branch": unit.slug}


def said_by(response: Any) -> str:
    body = getattr(response, "streaming_content", None)
    content = b"".join(body) if body is not None else response.content
    return str(content.decode("utf-8", "replace"))


def traces(letter: Letter, text: str) -> list[str]:
    """What of the letter stands in a page; the words that were searched for don't."""
    secrets = (letter.number, letter.title, letter.text[:12], "赵小兰", "赵*", "139123")
    return [each for each in (*secrets, f"{DESK}{letter.pk}/") if each in text]


def kept() -> tuple[Any, ...]:
    letters = list(Letter.objects.order_by("pk").values())
    return letters, LetterStep.objects.count(), AuditEntry.objects.count()
