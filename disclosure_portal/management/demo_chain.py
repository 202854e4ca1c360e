"""One unit of the demonstration that puts on the whole chain, and the people who
decide its steps."""

from __future__ import annotations

from collections.abc import Mapping

from directories.models import Agency
from disclosure_portal.foundation.models import User
from notices.chain_presets import put_whole_chain
from notices.chains import current_step, is_signature
from notices.deciding import agree
from notices.models import Notice, NoticeStatus
from notices.publication import sign

UNIT = "nyj"
DECIDERS = {"audit": "auditor", "review": "reviewer", "agreement": "deputy"}
MANY = 10


def put_on(unit: Agency, *, by: User) -> None:
    put_whole_chain(unit, by=by)


def decider(notice: Notice, people: Mapping[str, User], approver: User) -> User:
    """Who decides the step that waits; the approver signs."""
    return people[DECIDERS[notice.step]] if notice.step in DECIDERS else approver


def pass_steps(notice: Notice, people: Mapping[str, User], count: int) -> None:
    """Agree to the next steps before the signature, at most `count` of them."""
    for _number in range(count):
        if notice.status != NoticeStatus.IN_REVIEW or is_signature(notice):
            return
        person = people[DECIDERS[notice.step]]
        ticks = current_step(notice).ticks
        agree(notice, by=person, opinion="已核对，同意。", ticks=ticks)


def sign_off(notice: Notice, people: Mapping[str, User], approver: User) -> None:
    """Whatever steps come first, and the signature."""
    pass_steps(notice, people, MANY)
    ticks = current_step(notice).ticks
    sign(notice, by=approver, opinion="同意发布。", ticks=ticks)
