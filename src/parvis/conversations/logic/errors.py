"""Why an act on a conversation is refused. Codes here; sentences in web/sentences.py."""

from __future__ import annotations

from typing import Any


class ConversationError(Exception):
    """Base of all refusals; `code` names the sentence, `detail` fills it."""

    code = "refused"

    def __init__(self, **detail: Any) -> None:
        super().__init__(self.code)
        self.detail = detail


class EmptyText(ConversationError):
    code = "empty-text"


class TextTooLong(ConversationError):
    """detail: limit, length."""

    code = "text-too-long"


class CannotAnswer(ConversationError):
    """No answer can go out from here. detail: reason ("no-connection", "read-only", "no-addressee")."""

    code = "cannot-answer"


class AnsweredMeanwhile(ConversationError):
    """A colleague answered after the page was shown. detail: name, seconds, message_id."""

    code = "answered-meanwhile"


class CannotAttach(ConversationError):
    """The channel carries no files."""

    code = "cannot-attach"


class EmptyFile(ConversationError):
    """detail: name."""

    code = "empty-file"


class FileTooLarge(ConversationError):
    """One file, or all of them where name is empty. detail: name, limit (megabytes)."""

    code = "file-too-large"


class TooManyFiles(ConversationError):
    """detail: limit."""

    code = "too-many-files"


class UnknownFile(ConversationError):
    """It was sent already, kept too long ago, or by somebody else."""

    code = "unknown-file"


class UnknownStatus(ConversationError):
    code = "unknown-status"


class MomentNotAhead(ConversationError):
    """Snoozing needs a moment in the future, at most a year away."""

    code = "moment-not-ahead"


class NotAssignable(ConversationError):
    """The account is inactive or does not see the queue."""

    code = "not-assignable"


class AlreadyTaken(ConversationError):
    """detail: name."""

    code = "already-taken"


class CannotMerge(ConversationError):
    """Into itself, or one of the two was merged before."""

    code = "cannot-merge"


class NotRetryable(ConversationError):
    code = "not-retryable"


class QueueNameTaken(ConversationError):
    code = "queue-name-taken"


class DefaultQueueNeeded(ConversationError):
    code = "default-queue-needed"
