"""Every benchmark in turn, each in a process of its own: `make bench`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

BENCHES = (
    "bench.enrich",
    "bench.match",
    "bench.similar",
    "bench.firehose",
    "bench.listening",
    "bench.copies",
    "bench.resolve",
    "bench.lookup",
    "bench.adapters",
    "bench.import_file",
    "bench.inbox",
    "bench.people",
    "bench.customers",
    "bench.community",
    "bench.community_search",
    "bench.advertising",
    "bench.ideas",
    "bench.experts",
    "bench.access",
    "bench.alerts",
    "bench.impact",
    "bench.footprint",
)


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    missed = []
    for name in BENCHES:
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", name], cwd=Path(__file__).resolve().parent.parent)
        if done.returncode:
            missed.append(name)
    if missed:
        print(f"\nmissed its mark or failed: {', '.join(missed)}")
    return len(missed)


if __name__ == "__main__":
    raise SystemExit(main())
