"""Writing what a person or another model says of mentions; the plug LABELLED_TEXTS."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection as database
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from parvis.foundation.live import announce
from parvis.labelling.logic.texts import NewLabel, TextSource
from parvis.listening.actions.rematch import hold_matches, rematch
from parvis.listening.reads import labelled_texts as read
from parvis.listening.reads.intake import intake_at
from parvis.listening.reads.stamp import hold_stamp


def set_sentiments(labels: Sequence[NewLabel], *, over_human: bool = False) -> int:
    """How many rows changed. A person's word is written over only where a person says so.

    Through the one function of the owner that may: the table is append-only for the application.
    """
    with transaction.atomic():
        intake = intake_at(hold_stamp())
        if intake.asking_labels:
            hold_matches()
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT listening_set_sentiment(%s::bigint[], %s::text[], %s::float8[], %s::text[], %s)",
                [
                    [label.id for label in labels],
                    [label.sentiment for label in labels],
                    [label.sentiment_probability for label in labels],
                    [label.model_version for label in labels],
                    over_human,
                ],
            )
            row = cursor.fetchone()
        changed = int(row[0]) if row else 0
        if changed:
            # Queries that ask for a sentiment find others now.
            rematch([label.id for label in labels], intake=intake, query_ids=intake.asking_labels)
            announce("mentions", audience="staff")
    return changed


MENTIONS = TextSource(
    kind="mention",
    name=_("Mentions"),
    visible=read.visible,
    texts=read.texts,
    newest=read.newest,
    after=read.after,
    last_id=read.last_id,
    relabel=set_sentiments,
)
