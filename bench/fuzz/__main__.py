"""Hostile input for the readers of mail, feeds, files, markup, addresses and texts, guided by coverage.

    python -m bench.fuzz [--seconds N] [target…]     pip install atheris first (extra `fuzz`)

Prints what each target was put through. Ends with 1 where an input raised what it should not, took more than a
second of CPU time or 256 MB for at most 100 kB; such inputs lie in build/fuzz/, and are what a regression test
begins with.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = REPOSITORY / "build" / "fuzz"
_STATUS = re.compile(r"^#(\d+)\s+(\w+)\s+cov: (\d+) ft: (\d+)", re.MULTILINE)
_PEAK = re.compile(r"stat::peak_rss_mb:\s+(\d+)")


@dataclass(slots=True)
class Told:
    """What one target was put through. edges: covered by what it began with, and in the end."""

    runs: int = 0
    edges: tuple[int, int] = (0, 0)
    peak_mb: int = 0
    findings: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument(
        "--replay", nargs=2, metavar=("TARGET", "FILE"), help="one input, without instruments"
    )
    parser.add_argument("targets", nargs="*")
    asked = parser.parse_args()
    from bench.fuzz.targets import TARGETS

    if asked.replay:
        return _replayed(*asked.replay)
    if importlib.util.find_spec("atheris") is None:
        print("Needs atheris: pip install atheris")
        return 2
    unknown = set(asked.targets) - set(TARGETS)
    if unknown:
        print(f"No such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
        return 2
    print(f"{'target':<14}{'runs':>12}{'runs/s':>9}{'edges':>8}{'new':>7}{'peak MB':>9}  findings")
    findings = 0
    for name in asked.targets or TARGETS:
        told = fuzz(name, seconds=asked.seconds)
        first, last = told.edges
        print(
            f"{name:<14}{told.runs:>12,}{told.runs / asked.seconds:>9,.0f}{last:>8,}{last - first:>7,}"
            f"{told.peak_mb:>9,}  {len(told.findings)}",
            flush=True,
        )
        for finding in told.findings:
            print(f"    {finding}", flush=True)
        findings += len(told.findings)
    return 1 if findings else 0


def fuzz(name: str, *, seconds: int) -> Told:
    with tempfile.TemporaryDirectory(prefix="parvis-fuzz-") as place:
        folder = Path(place)
        done = subprocess.run(
            [sys.executable, "-m", "bench.fuzz.drive", name, str(seconds), place],
            cwd=REPOSITORY, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        said = done.stderr.decode("utf-8", "replace")
        told = _read(said)
        ledger = folder / "findings.jsonl"
        for line in ledger.read_text().splitlines() if ledger.exists() else ():
            found = json.loads(line)
            if again := _confirmed(name, folder / found["case"]):
                told.findings.append(f"{found['kind']}: {found['told']}; {again}")
        for stopped in folder.glob("stopped-*"):  # a crash, or slow with the instruments
            if again := _confirmed(name, stopped):
                told.findings.append(f"stopped: {again}")
        if done.returncode and not told.findings:
            told.findings.append(f"ended with {done.returncode}: {said.strip().splitlines()[-1:]}")
        return told


def _read(said: str) -> Told:
    lines = _STATUS.findall(said)
    began = next((line for line in lines if line[1] == "INITED"), None)
    peak = _PEAK.search(said)
    if not lines or began is None:
        return Told()
    return Told(int(lines[-1][0]), (int(began[2]), int(lines[-1][2])), int(peak[1]) if peak else 0)


def _confirmed(name: str, case: Path) -> str:
    """What the input shows without instruments, and where it is kept; "" where nothing."""
    replay = [sys.executable, "-m", "bench.fuzz", "--replay", name, str(case)]
    try:
        again = subprocess.run(
            replay, cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        shown = "two minutes were not enough"
    else:
        if not again.returncode:
            return ""
        shown = (again.stdout.strip() or again.stderr.strip()).splitlines()[-1]
    kept = KEPT / name / case.name
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(case, kept)
    return f"{shown}: {kept.relative_to(REPOSITORY)}"


def _replayed(name: str, file: str) -> int:
    from bench.fuzz.drive import judged
    from bench.fuzz.targets import TARGETS

    target = TARGETS[name]
    target.claim(target.seeds[0])
    found = judged(target.claim, Path(file).read_bytes())
    print("; ".join(f"{kind} {told}" for kind, told in found) or "nothing")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
