"""The buttons of the desk: which deed each one is, and to whom it is offered now.

Whether a deed is allowed is decided by the deed alone; a button that would only be
refused is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import has_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User

from .chains import is_signature
from .correcting import open_correction, open_correction_of
from .deciders import may_decide
from .deciding import agree, may_be_overridden
from .desk_deed import Deed, Words
from .erasures import (
    DECIDERS,
    ask_erasure,
    decline_erasure,
    erase_for_good,
    order_of,
)
from .forms.decisions import (
    DeedForm,
    ErasingForm,
    ErasureForm,
    KeepForm,
    MaskForm,
    OverrideForm,
    ReasonForm,
    StepForm,
    WithdrawalForm,
    WithdrawalRequestForm,
)
from .forms.postings import (
    ConfirmResultForm,
    PostingResultForm,
    WarningEndForm,
)
from .leak_deeds import mask_leaks, override_leaks
from .models import GONE, Kind, Notice, NoticeStatus
from .posting_results import (
    confirm_result,
    may_confirm_result,
    may_propose,
    may_return_result,
    propose_result,
    return_result,
)
from .publication import override, recall, sign, withdraw
from .review import send_back, submit
from .warnings_in_force import end_warning, may_be_ended
from .withdrawal_requests import ask_withdrawal, decline_withdrawal, open_request


def _may_submit(notice: Notice, user: User) -> bool:
    return notice.status == NoticeStatus.DRAFT and has_role(
        user, notice.agency, Role.EDITOR
    )


def _may_sign(notice: Notice, user: User) -> bool:
    return is_signature(notice) and may_decide(notice, user)


def _may_agree(notice: Notice, user: User) -> bool:
    return not is_signature(notice) and may_decide(notice, user)


def _may_recall(notice: Notice, user: User) -> bool:
    return (
        notice.status == NoticeStatus.APPROVED
        and not notice.is_released
        and has_role(user, notice.agency, Role.APPROVER)
    )


def _may_correct(notice: Notice, user: User) -> bool:
    return (
        notice.status == NoticeStatus.PUBLISHED
        and has_role(user, notice.agency, Role.EDITOR)
        and open_correction_of(notice) is None
    )


def _may_withdraw(notice: Notice, user: User) -> bool:
    return notice.status == NoticeStatus.PUBLISHED and has_role(
        user, notice.agency, Role.APPROVER
    )


def _may_ask_withdrawal(notice: Notice, user: User) -> bool:
    return (
        notice.status == NoticeStatus.PUBLISHED
        and has_role(user, notice.agency, Role.EDITOR)
        and open_request(notice) is None
    )


def _may_decide_erasure(notice: Notice, user: User) -> bool:
    return notice.status in GONE and has_role(user, notice.agency, *DECIDERS)


def _may_ask_erasure(notice: Notice, user: User) -> bool:
    return _may_decide_erasure(notice, user) and order_of(notice) is None


def _may_decline_erasure(notice: Notice, user: User) -> bool:
    order = order_of(notice) if _may_decide_erasure(notice, user) else None
    return order is not None and order.done_at is None


def _may_erase(notice: Notice, user: User) -> bool:
    order = order_of(notice) if _may_decide_erasure(notice, user) else None
    return order is not None and order.done_at is None and order.asked_by != user


def _erase(notice: Notice, *, by: User, is_sure: bool) -> None:
    erase_for_good(notice, by=by)


def _may_decline(notice: Notice, user: User) -> bool:
    return _may_withdraw(notice, user) and open_request(notice) is not None


def _may_end_warning(notice: Notice, user: User) -> bool:
    return (
        notice.kind == Kind.WARNING
        and has_role(user, notice.agency, Role.APPROVER)
        and may_be_ended(notice)
    )


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            name="submit",
            title=_("Hand it to the approver"),
            button=_("Submit for review"),
            done=_("“%s” is submitted for review."),
            form_class=DeedForm,
            act=submit,
            is_offered=_may_submit,
        ),
        Deed(
            name="mask",
            title=_("Mask personal data"),
            button=_("Mask all of them"),
            done=_("The personal data in “%s” is masked."),
            form_class=MaskForm,
            act=mask_leaks,
            is_offered=_may_submit,
            is_about_leaks=True,
        ),
        Deed(
            name="keep",
            title=_("Keep personal data"),
            button=_("Keep them for this reason"),
            done=_("The reason why personal data stays in “%s” is on record."),
            form_class=KeepForm,
            act=override_leaks,
            is_offered=_may_submit,
            is_about_leaks=True,
        ),
        Deed(
            name="agree",
            title=_("Agree to this step"),
            button=_("Agree and hand it on"),
            done=_("You agreed to “%s”; the next step waits."),
            form_class=StepForm,
            act=agree,
            is_offered=_may_agree,
            goes_home=True,
        ),
        Deed(
            name="sign",
            title=_("Agree and sign"),
            button=_("Sign and publish"),
            done=_("“%s” is signed."),
            form_class=StepForm,
            act=sign,
            is_offered=_may_sign,
            goes_home=True,
        ),
        Deed(
            name="return",
            title=_("Return it to the writer"),
            button=_("Return with this reason"),
            done=_("“%s” was returned to its writer."),
            form_class=ReasonForm,
            act=send_back,
            is_offered=may_decide,
            goes_home=True,
            is_grave=True,
        ),
        Deed(
            name="override",
            title=_("Let it out past the open steps"),
            button=_("Override and publish"),
            done=_("“%s” is signed by override; its page says so."),
            form_class=OverrideForm,
            act=override,
            is_offered=may_be_overridden,
            goes_home=True,
            is_grave=True,
        ),
        Deed(
            name="recall",
            title=_("Stop the release"),
            button=_("Recall to draft"),
            done=_("“%s” is a draft again."),
            form_class=ReasonForm,
            act=recall,
            is_offered=_may_recall,
            is_grave=True,
        ),
        Deed(
            name="correct",
            title=_("Correct what is public"),
            button=_("Correct this notice"),
            done=_("A correction of “%s” is begun: what is public stays as it is."),
            form_class=DeedForm,
            act=open_correction,
            is_offered=_may_correct,
            gives_draft=True,
        ),
        Deed(
            name="posting-result",
            title=_("Say how the posting ended"),
            button=_("Hand it to a second person"),
            done=_("The result of the posting of “%s” waits for a second person."),
            form_class=PostingResultForm,
            act=propose_result,
            is_offered=may_propose,
        ),
        Deed(
            name="confirm-result",
            title=_("Make the result of the posting public"),
            button=_("Publish this result"),
            done=_("The result of the posting of “%s” is public."),
            form_class=ConfirmResultForm,
            act=confirm_result,
            is_offered=may_confirm_result,
        ),
        Deed(
            name="return-result",
            title=_("Send the result of the posting back"),
            button=_("Send back with this reason"),
            done=_("The result of the posting of “%s” was sent back."),
            form_class=ReasonForm,
            act=return_result,
            is_offered=may_return_result,
            is_grave=True,
        ),
        Deed(
            name="end-warning",
            title=_("End the warning early"),
            button=_("End the warning"),
            done=_("The warning “%s” is ended; its page says so."),
            form_class=WarningEndForm,
            act=end_warning,
            is_offered=_may_end_warning,
            is_grave=True,
        ),
        Deed(
            name="keep-public",
            title=_("Decline the withdrawal that is asked for"),
            button=_("Leave it public for this reason"),
            done=_("“%s” stays public; who asked can read why."),
            form_class=ReasonForm,
            act=decline_withdrawal,
            is_offered=_may_decline,
            is_grave=True,
        ),
        Deed(
            name="withdraw",
            title=_("Withdraw it from the public"),
            button=_("Withdraw"),
            done=_("“%s” is withdrawn; its page says so."),
            form_class=WithdrawalForm,
            act=withdraw,
            is_offered=_may_withdraw,
            is_grave=True,
        ),
        Deed(
            name="ask-withdrawal",
            title=_("Ask that it be withdrawn"),
            button=_("Ask the approver"),
            done=_("The approver was asked to withdraw “%s”."),
            form_class=WithdrawalRequestForm,
            act=ask_withdrawal,
            is_offered=_may_ask_withdrawal,
            is_grave=True,
        ),
        Deed(
            name="erase",
            title=_("Erase all that it said"),
            button=_("Erase it for good"),
            done=_("“%s” is erased; only number, unit, time and ground are left."),
            form_class=ErasingForm,
            act=_erase,
            is_offered=_may_erase,
            is_grave=True,
        ),
        Deed(
            name="keep-sealed",
            title=_("Decline the erasure that is asked for"),
            button=_("Leave it withdrawn for this reason"),
            done=_("“%s” stays withdrawn and is not erased."),
            form_class=ReasonForm,
            act=decline_erasure,
            is_offered=_may_decline_erasure,
        ),
        Deed(
            name="ask-erasure",
            title=_("Ask that it be erased"),
            button=_("Ask a second person"),
            done=_("A second person has to decide on erasing “%s”."),
            form_class=ErasureForm,
            act=ask_erasure,
            is_offered=_may_ask_erasure,
            is_grave=True,
        ),
    )
}


@dataclass(frozen=True)
class Button:
    """A deed with its form, as the panel shows it."""

    deed: Deed
    form: DeedForm

    @property
    def is_open(self) -> bool:
        return self.form.is_bound

    @property
    def label(self) -> Words:
        """What pressing it does; a signature does not always publish at once."""
        release = self.form.notice.release_at
        if self.deed.name == "sign" and release is not None and release > clock.now():
            return _("Sign; it is released at its time")
        return self.deed.button


def buttons_for(
    notice: Notice,
    user: User,
    *,
    has_leaks: bool = False,
    tried: DeedForm | None = None,
    deed: Deed | None = None,
) -> list[Button]:
    """What the person may do with the notice now; a form that was refused comes back
    as it was typed, even where its deed is offered no more."""
    found = []
    for one in DEEDS.values():
        if deed is one and tried is not None:
            found.append(Button(one, tried))
        elif one.is_about_leaks and not has_leaks:
            continue
        elif one.is_offered(notice, user):
            form = one.form_class(notice=notice, auto_id=f"{one.name}_%s")
            found.append(Button(one, form))
    return found


def form_for(deed: Deed, notice: Notice, data: Any) -> DeedForm:
    return deed.form_class(data, notice=notice, auto_id=f"{deed.name}_%s")
