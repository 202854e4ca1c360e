"""The clerk's and the overseer's pages for notices, boards and the site."""

from __future__ import annotations

from . import boards, notices, site_settings

__all__ = ["boards", "notices", "site_settings"]
