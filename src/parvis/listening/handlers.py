"""What listening does when items come in, and when somebody puts a label right."""

from __future__ import annotations

from parvis.channels.events import ItemsChanged, ItemsReceived, ItemsWithdrawn
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe
from parvis.labelling.events import LabelCorrected
from parvis.labelling.logic.texts import NewLabel
from parvis.listening.actions.change import change_mentions
from parvis.listening.actions.label import set_sentiments
from parvis.listening.actions.store import store_mentions
from parvis.listening.actions.tell_alarm import tell_recipients
from parvis.listening.actions.trials import change_on_trial, hold_on_trial, withdraw_from_trial
from parvis.listening.actions.withdraw import withdraw_mentions
from parvis.listening.events import AlarmRaised


@subscribe(ItemsReceived)
def store_public_items(event: ItemsReceived) -> None:
    """What was not said to us is a mention, unless its place is on trial."""
    if event.addressed:
        return
    now = utc_now()
    if not hold_on_trial(event.batch_id, event.connection_id, now=now):
        store_mentions(event.batch_id, now=now)


@subscribe(ItemsChanged)
def write_changed_items(event: ItemsChanged) -> None:
    """What its author changed says here what it says there."""
    if event.addressed:
        return
    now = utc_now()
    if not change_on_trial(event.batch_id, event.connection_id, now=now):
        change_mentions(event.batch_id, now=now)


@subscribe(ItemsWithdrawn)
def forget_withdrawn_items(event: ItemsWithdrawn) -> None:
    """What its author took back is not kept."""
    withdraw_from_trial(event.connection_id, event.external_ids)
    withdraw_mentions(event.connection_id, event.external_ids)


@subscribe(LabelCorrected)
def show_corrected_mention(event: LabelCorrected) -> None:
    """A person's word stands at once wherever the mention is seen or counted."""
    if event.kind == "mention":
        said = NewLabel(event.text_id, event.value, event.probability, event.model_version)
        set_sentiments([said], over_human=True)


@subscribe(AlarmRaised)
def tell_of_alarm(event: AlarmRaised) -> None:
    """On the devices and by mail to whoever the rule names."""
    tell_recipients(event.alarm_id)
