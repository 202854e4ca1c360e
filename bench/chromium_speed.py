"""Pages in Chromium, as a cheap phone on a slow network loads them.

The demo county is seeded into a folder of its own and served by gunicorn. Each page is
opened afresh several times, 360 px wide, the processor four times slower and the
network as Lighthouse has it for phones; the median counts. Nothing is compressed on the
way: a front server does better.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium

from . import report, results
from .databases import ROOT, say

ROUNDS = 5
SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PHONE = {"width": 360, "height": 740}
# What the browser saw: the largest text or picture, and how far things jumped.
WATCH = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.seen.lcp = entry.startTime;
})).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.seen.cls += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
SETTLED_MS = 500


def main() -> None:
    with demo_county() as site, sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.arguments()
        )
        with launched as browser:
            pages = {
                name: _figures(browser, f"{site}{path}")
                for name, path in _paths(site).items()
            }
            version = browser.version
    results.keep("chromium", {"version": version, "rounds": ROUNDS, "pages": pages})
    report.write()


@contextmanager
def demo_county() -> Iterator[str]:
    """The address of a portal with the demo county."""
    with tempfile.TemporaryDirectory() as folder:
        site = f"http://127.0.0.1:{_free_port()}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.dev",
            "VAR_DIR": folder,
            "SITE_URL": site,
        }
        for command in (["make_keys"], ["migrate"], ["load_defaults"], ["seed_demo"]):
            say(f"chromium: {command[0]}")
            _manage(command, environment)
        server = subprocess.Popen(
            [*_gunicorn(site), "disclosure_portal.wsgi"], cwd=ROOT, env=environment
        )
        try:
            _wait_for(site)
            yield site
        finally:
            server.terminate()
            server.wait()


def _manage(command: list[str], environment: dict[str, str]) -> None:
    manage = [sys.executable, "manage.py", *command, "--verbosity", "0"]
    subprocess.run(
        manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _gunicorn(site: str) -> list[str]:
    bind = ["--bind", site.removeprefix("http://")]
    return [sys.executable, "-m", "gunicorn", *bind, "--threads", "4"]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(site: str, seconds: int = 60) -> None:
    for _try in range(seconds * 5):
        try:
            with urlopen(site):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{site} does not answer")


def _paths(site: str) -> dict[str, str]:
    notice, guide = (_newest(site, kind) for kind in ("policy", "procedure"))
    return {
        "home": "/",
        "list": "/notices/",
        "notice": f"/notices/{notice['id']}/",
        "guide": f"/notices/{guide['id']}/",
        "unit": f"/agencies/{notice['agency_code'].lower()}/",
    }


def _newest(site: str, kind: str) -> dict[str, Any]:
    with urlopen(f"{site}/api/v1/notices/?kind={kind}") as answer:
        found: dict[str, Any] = json.load(answer)["results"][0]
    return found


def _figures(browser: Browser, address: str) -> dict[str, float]:
    visits = [_visit(browser, address) for _round in range(ROUNDS)]
    return {name: median(visit[name] for visit in visits) for name in visits[0]}


def _visit(browser: Browser, address: str) -> dict[str, float]:
    """One first visit: nothing is kept from before."""
    with browser.new_context(viewport=PHONE, is_mobile=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        sizes: list[float] = []
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", NETWORK)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        wire.on(
            "Network.loadingFinished",
            lambda event: sizes.append(event["encodedDataLength"]),
        )
        page.add_init_script(WATCH)
        page.goto(address, wait_until="load")
        page.wait_for_timeout(SETTLED_MS)
        seen: dict[str, float] = page.evaluate("window.seen")
    return {**seen, "requests": len(sizes), "kib": sum(sizes) / 1024}


if __name__ == "__main__":
    main()
