from __future__ import annotations

from directories.standard_import import CatalogueImport, Particulars
from directories.standard_uploads import keep_upload, take_upload
from disclosure_portal.foundation.models import User


def take_catalogue(
    content: bytes,
    file_name: str = "目录.xlsx",
    *,
    by: User,
    catalogue: str = "社会救助标准目录",
) -> CatalogueImport:
    """The catalogue, uploaded and taken."""
    particulars = Particulars(name=catalogue, domain="社会救助", issue_level="county")
    upload = keep_upload(particulars, file_name=file_name, chunks=[content], by=by)
    return take_upload(upload, by=by)
