"""Files that come with a letter: judged by content, in the store before the letter is.

Between the steps of the form they travel as signed references, so that nothing is
typed or chosen twice and nobody names a file that they did not send.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, lazy, store
from disclosure_portal.foundation.file_types import clean_file_name, judge
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.unneeded import give_up

from .models import LetterFile

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")

SALT = "feedback.files"
# For so long a file that was sent waits for its letter.
WAITS = 24 * 3600


class KeptFile(NamedTuple):
    """A file in the store that belongs to no letter yet."""

    name: str
    media_type: str
    size: int
    original: str
    public: str

    @property
    def columns(self) -> dict[str, Any]:
        """What every attachment keeps of it."""
        return {
            "title": self.name.rpartition(".")[0][:200] or self.name[:200],
            "file_name": self.name[:200],
            "media_type": self.media_type,
            "size": self.size,
            "original_digest": self.original,
            "public_digest": self.public,
            "uploaded_at": clock.now(),
        }

    def as_row(self) -> LetterFile:
        return LetterFile(**self.columns)


def keep(upload: UploadedFile) -> KeptFile:
    """Raises RefusedFile, which says what is wrong and how to mend it."""
    name = clean_file_name(upload.name or "")
    original = store.put(upload.chunks(), max_bytes=settings.LETTER_FILE_MAX_BYTES)
    judged = judge(store.path_of(original.digest), file_name=name)
    public = original
    if judged.is_image:
        # A photograph says where and when it was taken, and by which telephone.
        drawn = pictures.redraw(store.path_of(original.digest))
        public = store.put([drawn], max_bytes=settings.LETTER_FILE_MAX_BYTES)
    give_up({original.digest, public.digest})
    return KeptFile(
        name, judged.media_type, public.size, original.digest, public.digest
    )


def keep_all(
    uploads: Iterable[UploadedFile], *, before: int, most: int
) -> tuple[list[KeptFile], list[str]]:
    """What could be kept, and what to say of the rest; each file by itself."""
    kept: list[KeptFile] = []
    refused: list[str] = []
    for upload in uploads:
        if before + len(kept) >= most:
            refused.append(
                _("More than %(most)s files can't be sent.") % {"most": most}
            )
            break
        try:
            kept.append(keep(upload))
        except RefusedFile as refusal:
            refused.append(f"{upload.name}：{refusal}")
    return kept, refused


def signed(files: Iterable[KeptFile]) -> str:
    """The files as a hidden field carries them; empty for none."""
    rows = [list(file) for file in files]
    return signing.dumps(rows, salt=SALT, compress=True) if rows else ""


def of_signed(text: str) -> list[KeptFile]:
    """What signed() was given; none for a field that this site never made, or whose
    files were sent more than a day ago."""
    try:
        rows = signing.loads(text, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        return []
    return [KeptFile(*row) for row in rows]
