"""Readers of strangers' input: what fuzzing once found, and a few seconds of the same with hypothesis.

`python -m bench.fuzz` does it for longer, guided by coverage; what it finds becomes a file under
tests/payloads/fuzz/<target>/, named by what is wrong with it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz.drive import judged
from bench.fuzz.targets import PAYLOADS, TARGETS, Target

FOUND = sorted((PAYLOADS / "fuzz").glob("*/*"))


@pytest.mark.parametrize("case", FOUND, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_what_was_found_once_is_mended(case: Path) -> None:
    assert judged(TARGETS[case.parent.name].claim, case.read_bytes()) == []


def mutated(target: Target) -> st.SearchStrategy[bytes]:
    """A seed with pieces put in, taken out or repeated."""
    piece = st.one_of(st.sampled_from(target.tokens), st.binary(max_size=6))
    change = st.tuples(
        st.integers(0, 4000), st.integers(0, 30), piece, st.sampled_from((1, 1, 1, 2, 50, 2000))
    )

    def apply(seed: bytes, changes: list[tuple[int, int, bytes, int]]) -> bytes:
        for place, gone, put, times in changes:
            place %= len(seed) + 1
            seed = seed[:place] + put * times + seed[place + gone :]
        return seed[:100_000]

    return st.builds(apply, st.sampled_from(target.seeds), st.lists(change, max_size=6))


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_the_claim_holds(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(mutated(TARGETS[name]))
    def holds(data: bytes) -> None:
        TARGETS[name].claim(data)

    holds()
