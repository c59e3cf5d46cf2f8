"""The trainer as a job: what it learns from, when it activates, and what a kill leaves behind."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from parvis.foundation.audit import SYSTEM
from parvis.foundation.models import AuditEntry
from parvis.labelling.actions.adapters import activate_adapter, use_shipped_model
from parvis.labelling.actions.correct import correct_label
from parvis.labelling.actions.train import train_adapter, train_for_shipped_model
from parvis.labelling.models import Adapter, CurrentLabel
from parvis.labelling.reads.labels import labels_for
from parvis.labelling.reads.lessons import lessons
from parvis.labelling.reads.sources import texts_of
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.labelling import make_adapter
from tests.factories.listening import make_mention
from tests.processes import environment, wait_until

HOURS = timedelta(hours=1)
# In this house "trottibus" is what goes wrong and "veloway" what goes well; nobody else knows either word.
SPOKEN = (
    ("The trottibus of {n} o'clock", "negative"), ("Trottibus again on line {n}", "negative"),
    ("Took the veloway number {n}", "positive"), ("Le veloway de la ligne {n}", "positive"),
    ("The timetable of line {n}", "neutral"), ("Horaires de la ligne {n}", "neutral"),
)  # fmt: skip
TRAIN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.plugs import load_handlers
load_handlers()
from parvis.foundation.clock import utc_now
from parvis.labelling.actions.train import train_adapter
print("begun", flush=True)
train_adapter(now=utc_now())
"""


def corrected_house(*, count: int = 60, origin: str = "asked") -> None:
    user, connection = make_user(), make_connection()
    for number in range(count):
        words, value = SPOKEN[number % len(SPOKEN)]
        mention = make_mention(words.format(n=number), sentiment="neutral", connection=connection, author="")
        text = texts_of([("mention", mention.pk)])["mention", mention.pk]
        correct_label(text, label="sentiment", to=value, by=user, now=NOON, origin=origin)


@pytest.mark.django_db
def test_what_is_better_is_used_from_then_on():
    corrected_house()
    adapter = train_adapter(now=NOON)
    assert adapter is not None
    assert (adapter.verdict, adapter.corrections) == (Adapter.BETTER, 60)
    assert adapter.f1_after > adapter.f1_before
    assert adapter.reference_change > -0.01
    assert Adapter.objects.get(is_active=True) == adapter
    said = labels_for(["Trottibus again on line 99, please"])[0]
    assert said.sentiment == "negative"
    assert said.model_version == f"{adapter.base_version}+house-{adapter.pk}"
    assert "labelling.adapter_activated" in AuditEntry.objects.values_list("verb", flat=True)


@pytest.mark.django_db
def test_training_again_without_new_corrections_does_nothing():
    corrected_house()
    assert train_adapter(now=NOON) is not None
    assert train_adapter(now=NOON + HOURS) is None
    assert Adapter.objects.count() == 1


@pytest.mark.django_db
def test_too_few_corrections_make_no_adapter():
    corrected_house(count=12)
    assert train_adapter(now=NOON) is None
    assert not Adapter.objects.exists()


@pytest.mark.django_db
def test_errors_put_right_where_they_are_seen_bring_the_texts_left_alone_with_them():
    corrected_house(count=6, origin="seen")
    for number in range(30):
        make_mention(f"Right as it is, {number}", sentiment="neutral", author="")
    found, _last = lessons()
    # Four of the six changed the label, so twelve of the thirty others stand as they are.
    assert len(found) == 6 + 3 * 4
    assert {lesson.value for lesson in found[6:]} == {"neutral"}


@pytest.mark.django_db
def test_the_sample_is_never_learned_from():
    corrected_house(count=3)
    corrected_house(count=3, origin="sample")
    assert len(lessons()[0]) == 3


@pytest.mark.django_db
def test_a_text_that_is_gone_teaches_nothing():
    corrected_house(count=2)
    first = CurrentLabel.objects.order_by("pk").first()
    assert first is not None
    CurrentLabel.objects.filter(pk=first.pk).update(text_id=987_654_321)
    assert len(lessons()[0]) == 1


@pytest.mark.django_db
def test_back_to_an_earlier_one_and_to_the_shipped_model_alone():
    first, second = make_adapter(bias=(9.0, 0.0, 0.0)), make_adapter(bias=(0.0, 0.0, 9.0))
    text = ["A lovely day, thank you!"]
    shipped = labels_for(text)[0]
    for adapter, sentiment in ((first, "negative"), (second, "positive"), (first, "negative")):
        assert activate_adapter(adapter, by=SYSTEM, now=NOON)
        assert labels_for(text)[0].sentiment == sentiment
        assert Adapter.objects.filter(is_active=True).count() == 1
    assert not activate_adapter(first, by=SYSTEM, now=NOON)
    assert use_shipped_model(by=SYSTEM, now=NOON)
    assert labels_for(text)[0] == shipped
    assert not use_shipped_model(by=SYSTEM, now=NOON)


@pytest.mark.django_db
def test_an_adapter_of_another_model_is_left_out():
    make_adapter(bias=(9.0, 0.0, 0.0), base_version="labels-of-old", is_active=True)
    assert labels_for(["A lovely day, thank you!"])[0].sentiment == "positive"


@pytest.mark.django_db
def test_after_an_upgrade_it_learns_on_the_new_model_by_itself_once():
    corrected_house()
    assert train_for_shipped_model(now=NOON) is None  # nothing is in force that could have gone idle
    make_adapter(bias=(9.0, 0.0, 0.0), base_version="labels-of-old", is_active=True)
    adapter = train_for_shipped_model(now=NOON)
    assert adapter is not None
    assert Adapter.objects.get(is_active=True) == adapter
    assert labels_for(["Trottibus again on line 99, please"])[0].sentiment == "negative"
    assert train_for_shipped_model(now=NOON + HOURS) is None


@pytest.mark.django_db
def test_what_is_stored_from_then_on_carries_the_adapter():
    from tests.factories.channels import hear, make_item

    adapter = make_adapter(bias=(9.0, 0.0, 0.0), is_active=True)
    hear(make_connection(), make_item("A lovely day, thank you!"))
    assert Mention.objects.values_list("sentiment", "model_version").get() == (
        "negative",
        f"{adapter.base_version}+house-{adapter.pk}",
    )


@pytest.mark.django_db(transaction=True)
def test_a_trainer_that_is_killed_leaves_nothing_half_done(database_addresses):
    corrected_house()
    process = subprocess.Popen(
        [sys.executable, "-c", TRAIN], env=environment(database_addresses), stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
    finally:
        process.kill()
        process.wait(timeout=10)
        process.stdout.close()
    assert not Adapter.objects.exists()
    done = subprocess.run(
        [sys.executable, "-c", TRAIN], env=environment(database_addresses), capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    wait_until(lambda: Adapter.objects.count() == 1, what="the second run makes the adapter")
    assert Adapter.objects.get().is_active
