from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")
    # Of a correction only: its content went into the notice that it corrects.
    MERGED = "merged", _("Taken in as a correction")


# A timed notice is approved and carries its release as published_at: it turns public
# by itself, whether or not tick has settled it.
RELEASABLE = (NoticeStatus.PUBLISHED, NoticeStatus.APPROVED)
GONE = (NoticeStatus.WITHDRAWN, NoticeStatus.ARCHIVED)
UNRELEASED = (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW, NoticeStatus.APPROVED)
# Of corrections: at most one of a notice is open.
OPEN = (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW)

# The last step of every round, and the only one where no chain was laid.
SIGNATURE = "signature"


class Audience(models.TextChoices):
    PUBLIC = "public", _("Public")
    STAFF = "staff", _("Staff only")


class WithdrawalGround(models.TextChoices):
    """The closed list of grounds; the reason is written beside it."""

    WRONG = "wrong", _("Contained an error")
    OUTDATED = "outdated", _("Replaced or no longer in force")
    NOT_COMPETENT = "not_competent", _("Published by a unit that was not competent")
    PRIVACY = "privacy", _("Touched personal privacy")
    REVOKED = "revoked", _("The penalty was changed, revoked or found void")
    SECRET = "secret", _("Touched a state or trade secret")
    DUPLICATE = "duplicate", _("Published twice")
    ORDERED = "ordered", _("Ordered by a superior or by a court")
