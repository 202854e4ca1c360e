"""Forms of which more was sent than is read: their beginning, so that the page can say
what was too much and nothing that was typed before it is lost."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.translation import gettext as _

REFUSALS = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# So much of the beginning is kept in memory for a second reading: many times the
# longest text that any form takes.
BEGINNING = 512 * 1024
# What is left of it is read and thrown away, for a server that answers before it has
# read all shows its answer to nobody; not without end.
THROWN_AWAY = 200 * 1024 * 1024
PIECE = 64 * 1024
MIB = 1024 * 1024


class Sent(NamedTuple):
    """What a form brought, without NUL, which nobody types; `refusal` is set where that
    is the beginning of it alone, without its files."""

    fields: dict[str, str]
    uploads: list[UploadedFile]
    refusal: SuspiciousOperation | None = None


def sent_form(request: HttpRequest, files: str) -> Sent:
    """Instead of `request.POST` and `request.FILES`, before either was asked for;
    `files` names the field of uploads."""
    if _is_long(request):
        fields = QueryDict(_beginning(request), encoding="utf-8").dict()
        return Sent(_whole_signs(fields), [], RequestDataTooBig())
    reading = _TwiceRead(request, list(request.upload_handlers))
    request.upload_handlers = [reading]
    posted = request.POST.dict()
    if reading.refusal is None:
        typed = {name: value.replace("\0", "") for name, value in posted.items()}
        return Sent(typed, request.FILES.getlist(files))
    return Sent(_whole_signs(posted), [], reading.refusal)


def _whole_signs(fields: dict[str, str]) -> dict[str, str]:
    """Without what is left of a sign in the middle of which the beginning ends."""
    return {
        name: value.replace("\0", "").rstrip("\ufffd") for name, value in fields.items()
    }


def too_much(refusal: Exception) -> str:
    """In words, with how much is read."""
    if isinstance(refusal, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return _("More than %(most)s files can't be sent at once.") % {"most": most}
    if isinstance(refusal, TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return _("More than %(most)s fields can't be sent at once.") % {"most": most}
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MIB
    return _("What was sent is larger than %(most)s MB: so much is not read.") % {
        "most": most
    }


def _is_long(request: HttpRequest) -> bool:
    """A form without files, which is refused by its length alone."""
    if request.content_type != "application/x-www-form-urlencoded":
        return False
    length = request.META.get("CONTENT_LENGTH") or ""
    is_number = length.isascii() and length.isdigit()
    return is_number and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _beginning(request: HttpRequest) -> bytes:
    kept = request.read(BEGINNING)
    _throw_away(request)
    # Of a sign that was cut in two nothing is left.
    whole, _sign, end = kept.rpartition(b"%")
    return whole if len(end) < 2 else kept


def _throw_away(stream: Any) -> None:
    left = THROWN_AWAY
    while left > 0 and (piece := stream.read(PIECE)):
        left -= len(piece)


class _Recorded:
    """A stream whose beginning is kept while it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.beginning = bytearray()

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.beginning += piece[: max(BEGINNING - len(self.beginning), 0)]
        return piece


class _TwiceRead(FileUploadHandler):
    """Reads a form with the site's own handlers; where it is refused, its beginning
    once more, without files."""

    def __init__(self, request: HttpRequest, others: list[FileUploadHandler]) -> None:
        super().__init__(request)
        self.others = others
        self.refusal: SuspiciousOperation | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        meta: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> tuple[Any, Any]:
        stream: Any = _Recorded(input_data)
        try:
            return MultiPartParser(meta, stream, self.others, encoding).parse()
        except REFUSALS as refusal:
            self.refusal = refusal
        _throw_away(input_data)
        beginning = _before_files(bytes(stream.beginning), boundary)
        meta = meta | {"CONTENT_LENGTH": str(len(beginning))}
        again = [_NoFiles(self.request)]
        return MultiPartParser(meta, BytesIO(beginning), again, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Those of the others are given."""


def _before_files(beginning: bytes, boundary: bytes) -> bytes:
    """Fields that stand before the first file, which a page may ask for last."""
    head = rb"--%s\r\nContent-Disposition:[^\r\n]*filename=" % re.escape(boundary)
    file = re.search(head, beginning, re.IGNORECASE)
    return beginning[: file.start()] if file else beginning


class _NoFiles(FileUploadHandler):
    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """There are none."""
