"""The personal data of the people who work here. Customers are never accounts."""

from __future__ import annotations

from parvis.foundation.logic.personal_data import PersonalData

DECLARATION = PersonalData(
    tables={
        "accounts_user": (
            "Who works here: name, work address, function, roles; needed to log in and to sign answers. "
            "A closed account stays, so that what it wrote keeps its author."
        ),
        "accounts_membership": "Who is in which team, to know whose queues somebody sees.",
        "account_emailaddress": "The address an account logs in with, as the log-in library keeps it.",
        "accounts_api_token": "Whose key a program uses, when it was last used and when it ends; only a hash of it.",
        "mfa_authenticator": (
            "The second step of an account's log-in: sealed secrets of codes, public keys of passkeys; until removed."
        ),
        "accounts_login_attempt": "That a log-in failed, under keyed hashes of account and address; for an hour.",
        "accounts_provider_identity": "Which account somebody of the company's own log-in is, by its name for them.",
        "accounts_invitation": "Who was invited to work here, as what; open for a week, forgotten after ninety days.",
        "accounts_push_subscription": "Devices that show somebody's notices, with the keys they are encrypted for.",
        "accounts_login_session": (
            "In which browser and from which address somebody is logged in, so that they can end it; until then."
        ),
        "django_session": "Who is logged in, in which browser, until it ends.",
        "foundation_audit_entry": "Who did what when, to answer for it; cannot be changed.",
    }
)
