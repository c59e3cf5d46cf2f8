"""The way out of a report's mails for people outside: a signed link, good as long as a mail may lie in a mailbox.

It names the report and a keyed hash of the address: nobody reads an address out of it, and it works however often the
report's recipients were written anew.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from parvis.foundation.secrets import derived_key, keyed_hash
from parvis.reporting.models import Report

_USE = "report-stop"


def way_out(report: Report, address: str) -> str:
    """The address that takes this one out of the recipients; empty where the installation does not know its own."""
    if not settings.ORIGIN:
        return ""
    token = _signer().sign(f"{report.pk}.{address_hash(address)}")
    return f"{settings.ORIGIN}{reverse('report-stop', args=(token,))}"


def opened_way_out(token: str) -> tuple[int, str] | None:
    """(report id, hash of the address) of a link that is ours, whether or not there is anything left to stop."""
    try:
        number, _, hashed = _signer().unsign(token).partition(".")
    except BadSignature:
        return None
    return int(number), hashed


def address_hash(address: str) -> str:
    return keyed_hash(_USE, address.strip().lower())[:32]


def _signer() -> Signer:
    return Signer(key=derived_key(_USE).hex(), salt=_USE, sep=".")
