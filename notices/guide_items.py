"""Which service item a guide belongs to: the one that a clerk chose, else the one of
its unit, or of the nearest above it, that bears its code."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency, Role, ServiceItem, ServiceKind
from directories.permissions import in_branches, require_role
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError

from .models import GuideItem, Kind, Notice, NoticeQuerySet, ProcedureGuide

# What one applies for, and is therefore told how: nobody asks for a penalty.
APPLIED_FOR = (
    *(ServiceKind.LICENCE, ServiceKind.BENEFIT, ServiceKind.CONFIRMATION),
    *(ServiceKind.REWARD, ServiceKind.RULING, ServiceKind.PUBLIC_SERVICE),
)


def items_for(unit: Agency) -> QuerySet[ServiceItem]:
    """What stands in the lists of the unit and of those above it, its own first: a
    station's guide may belong to an item of its bureau."""
    above = [*tree.ancestors(unit.path), unit.path]
    items = ServiceItem.objects.listed().filter(agency__path__in=above)
    return items.order_by(-Length("agency__path"), "position", "pk")


def item_of(guide: Notice, code: str) -> ServiceItem | None:
    """One query for the choice, one more for the code where nobody chose."""
    return chosen_item(guide) or (_bearing(code, guide.agency) if code else None)


def chosen_item(guide: Notice) -> ServiceItem | None:
    """A correction has the choice of what it corrects."""
    keys = [key for key in (guide.pk, guide.corrects_id) if key]
    chosen = GuideItem.objects.filter(notice__in=keys).values("item")
    return ServiceItem.objects.listed().filter(pk__in=chosen).first()


def _bearing(code: str, agency: Agency) -> ServiceItem | None:
    return items_for(agency).filter(Q(code=code) | Q(basic_code=code)).first()


def guides_for(item: ServiceItem) -> NoticeQuerySet:
    """Public guides of an item: those chosen for it, and those of its unit and the
    units below that bear its code and for which nothing else was chosen."""
    codes = {item.code, item.basic_code} - {""}
    bearing = ProcedureGuide.objects.filter(
        ~Exists(_choices()),
        in_branches([item.agency.path], "notice__agency__path"),
        code__in=codes,
    )
    chosen = GuideItem.objects.filter(item=item)
    keys = bearing.values("notice").union(chosen.values("notice"))
    return Notice.objects.public().filter(kind=Kind.PROCEDURE, pk__in=keys)


def without_guide() -> QuerySet[ServiceItem]:
    """Listed items that one applies for, and of which no public guide tells how; by
    units. Guides are looked up by code: their branch is compared for these few."""
    public = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    codes = Q(code=OuterRef("code")) | Q(code=OuterRef("basic_code"))
    bearing = ProcedureGuide.objects.filter(
        ~Q(code=""),
        ~Exists(_choices()),
        codes,
        notice__in=public,
        notice__agency__path__startswith=OuterRef("agency__path"),
    )
    chosen = GuideItem.objects.filter(item=OuterRef("pk"), notice__in=public)
    items = ServiceItem.objects.listed().filter(
        ~Exists(bearing), ~Exists(chosen), kind__in=APPLIED_FOR
    )
    return items.in_order()


def _choices() -> QuerySet[GuideItem]:
    """Of the guide that a row of guides stands for, as long as the item is listed."""
    return GuideItem.objects.filter(
        notice=OuterRef("notice"), item__removed_on__isnull=True
    )


@transaction.atomic
def choose_item(guide: Notice, item: ServiceItem | None, *, by: User) -> None:
    """Tie a public guide to an item; None: by its code again.

    Raises NotAllowed for all but editors of the guide's unit, TransitionError for
    what is no public guide, and for an item that its unit and those above lack.
    """
    SiteState.objects.hold()
    require_role(by, guide.agency, Role.EDITOR)
    public = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    if not public.filter(pk=guide.pk).exists():
        raise TransitionError(_("“%s” is no public guide.") % guide)
    before = GuideItem.objects.filter(notice=guide).first()
    if item is None:
        if before is None:
            return
        AuditEntry.objects.record("deleted", before, by=by)
        before.delete()
    else:
        if not items_for(guide.agency).filter(pk=item.pk).exists():
            raise TransitionError(
                _("“%s” stands in no list of the guide's unit or those above it.")
                % item
            )
        row, _is_new = GuideItem.objects.update_or_create(
            notice=guide, defaults={"item": item}
        )
        AuditEntry.objects.record("item_chosen", row, by=by)
    SiteState.objects.bump()
