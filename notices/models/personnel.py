from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lines import NoticeFacts, NoticeLine


class PersonnelSort(models.TextChoices):
    POSTS = "posts", _("appointments and removals")
    EXAMINATION = "examination", _("recruitment")
    HIRING = "hiring", _("persons to be employed")
    PROPOSED = "proposed", _("proposed appointments")


class PersonnelAction(models.TextChoices):
    APPOINTED = "appointed", _("appointed")
    REMOVED = "removed", _("removed")
    PROPOSED = "proposed", _("proposed")
    HIRED = "hired", _("to be employed")


class PersonnelFacts(NoticeFacts):
    """人事信息: what it is about, and which meeting or document decided it."""

    sort = models.CharField(
        _("sort of personnel matter"), max_length=20, choices=PersonnelSort
    )
    decided_by = models.CharField(
        _("meeting or document"),
        max_length=200,
        blank=True,
        help_text=_("For example: the 12th executive meeting of the government."),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("facts of the personnel notice")
        verbose_name_plural = _("facts of the personnel notice")

    def __str__(self) -> str:
        return str(self.get_sort_display())


class PersonnelLine(NoticeLine):
    """One person. Names of officials and of recruits are open, as the law has them
    published; nothing else about the person is asked for."""

    name = models.CharField(_("name of the person"), max_length=60)
    action = models.CharField(
        _("appointed or removed"), max_length=20, choices=PersonnelAction
    )
    post = models.CharField(_("post"), max_length=200)
    current_post = models.CharField(_("present post"), max_length=200, blank=True)
    exam_number = models.CharField(_("exam number"), max_length=40, blank=True)
    from_on = models.DateField(_("in post from"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta(NoticeLine.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name
