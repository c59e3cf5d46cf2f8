"""File import with labels, end to end into the database, beside row-by-row ORM inserts of the same rows.

python -m bench.import_file [--data DIR]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from pathlib import Path

from bench.scratch import scratch_database

ROWS_ONE_BY_ONE = 2_000  # enough to know the rate, few enough not to wait for it


def main(data: Path) -> int:
    file = data / "airline2015" / "tweets_dev.csv.gz"
    if not file.exists():
        print("file import: skipped, airline2015 is absent")
        return 0
    with scratch_database("bench_import"):
        from parvis.channels.actions.connections import create_connection
        from parvis.channels.actions.import_file import run_import, start_import
        from parvis.enrichment.logic.labels import label_texts
        from parvis.foundation.audit import SYSTEM
        from parvis.foundation.clock import utc_now
        from parvis.listening.models import Mention

        label_texts(["warm"])  # loading the model is once a process
        source = create_connection(kind="file", name="airlines", channel="twitter", by=SYSTEM, now=utc_now())
        began = time.perf_counter()
        run = start_import(source, path=file, mode="mentions", by=SYSTEM, now=utc_now(), in_background=False)
        run = run_import(run.pk, deliver_here=True)
        ours = run.count_new / (time.perf_counter() - began)
        assert Mention.objects.count() == run.count_new

        with gzip.open(file, "rt", encoding="utf-8", newline="") as stream:
            rows = [row for _, row in zip(range(ROWS_ONE_BY_ONE), csv.DictReader(stream), strict=False)]
        began = time.perf_counter()
        for row in rows:
            Mention.objects.create(
                connection=source,
                external_id=f"orm-{row['tweet_id']}",
                channel="twitter",
                text=row["text"],
                published_at=row["created_at"],
                received_at=utc_now(),
            )
        orm = len(rows) / (time.perf_counter() - began)
    print(
        f"file import with labels: {ours:,.0f} posts/s · ORM row by row, without labels: {orm:,.0f} rows/s · "
        f"ratio {ours / orm:.1f} · (at least 2,000 posts/s: {'met' if ours >= 2000 else 'MISSED'})"
    )
    return 0 if ours >= 2000 else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main(arguments().data))
