"""The one door for mails that a person may stop: offers, surveys, digests.

It declares the purpose, so that the database decides whether there is anybody to write to; it asks the list of
refused addresses; and it puts the way out into the mail, as a link to read and as the two headers of RFC 8058.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import override

from parvis.foundation.access import purpose as declared
from parvis.people.logic.errors import NotPermitted
from parvis.people.logic.unsubscribe import unsubscribe_headers
from parvis.people.models import ContactPoint, OptOut
from parvis.people.reads.choices_links import choices_url, stop_url


def send_permitted_mail(
    person_id: int,
    *,
    code: str,
    subject: str,
    text: str,
    html: str = "",
    message_id: str = "",
    connection: BaseEmailBackend | None = None,
    now: datetime,
) -> str:
    """Send to the person's e-mail address; returns the address that was written to.

    code: "prospecting.email", "satisfaction.email" … Raises NotPermitted where the person does not allow it, is not
    known, has no address, or refused under that address before; whatever the mail server raises.
    """
    to, language = permitted_address(person_id, code=code)
    mail = composed(
        person_id, to, code=code, subject=subject, text=text, html=html, language=language, now=now
    )
    if message_id:
        mail.extra_headers["Message-ID"] = message_id
    mail.connection = connection
    mail.send()
    return to


def permitted_address(person_id: int, *, code: str) -> tuple[str, str]:
    """(address, language) of a person who may be written to for this purpose. Raises NotPermitted."""
    purpose, _, channel = code.partition(".")
    if channel != "email":
        raise NotPermitted
    with declared(code):
        points = ContactPoint.objects.filter(person_id=person_id, kind="email").select_related("person")
        for point in points.order_by("-is_verified", "pk"):
            refused = OptOut.objects.filter(
                value_hash=point.value_hash, purpose=purpose, channel__in=("", channel)
            )
            if not refused.exists():
                return point.value, point.person.language
    raise NotPermitted


def composed(
    person_id: int, to: str, *, code: str, subject: str, text: str, html: str, language: str, now: datetime
) -> EmailMultiAlternatives:
    with declared("legal_duty"):
        ways_out = {
            "stop_url": (stop := stop_url(person_id, code, now=now)),
            "choices_url": choices_url(person_id, now=now),
        }
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        mail = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("people/mail/permitted.txt", {"text": text, **ways_out}),
            None,
            [to],
            headers={**unsubscribe_headers(stop), "Auto-Submitted": "auto-generated"},
        )
        if html:
            mail.attach_alternative(
                render_to_string("people/mail/permitted.html", {"html": html, **ways_out}), "text/html"
            )
    return mail
