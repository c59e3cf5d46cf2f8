"""A method for each endpoint of Parvis.

Generated from the OpenAPI document by `python -m parvis.api.client_generator`: change nothing here.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from parvis_client.shapes import (
    AnswerRoute,
    Assignment,
    AttachmentContent,
    AuditPageOut,
    BulkAct,
    BulkResults,
    ChangedPersons,
    ConnectionChanges,
    ConnectionList,
    ConnectionOut,
    ConsentGiven,
    ConsentWithdrawn,
    Consents,
    ContactPointOut,
    ConversationOut,
    ConversationPage,
    CreatedToken,
    CreatedWebhook,
    DeadJobs,
    DeliveryOut,
    DeliveryPageOut,
    EndedLink,
    EventTypeList,
    FetchAsked,
    FigureList,
    Hits,
    IdentityList,
    IdentityOut,
    ImportOut,
    ImportPageOut,
    JobState,
    KeptFile,
    LabelledTexts,
    Me,
    MentionCounts,
    MentionOut,
    MentionPageOut,
    MergeWanted,
    MessageOut,
    MessagePage,
    MoveWanted,
    NewConnection,
    NewContactPoint,
    NewLink,
    NewNote,
    NewPerson,
    NewPersons,
    NewReply,
    NewServiceAccount,
    NewTeam,
    NewToken,
    NewUser,
    NewWebhook,
    OpenedConversation,
    PersonChanges,
    PersonOut,
    PersonPage,
    Picture,
    QueueFields,
    QueueList,
    QueueOut,
    RejectedPageOut,
    RenewedSecret,
    RowResults,
    SnoozeWanted,
    StatusWanted,
    Taken,
    TeamChanges,
    TeamList,
    TeamOut,
    TestResult,
    Texts,
    TimelinePageOut,
    TokenList,
    UserChanges,
    UserOut,
    UserPageOut,
    WebhookChanges,
    WebhookList,
    WebhookOut,
)
from parvis_client.transport import Transport, quoted


class Parvis(Transport):
    """Parvis(address, token): what a screen can do, a method each."""

    def list_conversations(
        self,
        *,
        status: Literal["open", "pending", "snoozed", "resolved"] | Literal["any"] | None = None,
        queue_id: int | None = None,
        assignee: str | None = None,
        channel: str | None = None,
        sentiment: Literal["", "negative", "neutral", "positive", "not_analysed"] | None = None,
        waiting: bool | None = None,
        q: str | None = None,
        cursor: str | None = None,
    ) -> ConversationPage:
        """Conversations of the queues one sees, last spoken first. assignee: me, none, any, or
        an account's id. waiting: those without an answer, the longest first. q: words in
        their messages; other filters still hold.
        """
        answer = self.ask(
            "GET",
            "/conversations",
            query={"status": status, "queue_id": queue_id, "assignee": assignee, "channel": channel, "sentiment": sentiment, "waiting": waiting, "q": q, "cursor": cursor},
        )
        return cast(ConversationPage, answer)

    def get_one_conversation(
        self,
        conversation_id: int,
    ) -> ConversationOut:
        """One conversation."""
        answer = self.ask(
            "GET",
            f"/conversations/{quoted(conversation_id)}",
        )
        return cast(ConversationOut, answer)

    def list_messages(
        self,
        conversation_id: int,
        *,
        cursor: str | None = None,
    ) -> MessagePage:
        """What was said in it, the last messages first, then older ones."""
        answer = self.ask(
            "GET",
            f"/conversations/{quoted(conversation_id)}/messages",
            query={"cursor": cursor},
        )
        return cast(MessagePage, answer)

    def get_answer_route(
        self,
        conversation_id: int,
    ) -> AnswerRoute:
        """Whether and by which way an answer would go out."""
        answer = self.ask(
            "GET",
            f"/conversations/{quoted(conversation_id)}/route",
        )
        return cast(AnswerRoute, answer)

    def keep_file_for_reply(
        self,
        conversation_id: int,
        given: bytes,
        *,
        file_name: str,
        idempotency_key: str = "",
    ) -> KeptFile:
        """Hand in a file for an answer: it is the body. Send the answer with its id in file_ids."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/files",
            query={"file_name": file_name},
            raw=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(KeptFile, answer)

    def get_attachment_content(
        self,
        attachment_id: int,
    ) -> AttachmentContent:
        """A file that came with a message."""
        answer = self.ask(
            "GET",
            f"/attachments/{quoted(attachment_id)}/content",
        )
        return cast(AttachmentContent, answer)

    def get_attachment_picture(
        self,
        attachment_id: int,
        *,
        size: Literal["small", "large"] | None = None,
    ) -> Picture:
        """What a file shows, where is_shown says that it shows something. large: at most 1,600
        points a side.
        """
        answer = self.ask(
            "GET",
            f"/attachments/{quoted(attachment_id)}/picture",
            query={"size": size},
        )
        return cast(Picture, answer)

    def send_reply(
        self,
        conversation_id: int,
        given: NewReply,
        *,
        idempotency_key: str = "",
    ) -> MessageOut:
        """Answer the customer where they spoke last. Its delivery goes from queued to sent or
        failed.
        """
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/replies",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MessageOut, answer)

    def leave_note(
        self,
        conversation_id: int,
        given: NewNote,
        *,
        idempotency_key: str = "",
    ) -> MessageOut:
        """Say something among us; the customer never sees it."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/notes",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MessageOut, answer)

    def retry_message(
        self,
        message_id: int,
        *,
        idempotency_key: str = "",
    ) -> MessageOut:
        """Send an answer again that was not sent."""
        answer = self.ask(
            "POST",
            f"/messages/{quoted(message_id)}/retry",
            key=idempotency_key,
            is_write=True,
        )
        return cast(MessageOut, answer)

    def take_conversation(
        self,
        conversation_id: int,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Make it one's own."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/take",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def release_conversation(
        self,
        conversation_id: int,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Put it back into its queue."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/release",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def assign_conversation(
        self,
        conversation_id: int,
        given: Assignment,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Give it to somebody who works in its queue."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/assign",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def set_conversation_status(
        self,
        conversation_id: int,
        given: StatusWanted,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Open, pending or resolved."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/status",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def snooze_conversation(
        self,
        conversation_id: int,
        given: SnoozeWanted,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Out of the way until a moment, or until the customer writes."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/snooze",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def move_conversation(
        self,
        conversation_id: int,
        given: MoveWanted,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Hand it over to another queue."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/move",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def merge_conversation(
        self,
        conversation_id: int,
        given: MergeWanted,
        *,
        idempotency_key: str = "",
    ) -> ConversationOut:
        """Everything said in it moves into another conversation, which is answered."""
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/merge",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConversationOut, answer)

    def open_conversation_from_mention(
        self,
        mention_id: int,
        *,
        idempotency_key: str = "",
    ) -> OpenedConversation:
        """A public mention becomes a conversation; the second who asks is led to the first's."""
        answer = self.ask(
            "POST",
            f"/mentions/{quoted(mention_id)}/conversation",
            key=idempotency_key,
            is_write=True,
        )
        return cast(OpenedConversation, answer)

    def act_on_conversations_in_bulk(
        self,
        given: BulkAct,
        *,
        idempotency_key: str = "",
    ) -> BulkResults:
        """One act for many conversations; what is refused leaves the others alone."""
        answer = self.ask(
            "POST",
            "/conversations/bulk",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(BulkResults, answer)

    def list_queues(
        self,
    ) -> QueueList:
        """The queues one sees; for those who manage queues, all of them."""
        answer = self.ask(
            "GET",
            "/queues",
        )
        return cast(QueueList, answer)

    def create_new_queue(
        self,
        given: QueueFields,
        *,
        idempotency_key: str = "",
    ) -> QueueOut:
        """Make a queue."""
        answer = self.ask(
            "POST",
            "/queues",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueueOut, answer)

    def replace_queue(
        self,
        queue_id: int,
        given: QueueFields,
        *,
        idempotency_key: str = "",
    ) -> QueueOut:
        """Change all of a queue. Conversations stay where they are."""
        answer = self.ask(
            "PUT",
            f"/queues/{quoted(queue_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueueOut, answer)

    def list_mentions(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        q: str | None = None,
        sentiment: Literal["", "negative", "neutral", "positive", "analysed", "none"] | None = None,
        channel: str | None = None,
        brand: str | None = None,
        language: str | None = None,
        connection_id: int | None = None,
        identity_id: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> MentionPageOut:
        """Posts of a period, the newest first. sentiment: analysed means any of the three, none
        means not analysed. brand, language: none means that none is said.
        """
        answer = self.ask(
            "GET",
            "/mentions",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "connection_id": connection_id, "identity_id": identity_id, "cursor": cursor, "limit": limit},
        )
        return cast(MentionPageOut, answer)

    def count_mentions(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        q: str | None = None,
        sentiment: Literal["", "negative", "neutral", "positive", "analysed", "none"] | None = None,
        channel: str | None = None,
        brand: str | None = None,
        language: str | None = None,
        connection_id: int | None = None,
        identity_id: int | None = None,
    ) -> MentionCounts:
        """How many posts of which sentiment: in all, over time, and by channel, source, brand
        and language.
        """
        answer = self.ask(
            "GET",
            "/mentions/counts",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "connection_id": connection_id, "identity_id": identity_id},
        )
        return cast(MentionCounts, answer)

    def get_one_mention(
        self,
        mention_id: int,
    ) -> MentionOut:
        """One post."""
        answer = self.ask(
            "GET",
            f"/mentions/{quoted(mention_id)}",
        )
        return cast(MentionOut, answer)

    def list_people(
        self,
        *,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> PersonPage:
        """Persons by name, or those that a search finds. q: words of the name, a customer
        number, a town, or a whole e-mail address or phone number.
        """
        answer = self.ask(
            "GET",
            "/people",
            query={"q": q, "cursor": cursor, "limit": limit},
        )
        return cast(PersonPage, answer)

    def create_person_record(
        self,
        given: NewPerson,
        *,
        idempotency_key: str = "",
    ) -> PersonOut:
        """Make a record."""
        answer = self.ask(
            "POST",
            "/people",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PersonOut, answer)

    def get_person(
        self,
        person_id: int,
    ) -> PersonOut:
        """One record. Its ETag goes into If-Match when it is changed."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}",
        )
        return cast(PersonOut, answer)

    def change_person_record(
        self,
        person_id: int,
        given: PersonChanges,
        *,
        if_match: str = "",
        idempotency_key: str = "",
    ) -> PersonOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/people/{quoted(person_id)}",
            body=given,
            headers={"If-Match": if_match},
            key=idempotency_key,
            is_write=True,
        )
        return cast(PersonOut, answer)

    def create_people_in_bulk(
        self,
        given: NewPersons,
        *,
        idempotency_key: str = "",
    ) -> RowResults:
        """Make up to 1,000 records, each for itself: a refused row leaves the others alone."""
        answer = self.ask(
            "POST",
            "/people/bulk-create",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RowResults, answer)

    def change_people_in_bulk(
        self,
        given: ChangedPersons,
        *,
        idempotency_key: str = "",
    ) -> RowResults:
        """Change up to 1,000 records, each for itself."""
        answer = self.ask(
            "POST",
            "/people/bulk-change",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RowResults, answer)

    def add_person_contact_point(
        self,
        person_id: int,
        given: NewContactPoint,
        *,
        idempotency_key: str = "",
    ) -> ContactPointOut:
        """Keep an address that the person gave; handles that already spoke from it are linked."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/contact-points",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ContactPointOut, answer)

    def remove_person_contact_point(
        self,
        person_id: int,
        point_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget an address. Links that were made by it stay."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/contact-points/{quoted(point_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_person_identities(
        self,
        person_id: int,
    ) -> IdentityList:
        """The handles linked to the person now, each with the decision that linked it."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/identities",
        )
        return cast(IdentityList, answer)

    def get_identity(
        self,
        identity_id: int,
    ) -> IdentityOut:
        """One handle, whose it is and why."""
        answer = self.ask(
            "GET",
            f"/identities/{quoted(identity_id)}",
        )
        return cast(IdentityOut, answer)

    def link_identity_to_person(
        self,
        identity_id: int,
        given: NewLink,
        *,
        idempotency_key: str = "",
    ) -> IdentityOut:
        """Say that this handle is this person, and how one knows."""
        answer = self.ask(
            "PUT",
            f"/identities/{quoted(identity_id)}/link",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdentityOut, answer)

    def unlink_identity(
        self,
        identity_id: int,
        given: EndedLink,
        *,
        idempotency_key: str = "",
    ) -> IdentityOut:
        """Take handle and person apart again; both histories stay whole."""
        answer = self.ask(
            "POST",
            f"/identities/{quoted(identity_id)}/unlink",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdentityOut, answer)

    def get_person_timeline(
        self,
        person_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> TimelinePageOut:
        """Everything said by and to the person, on every channel, the newest first."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/timeline",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(TimelinePageOut, answer)

    def get_identity_timeline(
        self,
        identity_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> TimelinePageOut:
        """What one handle said and was told, whether or not it has a person."""
        answer = self.ask(
            "GET",
            f"/identities/{quoted(identity_id)}/timeline",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(TimelinePageOut, answer)

    def get_person_consents(
        self,
        person_id: int,
    ) -> Consents:
        """What the person allows now, and the ledger with its words."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/consents",
        )
        return cast(Consents, answer)

    def give_person_consent(
        self,
        person_id: int,
        given: ConsentGiven,
        *,
        idempotency_key: str = "",
    ) -> Consents:
        """Note a consent with the very words that were agreed to and where that was said."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/consents",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Consents, answer)

    def withdraw_person_consent(
        self,
        person_id: int,
        given: ConsentWithdrawn,
        *,
        idempotency_key: str = "",
    ) -> Consents:
        """Note that the person no longer agrees: it holds at once."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/consents/withdraw",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Consents, answer)

    def list_connections(
        self,
    ) -> ConnectionList:
        """Every connection with its state. Secrets are never shown."""
        answer = self.ask(
            "GET",
            "/connections",
        )
        return cast(ConnectionList, answer)

    def create_new_connection(
        self,
        given: NewConnection,
        *,
        idempotency_key: str = "",
    ) -> ConnectionOut:
        """Connect a mailbox, a form, a feed or a webhook. Fetching begins by itself."""
        answer = self.ask(
            "POST",
            "/connections",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConnectionOut, answer)

    def get_connection(
        self,
        connection_id: int,
    ) -> ConnectionOut:
        """One connection."""
        answer = self.ask(
            "GET",
            f"/connections/{quoted(connection_id)}",
        )
        return cast(ConnectionOut, answer)

    def change_one_connection(
        self,
        connection_id: int,
        given: ConnectionChanges,
        *,
        idempotency_key: str = "",
    ) -> ConnectionOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/connections/{quoted(connection_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConnectionOut, answer)

    def pause_one_connection(
        self,
        connection_id: int,
        *,
        idempotency_key: str = "",
    ) -> ConnectionOut:
        """Fetch nothing more until it is resumed."""
        answer = self.ask(
            "POST",
            f"/connections/{quoted(connection_id)}/pause",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConnectionOut, answer)

    def resume_one_connection(
        self,
        connection_id: int,
        *,
        idempotency_key: str = "",
    ) -> ConnectionOut:
        """Fetch again."""
        answer = self.ask(
            "POST",
            f"/connections/{quoted(connection_id)}/resume",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConnectionOut, answer)

    def fetch_connection_soon(
        self,
        connection_id: int,
        *,
        idempotency_key: str = "",
    ) -> FetchAsked:
        """Ask a worker to fetch without waiting for the turn."""
        answer = self.ask(
            "POST",
            f"/connections/{quoted(connection_id)}/fetch",
            key=idempotency_key,
            is_write=True,
        )
        return cast(FetchAsked, answer)

    def test_connection(
        self,
        connection_id: int,
    ) -> TestResult:
        """Ask the channel whether it would let us in."""
        answer = self.ask(
            "POST",
            f"/connections/{quoted(connection_id)}/test",
        )
        return cast(TestResult, answer)

    def list_imports(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ImportPageOut:
        """Every import, the newest first."""
        answer = self.ask(
            "GET",
            "/imports",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(ImportPageOut, answer)

    def start_file_import(
        self,
        given: bytes,
        *,
        file_name: str,
        mode: Literal["mentions", "conversations"] | None = None,
        connection_id: int | None = None,
        source_name: str | None = None,
        channel: str | None = None,
        date_order: Literal["", "dmy", "mdy"] | None = None,
        time_zone: str | None = None,
    ) -> ImportOut:
        """Import a file of posts or of conversations: CSV or JSON Lines, also with gzip; the
        file is the body. connection_id: the source that the file belongs to; without one,
        source_name and channel make it. Columns are recognised, or read as in the source's
        last file. The same file again takes nothing twice.
        """
        answer = self.ask(
            "POST",
            "/imports",
            query={"file_name": file_name, "mode": mode, "connection_id": connection_id, "source_name": source_name, "channel": channel, "date_order": date_order, "time_zone": time_zone},
            raw=given,
        )
        return cast(ImportOut, answer)

    def get_import(
        self,
        import_id: int,
    ) -> ImportOut:
        """How far an import is, and what came of it."""
        answer = self.ask(
            "GET",
            f"/imports/{quoted(import_id)}",
        )
        return cast(ImportOut, answer)

    def list_rejected_rows(
        self,
        import_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> RejectedPageOut:
        """The rows that could not be taken: where, and why."""
        answer = self.ask(
            "GET",
            f"/imports/{quoted(import_id)}/rejected",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(RejectedPageOut, answer)

    def receive_webhook(
        self,
        slug: str,
        given: bytes,
        *,
        webhook_id: str = "",
        webhook_timestamp: str = "",
        webhook_signature: str = "",
    ) -> Taken:
        """Hand in what was heard elsewhere, signed with the connection's secret: {"items":
        [{"id", "text", …}]}.
        """
        answer = self.ask(
            "POST",
            f"/incoming/{quoted(slug)}",
            raw=given,
            headers={"webhook-id": webhook_id, "webhook-timestamp": webhook_timestamp, "webhook-signature": webhook_signature},
        )
        return cast(Taken, answer)

    def enrich_texts(
        self,
        given: Texts,
    ) -> LabelledTexts:
        """Label up to 1,000 texts; answers in the same order with the same ids."""
        answer = self.ask(
            "POST",
            "/enrich",
            body=given,
        )
        return cast(LabelledTexts, answer)

    def list_figures(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
    ) -> FigureList:
        """Every figure of a period beside the period before it."""
        answer = self.ask(
            "GET",
            "/figures",
            query={"first": first, "last": last},
        )
        return cast(FigureList, answer)

    def get_figure(
        self,
        key: str,
        *,
        first: str | None = None,
        last: str | None = None,
    ) -> FigureList:
        """One figure."""
        answer = self.ask(
            "GET",
            f"/figures/{quoted(key)}",
            query={"first": first, "last": last},
        )
        return cast(FigureList, answer)

    def list_users(
        self,
        *,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> UserPageOut:
        """Accounts by name. q: a part of the name or the address."""
        answer = self.ask(
            "GET",
            "/users",
            query={"q": q, "cursor": cursor, "limit": limit},
        )
        return cast(UserPageOut, answer)

    def create_user_account(
        self,
        given: NewUser,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Add a colleague."""
        answer = self.ask(
            "POST",
            "/users",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def get_user(
        self,
        user_id: int,
    ) -> UserOut:
        """One account."""
        answer = self.ask(
            "GET",
            f"/users/{quoted(user_id)}",
        )
        return cast(UserOut, answer)

    def change_user_account(
        self,
        user_id: int,
        given: UserChanges,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/users/{quoted(user_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def disable_user_account(
        self,
        user_id: int,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Close an account: its sessions and tokens end at once, what it wrote stays."""
        answer = self.ask(
            "POST",
            f"/users/{quoted(user_id)}/disable",
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def enable_user_account(
        self,
        user_id: int,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Open a closed account again."""
        answer = self.ask(
            "POST",
            f"/users/{quoted(user_id)}/enable",
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def create_service_account_for_program(
        self,
        given: NewServiceAccount,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """An account for a program: no log-in; the account that makes it answers for it."""
        answer = self.ask(
            "POST",
            "/service-accounts",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def list_service_account_tokens(
        self,
        user_id: int,
    ) -> TokenList:
        """The tokens of a program's account, the newest first."""
        answer = self.ask(
            "GET",
            f"/service-accounts/{quoted(user_id)}/tokens",
        )
        return cast(TokenList, answer)

    def create_service_account_token(
        self,
        user_id: int,
        given: NewToken,
        *,
        idempotency_key: str = "",
    ) -> CreatedToken:
        """A token for a program's account. It is shown this once."""
        answer = self.ask(
            "POST",
            f"/service-accounts/{quoted(user_id)}/tokens",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CreatedToken, answer)

    def list_my_tokens(
        self,
    ) -> TokenList:
        """The tokens of the account that asks, the newest first."""
        answer = self.ask(
            "GET",
            "/tokens",
        )
        return cast(TokenList, answer)

    def revoke_api_token(
        self,
        token_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """End a token of one's own at once; administrators end anybody's."""
        self.ask(
            "DELETE",
            f"/tokens/{quoted(token_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_teams(
        self,
    ) -> TeamList:
        """Every team with its members."""
        answer = self.ask(
            "GET",
            "/teams",
        )
        return cast(TeamList, answer)

    def create_new_team(
        self,
        given: NewTeam,
        *,
        idempotency_key: str = "",
    ) -> TeamOut:
        """Make an empty team."""
        answer = self.ask(
            "POST",
            "/teams",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TeamOut, answer)

    def change_team(
        self,
        team_id: int,
        given: TeamChanges,
        *,
        idempotency_key: str = "",
    ) -> TeamOut:
        """Rename a team, or make it exactly the members that are sent."""
        answer = self.ask(
            "PATCH",
            f"/teams/{quoted(team_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TeamOut, answer)

    def list_webhook_events(
        self,
    ) -> EventTypeList:
        """What a webhook can be told."""
        answer = self.ask(
            "GET",
            "/webhooks/events",
        )
        return cast(EventTypeList, answer)

    def list_webhooks(
        self,
    ) -> WebhookList:
        """Every webhook with its state. Secrets are never shown."""
        answer = self.ask(
            "GET",
            "/webhooks",
        )
        return cast(WebhookList, answer)

    def create_new_webhook(
        self,
        given: NewWebhook,
        *,
        idempotency_key: str = "",
    ) -> CreatedWebhook:
        """Tell an address what happens here."""
        answer = self.ask(
            "POST",
            "/webhooks",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CreatedWebhook, answer)

    def get_webhook(
        self,
        webhook_id: int,
    ) -> WebhookOut:
        """One webhook."""
        answer = self.ask(
            "GET",
            f"/webhooks/{quoted(webhook_id)}",
        )
        return cast(WebhookOut, answer)

    def change_one_webhook(
        self,
        webhook_id: int,
        given: WebhookChanges,
        *,
        idempotency_key: str = "",
    ) -> WebhookOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/webhooks/{quoted(webhook_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(WebhookOut, answer)

    def delete_one_webhook(
        self,
        webhook_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget the address with its log."""
        self.ask(
            "DELETE",
            f"/webhooks/{quoted(webhook_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def enable_one_webhook(
        self,
        webhook_id: int,
        *,
        idempotency_key: str = "",
    ) -> WebhookOut:
        """Tell it again what happens from now on."""
        answer = self.ask(
            "POST",
            f"/webhooks/{quoted(webhook_id)}/enable",
            key=idempotency_key,
            is_write=True,
        )
        return cast(WebhookOut, answer)

    def disable_one_webhook(
        self,
        webhook_id: int,
        *,
        idempotency_key: str = "",
    ) -> WebhookOut:
        """Tell it nothing more."""
        answer = self.ask(
            "POST",
            f"/webhooks/{quoted(webhook_id)}/disable",
            key=idempotency_key,
            is_write=True,
        )
        return cast(WebhookOut, answer)

    def renew_webhook_secret(
        self,
        webhook_id: int,
        *,
        idempotency_key: str = "",
    ) -> RenewedSecret:
        """Another secret, shown this once; deliveries are signed with the former one too until
        the next renewal.
        """
        answer = self.ask(
            "POST",
            f"/webhooks/{quoted(webhook_id)}/renew-secret",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RenewedSecret, answer)

    def send_test_delivery(
        self,
        webhook_id: int,
        *,
        idempotency_key: str = "",
    ) -> DeliveryOut:
        """Send a delivery that says nothing."""
        answer = self.ask(
            "POST",
            f"/webhooks/{quoted(webhook_id)}/test",
            key=idempotency_key,
            is_write=True,
        )
        return cast(DeliveryOut, answer)

    def list_webhook_deliveries(
        self,
        webhook_id: int,
        *,
        state: Literal["", "waiting", "delivered", "failed"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> DeliveryPageOut:
        """What it was told in 30 days and what it answered, the newest first."""
        answer = self.ask(
            "GET",
            f"/webhooks/{quoted(webhook_id)}/deliveries",
            query={"state": state, "cursor": cursor, "limit": limit},
        )
        return cast(DeliveryPageOut, answer)

    def replay_delivery(
        self,
        delivery_id: int,
        *,
        idempotency_key: str = "",
    ) -> DeliveryOut:
        """Send it once more, under the same id."""
        answer = self.ask(
            "POST",
            f"/webhook-deliveries/{quoted(delivery_id)}/replay",
            key=idempotency_key,
            is_write=True,
        )
        return cast(DeliveryOut, answer)

    def get_me(
        self,
    ) -> Me:
        """The account behind the token, and what it may do with it."""
        answer = self.ask(
            "GET",
            "/me",
        )
        return cast(Me, answer)

    def search_everything(
        self,
        *,
        q: str,
        limit: int | None = None,
    ) -> Hits:
        """What the words find among everything this account may see; at most `limit` of each
        kind.
        """
        answer = self.ask(
            "GET",
            "/search",
            query={"q": q, "limit": limit},
        )
        return cast(Hits, answer)

    def list_dead_jobs(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> DeadJobs:
        """Jobs that failed too often and were given up, the newest first, and how many wait and
        run.
        """
        answer = self.ask(
            "GET",
            "/jobs/dead",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(DeadJobs, answer)

    def run_job_again(
        self,
        job_id: int,
        *,
        idempotency_key: str = "",
    ) -> JobState:
        """Put a dead job back into its queue; what it had already done is not done twice."""
        answer = self.ask(
            "POST",
            f"/jobs/{quoted(job_id)}/run-again",
            key=idempotency_key,
            is_write=True,
        )
        return cast(JobState, answer)

    def list_audit_entries(
        self,
        *,
        verb: str | None = None,
        object_kind: str | None = None,
        object_id: str | None = None,
        actor: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> AuditPageOut:
        """Who did what to which object, the newest first. actor: the beginning of a name."""
        answer = self.ask(
            "GET",
            "/audit",
            query={"verb": verb, "object_kind": object_kind, "object_id": object_id, "actor": actor, "cursor": cursor, "limit": limit},
        )
        return cast(AuditPageOut, answer)
