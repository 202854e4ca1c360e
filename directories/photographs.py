"""Photographs of officials: drawn anew, kept under their digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import lazy, store, unneeded
from disclosure_portal.foundation.file_types import judge
from disclosure_portal.foundation.refusals import RefusedFile

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")

MAX_BYTES = 5 * 1024 * 1024


def store_photograph(chunks: Iterable[bytes], *, file_name: str) -> str:
    """The digest of the picture as the public will see it.

    Raises RefusedFile for anything but a picture of at most 5 MB. What was sent in
    goes again, as does the picture where no row names it in the end: a camera writes
    the place of its owner into a file.
    """
    original = store.put(chunks, max_bytes=MAX_BYTES)
    unneeded.give_up([original.digest])
    path = store.path_of(original.digest)
    if not judge(path, file_name=file_name).is_image:
        raise RefusedFile(_("A photograph must be a JPEG or PNG picture."))
    drawn = store.put([pictures.redraw(path)], max_bytes=MAX_BYTES).digest
    unneeded.give_up([drawn])
    return drawn
