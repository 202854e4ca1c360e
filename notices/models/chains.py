"""审批链: who looks at a notice before it is public, and in which order."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, GroupKind, Role, WorkingGroup

from .classification import Kind
from .notices import Notice
from .statuses import SIGNATURE

# Kinds whose record is money: an auditor reads them where the chain says so.
FINANCE_KINDS = (Kind.FEE, Kind.SUBSIDY, Kind.PROJECT, Kind.FINANCE, Kind.LAND)


class StepRole(models.TextChoices):
    """The roles that decide steps; values are those of directories.Role."""

    AUDITOR = Role.AUDITOR.value, _("Financial auditor")
    REVIEWER = Role.REVIEWER.value, _("Reviewer")
    APPROVER = Role.APPROVER.value, _("Approver")


class Tick(models.TextChoices):
    """What a person confirms with a step (政府信息公开条例, art. 6, 15, 17)."""

    COMPLETE = "complete", _("It is complete")
    TRUE = "true", _("It is true and exact")
    NOT_SECRET = "not_secret", _("It holds no state, work or trade secret")
    MASKED = "masked", _("Personal data are masked")
    ATTRIBUTE = "attribute", _("The disclosure attribute and its legal basis are right")


class StepRule(models.Model):
    """What a step asks for: of a chain, and as it was when a round began."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)
    # The same step keeps its code from round to round: nobody decides two of them.
    code = models.SlugField(max_length=40, editable=False)
    name = models.CharField(_("name"), max_length=40)
    role = models.CharField(_("role"), max_length=20, choices=StepRole)
    # What no step of a chain asks for is asked with its last one (chains.py).
    ticks = models.JSONField(_("to be confirmed"), default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def tick_labels(self) -> list[str]:
        return [str(Tick(code).label) for code in self.ticks]


class ReviewChain(models.Model):
    """The steps of a unit and its branch, or of all units, for all kinds or for one.

    The nearest one counts: the unit's own, then those of its superiors, then that
    of the site; at one unit a chain for the kind goes before one for all kinds.
    Without any, one signature publishes, which confirms everything.
    """

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review_chains",
        verbose_name=_("agency"),
        help_text=_("Its branch, too. Empty: all units that have no chain of theirs."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        blank=True,
        help_text=_("Empty: all kinds that have no chain of their own."),
    )
    second_hand = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second hand"),
        help_text=_(
            "Where a unit has too few people: those with the role at this unit may"
            " decide its steps, too. People of its superiors always may."
        ),
    )
    takes_paper = models.BooleanField(
        _("takes signed sheets"),
        default=False,
        help_text=_(
            "A second account may confirm a step with a photograph of the signed"
            " approval sheet and the signer's name."
        ),
    )

    class Meta:
        verbose_name = _("review chain")
        verbose_name_plural = _("review chains")
        ordering = ["agency__path", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=Q(agency__isnull=False),
                name="chain_once_a_unit",
                violation_error_message=_("This unit has such a chain already."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(agency__isnull=True),
                name="chain_once_for_the_site",
                violation_error_message=_("The site has such a chain already."),
            ),
        ]

    def __str__(self) -> str:
        unit = str(self.agency) if self.agency_id else str(_("All units"))
        kind = self.get_kind_display() if self.kind else str(_("all kinds"))
        return f"{unit} · {kind}"


class ReviewChainStep(StepRule):
    """One step of a chain. Its last one is the signature, by an approver."""

    chain = models.ForeignKey(
        ReviewChain, models.CASCADE, related_name="steps", verbose_name=_("chain")
    )
    group_kind = models.CharField(
        _("by members of the unit's"),
        max_length=20,
        choices=GroupKind,
        blank=True,
        help_text=_("The nearest group of this kind; where there is none, the role."),
    )
    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by members of this group"),
    )
    is_finance_only = models.BooleanField(_("only what is about money"), default=False)

    class Meta(StepRule.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "code"], name="chain_step_code_once"
            ),
            models.CheckConstraint(
                name="chain_step_signed_by_approver",
                condition=Q(role="approver", code=SIGNATURE)
                | ~Q(role="approver") & ~Q(code=SIGNATURE),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.role == StepRole.APPROVER:
            self.code = SIGNATURE
        elif not self.code or self.code == SIGNATURE:
            self.code = self._free_code()
        super().save(*args, **kwargs)

    def _free_code(self) -> str:
        taken = set(
            ReviewChainStep.objects.filter(chain=self.chain_id).values_list(
                "code", flat=True
            )
        )
        numbers = range(1, len(taken) + 2)
        codes = (f"{self.role}-{number}" for number in numbers)
        return next(code for code in codes if code not in taken)


class RoundStep(StepRule):
    """A step of one round of one notice, as the chain was when it was submitted.

    A round without any is decided by one signature.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="round_steps")
    round = models.PositiveSmallIntegerField()
    group = models.ForeignKey(
        WorkingGroup, models.SET_NULL, null=True, related_name="+"
    )
    second_hand = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    takes_paper = models.BooleanField(default=False)

    class Meta(StepRule.Meta):
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of rounds")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "round", "code"], name="round_step_once"
            )
        ]


class SubmittedContent(models.Model):
    """What was handed in with one round, in the canonical form; kept until the notice
    is public, so that whoever reads the next round sees what has changed."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField()
    content = models.TextField()

    class Meta:
        verbose_name = _("submitted content")
        verbose_name_plural = _("submitted contents")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "round"], name="submitted_content_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} · {self.round}"


class MailMode(models.TextChoices):
    NONE = "none", _("No mail")
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")


class DeskMail(models.Model):
    """How a person wants to hear of what waits for them; no row: no mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_mail"
    )
    mode = models.CharField(
        _("mail about what waits"),
        max_length=10,
        choices=MailMode,
        default=MailMode.NONE,
    )
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("mail about what waits")
        verbose_name_plural = _("mails about what waits")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_mode_display()}"
