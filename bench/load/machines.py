"""Machines made of network namespaces: each with an address of its own on a bridge in a namespace of ours.

Nothing of the real network is touched: the bridge lies inside a namespace, and all of them carry one prefix.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parvis.project.children import death_follows_parent

NET = "10.213.77"
HUB_ADDRESS = f"{NET}.1"
PREFIX = os.environ.get("PARVIS_LOAD_PREFIX") or f"pv{os.getpid() % 10000}"
HUB = f"{PREFIX}hub"


@dataclass
class Machine:
    """One namespace that runs `parvis run` with a data folder of its own."""

    name: str
    number: int
    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def namespace(self) -> str:
        return f"{PREFIX}{self.name}"

    @property
    def address(self) -> str:
        return f"{NET}.{self.number}"

    def start(self) -> None:
        with (self.data.parent / f"{self.name}.txt").open("ab") as said:
            self.process = subprocess.Popen(
                ["ip", "netns", "exec", self.namespace, sys.executable, "-m", "parvis.project.command_line", "run"],
                env=self.environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True,
                preexec_fn=death_follows_parent(signal.SIGKILL),
            )  # fmt: skip

    def kill(self) -> None:
        """As when the power goes: every process in the namespace at once."""
        listed = ip("netns", "pids", self.namespace)
        for pid in listed.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)

    def cut_off(self) -> None:
        """The cable is pulled: nobody is told, packets are lost."""
        ip("-n", HUB, "link", "set", "dev", f"h{self.name}", "down")

    def join_again(self) -> None:
        ip("-n", HUB, "link", "set", "dev", f"h{self.name}", "up")

    def has_said(self, words: str) -> bool:
        said = self.data.parent / f"{self.name}.txt"
        return said.exists() and words in said.read_text()


def ip(*words: str) -> str:
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def connected(machines: list[Machine]) -> Iterator[None]:
    """Their namespaces on one bridge in the hub; all of it is gone at the end."""
    try:
        ip("netns", "add", HUB)
        ip("-n", HUB, "link", "set", "lo", "up")
        ip("-n", HUB, "link", "add", "name", "bridge0", "type", "bridge")
        ip("-n", HUB, "addr", "add", f"{HUB_ADDRESS}/24", "dev", "bridge0")
        ip("-n", HUB, "link", "set", "dev", "bridge0", "up")
        for machine in machines:
            ip("netns", "add", machine.namespace)
            ip("-n", machine.namespace, "link", "set", "lo", "up")
            ip("-n", HUB, "link", "add", "name", f"h{machine.name}", "type", "veth", "peer", "name", "eth0",
               "netns", machine.namespace)  # fmt: skip
            ip("-n", HUB, "link", "set", "dev", f"h{machine.name}", "master", "bridge0", "up")
            ip("-n", machine.namespace, "addr", "add", f"{machine.address}/24", "dev", "eth0")
            ip("-n", machine.namespace, "link", "set", "eth0", "up")
        yield
    finally:
        for machine in machines:
            with contextlib.suppress(subprocess.CalledProcessError):
                machine.kill()
        present = subprocess.run(["ip", "netns", "list"], check=False, capture_output=True, text=True).stdout
        for line in present.splitlines():
            if line.split(" ")[0].startswith(PREFIX):
                _end_everything_in(line.split(" ")[0])
                subprocess.run(["ip", "netns", "del", line.split(" ")[0]], check=False)


def _end_everything_in(namespace: str) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        pids = ip("netns", "pids", namespace).split()
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.05)


def are_possible() -> bool:
    """Root, the program `ip`, and a kernel that lets us make a namespace with a bridge and a pair in it."""
    if os.geteuid() != 0:
        return False
    probe = f"{PREFIX}try"
    try:
        ip("netns", "add", probe)
        try:
            ip("-n", probe, "link", "add", "name", "bridge0", "type", "bridge")
            ip("-n", probe, "link", "add", "name", "va", "type", "veth", "peer", "name", "vb")
        finally:
            ip("netns", "del", probe)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
