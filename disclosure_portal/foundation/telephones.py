"""Telephone numbers as links. Pure."""

from __future__ import annotations


def telephone_url(telephone: str) -> str:
    """tel:076012345678, or nothing for what is not one number."""
    digits = "".join(sign for sign in telephone if sign.isdigit())
    is_one = len(digits) in range(3, 14) and not set(telephone) & set("、，,/;；转")
    return f"tel:{digits}" if is_one else ""
