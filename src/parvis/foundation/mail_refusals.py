"""What a mail server answers when it does not take Parvis's own mail: for good, or for now."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPResponseException

MailRefused = (SMTPRecipientsRefused, SMTPResponseException)


def is_for_good(error: SMTPRecipientsRefused | SMTPResponseException) -> bool:
    """Whether asking again is of no use: every answer is of the class 5 (RFC 5321 §4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return error.smtp_code >= 500
