"""From .doc and .wps to .docx, by LibreOffice where the server has it.

Only documents without macros get here (`file_types`). The program runs alone in an
empty folder with a profile of its own, which forbids macros and addresses outside; it
is stopped, with all it has started, when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..refusals import RefusedFile

PROGRAM = "soffice"
SECONDS = 20.0  # a worker of the web server is given 30
PROFILE = "profile"
# The only doors to content that are left open: no address leads outside, whatever a
# document links to. Its own settings alone let it fetch pictures.
PROVIDERS = {
    "file": "FileContentProvider",
    "vnd.sun.star.expand": "ExpandContentProvider",
    "vnd.sun.star.hier": "HierarchyContentProvider",
    "vnd.sun.star.pkg": "PackageContentProvider",
    "vnd.sun.star.tdoc": "TransientDocumentsContentProvider",
    "vnd.sun.star.zip": "PackageContentProvider",
}
PROVIDER = """<node oor:name="{scheme}" oor:op="replace">
<prop oor:name="ServiceName"><value>com.sun.star.ucb.{service}</value></prop>
<prop oor:name="URLTemplate"><value>{scheme}</value></prop>
<prop oor:name="Arguments"><value/></prop>
</node>"""
OPEN_PROVIDERS = "\n".join(
    PROVIDER.format(scheme=scheme, service=service)
    for scheme, service in PROVIDERS.items()
)
# Nothing of a document is run either.
SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.ucb.Configuration/ContentProviders/Local/SecondaryKeys">
<node oor:name="Office" oor:op="replace">
<node oor:name="ProviderData">
{OPEN_PROVIDERS}
</node>
</node>
</item>
</oor:items>
"""


def as_docx(path: Path, folder: Path, *, extension: str) -> Path:
    """The document at `path` as a .docx in the empty `folder`.

    Raises RefusedFile, with advice, where there is no LibreOffice or it fails.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise RefusedFile(
            _(
                "This server can't read the old formats .doc and .wps. Open the"
                " document in WPS or Word, save it as .docx, and choose it again."
            )
        )
    source = folder / f"source.{extension}"
    shutil.copyfile(path, source)
    profile = folder / PROFILE / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
    _run(_command(program, source, folder), folder)
    made = folder / "made" / "source.docx"
    if not made.is_file():
        raise _failed()
    return made


def _command(program: str, source: Path, folder: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(folder / PROFILE).as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx"),
        *("--outdir", str(folder / "made"), str(source)),
    ]


def _run(command: list[str], folder: Path) -> None:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise _failed() from None
    finally:
        # The program starts another one and may leave it behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _failed() -> RefusedFile:
    return RefusedFile(
        _(
            "The document could not be converted: it may be damaged, protected by a"
            " password, or very long. Open it in WPS or Word, save it as .docx, and"
            " choose it again."
        )
    )
