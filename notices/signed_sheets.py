"""A step that was signed on paper, confirmed by a second account with a photograph."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from directories.photographs import store_photograph
from disclosure_portal.foundation.models import User

from .chains import is_signature
from .deciders import require_confirmer
from .deciding import SignedSheet, agree
from .models import Notice
from .publication import sign


def confirm_on_paper(
    notice: Notice,
    *,
    by: User,
    signer: str,
    photo: Iterable[bytes],
    file_name: str,
    ticks: Collection[str] = (),
    opinion: str = "",
) -> None:
    """Decide the waiting step by a sheet that `signer` signed.

    The photograph is drawn anew and kept under its digest; nobody sees it but those
    who work on the notice. File work is done before the transaction. Raises
    RefusedFile, and what `agree` and `sign` raise.
    """
    require_confirmer(notice, by=by, signer=signer)
    sheet = SignedSheet(signer, store_photograph(photo, file_name=file_name))
    deed = sign if is_signature(notice) else agree
    deed(notice, by=by, opinion=opinion, ticks=ticks, sheet=sheet)
