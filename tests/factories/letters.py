"""Letters, each state reached by the deeds that lead to it."""

from __future__ import annotations

from itertools import count
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation.models import User
from feedback import answering, intake, letter_codes, settling
from feedback.contacts import Contact
from feedback.models import Finding, Letter, LetterKind, LetterPublication, Mailbox
from feedback.publishing_letters import propose, publish
from feedback.submitting import About, Given, Receipt, submit
from notices.models import Notice

from .directories import agency, member

_serial = count(1)
ANSWER = "您好！经核实，路灯已于昨日修复。感谢您的监督。"


def mailbox(unit: Agency | None = None, **fields: Any) -> Mailbox:
    """A mailbox that takes every kind."""
    number = next(_serial)
    return Mailbox.objects.create(
        code=fields.pop("code", f"box{number}"),
        name=fields.pop("name", f"第{number}号信箱"),
        agency=unit or agency("政府办公室"),
        kinds=fields.pop("kinds", LetterKind.values),
        **fields,
    )


def given(box: Mailbox | None = None, **fields: Any) -> Given:
    """What somebody wrote."""
    number = next(_serial)
    fields.setdefault("kind", LetterKind.COMPLAINT)
    fields.setdefault("title", f"第{number}条路的路灯不亮")
    fields.setdefault("text", f"幸福路{number}号门前的路灯三天不亮，请派人修理。")
    fields.setdefault("contact", Contact(name="王小明", telephone="13800138000"))
    return Given(mailbox=box or mailbox(), **fields)


def receipt(box: Mailbox | None = None, **fields: Any) -> Receipt:
    return submit(given(box, **fields), token=letter_codes.new_token())


def submitted_letter(box: Mailbox | None = None, **fields: Any) -> Letter:
    return receipt(box, **fields).letter


def accusing_letter(unit: Agency, box: Mailbox | None = None, **fields: Any) -> Letter:
    """A letter about the conduct of `unit`."""
    fields.setdefault("kind", LetterKind.REPORT)
    return submitted_letter(box, about=About(agency=unit), **fields)


def objection(notice: Notice) -> dict[str, Any]:
    """The fields of a letter that objects to what is posted."""
    about = About(agency=notice.agency, notice=notice, revision=1)
    return {"kind": LetterKind.OBJECTION, "about": about}


def office_clerk(letter: Letter) -> User:
    """Who takes letters in where this one came in."""
    return member(Role.MAILBOX_CLERK, letter.intake)


def unit_clerk(letter: Letter) -> User:
    return member(Role.MAILBOX_CLERK, letter.agency)


def accepted_letter(box: Mailbox | None = None, **fields: Any) -> Letter:
    letter = submitted_letter(box, **fields)
    intake.accept(letter, by=office_clerk(letter))
    return letter


def assigned_letter(unit: Agency | None = None, **fields: Any) -> Letter:
    letter = accepted_letter(**fields)
    intake.assign(letter, unit or agency("住建局"), by=office_clerk(letter))
    return letter


def handled_letter(unit: Agency | None = None, **fields: Any) -> Letter:
    """A letter that its unit has taken up."""
    letter = assigned_letter(unit, **fields)
    intake.take_up(letter, by=unit_clerk(letter))
    return letter


def reviewed_letter(
    unit: Agency | None = None, finding: str = Finding.DENIED, **fields: Any
) -> Letter:
    """A letter whose answer waits for the signature; of an objection it finds that."""
    letter = handled_letter(unit, **fields)
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, ANSWER, "", version=0, by=clerk, finding=finding)
    answering.hand_in(letter, by=clerk)
    return letter


def answered_letter(unit: Agency | None = None, **fields: Any) -> Letter:
    letter = reviewed_letter(unit, **fields)
    answering.sign_reply(letter, by=member(Role.APPROVER, letter.agency))
    return letter


def settled_letter(unit: Agency | None = None, **fields: Any) -> Letter:
    letter = answered_letter(unit, **fields)
    settling.rate(letter, 5, "")
    return letter


def published_letter(unit: Agency | None = None, **fields: Any) -> LetterPublication:
    letter = answered_letter(unit, wants_publication=True, **fields)
    publication = propose(
        letter,
        title=letter.title,
        text=letter.text,
        answer=ANSWER,
        by=unit_clerk(letter),
    )
    publish(publication, by=office_clerk(letter))
    return publication
