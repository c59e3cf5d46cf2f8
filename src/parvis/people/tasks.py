"""Job entry points: ids in, action called."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job
from parvis.people.actions.claim_mail import send_claim_code
from parvis.people.actions.claims import SEND_JOB
from parvis.people.actions.customer_files import forget_old_customer_files
from parvis.people.actions.customer_import import READ_JOB, read_customers
from parvis.people.actions.customer_keep import KEEP_JOB, keep_customers
from parvis.people.actions.customer_rows import forget_old_rows
from parvis.people.actions.customer_undo import UNDO_JOB, undo_customers
from parvis.people.actions.duplicates import refresh_suggestions
from parvis.people.actions.erasures import run_erasure
from parvis.people.actions.journey import PLACE_JOB
from parvis.people.actions.match_weights import learn_weights
from parvis.people.actions.network_proof import forget_questions
from parvis.people.actions.purchase_import import import_purchases
from parvis.people.actions.refusals import forget_old_refusals
from parvis.people.actions.relations import measure_scales, place_on_journey
from parvis.people.actions.retention import run_all
from parvis.people.actions.rights_archive import build_archive

COMPARED_AT_ONCE = 25  # batches: about a minute's work


# A refused address is kept as a keyed hash for longer than the three years that are the least.
REFUSALS_KEPT = timedelta(days=5 * 365)


@job(name="people.erase", queue="default")
def erase(*, erasure_id: int) -> None:
    """Go on with an erasure where it stands."""
    run_erasure(erasure_id, now=utc_now())


@job(name="people.build_archive", queue="default")
def build_copy(*, archive_id: int) -> None:
    """Build somebody's copy of their data."""
    build_archive(archive_id, now=utc_now())


@job(name="people.import_purchases", queue="default")
def read_purchases(*, import_id: int) -> None:
    """Read a file of purchases; after a kill from its beginning, where nothing doubles."""
    import_purchases(import_id, now=utc_now())


@job(name=READ_JOB, queue="imports", lock="customers")
def read_file_of_customers(*, import_id: int) -> None:
    """Read a file and compare it with what is there."""
    read_customers(import_id)


@job(name=KEEP_JOB, queue="imports", lock="customers")
def keep_file_of_customers(*, import_id: int) -> None:
    """Keep what a compared file says."""
    keep_customers(import_id)


@job(name=UNDO_JOB, queue="imports", lock="customers")
def undo_file_of_customers(*, import_id: int) -> None:
    """Take an import back."""
    undo_customers(import_id)


@app.periodic(cron="41 2 * * *")
@job(name="people.forget_customer_files", queue="default", queueing_lock="forget_customer_files")
def forget_customer_files(*, timestamp: int) -> None:
    """Every night: files and rows of imports, and log-ins at networks, that are past their time go."""
    forget_questions(now=utc_now())
    forget_old_customer_files(now=utc_now())
    forget_old_rows(now=utc_now())


@app.periodic(cron="13 2 * * *")
@job(name="people.keep_periods", queue="default", queueing_lock="keep_periods", lock="keep_periods")
def keep_periods(*, timestamp: int) -> None:
    """Every night: what is past its period goes."""
    now = utc_now()
    run_all(now=now)
    forget_old_refusals(before=now - REFUSALS_KEPT, by=SYSTEM, now=now)


@app.periodic(cron="27 3 * * *")
@job(
    name="people.measure_relations",
    queue="default",
    queueing_lock="measure_relations",
    lock="measure_relations",
)
def measure_relations(*, timestamp: int) -> None:
    """Every night: what is usual among all, and where each person stands on the journey."""
    measure_scales(now=utc_now())
    place_on_journey(now=utc_now())


@app.periodic(cron="* * * * *")
@job(name="people.compare", queue="default", lock="people.compare", queueing_lock="people.compare")
def compare_records(*, timestamp: int) -> None:
    """Every minute: records that changed are compared, some batches of them, so that other work gets its turn."""
    for _ in range(COMPARED_AT_ONCE):
        if not refresh_suggestions(now=utc_now()):
            return


@app.periodic(cron="23 * * * *")
@job(name="people.learn_weights", queue="default", queueing_lock="people.learn_weights")
def learn_what_likeness_says(*, timestamp: int) -> None:
    """Every hour: where there are half as many more records than last time, the weights are learned anew."""
    learn_weights(now=utc_now())


@job(name=PLACE_JOB, queue="default", lock="measure_relations")
def place_anew() -> None:
    """The steps of the journey have changed: everybody is placed by them."""
    place_on_journey(now=utc_now())


@job(name=SEND_JOB, queue="default")
def send_code(*, claim_id: int, point_id: int, sealed: str) -> None:
    """Send the code of a claim to the address the person gave."""
    send_claim_code(claim_id, point_id=point_id, sealed=sealed, now=utc_now())
