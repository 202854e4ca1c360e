"""Walls around the process that opens strangers' files: Linux lets a process take away
from itself, for good and without any right of its own, what it will not need.

By Landlock (kernel 5.13, `Documentation/userspace-api/landlock.rst`): after `shut_in`
the process reads the libraries and the one file, writes in its folder, starts no
program, and from 6.7 and 6.12 on speaks to no TCP port and signals nobody. Keys, the
database and the environment of the worker (/proc) are out of its reach. Pure: no
Django.
"""

from __future__ import annotations

import ctypes
import mimetypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1  # a flag: asks for the version instead of a ruleset
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38

READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
# Rights over files by the version that brought them: all of them are taken away.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
ALL_TCP = 0b11
OTHERS = 0b11  # abstract sockets and signals of processes outside

# Libraries, fonts, the clock of the place, and what openpyxl reads of types; what is
# not there is passed over.
SYSTEM = (
    *("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/localtime"),
    *("/dev/null", "/dev/zero", "/dev/urandom"),
    *mimetypes.knownfiles,
)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """What the kernel offers; 0 where it offers nothing, or is no Linux."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION))


def shut_in(*, reads: Iterable[Path], writes: Path) -> bool:
    """From here on this thread, and what it starts, reads `reads` and the libraries
    only, and writes beneath `writes` only. False, and nothing is changed, where the
    kernel can't do it."""
    known = version()
    if not known or not _forbid_new_privileges():
        return False
    every = (1 << FILE_RIGHTS.get(known, 16)) - 1
    rules = _ruleset(every, known)
    if rules < 0:
        return False
    try:
        for path in (*map(Path, SYSTEM), *_libraries(), *reads):
            _allow(rules, path, READ_FILE | READ_FOLDER)
        _allow(rules, writes, every)
        return _call(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _libraries() -> set[Path]:
    """Python's own, those of its environment, and our package; never the folder that
    our package lies in: `.var`, with the keys, may lie there, too."""
    code = Path(__file__).parents[2]
    found = {Path(each) for each in (sys.prefix, sys.base_prefix)}
    found |= {Path(each) for each in sys.path if each.endswith("-packages")}
    return {each for each in found if each not in code.parents} | {code}


def _ruleset(files: int, known: int) -> int:
    rules = _Ruleset(files, ALL_TCP, OTHERS)
    # An older kernel refuses a structure that is longer than what it knows.
    size = 8 * (1 + (known >= 4) + (known >= 6))
    return _call(CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), 0)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= READ_FILE
        rule = _Beneath(rights, place)
        _call(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _forbid_new_privileges() -> bool:
    nothing = ctypes.c_ulong(0)
    wanted = (ctypes.c_int(NO_NEW_PRIVILEGES), ctypes.c_ulong(1))
    return bool(ctypes.CDLL(None).prctl(*wanted, nothing, nothing, nothing) == 0)


def _call(number: int, *given: object) -> int:
    return int(ctypes.CDLL(None).syscall(ctypes.c_long(number), *given))
