"""Modules that web workers do without until somebody needs them.

A reader's request needs none of `HEAVY`: they take a worker's memory and its start.
Pure modules may use it: it needs no Django.
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

HEAVY = frozenset(
    {
        "PIL",
        "cryptography",
        "docx",
        "drf_spectacular.views",
        "fido2",
        "holidays",
        "lxml",
        "nh3",
        "openpyxl",
        "puremagic",
        "pypinyin",
        "pypdfium2",
        "python_calamine",
        "qrcode",
        "segno",
        "tqdm",
        "typst",
        "xlrd",
        "zxingcpp",
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

    def __call__(self, *given: Any, **values: Any) -> Any:
        module, _dot, name = self._name.rpartition(".")
        return getattr(import_module(module), name)(*given, **values)
