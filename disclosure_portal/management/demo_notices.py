"""Playing the demo notices: every step by the portal's own deeds, at its own time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from directories.models import Agency, Role
from disclosure_portal.demo import dates, documents
from disclosure_portal.demo.stories import Story, agency_keys, html, line
from disclosure_portal.demo.units import Unit
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.rich_text import summary
from notices.attaching import attach
from notices.drafting import save_draft, set_co_publishers, set_posting_period
from notices.models import (
    Audience,
    Board,
    Kind,
    Notice,
    PostingPeriod,
    PostingResult,
    PostingUnit,
    ProposedResult,
    Validity,
)
from notices.posting_results import confirm_result, propose_result
from notices.publication import archive, publish_migrated, withdraw
from notices.review import send_back, submit

from . import demo_chain, demo_county
from .demo_people import OVERSEER, holder

# The 公开方式 of what a unit publishes by itself, and its basis.
BASIS = "《中华人民共和国政府信息公开条例》第二十条"
OLD_SITE = "霁川县人民政府门户网站（旧版）"
RELEASE = time(9)


class Step(NamedTuple):
    """Something that happens at a moment; `order` settles equal moments."""

    at: datetime
    order: int
    act: Callable[[], None]


class Player:
    """Knows the rows that stories name, and turns stories into steps."""

    def __init__(
        self,
        agencies: dict[str, Agency],
        boards: dict[str, Board],
        people: dict[str, User],
        now: datetime,
    ) -> None:
        self.agencies = agencies
        self.boards = boards
        self.people = people
        self.now = now
        self.notices: dict[str, Notice] = {}

    def steps(self, story: Story) -> Iterator[tuple[datetime, Callable[[], None]]]:
        """The life of one notice, as far as it has come."""
        yield story.created_at, lambda: self._write(story)
        if story.fate == "draft":
            return
        yield story.submitted_at, lambda: self._submit(story)
        if story.fate == "review":
            return
        yield story.decided_at, lambda: self._decide(story)
        yield from self._afterwards(story)

    def _afterwards(
        self, story: Story
    ) -> Iterator[tuple[datetime, Callable[[], None]]]:
        if story.fate in ("withdrawn", "archived"):
            later = story.day + timedelta(days=story.record.number("after", 1))
            day = dates.working_day(later, 1)
            yield dates.working_time(day, story.key + "!"), lambda: self._end(story)
        elif story.record.get("posting") and story.fate == "published":
            yield after_posting(story), lambda: self._close_posting(story)

    # --- Writing --------------------------------------------------------------------

    def _editor(self, story: Story) -> User:
        return self.people[holder(story.unit, Role.EDITOR)]

    def _approver(self, story: Story) -> User:
        return self.people[holder(story.unit, Role.APPROVER)]

    def _write(self, story: Story) -> None:
        editor, record, body = self._editor(story), story.record, html(story)
        notice = Notice(
            agency=self.agencies[story.unit.key],
            board=self.boards[record.get("board")],
            kind=record.get("kind", Kind.GENERAL),
            title=story.title,
            summary=line(story, "summary") or summary(body),
            body=body,
            document_number=story.number,
            theme=record.get("theme"),
            genre=record.get("genre"),
            stage=record.get("stage"),
            validity=record.get("validity"),
            service_audience=record.get("for"),
            keywords=record.get("keywords").replace(",", " "),
            disclosure_basis=BASIS,
            source=record.get("source") or story.unit.name,
            responsible_editor=editor.name,
            section=record.get("section") or "办公室",
            interprets=self.notices.get(record.get("interprets")),
        )
        self._set_days(notice, story)
        self._set_audience(notice, story)
        self._set_origin(notice, story)
        save_draft(notice, by=editor)
        self.notices[story.key] = notice
        self._add_parts(notice, story, editor)

    def _set_days(self, notice: Notice, story: Story) -> None:
        record = story.record
        if story.number or notice.kind == Kind.POLICY:
            notice.issued_on = story.issued_on
        if story.number and notice.validity:
            start = story.issued_on + timedelta(days=record.number("from"))
            notice.effective_from = start
        if record.get("until"):
            notice.effective_until = story.day + timedelta(days=record.number("until"))
            if notice.effective_until < local_day(self.now):
                notice.validity = notice.validity and Validity.EXPIRED
            elif notice.validity == Validity.EXPIRED:
                notice.validity = Validity.VALID
        if story.fate == "scheduled":
            notice.release_at = datetime.combine(story.day, RELEASE, dates.LOCAL)

    def _set_audience(self, notice: Notice, story: Story) -> None:
        if story.record.get("audience") == Audience.STAFF:
            notice.audience = Audience.STAFF
            notice.audience_branch = self.agencies[story.record.get("branch")]
            notice.disclosure_basis = ""

    def _set_origin(self, notice: Notice, story: Story) -> None:
        if story.fate == "migrated":
            notice.original_url = story.record.get("url")
            notice.legacy_index_number = story.record.get("legacy")
            notice.import_source = OLD_SITE
            notice.source_id = story.key

    def _add_parts(self, notice: Notice, story: Story, editor: User) -> None:
        keys = agency_keys(story)
        if keys:
            set_co_publishers(notice, [self.agencies[key] for key in keys])
        if posting := story.record.get("posting"):
            length, unit, afterwards = posting.split()
            period = PostingPeriod(
                starts_on=story.day,
                length=int(length),
                unit=unit,
                objection_unit=story.record.get("objection"),
                objection_telephone=story.unit.telephone,
                objection_form="书面或者电话，须提供真实姓名和联系方式。",
                afterwards=afterwards,
            )
            set_posting_period(notice, period)
        for enclosure in story.record.enclosures:
            content = documents.make(
                enclosure.extension, enclosure.source, story.text, story.record.parts
            )
            title = dates.with_days(enclosure.title, story.day, story.issued_on)
            name = f"{title}.{enclosure.extension}"
            attach(notice, file_name=name, chunks=[content], by=editor, title=title)

    # --- Deciding -------------------------------------------------------------------

    def _submit(self, story: Story) -> None:
        notice = self.notices[story.key]
        submit(notice, by=self._editor(story))
        demo_chain.pass_steps(notice, self.people, story.record.number("passed"))

    def _decide(self, story: Story) -> None:
        notice, approver = self.notices[story.key], self._approver(story)
        if story.fate == "returned":
            first = demo_chain.decider(notice, self.people, approver)
            send_back(notice, by=first, reason=story.record.get("reason"))
        elif story.original_at is not None:
            publish_migrated(
                notice,
                original_published_at=story.original_at,
                approved_by=approver,
            )
        else:
            demo_chain.sign_off(notice, self.people, approver)

    def _end(self, story: Story) -> None:
        notice, approver = self.notices[story.key], self._approver(story)
        reason = story.record.get("reason")
        if story.fate == "archived":
            archive(notice, by=approver, reason=reason)
            return
        ground = story.record.get("ground")
        withdraw(notice, by=approver, ground=ground, reason=reason)

    def _close_posting(self, story: Story) -> None:
        """Say how a posting that is over ended."""
        objections = story.record.get("objections")
        close_posting(
            self.notices[story.key],
            self._editor(story),
            self._approver(story),
            result=PostingResult.HANDLED if objections else PostingResult.NONE,
            note=objections,
        )


def close_posting(
    notice: Notice, clerk: User, approver: User, *, result: str, note: str = ""
) -> None:
    """Said by one, made public by another."""
    propose_result(notice, by=clerk, result=result, note=note)
    proposal = ProposedResult.objects.get(notice=notice)
    confirm_result(notice, by=approver, proposal=proposal.pk)


def after_posting(story: Story) -> datetime:
    """A working day on which the posting is surely over, with the longest run of
    days off (Spring Festival) within it or at its end."""
    length, unit, _afterwards = story.record.get("posting").split()
    days = int(length) * (2 if unit == PostingUnit.WORKING else 1) + 14
    over = dates.working_day(story.day + timedelta(days=days), 1)
    return dates.working_time(over, story.key + "?")


def timetable(player: Player, stories: list[Story]) -> list[Step]:
    """All steps of all notices up to now, in the order of time."""
    steps = [
        Step(at, order, act)
        for order, story in enumerate(stories)
        for at, act in player.steps(story)
    ]
    past = [step for step in steps if step.at < player.now]
    return sorted(past, key=lambda step: (step.at, step.order))


def chain(player: Player, as_of: date) -> Step:
    """The day on which a unit put on the whole chain."""
    at = dates.working_time(dates.working_day(as_of - timedelta(days=10), 1), "chain")
    unit = player.agencies[demo_chain.UNIT]
    return Step(at, 0, lambda: demo_chain.put_on(unit, by=player.people[OVERSEER]))


def merger(player: Player, unit: Unit, as_of: date) -> Step:
    """The day on which a unit was merged into another."""
    day = demo_county.merger_day(unit, as_of)
    overseer = player.people[OVERSEER]

    def act() -> None:
        demo_county.merge_unit(unit, player.agencies, by=overseer, on=day)

    return Step(dates.working_time(day, unit.key), 0, act)
