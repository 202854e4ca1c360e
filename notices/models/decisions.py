from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..masking import masked_name, masked_person
from .lines import Citing, NoticeLine


class DecisionSort(models.TextChoices):
    LICENCE = "licence", _("administrative licence")
    PENALTY = "penalty", _("administrative penalty")


class SubjectKind(models.TextChoices):
    PERSON = "person", _("natural person")
    ORGANISATION = "organisation", _("organisation")
    TRADER = "trader", _("sole trader")


class DecisionRecord(Citing, NoticeLine):
    """双公示: one licence or penalty, public within 7 working days of the decision.

    Of a natural person the family name is stored and nothing else: what is not there
    can't leak. A sole trader's shop keeps its name; one without is a person.
    """

    sort = models.CharField(_("sort of decision"), max_length=20, choices=DecisionSort)
    document_number = models.CharField(_("document number"), max_length=80)
    subject_kind = models.CharField(
        _("kind of subject"), max_length=20, choices=SubjectKind
    )
    subject_name = models.CharField(
        _("subject of the decision"),
        max_length=120,
        help_text=_("The name of a natural person is masked before it is stored."),
    )
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True
    )
    matter = models.CharField(_("matter decided"), max_length=200)
    facts = models.TextField(_("facts of the case"), blank=True)
    penalty_kind = models.CharField(_("kind of penalty"), max_length=100, blank=True)
    amount = models.DecimalField(
        _("amount of the penalty"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
    )
    result = models.TextField(_("content of the decision"), blank=True)
    decided_on = models.DateField(_("decided on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    deciding_unit = models.CharField(_("deciding unit"), max_length=100)

    class Meta(NoticeLine.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                name="decision_amount_not_negative",
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                violation_error_message=_("An amount is not negative."),
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_is_made",
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("decided_on")),
                violation_error_message=_("A decision ends after it is made."),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        said = {name: getattr(self, name) for name in SAID}
        for name, text in public_decision(said).items():
            setattr(self, name, text)
        super().save(*args, **kwargs)


# The subject, and the texts in which its name may be said again.
SUBJECT = ("subject_kind", "subject_name", "credit_code")
SAID = (*SUBJECT, "matter", "facts", "bases", "penalty_kind", "result")


def public_decision(line: dict[str, Any]) -> dict[str, Any]:
    """A decision as it may be stored: a person's name is masked wherever it stands."""
    kind, name, code = (line.get(column) or "" for column in SUBJECT)
    masked, code = public_subject(kind, name, code)
    bare = "".join(name.split())
    public = {**line, "subject_name": masked, "credit_code": code}
    if masked != name and len(bare) > 1:
        for column in SAID[len(SUBJECT) :]:
            text = line.get(column)
            if isinstance(text, str):
                public[column] = text.replace(bare, masked).replace(name, masked)
    return public


def public_subject(kind: str, name: str, credit_code: str) -> tuple[str, str]:
    """Name and credit code as they may be stored. A person has no credit code: what
    stands there is the number of an identity card."""
    if kind == SubjectKind.PERSON:
        return masked_person(name), ""
    return masked_name(name) if kind == SubjectKind.TRADER else name, credit_code
