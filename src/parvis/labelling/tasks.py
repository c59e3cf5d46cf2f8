"""Job entry points: training, labelling anew, measuring again."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue, job
from parvis.labelling.actions.relabel import BATCHES_A_JOB, relabel_batch
from parvis.labelling.actions.sample import measure_again
from parvis.labelling.actions.train import train_adapter, train_for_shipped_model


@job(name="labelling.train", queue="labelling", lock="labelling.train")
def train() -> None:
    """Learn from the corrections there are."""
    train_adapter(now=utc_now())


@app.periodic(cron="37 * * * *")
@job(name="labelling.keep_up", queue="labelling", lock="labelling.train", queueing_lock="labelling.keep_up")
def keep_up(*, timestamp: int) -> None:
    """Every hour: after an upgrade that brought another model, learn on it."""
    train_for_shipped_model(now=utc_now())


@job(name="labelling.relabel", queue="labelling")
def relabel(*, relabelling_id: int) -> None:
    """Some batches of one pass; what is left is a job of its own, so that other work gets its turn."""
    for _ in range(BATCHES_A_JOB):
        if not relabel_batch(relabelling_id, now=utc_now()):
            return
    enqueue("labelling.relabel", relabelling_id=relabelling_id)


@job(name="labelling.measure", queue="labelling")
def measure() -> None:
    """Bring the sample up to the labels in force."""
    measure_again()
