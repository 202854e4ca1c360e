from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lines import NoticeFacts, NoticeLine


class ProjectFacts(NoticeFacts):
    """重大建设项目、村级项目: what is built, by whom, for whom, with which money."""

    name = models.CharField(_("name of the project"), max_length=200)
    place = models.CharField(_("place of works"), max_length=200)
    implementing_unit = models.CharField(_("implementing unit"), max_length=100)
    project_type = models.CharField(_("type of project"), max_length=40, blank=True)
    scale = models.TextField(_("content and scale"))
    investment = models.DecimalField(
        _("total investment"), max_digits=16, decimal_places=2
    )
    fund_source = models.CharField(_("source of funds"), max_length=300)
    households = models.PositiveIntegerField(
        _("households that benefit"), null=True, blank=True
    )
    people = models.PositiveIntegerField(
        _("people that benefit"), null=True, blank=True
    )
    begins_on = models.DateField(_("works begin"), null=True, blank=True)
    ends_on = models.DateField(_("works end"), null=True, blank=True)
    person_in_charge = models.CharField(
        _("person in charge of the project"),
        max_length=60,
        blank=True,
        help_text=_("Name and post; no private telephone number."),
    )
    contractor = models.CharField(_("contractor"), max_length=200, blank=True)
    supervisor = models.CharField(
        _("construction supervisor"), max_length=200, blank=True
    )

    class Meta:
        verbose_name = _("facts of a project")
        verbose_name_plural = _("facts of projects")
        constraints = [
            models.CheckConstraint(
                name="project_investment_not_negative",
                condition=models.Q(investment__gte=0),
                violation_error_message=_("An investment is not negative."),
            ),
            models.CheckConstraint(
                name="project_ends_after_it_begins",
                condition=models.Q(begins_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("begins_on")),
                violation_error_message=_("A project ends after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectStep(models.TextChoices):
    """What a project goes through, in the usual order."""

    APPROVAL = "approval", _("approval of the project")
    BUDGET = "budget", _("budget")
    TENDER = "tender", _("call for tenders")
    AWARD = "award", _("award of the contract")
    START = "start", _("start of works")
    PAYMENT = "payment", _("payment of funds")
    COMPLETION = "completion", _("completion of works")
    ACCEPTANCE = "acceptance", _("acceptance of works")
    FINAL_ACCOUNT = "final_account", _("final account")
    AUDIT = "audit", _("audit")
    OTHER = "other", _("other step")


class ProjectStage(NoticeLine):
    """项目进展: one step, the day promised for it and the day on which it was done."""

    step = models.CharField(_("step"), max_length=20, choices=ProjectStep)
    name = models.CharField(
        _("own name of the step"),
        max_length=60,
        blank=True,
        help_text=_("Where the step needs more words, or is none of those listed."),
    )
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=500, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta(NoticeLine.Meta):
        verbose_name = _("step of a project")
        verbose_name_plural = _("steps of projects")
        constraints = [
            models.CheckConstraint(
                name="project_stage_amount_not_negative",
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                violation_error_message=_("The amount of a step is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_step_display()
