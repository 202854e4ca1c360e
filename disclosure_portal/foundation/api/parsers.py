"""Bodies of requests, read within bounds and by the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """JSON as it is defined: UTF-8, no NaN, no lone surrogates, not endlessly deep;
    an object, and no larger than a form may be."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(_("The body is larger than %s bytes.") % limit)
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(_("This is no JSON: %s") % error) from None
        if not isinstance(data, dict):
            raise ParseError(_("Send a JSON object."))
        if _holds_nul(body):
            raise ParseError(_("The text holds NUL characters: leave them out."))
        return data


def _holds_nul(body: bytes) -> bool:
    """As the escape in which JSON has to write it; a backslash may stand before."""
    return b"\\u0000" in body.replace(b"\\\\", b"")
