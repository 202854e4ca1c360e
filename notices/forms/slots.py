"""Which slot of the ledger a notice answers: chosen on its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _, gettext_lazy

from directories.models import Role, Slot, SlotQuerySet
from directories.permissions import branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import User

from ..slot_words import period_words

# In one list: whoever owes more opens the form from the ledger.
LISTED = 300


def slots_for(user: User, *, kept: int | None = None) -> SlotQuerySet:
    """Empty slots of the units for which the person writes; and the one that a draft
    names already, filled meanwhile or not. What was explained may still be posted."""
    today = local_day(clock.now())
    own = Q(in_branches(branches(user, Role.EDITOR)), filled_on=None)
    slots = Slot.objects.filter(own & Q(opens_on__lte=today) | Q(pk=kept))
    return slots.select_related("agency", "item__entry").soonest_first()


def oldest_empty(user: User, item: int) -> int | None:
    """Of one duty the period that is owed longest."""
    slots = slots_for(user).filter(item=item, explained_on=None)
    return slots.values_list("pk", flat=True).first()


class _Grouped(ModelChoiceIterator):
    """By unit and domain, of each duty the oldest period first; bounded."""

    field: SlotChoice

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        groups: dict[str, list[tuple[Any, str]]] = {}
        for slot in self.field.listed():
            domain = slot.item.entry.domain if slot.item.entry else ""
            group = f"{slot.agency.label} · {domain}"
            groups.setdefault(group, []).append(self.choice(slot))
        yield from groups.items()

    def __len__(self) -> int:
        return LISTED

    def __bool__(self) -> bool:
        return True


class SlotChoice(forms.ModelChoiceField):
    """Slots by what is due first, of which the list shows some hundreds."""

    iterator = _Grouped

    def __init__(self, *args: Any, chosen: int | None = None, **kwargs: Any) -> None:
        kwargs["empty_label"] = gettext_lazy("none: it answers no duty of the unit")
        super().__init__(*args, **kwargs)
        self.chosen = chosen

    def listed(self) -> list[Slot]:
        slots = self.queryset
        assert isinstance(slots, SlotQuerySet)
        found = list(slots[:LISTED])
        if self.chosen and all(slot.pk != self.chosen for slot in found):
            found += slots.filter(pk=self.chosen)
        found.sort(key=lambda slot: (slot.agency.path, slot.item_id, slot.due_on))
        return found

    def label_from_instance(self, obj: Any) -> str:
        return _("%(duty)s · %(period)s (due %(due)s)") % {
            "duty": obj.item,
            "period": period_words(obj),
            "due": official_date(obj.due_on),
        }
