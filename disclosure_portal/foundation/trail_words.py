"""The trail in a reader's words: what was done, to what kind of record, from which
state to which. The rows hold codes, which never change."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.translation import gettext_lazy as _, ngettext

from .models import AuditEntry

# Of one column, or of a whole row.
DIGEST = re.compile("[0-9a-f]{64}|[0-9a-f]{32}")

ACTIONS = {
    "assigned": _("Inspectors set"),
    "audience_set": _("Set who sees what is owed"),
    "card_rule_set": _("Rule of cards set"),
    "closed": _("Closed"),
    "contact_erased": _("Contact of a writer erased"),
    "contact_held": _("Contact of a writer kept for longer"),
    "contact_released": _("Contact of a writer kept no longer"),
    "corrected": _("Corrected"),
    "correction_opened": _("Correction begun"),
    "created": _("Written"),
    "deleted": _("Deleted"),
    "dimension_left_out": _("Said that a dimension does not apply"),
    "dimension_taken_in": _("Said that a dimension applies after all"),
    "mark_taken_away": _("Mark taken away"),
    "duty_event": _("Event entered that calls for disclosure"),
    "duty_event_struck": _("Event struck out"),
    "edited": _("Changed"),
    "employed": _("Employed"),
    "erased": _("Erased"),
    "imprinted": _("Digests recorded later"),
    "took_in": _("Took in another unit"),
    "erasure_asked": _("Erasure asked for"),
    "erasure_declined": _("Erasure declined"),
    "escalated": _("Order escalated"),
    "evidence_added": _("Evidence added"),
    "evidence_removed": _("Evidence taken away"),
    "exported": _("Exported"),
    "file_taken_out": _("File taken out"),
    "former_words_hidden": _("Former words hidden"),
    "granted": _("Role granted"),
    "imported": _("Imported"),
    "indicator_added": _("Indicator added"),
    "indicator_changed": _("Indicator changed"),
    "indicator_moved": _("Indicator moved"),
    "item_chosen": _("Item of a guide chosen"),
    "items_adopted": _("Items of a standard adopted"),
    "joined": _("Notice joined to a matter"),
    "leaks_overridden": _("Personal data kept, with a reason"),
    "marked": _("Mark put"),
    "objected": _("Objected to a mark"),
    "proof_kept": _("Proof of a mark kept"),
    "units_set": _("Units of a round set"),
    "letter_step": _("Step of a letter"),
    "limit_settled": _("Time limit settled by hand"),
    "locked_out": _("Locked out"),
    "meeting_struck": _("Meeting struck out"),
    "merged": _("Merged into another unit"),
    "moved": _("Moved"),
    "order_published": _("Order made public"),
    "order_step": _("Step of an order"),
    "order_taken_down": _("Order taken down"),
    "parted": _("Notice taken out of a matter"),
    "password_changed": _("Password changed"),
    "password_reset": _("Password set"),
    "personal_data_read": _("Personal data read"),
    "post_given": _("Administrator's post given"),
    "post_taken": _("Administrator's post taken"),
    "posting_closed": _("Posting closed"),
    "posting_confirmed": _("Posting elsewhere confirmed"),
    "posting_struck": _("Posting elsewhere struck out"),
    "promise_changed": _("Promise changed"),
    "proposed": _("Changes proposed"),
    "rated": _("Answer rated"),
    "received": _("Taken in from a unit's system"),
    "recoded": _("Code changed"),
    "registered": _("Registered"),
    "relocated": _("Moved to another superior"),
    "renamed": _("Renamed"),
    "rows_written": _("Rows written: their digests"),
    "result_begun": _("Notice of a result begun"),
    "result_proposed": _("Result of a posting proposed"),
    "result_returned": _("Result of a posting sent back"),
    "revoked": _("Role revoked"),
    "second_factor_added": _("Second factor set up"),
    "second_factor_removed": _("Second factor removed"),
    "services_ended": _("Lists, windows and promises ended"),
    "services_handed_over": _("Lists, windows and promises handed over"),
    "shown_elsewhere": _("Posting elsewhere registered"),
    "sign_in_failed": _("Sign-in failed"),
    "slip_handed": _("Slip handed over"),
    "slot_explained": _("Explained why nothing was disclosed"),
    "slot_filled": _("Notice put into a slot of the ledger"),
    "slot_struck": _("Struck out of a slot of the ledger"),
    "signed": _("Signed"),
    "signed_in": _("Signed in"),
    "signed_out": _("Signed out"),
    "supplemented": _("Added to by the writer"),
    "chain_set": _("Review chain set"),
    "step_agreed": _("Step agreed to"),
    "step_overridden": _("Open steps passed over"),
    "today_audience_set": _("Set who sees the scores of today"),
    "token_issued": _("Token issued"),
    "token_revoked": _("Token revoked"),
    "visitors_counted": _("Visitors counted"),
    "visitors_struck": _("Count of visitors struck out"),
    "warning_ended": _("Warning ended early"),
    "withdrawal_asked": _("Withdrawal asked for"),
    "withdrawal_declined": _("Withdrawal declined"),
}

# Words that a record may lose again for a person's sake: while it stands its own page
# tells them, and once it is struck out nothing does. The trail never does.
UNTOLD = {
    "rows_written": ("columns",),
    "file_taken_out": ("title",),
    "posting_confirmed": ("place",),
    "posting_struck": ("place",),
    "shown_elsewhere": ("place",),
}


def told_facts(entry: AuditEntry) -> dict[str, Any]:
    """What a page may tell of the facts of an entry."""
    untold = UNTOLD.get(entry.action, ())
    return {name: fact for name, fact in entry.facts.items() if name not in untold}


def without_digests(fact: Any) -> Any:
    """A fact as people read it: in place of a table of digests their number, of a
    single one its beginning."""
    if isinstance(fact, str):
        return f"{fact[:8]}…" if DIGEST.fullmatch(fact) else fact
    if isinstance(fact, list):
        return [without_digests(each) for each in fact]
    if not isinstance(fact, dict):
        return fact
    if len(fact) > 1 and all(_is_digest(each) for each in fact.values()):
        words = ngettext("%(count)d digest", "%(count)d digests", len(fact))
        return words % {"count": len(fact)}
    return {name: without_digests(each) for name, each in fact.items()}


def _is_digest(fact: Any) -> bool:
    return isinstance(fact, str) and DIGEST.fullmatch(fact) is not None


def action_word(action: str) -> str:
    return str(ACTIONS.get(action, action))


def kind_word(target_type: str) -> str:
    """The name of a kind of record; its code where the portal no longer knows it."""
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return target_type


def state_word(entry: AuditEntry, state: str) -> str:
    """A status in the words of the record's own table of choices; a step of a chain by
    the name that it had."""
    if named := entry.facts.get("steps", {}).get(state):
        return str(named)
    try:
        status = apps.get_model(entry.target_type)._meta.get_field("status")
    except (LookupError, ValueError, FieldDoesNotExist):
        return state
    choices = status.flatchoices if isinstance(status, Field) else []
    return str(dict(choices).get(state, state))
