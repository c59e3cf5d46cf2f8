"""The public form: nothing is kept until whoever asks has shown that the e-mail address is theirs.

What was typed travels back and forth signed; a code goes to the address. It is 8 digits, lives half an hour, takes
five tries and opens once. The answer is the same whether the address is known here or not.
"""

from __future__ import annotations

import secrets
import zlib
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.foundation.audit import Actor
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import keyed_hash
from parvis.people.actions.rights import receive_request
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import RightsRequest

LIVES_SECONDS = 30 * 60
MOST_TRIES = 5
MOST_MAILS = 3  # to one address within PER_SECONDS, whoever asks
MOST_FORMS = 10  # from one visitor
PER_SECONDS = 3_600
_SALT = "people.rights"
PUBLIC = Actor("public", name="form")


def send_code(
    *, right: str, name: str, email: str, words: str, language: str, visitor: str, now: datetime
) -> str:
    """Mail a code and return the signed request that goes with it. Raises RightsRefused: "too-often", "mail-failed"."""
    if not _may(f"rights-from:{keyed_hash('rate-limit', visitor)}", MOST_FORMS):
        raise RightsRefused("too-often")
    if not _may(f"rights-to:{keyed_hash('rate-limit', email.casefold())}", MOST_MAILS):
        raise RightsRefused("too-often")
    code = f"{secrets.randbelow(10**8):08}"
    nonce = secrets.token_hex(16)
    with override(language):
        subject = _("%(code)s is your code for your request to %(company)s") % {
            "code": code, "company": company_name()
        }  # fmt: skip
        body = "\n\n".join(
            [
                _("Somebody, probably you, asks %(company)s about their personal data with this address.")
                % {"company": company_name()},
                _("Your code: %(code)s. It is valid for half an hour.") % {"code": code},
                _("If it was not you, do nothing: without the code nothing is kept."),
            ]
        )
    try:
        # A line break in a name would make headers of it.
        send_mail(" ".join(subject.split()), body, None, [email])
    except OSError as error:
        raise RightsRefused("mail-failed") from error
    asked = {"right": right, "name": name, "email": email, "words": words, "language": language}
    return signing.dumps(
        asked | {"nonce": nonce, "code": _mark(nonce, code), "at": now.timestamp()}, salt=_SALT, compress=True
    )


def confirm_code(signed: str, code: str, *, now: datetime) -> RightsRequest:
    """Take the request in. Raises RightsRefused: "code-over" (expired, used, tried too often), "code-wrong"."""
    try:
        asked = signing.loads(signed, salt=_SALT)
    except (signing.BadSignature, zlib.error) as error:
        raise RightsRefused("code-over") from error
    nonce = asked["nonce"]
    if now.timestamp() - asked["at"] > LIVES_SECONDS or cache.get(f"rights-used:{nonce}"):
        raise RightsRefused("code-over")
    # Counted before it is compared, so that many tries at once are many tries.
    if not _may(f"rights-tries:{nonce}", MOST_TRIES):
        raise RightsRefused("code-over")
    given = "".join(sign for sign in code if sign.isdigit())
    if not secrets.compare_digest(_mark(nonce, given), asked["code"]):
        raise RightsRefused("code-wrong")
    if not cache.add(f"rights-used:{nonce}", 1, LIVES_SECONDS * 2):
        raise RightsRefused("code-over")
    return receive_request(
        right=asked["right"],
        channel="form",
        words=asked["words"],
        requester_name=asked["name"],
        requester_email=asked["email"],
        is_email_verified=True,
        language=asked["language"],
        by=PUBLIC,
        now=now,
    )


def form_address() -> str:
    """Where the public form is reached, as it is told to people."""
    from django.urls import reverse

    return f"{settings.ORIGIN}{reverse('privacy-request')}"


def _mark(nonce: str, code: str) -> str:
    return keyed_hash("rights-codes", f"{nonce}:{code}")


def _may(key: str, most: int) -> bool:
    cache.add(key, 0, PER_SECONDS)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # ran out between the two
        return True
