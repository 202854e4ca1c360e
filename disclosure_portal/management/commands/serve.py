from __future__ import annotations

import logging
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.translation import gettext as _

from disclosure_portal.foundation.processes import Crew
from disclosure_portal.foundation.ticking import run_due

HOST = "127.0.0.1"
TICK_SECONDS = 60
THREADS = 8

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run web server, worker and tick together, for a demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is for demonstrations; see README.md."))
        _refuse_a_taken_port(port)
        crew = Crew()
        try:
            crew.start("web", _web_command(port), dict(os.environ))
            crew.start("worker", _manage("db_worker", "--no-reload"), dict(os.environ))
            self._wait_until_it_answers(crew, port)
            Thread(target=_tick, args=[crew], daemon=True).start()
            self._welcome(port)
            while not crew.is_stopping(1):
                _raise_if_lost(crew)
        finally:
            crew.stop()
        self.stdout.write(_("Stopped."))

    def _wait_until_it_answers(self, crew: Crew, port: int) -> None:
        while not crew.is_stopping(0.1) and not _answers(port):
            _raise_if_lost(crew)

    def _welcome(self, port: int) -> None:
        self.stdout.write("")
        self.stdout.write(_("The portal is at %s") % f"http://{HOST}:{port}/")
        self.stdout.write(_("The desk is at %s") % f"http://{HOST}:{port}/desk/")
        for line in _log_ins():
            self.stdout.write(line)
        self.stdout.write(_("Ctrl-C stops it."))
        self.stdout.flush()


def _log_ins() -> Iterator[str]:
    """What seed_demo wrote down: the password, and as comments who may use it."""
    path = Path(settings.VAR_DIR) / "demo.env"
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        name, _mark, value = line.partition("=")
        if name == "DEMO_PASSWORD":
            yield _("Password of every account: %s") % value
        else:
            yield f"  {line.removeprefix('# ')}"


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                _("Port %(port)s cannot be used (%(why)s); try: make run PORT=%(next)s")
                % {"port": port, "why": error, "next": 8001 if port == 8000 else 8000}
            ) from error


def _web_command(port: int) -> list[str]:
    # One process: readers of a demonstration are few, and it starts at once.
    return [
        *(sys.executable, "-m", "gunicorn", "disclosure_portal.wsgi"),
        *("--bind", f"{HOST}:{port}", "--log-level", "warning"),
        *("--worker-class", "gthread", "--threads", str(THREADS)),
        *("--graceful-timeout", "5", "--no-control-socket"),
    ]


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _tick(crew: Crew) -> None:
    while True:
        try:
            run_due()
        except Exception:  # the next minute may do better
            logger.exception("The tick failed")
        close_old_connections()
        if crew.is_stopping(TICK_SECONDS):
            return


def _raise_if_lost(crew: Crew) -> None:
    if name := crew.lost():
        raise CommandError(_("%s ended by itself; everything is stopped.") % name)
