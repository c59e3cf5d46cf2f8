"""allauth's questions about who may log in: staff accounts are made by administrators, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actions.attempts import TooManyAttempts, begin_attempt, take_back
from parvis.accounts.models import User
from parvis.accounts.web.confirmed import was_confirmed_lately
from parvis.accounts.web.known_devices import device_for
from parvis.accounts.web.log_ins import address_of
from parvis.accounts.web.second_step import BY_COMPANY
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import SecretsUnreadable, seal, unseal


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence whether the address or the password is wrong: it tells nobody who works here.
        "email_password_mismatch": _(
            "This address and this password do not go together. Check both, or ask for a new password."
        ),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "account_inactive": _("This account is closed. An administrator can open it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        stages: list[str] = super().get_login_stages()
        if context.request.session.get(BY_COMPANY):
            # The company's own log-in has asked for it.
            return [stage for stage in stages if not stage.startswith("allauth.mfa.")]
        return stages

    def is_reauthentication_required(self, *, app: str = "", **_: Any) -> bool:
        """Whoever logged in a moment ago need not say it again."""
        return not was_confirmed_lately(context.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before the password is looked at: the library's own count could be used to shut somebody out."""
        email = str(credentials.get("email") or credentials.get("username") or "")
        try:
            self._attempt = begin_attempt(
                email=email, address=address_of(request) or "", device=device_for(request, email), now=utc_now()
            )
        except TooManyAttempts:
            raise self.validation_error("too_many_login_attempts") from None

    def _rollback_login_failed_rl_usage(self) -> None:
        # The library's word for "the password was right".
        take_back(self._attempt)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing to wipe: a new password by mail logs in by itself and makes this browser known."""

    def reauthenticate(self, user: User, password: str) -> bool:
        # The library looks the address up in a table of its own, where ours does not stand.
        return bool(self.authenticate(context.request, email=user.email, password=password) == user)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step of the log-in: what its secrets are sealed with and what it is called."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or it was used already."),
    }

    def get_totp_issuer(self) -> str:
        return company_name()

    def encrypt(self, text: str) -> str:
        return seal({"text": text})

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return str(unseal(encrypted_text).get("text", ""))
        except SecretsUnreadable:
            # Written under a lost key: no code fits, and an administrator can reset the second step.
            return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": company_name()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name}

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("My passkey")
