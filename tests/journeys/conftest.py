"""A whole installation for a journey: web, live and worker as real processes on the test's own database,
and a real browser in front of them."""

from __future__ import annotations

import shutil
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.processes import python, wait_until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium absent: apt-get install chromium")


@dataclass(frozen=True)
class Installation:
    url: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(database_addresses, transactional_db, tmp_path_factory) -> Iterator[Installation]:  # type: ignore[no-untyped-def]
    """Web, live and worker; ended by id at the end of the test."""
    port, live_port = free_port(), free_port()
    surroundings = {
        "DJANGO_SETTINGS_MODULE": "parvis.project.settings",
        "PARVIS_PORT": str(port),
        "PARVIS_LIVE_PORT": str(live_port),
        "PARVIS_DATA": str(tmp_path_factory.mktemp("installation")),
    }
    commands = (
        ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
         "--no-ws", "parvis.project.wsgi:application"),
        ("-m", "uvicorn", "--host", "127.0.0.1", "--port", str(live_port), "--timeout-graceful-shutdown", "1",
         "parvis.project.live:application"),
        ("-m", "parvis.project.worker"),
    )  # fmt: skip
    with ExitStack() as stack:
        for command in commands:
            stack.enter_context(python(*command, addresses=database_addresses, **surroundings))
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _answers(f"{url}/account/login/"), seconds=40, what="the first page is served")
        yield Installation(url)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser():  # type: ignore[no-untyped-def]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
