from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TermVector(models.Field[Any, Any]):
    """The terms of a text where PostgreSQL finds them; nothing on SQLite, whose index
    is a table of its own."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    """A record that search finds, and what is needed to find it: narrow, so that many
    are read at once.

    `docid` orders by publication: milliseconds × 1,024 and a tie-break; below zero
    stand records that are not public. `facets` are tokens between spaces.
    """

    docid = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    facets = models.TextField(blank=True)
    # The last day on which it holds, if that is yet to come.
    valid_until = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    # Its terms stand in SearchTerm.
    is_counted = models.BooleanField(default=False)
    tokens = TermVector(null=True, editable=False)
    title_tokens = TermVector(null=True, editable=False)

    class Meta:
        verbose_name = "search entry"
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="search_entry_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["docid"],
                condition=models.Q(is_counted=False),
                name="search_entry_uncounted",
            ),
            models.Index(
                fields=["valid_until"],
                condition=models.Q(valid_until__isnull=False),
                name="search_entry_valid_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchText(models.Model):
    """What is compared and shown of a record that search finds. `sections` says where
    in the body each of its parts begins, and what it is called."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True)
    title = models.TextField()
    body = models.TextField(blank=True)
    sections = models.JSONField(default=list)

    class Meta:
        verbose_name = "text of a search entry"
        verbose_name_plural = "texts of search entries"

    def __str__(self) -> str:
        return self.title


class SearchTerm(models.Model):
    """In how many records a term stands."""

    term = models.CharField(max_length=80, primary_key=True)
    df = models.IntegerField()

    class Meta:
        verbose_name = "search term"
        verbose_name_plural = "search terms"

    def __str__(self) -> str:
        return self.term


class SearchState(models.Model):
    """The one row about the index: how much is in it, and how far it is being made
    anew."""

    ONLY = 1

    records = models.BigIntegerField(default=0)
    characters = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    # Of synonyms and promoted answers, which processes keep.
    words_version = models.PositiveIntegerField(default=0)
    is_building = models.BooleanField(default=False)
    built_up_to = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "state of search"
        verbose_name_plural = "state of search"
        constraints = [
            models.CheckConstraint(
                name="search_state_one_row", condition=models.Q(pk=1)
            )
        ]

    def __str__(self) -> str:
        return f"{self.records}"
