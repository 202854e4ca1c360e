from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..prefixes import PREFIX_CLASS


class SynonymGroup(models.Model):
    """Words that mean the same: who asks for one finds the others as well."""

    IMPRINTED = True

    words = models.TextField(
        _("words"), help_text=_("Words for the same thing, one a line.")
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return " / ".join(self.words.split())


class PromotedAnswer(models.Model):
    """What the office shows above the results when somebody asks just this."""

    IMPRINTED = True

    words = models.TextField(
        _("words"), help_text=_("What readers type, one question a line.")
    )
    title = models.CharField(_("title"), max_length=100)
    text = models.CharField(_("text"), max_length=300, blank=True)
    address = models.CharField(
        _("address"),
        max_length=200,
        validators=[RegexValidator(r"^/(?![/\\])", _("A path begins with /."))],
        help_text=_("A path of this site, such as /notices/12/."),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("promoted answer")
        verbose_name_plural = _("promoted answers")
        constraints = [
            models.CheckConstraint(
                name="promoted_answer_ends_after_it_starts",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("It ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class WordSource(models.TextChoices):
    """Where a word comes from; the first of them counts where there are several."""

    SYNONYM = "synonym"
    NAME = "name"
    TITLE = "title"
    ASKED = "asked"


class SearchWord(models.Model):
    """A word that search suggests: what somebody may be about to type, or meant. It
    stands here only as long as something public has it."""

    folded = models.CharField(max_length=40, primary_key=True)
    word = models.CharField(max_length=40)
    length = models.PositiveSmallIntegerField()
    # Without spaces and tones: dibao, db.
    pinyin = models.CharField(max_length=200)
    initials = models.CharField(max_length=40)
    source = models.CharField(max_length=8, choices=WordSource)
    weight = models.PositiveIntegerField()

    class Meta:
        verbose_name = "word of search"
        verbose_name_plural = "words of search"
        indexes = [
            models.Index(
                fields=[name], opclasses=[PREFIX_CLASS], name=f"search_word_{name}"
            )
            for name in ("pinyin", "initials")
        ]

    def __str__(self) -> str:
        return self.word


class AskedWords(models.Model):
    """How often readers asked for the same words on a day.

    `words` is empty until they were asked several times: what one reader typed once is
    written nowhere. `key` is a keyed digest of them.
    """

    day = models.DateField()
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=60, blank=True)
    times = models.PositiveIntegerField(default=0)
    # Of these without a result.
    times_nothing = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "words asked for"
        verbose_name_plural = "words asked for"
        constraints = [
            models.UniqueConstraint(fields=["day", "key"], name="asked_words_once")
        ]
        indexes = [models.Index(fields=["key"], name="asked_words_key")]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
