"""The clerk's and the overseer's pages for notices, boards and the site."""

from __future__ import annotations

from . import boards, notices, programmes, site_settings

__all__ = ["boards", "notices", "programmes", "site_settings"]
