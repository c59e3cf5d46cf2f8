"""Two web and two worker machines on one PostgreSQL, under load, while each fails in turn.

    python -m bench.load            eight faults, about three minutes
    python -m bench.load --short    three faults, half a minute

Needs root, `ip` and network namespaces. Prints the figures; ends with 1 where a write or a job was lost or
done twice, or where an open page missed something.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

from bench.load.machines import HUB, Machine, are_possible, connected
from parvis.project import postgres
from parvis.project.paths import ROOT_FOLDER, Paths

REPOSITORY = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.parse_args()
    if not are_possible():
        print("Needs root, the program ip, and network namespaces.")
        return 2
    folder = ROOT_FOLDER / f"load-{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o755, parents=True)
    numbers = {"w1": 11, "w2": 12, "j1": 21, "j2": 22}
    machines = [Machine(name, number, folder / name) for name, number in numbers.items()]
    try:
        with connected(machines):
            driver = subprocess.run(
                ["ip", "netns", "exec", HUB, sys.executable, "-m", "bench.load.drive", str(folder), *sys.argv[1:]],
                cwd=REPOSITORY, env={**os.environ, "PARVIS_LOAD_PREFIX": HUB.removesuffix("hub")},
                stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            postgres.stop(Paths(folder / "database"), although_used=True)
        if driver.returncode:
            for said in folder.glob("*.txt"):
                print(said.name, said.read_text()[-2000:], sep="\n", file=sys.stderr)
            return 1
        figures = json.loads(driver.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    bad = ("lost_writes", "doubled_writes", "unhandled_events", "dead_jobs", "given_up")
    is_well = not any(figures[name] for name in bad) and not any(page["missed"] for page in figures["pages"])
    print("nothing lost, nothing done twice, every page caught up" if is_well else "FAILED: see above")
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
