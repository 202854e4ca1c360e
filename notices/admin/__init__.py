"""The clerk's and the overseer's pages for notices, boards and the site."""

from __future__ import annotations

from . import boards, chains, matters, notices, programmes, site_settings

__all__ = ["boards", "chains", "matters", "notices", "programmes", "site_settings"]
