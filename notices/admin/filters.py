"""Filters of the list of notices; each offers only what the person can see."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from directories.permissions import INSIDERS, branches, in_branches

from ..models import Board, Notice


class BoardFilter(admin.SimpleListFilter):
    title = _("board")
    parameter_name = "board"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        boards = Board.objects.all()
        if not request.user.is_unbound:
            own = in_branches(branches(request.user, *INSIDERS))
            boards = boards.filter(Q(agency__isnull=True) | own)
        return [(str(pk), name) for pk, name in boards.values_list("pk", "name")]

    def queryset(self, request: Any, notices: QuerySet[Notice]) -> QuerySet[Notice]:
        known = {str(key): int(key) for key, _name in self.lookup_choices}
        board = known.get(self.value() or "")
        return notices.filter(board=board) if board is not None else notices


class OwnBranchFilter(admin.SimpleListFilter):
    """One branch of those in which the person works; or what they wrote themselves."""

    title = _("unit")
    parameter_name = "unit"
    MINE = "mine"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        paths = branches(request.user, *INSIDERS)
        units = Agency.objects.filter(path__in=paths).values_list("path", "name")
        return [(self.MINE, str(_("Written by me"))), *units]

    def queryset(self, request: Any, notices: QuerySet[Notice]) -> QuerySet[Notice]:
        value = self.value()
        if value == self.MINE:
            return notices.filter(author=request.user)
        known = {path for path, _name in self.lookup_choices}
        return notices.filter(in_branches([value])) if value in known else notices
