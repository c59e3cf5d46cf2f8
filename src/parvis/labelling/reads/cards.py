"""The cards that a person is asked to label: the most teaching ones, or those drawn by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from parvis.labelling.logic.choosing import most_teaching
from parvis.labelling.logic.texts import SENTIMENT, LabelledText
from parvis.labelling.models import CurrentLabel, SampleItem
from parvis.labelling.reads.sources import text_sources, visible_texts

if TYPE_CHECKING:
    from parvis.accounts.models import User

CARDS = 20
CHOSEN_FROM = 1_500  # newest texts of each kind


def cards_to_ask(
    user: User, *, skipped: Sequence[tuple[str, int]] = (), most: int = CARDS
) -> list[LabelledText]:
    """Texts whose correction teaches most, as far as this account may read them."""
    done = set(skipped)
    done |= set(CurrentLabel.objects.filter(label=SENTIMENT).values_list("kind", "text_id"))
    done |= set(SampleItem.objects.values_list("kind", "text_id"))
    pool = [
        text
        for source in text_sources()
        for text in source.newest(CHOSEN_FROM)
        if (text.kind, text.id) not in done and not text.is_human
    ]
    # Twice as many as are shown: what the account may not read falls out.
    best = most_teaching(pool, most=2 * most)
    seen = visible_texts(user, [(text.kind, text.id) for text in best])
    return [text for text in best if (text.kind, text.id) in seen][:most]


def sample_cards(user: User, *, most: int = CARDS) -> list[tuple[SampleItem, LabelledText]]:
    """Drawn texts that wait for their label, in the order in which they were drawn."""
    waiting = list(SampleItem.objects.filter(truth="", is_left_out=False).order_by("pk")[: 3 * most])
    seen = visible_texts(user, [(item.kind, item.text_id) for item in waiting])
    return [(item, seen[item.kind, item.text_id]) for item in waiting if (item.kind, item.text_id) in seen][
        :most
    ]
