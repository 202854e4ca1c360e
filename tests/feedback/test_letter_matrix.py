"""Every deed from every state by everybody: done where the table says so, refused
elsewhere, and what is refused leaves nothing half written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from directories.models import Agency, Membership, Role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError
from feedback import (
    accusing,
    answering,
    contact_erasing,
    extending,
    helping,
    intake,
    joining,
    notifying,
    publishing_letters,
    results,
    settling,
    splitting,
)
from feedback.desk_letter_deeds import BY_NAME
from feedback.models import (
    READERS,
    Accusation,
    Complexity,
    Letter,
    LetterHandler,
    LetterKind,
    LetterPublication,
    LetterStatus,
    LetterStep,
    RefusalGround,
    Reply,
)
from feedback.shipped_limits import load as load_limits
from notices.models import ColumnType
from tests.factories import agency, board, member, user
from tests.factories.directories import county
from tests.factories.letters import (
    ANSWER,
    accepted_letter,
    answered_letter,
    assigned_letter,
    handled_letter,
    mailbox,
    office_clerk,
    published_letter,
    reviewed_letter,
    settled_letter,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


class Place(NamedTuple):
    """The office that takes letters in, the unit that answers, one besides."""

    office: Agency
    unit: Agency
    other: Agency
    accused: Agency


# --- States --------------------------------------------------------------------------


def _refused(place: Place, **given: Any) -> Letter:
    letter = submitted_letter(**given)
    intake.refuse(
        letter, RefusalGround.COURT, turn_to="县人民法院", by=office_clerk(letter)
    )
    return letter


def _handling(place: Place, **given: Any) -> Letter:
    letter = handled_letter(place.unit, **given)
    answering.keep_reply(letter, ANSWER, "", version=0, by=unit_clerk(letter))
    return letter


def _extension(place: Place, **given: Any) -> Letter:
    letter = _handling(place, **given)
    extending.ask_extension(letter, 1, "现场勘查", by=unit_clerk(letter))
    return letter


def _shared(place: Place, **given: Any) -> Letter:
    letter = _handling(place, **given)
    intake.share(letter, place.other, "灯杆", by=unit_clerk(letter))
    return letter


def _waiting(place: Place, **given: Any) -> Letter:
    letter = _handling(place, **given)
    answering.ask_writer(letter, "哪一盏？", by=unit_clerk(letter))
    return letter


def _proposed(place: Place, **given: Any) -> Letter:
    letter = answered_letter(place.unit, **given)
    publishing_letters.propose(letter, **PUBLIC, by=unit_clerk(letter))
    return letter


def _reopened(place: Place, **given: Any) -> Letter:
    letter = answered_letter(place.unit, **given)
    settling.reopen(letter, "灯又灭了", by=office_clerk(letter))
    answering.keep_reply(letter, ANSWER, "", version=0, by=unit_clerk(letter))
    return letter


def _published(place: Place, **given: Any) -> Letter:
    given.pop("wants_publication")
    return published_letter(place.unit, **given).letter


def _merged(place: Place, **given: Any) -> Letter:
    letter = assigned_letter(place.unit, **given)
    joining.join(letter, accepted_letter(**given), by=office_clerk(letter))
    return letter


SECOND = splitting.Second(LetterKind.CONSULTATION, "路灯归谁管", "请告知管理单位。")
PUBLIC = {"title": "路灯不亮", "text": "路灯三天不亮。", "answer": ANSWER}
STATES: dict[str, Callable[..., Letter]] = {
    "submitted": lambda place, **given: submitted_letter(**given),
    "accepted": lambda place, **given: accepted_letter(**given),
    "refused": _refused,
    "assigned": lambda place, **given: assigned_letter(place.unit, **given),
    "handling": _handling,
    "extension": _extension,
    "shared": _shared,
    "waiting": _waiting,
    "review": lambda place, **given: reviewed_letter(place.unit, **given),
    "answered": lambda place, **given: answered_letter(place.unit, **given),
    "proposed": _proposed,
    "published": _published,
    "closed": lambda place, **given: settled_letter(place.unit, **given),
    "reopened": _reopened,
    "merged": _merged,
}
AT_THE_OFFICE = {"submitted", "accepted", "refused"}
HANDLING = {"handling", "extension", "shared", "reopened"}
AT_THE_UNIT = {"assigned", "waiting", "review"} | HANDLING
OPEN = {"submitted", "accepted"} | AT_THE_UNIT
ANSWERED = {"answered", "proposed", "published"}
ALL = set(STATES)


# --- Deeds ---------------------------------------------------------------------------


class Tried(NamedTuple):
    letter: Letter
    place: Place
    by: Any
    into: Letter


class Deed(NamedTuple):
    states: set[str]
    hands: str
    act: Callable[[Tried], object]


def _contribute(tried: Tried) -> None:
    handler = LetterHandler.objects.filter(letter=tried.letter).first()
    if handler is None:
        raise DomainError
    helping.contribute(handler, "灯杆完好。", by=tried.by)


def _publication(verb: Callable[..., None], *words: str) -> Callable[[Tried], None]:
    def act(tried: Tried) -> None:
        row = LetterPublication.objects.filter(letter=tried.letter).first()
        if row is None:
            raise DomainError
        verb(row, *words, by=tried.by)

    return act


def _release(tried: Tried) -> None:
    """What is released was held before; a refusal leaves neither."""
    with transaction.atomic():
        contact_erasing.hold(tried.letter, "正在复核", by=office_clerk(tried.letter))
        contact_erasing.release(tried.letter, "复核已结", by=tried.by)


DEEDS = {
    "accept": Deed(
        {"submitted", "refused"}, "office", lambda t: intake.accept(t.letter, by=t.by)
    ),
    "refuse": Deed(
        {"submitted"},
        "office",
        lambda t: intake.refuse(
            t.letter, RefusalGround.COURT, turn_to="县人民法院", by=t.by
        ),
    ),
    "assign": Deed(
        {"accepted"},
        "office",
        lambda t: intake.assign(t.letter, t.place.unit, by=t.by),
    ),
    "take up": Deed({"assigned"}, "clerk", lambda t: intake.take_up(t.letter, by=t.by)),
    "send back": Deed(
        {"assigned"} | HANDLING,
        "clerk",
        lambda t: intake.send_back(t.letter, "属于城管局", by=t.by),
    ),
    "share": Deed(
        HANDLING,
        "clerk",
        lambda t: intake.share(t.letter, t.place.accused, "灯杆", by=t.by),
    ),
    "accuse": Deed(
        OPEN | {"refused", "merged"},
        "office",
        lambda t: accusing.accuse(t.letter, t.place.accused, by=t.by),
    ),
    "ask": Deed(
        HANDLING, "clerk", lambda t: answering.ask_writer(t.letter, "哪一盏？", by=t.by)
    ),
    "supplement": Deed(
        {"waiting"}, "writer", lambda t: answering.supplement(t.letter, "第三盏")
    ),
    "go on": Deed(
        {"waiting"}, "clerk", lambda t: answering.stop_waiting(t.letter, by=t.by)
    ),
    "keep": Deed(
        HANDLING,
        "clerk",
        lambda t: answering.keep_reply(
            t.letter,
            ANSWER,
            "",
            version=answering.open_reply(t.letter).content_version,
            by=t.by,
        ),
    ),
    "hand in": Deed(HANDLING, "clerk", lambda t: answering.hand_in(t.letter, by=t.by)),
    "return": Deed(
        {"review"},
        "signer",
        lambda t: answering.return_reply(t.letter, "写清楚", by=t.by),
    ),
    "sign": Deed(
        {"review"}, "signer", lambda t: answering.sign_reply(t.letter, by=t.by)
    ),
    "rate": Deed(ANSWERED, "writer", lambda t: settling.rate(t.letter, 4, "")),
    "reopen": Deed(
        ANSWERED | {"closed"},
        "office",
        lambda t: settling.reopen(t.letter, "灯又灭了", by=t.by),
    ),
    "join": Deed(
        OPEN - {"review"},
        "office",
        lambda t: joining.join(t.letter, t.into, by=t.by),
    ),
    "split": Deed(
        {"submitted", "accepted", "assigned"} | HANDLING - {"reopened"},
        "office",
        lambda t: splitting.split(t.letter, SECOND, by=t.by),
    ),
    "part": Deed(
        {"merged"}, "office", lambda t: joining.part(t.letter, "两处", by=t.by)
    ),
    "ask for time": Deed(
        AT_THE_UNIT - {"extension"},
        "clerk",
        lambda t: extending.ask_extension(t.letter, 1, "现场勘查", by=t.by),
    ),
    "decide on time": Deed(
        {"extension"},
        "office",
        lambda t: extending.decide_extension(
            t.letter, is_granted=True, message="同意", by=t.by
        ),
    ),
    "urge": Deed(
        AT_THE_UNIT, "office", lambda t: extending.urge(t.letter, "请抓紧", by=t.by)
    ),
    "supervise": Deed(
        AT_THE_UNIT, "office", lambda t: extending.supervise(t.letter, "督办", by=t.by)
    ),
    "classify": Deed(
        OPEN,
        "office",
        lambda t: helping.classify(t.letter, None, Complexity.COMPLEX, by=t.by),
    ),
    "renew the code": Deed(
        ALL, "office", lambda t: helping.renew_code(t.letter, "电话核对", by=t.by)
    ),
    "note": Deed(ALL, "sight", lambda t: helping.note(t.letter, "已电话联系", by=t.by)),
    "contribute": Deed({"shared"}, "other", _contribute),
    "propose": Deed(
        {"answered", "closed"},
        "clerk",
        lambda t: publishing_letters.propose(t.letter, **PUBLIC, by=t.by),
    ),
    "publish": Deed({"proposed"}, "office", _publication(publishing_letters.publish)),
    "withhold": Deed(
        {"proposed"}, "office", _publication(publishing_letters.withhold, "个案")
    ),
    "take down": Deed(
        {"published"}, "office", _publication(publishing_letters.take_down, "个案")
    ),
    "result": Deed(
        ALL - {"refused"},
        "author",
        lambda t: results.begin_result_of_group(t.letter, by=t.by),
    ),
    "hold": Deed(
        ALL, "office", lambda t: contact_erasing.hold(t.letter, "正在复核", by=t.by)
    ),
    "release": Deed(ALL, "office", _release),
    "hand slip": Deed(ALL, "office", lambda t: notifying.hand_slip(t.letter, by=t.by)),
}
# Deeds with doors of their own beside the buttons of the desk, and buttons that are
# named otherwise.
NO_BUTTON = {"supplement", "keep", "rate", "renew the code", "contribute"}
BUTTONS = {
    "return": "return-answer",
    "ask for time": "extend",
    "decide on time": "decide-extension",
}


# --- People --------------------------------------------------------------------------

# A clerk of letters who writes notices, too: one role beside the other.
AUTHOR = "author"


def _author(unit: Agency) -> User:
    person = member(Role.MAILBOX_CLERK, unit)
    Membership.objects.create(user=person, agency=unit, role=Role.EDITOR)
    return person


def _people(place: Place) -> dict[tuple[str, str], User]:
    """The roles of letters at every unit, the others where they reach most, and
    somebody who may all but holds no role."""
    units = {**place._asdict(), "county": county()}
    people = {
        (role, at): member(role, units[at])
        for role in Role.values
        for at in ("office", "unit", "other", "county")
        if role in READERS or at == "county"
    }
    for at in ("office", "unit", "other", "county"):
        people[AUTHOR, at] = _author(units[at])
    return {**people, ("superuser", ""): user(is_superuser=True, is_staff=True)}


def _hands(state: str, role: str, at: str) -> set[str]:
    """What a person is to a letter in this state; written down apart from the code."""
    if role == AUTHOR:
        found = _hands(state, Role.MAILBOX_CLERK, at)
        return found | ({AUTHOR} if "sight" in found else set())
    lies = "office" if state in AT_THE_OFFICE else "unit"
    found = set()
    if role in (Role.MAILBOX_CLERK, Role.OVERSEER) and at in ("office", "county"):
        found.add("office")
    if role == Role.MAILBOX_CLERK and at in (lies, "county"):
        found.add("clerk")
    if role == Role.APPROVER and at in (lies, "county"):
        found.add("signer")
    reads = {"office", "county", lies} | ({"other"} if state == "shared" else set())
    if role in (Role.MAILBOX_CLERK, Role.APPROVER, Role.OVERSEER) and at in reads:
        found.add("sight")
    if role == Role.MAILBOX_CLERK and at in ("other", "county"):
        found.add("other")
    return found


# --- The matrix ----------------------------------------------------------------------


def _kept() -> list[Any]:
    """All that a deed may write, but what the trail says of passwords and the like."""
    tables = (Letter, LetterStep, Reply, LetterHandler, LetterPublication, Accusation)
    rows: list[Any] = [list(table.objects.order_by("pk").values()) for table in tables]
    return [*rows, AuditEntry.objects.count()]


def _is_done(deed: Deed, tried: Tried) -> bool:
    """What is done is undone again; what is refused must undo itself."""
    sid = transaction.savepoint()
    try:
        deed.act(tried)
    except DomainError:
        transaction.savepoint_commit(sid)
        return False
    transaction.savepoint_rollback(sid)
    return True


@pytest.fixture
def place() -> Place:
    load_limits()
    board(column_type=ColumnType.RESPONSE)
    return Place(*map(agency, ("政府办公室", "住建局", "城管局", "水务局")))


@pytest.mark.parametrize("state", STATES)
def test_what_each_may_do_to_a_letter(state: str, place: Place) -> None:
    box = mailbox(place.office)
    letter = STATES[state](place, box=box, wants_publication=True)
    into, people, before = accepted_letter(box), _people(place), _kept()
    rows, wrong = Letter.objects.select_related("agency", "intake"), []
    for name, deed in DEEDS.items():
        for (role, at), person in people.items():
            is_done = _is_done(deed, Tried(rows.get(pk=letter.pk), place, person, into))
            hands = {"writer"} | _hands(state, role, at)
            if is_done != (state in deed.states and deed.hands in hands):
                wrong.append((name, role, at, "done" if is_done else "refused"))
            if deed.hands == "writer":
                break
        assert _kept() == before, name
    assert wrong == []


def test_every_button_of_the_desk_is_tried() -> None:
    tried = DEEDS.keys() - NO_BUTTON
    named = {BUTTONS.get(name, name.replace(" ", "-")) for name in tried}
    assert named == BY_NAME.keys()


def test_every_status_is_tried(place: Place) -> None:
    box = mailbox(place.office)
    given = {"box": box, "wants_publication": True}
    reached = {state(place, **given).status for state in STATES.values()}
    assert reached == set(LetterStatus.values)
