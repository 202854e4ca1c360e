"""The closed lists of the mailbox: kinds, doors, statuses, grounds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """What the writer wants (信访目的); the subject is a category of its own."""

    CONSULTATION = "consultation", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")
    COMPLAINT = "complaint", _("Complaint")
    REPORT = "report", _("Report of misconduct")
    HELP = "help", _("Request for help")
    CORRECTION = "correction", _("Mistake on this site")
    OBJECTION = "objection", _("Objection to a posting")


class Channel(models.TextChoices):
    """By which door a letter came (两簿一箱一线一室)."""

    WEB = "web", _("This site")
    CALL = "call", _("Telephone")
    VISIT = "visit", _("Visit")
    PAPER = "paper", _("Letter on paper")
    DEPUTY = "deputy", _("Deputy or committee member")
    VILLAGER = "villager", _("Opinion of villagers")
    ENTERPRISE = "enterprise", _("Visit to an enterprise")
    SUPERVISOR = "supervisor", _("Volunteer supervisor")
    HOTLINE = "hotline", _("Hotline")
    MIGRATED = "migrated", _("Migrated")


# What a clerk writes down for somebody who stands there, calls or has written.
REGISTERED = (
    *(Channel.CALL, Channel.VISIT, Channel.PAPER, Channel.DEPUTY),
    *(Channel.VILLAGER, Channel.ENTERPRISE, Channel.SUPERVISOR),
)


class LetterStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    ASSIGNED = "assigned", _("Passed on")
    HANDLING = "handling", _("Being handled")
    WAITING = "waiting", _("Waiting for the writer")
    REVIEW = "review", _("Answer in review")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Settled")
    MERGED = "merged", _("Joined to another letter")


# Somebody here must still do something.
OPEN_LETTERS = (
    *(LetterStatus.SUBMITTED, LetterStatus.ACCEPTED, LetterStatus.ASSIGNED),
    *(LetterStatus.HANDLING, LetterStatus.WAITING, LetterStatus.REVIEW),
)
# It lies at the unit that answers.
AT_THE_UNIT = (
    *(LetterStatus.ASSIGNED, LetterStatus.HANDLING, LetterStatus.WAITING),
    LetterStatus.REVIEW,
)


class Complexity(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinary")
    COMPLEX = "complex", _("Complex")
    URGENT = "urgent", _("Urgent")


class Anonymity(models.TextChoices):
    """To whom the writer's name stays unknown. The office keeps what was given."""

    NONE = "none", _("My name may be known to the unit")
    PUBLIC = "public", _("Hide my name from the public")
    UNIT = "unit", _("Hide my name from the unit that answers, too")


class RefusalGround(models.TextChoices):
    """Why a letter is not taken on; each says where to turn instead
    (信访工作条例, arts. 22 and 28; rules of mailboxes in domain.md 6.1)."""

    COURT = "court", _("A court, arbitration or reconsideration has it already")
    PETITION = "petition", _("The petition office has it already")
    REPEATED = "repeated", _("It was answered already, and nothing new is said")
    ELSEWHERE = "elsewhere", _("The matter lies outside the county's powers")
    APPLICATION = "application", _("It is an application for disclosure")
    UNCLEAR = "unclear", _("It can't be understood, and nobody can be asked")
    ADVERTISING = "advertising", _("It is advertising or has no request")
    UNLAWFUL = "unlawful", _("It insults, threatens, or breaks the law")


class StepKind(models.TextChoices):
    """What happened to a letter; each step is a row that nobody changes."""

    SUBMITTED = "submitted", _("Received")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    ASSIGNED = "assigned", _("Passed on")
    TAKEN_UP = "taken_up", _("Taken up")
    RETURNED = "returned", _("Sent back by the unit")
    SHARED = "shared", _("Another unit joins in")
    LEFT = "left", _("A unit has done its part")
    ASKED = "asked", _("The writer was asked for more")
    SUPPLEMENTED = "supplemented", _("The writer wrote more")
    EXTENSION_ASKED = "extension_asked", _("More time asked for")
    EXTENDED = "extended", _("More time granted")
    NOT_EXTENDED = "not_extended", _("More time refused")
    DRAFTED = "drafted", _("Answer handed in")
    SENT_BACK = "sent_back", _("Answer sent back")
    ANSWERED = "answered", _("Answered")
    RATED = "rated", _("Rated")
    REOPENED = "reopened", _("Taken up again")
    URGED = "urged", _("Urged")
    SUPERVISED = "supervised", _("Put under supervision")
    MERGED = "merged", _("Joined to another letter")
    SPLIT = "split", _("Parted")
    DIVIDED = "divided", _("Divided into two letters")
    CLASSIFIED = "classified", _("Classified")
    CLOSED = "closed", _("Settled")
    RECOUNTED = "recounted", _("Time limit counted anew")
    CODE_RENEWED = "code_renewed", _("A new query code was given")
    NOTED = "noted", _("Note")


# What the writer reads on the page of their letter.
TOLD_TO_THE_WRITER = (
    *(StepKind.SUBMITTED, StepKind.ACCEPTED, StepKind.REFUSED, StepKind.ASSIGNED),
    *(StepKind.TAKEN_UP, StepKind.SHARED, StepKind.ASKED, StepKind.SUPPLEMENTED),
    *(StepKind.EXTENDED, StepKind.ANSWERED, StepKind.RATED, StepKind.REOPENED),
    *(StepKind.MERGED, StepKind.SPLIT, StepKind.CLOSED, StepKind.RECOUNTED),
    StepKind.DIVIDED,
)
