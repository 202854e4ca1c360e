"""What the house says about a file that it does not take."""

from __future__ import annotations

from .workflow import DomainError


class RefusedFile(DomainError):
    """The file can't be taken; the text says why, and how to mend it."""

    code = "refused_file"
