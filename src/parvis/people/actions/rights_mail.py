"""Carrying an answer of the desk by mail."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.foundation.installation import company_name
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import RightsRequest


def send_answer(request: RightsRequest, text: str) -> None:
    """To the requester's address. Raises RightsRefused: "mail-missing", "mail-failed"."""
    if not request.requester_email:
        raise RightsRefused("mail-missing")
    with override(request.language):
        subject = _("Your request to %(company)s (no. %(number)s)") % {
            "company": company_name(),
            "number": request.pk,
        }
    mail = EmailMessage(" ".join(subject.split()), text, None, [request.requester_email])
    try:
        mail.send()
    except OSError as error:
        raise RightsRefused("mail-failed") from error
