"""What joined records allow together: a "no" of one is a "no" of all.

A record that said nothing about a purpose takes nothing away from what another said; what it said about every
channel answers for a channel that it did not name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

About = tuple[str, str]  # (purpose, channel), an empty channel for every one


def strictest(words: Sequence[Mapping[About, bool]]) -> dict[About, tuple[int, bool]]:
    """(purpose, channel) → (number of the record whose word holds, given), for all that some record named.

    words: what each record says now, by logic/replay.current_consents.
    """
    found: dict[About, tuple[int, bool]] = {}
    for about in sorted({about for said in words for about in said}):
        purpose, channel = about
        for number, said in enumerate(words):
            answer = said.get((purpose, channel), said.get((purpose, "")))
            if answer is not None and (about not in found or (found[about][1] and not answer)):
                found[about] = number, answer
    return found
