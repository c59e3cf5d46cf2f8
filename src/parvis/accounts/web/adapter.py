"""allauth's questions about who may log in: staff accounts are made by administrators, never by signing up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence whether the address or the password is wrong: it tells nobody who works here.
        "email_password_mismatch": _(
            "This address and this password do not go together. Check both, or ask for a new password."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "account_inactive": _("This account is closed. An administrator can open it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
