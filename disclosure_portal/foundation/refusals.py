"""What the rules refuse, and what the house says about a file that it does not take.

Apart from the rows, so that programs without a database read files, too.
"""

from __future__ import annotations


class DomainError(Exception):
    """A request that the rules refuse; its text is for the person who asked."""

    code = "refused"


class RefusedFile(DomainError):
    """The file can't be taken; the text says why, and how to mend it."""

    code = "refused_file"


class TooLargeFile(RefusedFile):
    """More than anybody reads, or than a machine should."""


class ProtectedFile(RefusedFile):
    """A password stands before it."""
