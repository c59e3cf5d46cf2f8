"""One target under atheris, in a process of its own: python -m bench.fuzz.drive TARGET SECONDS FOLDER

Goes on after a finding. Writes FOLDER/findings.jsonl and each input that made one; libFuzzer's own words go to
standard error. What costs too much is measured in CPU time, as the machine may be busy.
"""

from __future__ import annotations

import hashlib
import json
import random
import resource
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

MOST_BYTES = 100_000
MOST_SECONDS = 1.0
MOST_MEMORY_MB = 256  # that one input may add to the most the process ever held
# Instrumented code is slower; the caller measures again without.
INSTRUMENTED = ("parvis", "feedparser", "email", "html", "dateutil", "bench.fuzz.claims")


def main(name: str, seconds: int, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=list(INSTRUMENTED), enable_loader_override=False):
        from bench.fuzz.targets import TARGETS

    target = TARGETS[name]
    begin, words = folder / "begin", folder / "words.dict"
    begin.mkdir()
    for number, seed in enumerate(target.seeds):
        (begin / f"{number:02d}").write_bytes(seed)
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in target.tokens))
    target.claim(target.seeds[0])  # loads models and tables: not the cost of an input
    known: set[str] = set()

    def one(data: bytes) -> None:
        for kind, told in judged(target.claim, data):
            if told not in known:
                known.add(told)
                case = hashlib.sha256(data).hexdigest()[:16]
                (folder / case).write_bytes(data)
                with (folder / "findings.jsonl").open("a") as ledger:
                    print(json.dumps({"kind": kind, "told": told, "case": case}), file=ledger)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if (
            data and chance.random() < 0.02
        ):  # what grows faster than its input shows only when there is much of it
            start = chance.randrange(len(data))
            piece = data[start : start + chance.choice((1, 2, 3, 8, 30))]
            times = chance.choice((100, 2_000, most)) // len(piece)
            return bytes((data[:start] + piece * times + data[start:])[:most])
        return bytes(atheris.Mutate(data, most))

    options = [
        f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-timeout=60", "-rss_limit_mb=2500",
        "-print_final_stats=1", f"-artifact_prefix={folder}/stopped-", f"-dict={words}", "-verbosity=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(begin)], one, custom_mutator=mutated)
    atheris.Fuzz()


def judged(claim: Callable[[bytes], None], data: bytes) -> list[tuple[str, str]]:
    """(kind, where or how much) of what one input showed: none where the claim held."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.thread_time()
    found = []
    try:
        claim(data)
    except Exception as error:
        found.append(("raised", f"{type(error).__name__} {_place_of(error)}"))
    if time.thread_time() - began > MOST_SECONDS:
        found.append(("slow", "more than a second"))
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory > MOST_MEMORY_MB * 1024:
        found.append(("memory", f"more than {MOST_MEMORY_MB} MB"))
    return found


def _place_of(error: BaseException) -> str:
    """The innermost line of ours and the innermost of all: what tells one mistake from another."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        frame for frame in frames if "/parvis/" in frame.filename or "/bench/fuzz/claims" in frame.filename
    ]
    last, own = frames[-1], (ours or frames)[-1]
    return f"{Path(own.filename).name}:{own.lineno} ({Path(last.filename).name}:{last.lineno})"


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
