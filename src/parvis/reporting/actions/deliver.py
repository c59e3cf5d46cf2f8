"""One mail of an edition, never twice knowingly.

`sending` is committed before the mail server hears the text. What happens before it is tried again (at least once);
from there on it is tried once (at most once): whoever is killed between the two leaves `sending`, which the page shows
as "not known whether it left" with a button, and no job sends it again. The Message-ID is the same each time, so that
a mail server that sees both may drop one.
"""

from __future__ import annotations

from datetime import datetime

from django.core.mail import get_connection

from parvis.foundation.clock import utc_now
from parvis.foundation.mail_refusals import MailRefused, is_for_good
from parvis.reporting.models import Delivery
from parvis.reporting.permissions import is_answered_for
from parvis.reporting.reads.mail import composed


class NotTaken(OSError):
    """The mail server asked to come back later."""


def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Send one waiting mail. Returns whether it was taken. Raises OSError where it is to be tried again."""
    delivery = (
        Delivery.objects.select_related("edition__report__maker", "user")
        .filter(pk=delivery_id, state=Delivery.WAITING)
        .first()
    )
    if delivery is None:
        return False
    if not is_answered_for(delivery.edition.report) or (delivery.user and not delivery.user.is_active):
        _note(delivery, Delivery.REFUSED, now=now)
        return False
    mail = composed(delivery)
    connection = get_connection()
    connection.open()
    try:
        taken = Delivery.objects.filter(pk=delivery.pk, state=Delivery.WAITING)
        if not taken.update(state=Delivery.SENDING, changed_at=now):
            return False
        try:
            mail.connection = connection
            mail.send()
        except MailRefused as error:
            if is_for_good(error):
                _note(delivery, Delivery.REFUSED, now=utc_now())
                return False
            _note(delivery, Delivery.WAITING, now=utc_now())
            raise NotTaken("the mail server asked to come back later") from error
    finally:
        connection.close()
    _note(delivery, Delivery.SENT, now=utc_now())
    return True


def _note(delivery: Delivery, state: str, *, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, changed_at=now)
