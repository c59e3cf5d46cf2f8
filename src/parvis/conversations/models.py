"""Queues, conversations and what is said in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.accounts.models import Team, User
from parvis.channels.models import Connection
from parvis.people.models import Identity


class Queue(models.Model):
    """Where conversations wait. Without a team it is everybody's who may answer."""

    name = models.CharField(max_length=120, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="queues")
    is_default = models.BooleanField(default=False)
    connections = models.ManyToManyField(Connection, blank=True, related_name="queues")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "conversations_queue"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_queue"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    OPEN = "open"
    PENDING = "pending"  # waits for the customer or a third party
    SNOOZED = "snoozed"  # comes back by itself at snoozed_until
    RESOLVED = "resolved"


class Conversation(models.Model):
    """A thread with one or more identities. Counters and times are kept beside the messages for the list."""

    subject = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    snoozed_until = models.DateTimeField(null=True)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="conversations")
    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="conversations")
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, null=True, related_name="conversations")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, null=True)
    channel = models.CharField(max_length=40)
    brand = models.CharField(max_length=200, blank=True)
    # Opened from a mention (no key: mentions are partitioned and may be purged by retention).
    mention_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)  # the oldest customer message that has no answer yet
    first_inbound_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    message_count = models.IntegerField(default=0)
    preview = models.CharField(max_length=200, blank=True)  # first words of the last message
    language = models.CharField(max_length=8, blank=True)
    sentiment = models.CharField(
        max_length=8, blank=True
    )  # of the last customer message; empty: not analysed
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        db_table = "conversations_conversation"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="snoozed", snoozed_until__isnull=False)
                | (~Q(status="snoozed") & Q(snoozed_until__isnull=True)),
                name="snoozed_until_a_time",
            ),
            models.UniqueConstraint(
                fields=["mention_id"],
                condition=Q(mention_id__isnull=False, merged_into__isnull=True),
                name="one_conversation_a_mention",
            ),
        ]
        indexes = [
            # The inbox walks these in order, one queue and status after the other. The included columns let
            # a filter be answered from the index alone, so that a rare channel costs no visit to the table.
            models.Index(
                fields=["queue", "status", "-last_message_at", "-id"],
                include=["assignee", "channel", "sentiment"],
                condition=Q(merged_into__isnull=True),
                name="conversation_inbox",
            ),
            models.Index(
                fields=["assignee", "status", "-last_message_at", "-id"],
                include=["queue", "channel", "sentiment"],
                condition=Q(merged_into__isnull=True, assignee__isnull=False),
                name="conversation_assignee",
            ),
            models.Index(
                fields=["queue", "waiting_since", "id"],
                include=["status", "assignee", "channel", "sentiment"],
                condition=Q(waiting_since__isnull=False),
                name="conversation_waiting",
            ),
            models.Index(fields=["identity", "-last_message_at"], name="conversation_identity"),
            models.Index(
                fields=["snoozed_until"], name="conversation_snoozed", condition=Q(status="snoozed")
            ),
            models.Index(
                fields=["first_inbound_at"],
                include=["first_reply_at", "queue"],
                name="conversation_first_reply",
            ),
        ]


class Message(models.Model):
    """One thing said in a conversation: by a customer, by us, or among us (a note)."""

    INBOUND, OUTBOUND, NOTE = "inbound", "outbound", "note"
    QUEUED, SENDING, SENT, FAILED, BOUNCED = "queued", "sending", "sent", "failed", "bounced"

    # Both keys are found by the longer indexes below.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    kind = models.CharField(max_length=8, choices=[(k, k) for k in (INBOUND, OUTBOUND, NOTE)])
    identity = models.ForeignKey(
        Identity, on_delete=models.PROTECT, null=True, related_name="messages", db_index=False
    )
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="messages")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, null=True)
    channel = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    in_reply_to = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)  # cleaned; shown in a sandboxed frame, pictures only when asked
    sent_at = models.DateTimeField()  # when it was said, as the channel tells
    created_at = models.DateTimeField()
    delivery = models.CharField(
        max_length=8, blank=True, choices=[(k, k) for k in (QUEUED, SENDING, SENT, FAILED, BOUNCED)]
    )
    delivery_detail = models.CharField(max_length=300, blank=True)
    is_automatic = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    language_probability = models.FloatField(null=True)
    sentiment = models.CharField(max_length=8, blank=True)
    sentiment_probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=60, blank=True)
    edited_at = models.DateTimeField(
        null=True
    )  # when its author's other words arrived; what they were: FormerWords

    class Meta:
        db_table = "conversations_message"
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "external_id"], condition=~Q(external_id=""), name="message_once"
            ),
            models.CheckConstraint(
                condition=Q(sentiment__in=["", "negative", "neutral", "positive"]), name="message_sentiment"
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "sent_at", "id"], name="message_thread"),
            models.Index(fields=["identity", "-sent_at"], name="message_identity"),
            # One mood among 50,000 messages of one handle, without reading the others.
            models.Index(
                fields=["identity", "sentiment", "-sent_at", "-id"],
                condition=Q(identity__isnull=False),
                name="message_mood",
            ),
            models.Index(
                fields=["conversation", "-sent_at", "-id"], condition=Q(kind="outbound"), name="message_told"
            ),
            models.Index(fields=["-sent_at", "-id"], include=["conversation", "kind"], name="message_newest"),
            models.Index(
                fields=["sent_at"], condition=Q(delivery__in=["queued", "sending"]), name="message_on_its_way"
            ),
        ]


class ThreadReference(models.Model):
    """Which conversation an external id belongs to, also ids that were only referred to so far."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    external_id = models.CharField(max_length=200)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="references")

    class Meta:
        db_table = "conversations_thread_reference"
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="reference_once")]


# Half of what the small picture has, for screens with two points a pixel.
SMALL_WIDTH, SMALL_HEIGHT = 160, 120


class FormerWords(models.Model):
    """What a message said before its author changed it; goes with the message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="former")
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        db_table = "conversations_former_words"
        ordering = ["-id"]


class Attachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size_bytes = models.IntegerField()
    stored_name = models.CharField(max_length=64)
    # A picture made anew, in two sizes, stored beside the file. width: null until somebody looked, 0 for no picture.
    large_name = models.CharField(max_length=64, blank=True, db_default="")
    small_name = models.CharField(max_length=64, blank=True, db_default="")
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)

    class Meta:
        db_table = "conversations_attachment"

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture of it that may be shown."""
        return bool(self.small_name)

    @property
    def small_size(self) -> tuple[int, int]:
        """How large the thread shows it, so that nothing moves when it arrives."""
        width, height = self.width or 1, self.height or 1
        scale = min(1, SMALL_WIDTH / width, SMALL_HEIGHT / height)
        return max(1, round(width * scale)), max(1, round(height * scale))


class Upload(models.Model):
    """A file that somebody chose for an answer. It becomes an attachment when sent, and goes after a day."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="uploads")
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size_bytes = models.IntegerField()
    stored_name = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "conversations_upload"


class Presence(models.Model):
    """Who has a conversation open just now, so that two do not answer at once. Lives for seconds."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "conversations_presence"
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="present_once")]
