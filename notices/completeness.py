"""What a notice must have before it may be submitted. Pure."""

from __future__ import annotations


def missing_parts(
    *,
    title: str,
    body: str,
    has_attachment: bool,
    original_url: str,
    is_structured: bool = False,
) -> list[str]:
    """Names of the parts that are missing, in the order of the form.

    A notice needs a title and something to read: structured content, a text, an
    attachment, or (for migrated ones) the address where the original stands.
    """
    missing = []
    if not title.strip():
        missing.append("title")
    if not (body.strip() or has_attachment or original_url or is_structured):
        missing.append("content")
    return missing
