"""Modules that web workers do without until somebody needs them.

A reader's request needs none of `HEAVY`: they take a worker's memory and its start.
Where one is used, its importer names it in two ways, for the type checker and for
Python::

    if TYPE_CHECKING:
        import holidays
    else:
        holidays = lazy.Module("holidays")
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

HEAVY = frozenset(
    {
        "PIL",
        "cryptography",
        "docx",
        "drf_spectacular.views",
        "fido2",
        "holidays",
        "openpyxl",
        "puremagic",
        "python_calamine",
        "qrcode",
        "segno",
        "tqdm",
        "typst",
        "xlrd",
    }
)


class Module:
    """A module that is imported when the first of its names is asked for. Unlike
    importlib's LazyLoader it is safe where several threads ask at once."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


class View:
    """A view by its dotted name, imported with the first request for it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, request: HttpRequest, **values: Any) -> HttpResponseBase:
        view: Any = import_string(self._name)
        return view(request, **values)
