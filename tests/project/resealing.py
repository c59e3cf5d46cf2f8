"""A child that encrypts everything anew and waits for its death after so many rows: `… ROWS`."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from parvis.project import sealed_values  # noqa: E402

rows = int(sys.argv[1])
plain = sealed_values.reseal


def counted(sealed: str) -> str:
    global rows
    rows -= 1
    if rows < 0:
        print("half way", flush=True)
        time.sleep(60)
    return plain(sealed)


sealed_values.reseal = counted
sealed_values.reseal_all()
