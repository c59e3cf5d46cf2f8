"""Job entry points: training, labelling anew, measuring again."""

from __future__ import annotations

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue, job
from parvis.labelling.actions.relabel import BATCHES_A_JOB, relabel_batch
from parvis.labelling.actions.sample import measure_again
from parvis.labelling.actions.train import train_adapter


@job(name="labelling.train", queue="labelling", lock="labelling.train")
def train() -> None:
    """Learn from the corrections there are."""
    train_adapter(now=utc_now())


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
