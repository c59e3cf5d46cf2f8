"""A method for each endpoint of Parvis.

Generated from the OpenAPI document by `python -m parvis.api.client_generator`: change nothing here.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from parvis_client.shapes import (
    AdapterList,
    AdapterOut,
    AlarmList,
    AlarmOut,
    AlertRuleGiven,
    AlertRuleList,
    AlertRuleOut,
    AnswerRoute,
    Assignment,
    AttachmentContent,
    AuditPageOut,
    Begun,
    BudgetGiven,
    BudgetOut,
    BulkAct,
    BulkResults,
    CampaignAnswered,
    CampaignGiven,
    CampaignList,
    CampaignOut,
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
    DropList,
    EditionOut,
    EndedLink,
    EventTypeList,
    ExclusionList,
    ExclusionOut,
    FetchAsked,
    FigureList,
    Hits,
    IdentityList,
    IdentityOut,
    ImportOut,
    ImportPageOut,
    IntakeRules,
    IntakeRulesOut,
    InvitationList,
    JobState,
    KeptFile,
    LabelOut,
    LabelledTexts,
    LinkGiven,
    LinkOut,
    MarketGiven,
    MarketList,
    MarketOut,
    Me,
    MentionCounts,
    MentionOut,
    MentionPageOut,
    MergeWanted,
    MessageHtml,
    MessageOut,
    MessagePage,
    MoveWanted,
    NewAlertRule,
    NewConnection,
    NewContactPoint,
    NewExclusion,
    NewInvitation,
    NewLink,
    NewNote,
    NewPassword,
    NewPerson,
    NewPersons,
    NewQuery,
    NewReply,
    NewServiceAccount,
    NewTeam,
    NewToken,
    NewUser,
    NewWebhook,
    OpenedConversation,
    OwnChanges,
    PastOut,
    PersonChanges,
    PersonOut,
    PersonPage,
    Picture,
    PrecisionOut,
    PresentColleagues,
    PreviewAsked,
    PreviewOut,
    QueryChanges,
    QueryList,
    QueryOut,
    QueryVersionList,
    QueueFields,
    QueueList,
    QueueOut,
    RejectedPageOut,
    RenewedSecret,
    ReportGiven,
    ReportList,
    ReportOut,
    RoleFields,
    RoleList,
    RoleOut,
    RowResults,
    SentInvitation,
    SentimentWanted,
    ShareOfVoiceOut,
    SignOfLife,
    SnoozeWanted,
    SourceRuleGiven,
    SourceRuleOut,
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
    VerdictGiven,
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
        limit: int | None = None,
    ) -> ConversationPage:
        """Conversations of the queues one sees, last spoken first. assignee: me, none, any, or
        an account's id. waiting: those without an answer, the longest first. q: words in
        their messages; other filters still hold.
        """
        answer = self.ask(
            "GET",
            "/conversations",
            query={"status": status, "queue_id": queue_id, "assignee": assignee, "channel": channel, "sentiment": sentiment, "waiting": waiting, "q": q, "cursor": cursor, "limit": limit},
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
        limit: int | None = None,
    ) -> MessagePage:
        """What was said in it, the last messages first, then older ones."""
        answer = self.ask(
            "GET",
            f"/conversations/{quoted(conversation_id)}/messages",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(MessagePage, answer)

    def get_message_html(
        self,
        message_id: int,
    ) -> MessageHtml:
        """A mail as its sender laid it out, cleaned: no script, form or frame is left. Show it
        in a sandbox all the same, and load its pictures only when asked: they tell the sender
        who read it, when and where.
        """
        answer = self.ask(
            "GET",
            f"/messages/{quoted(message_id)}/html",
        )
        return cast(MessageHtml, answer)

    def list_present_colleagues(
        self,
        conversation_id: int,
    ) -> PresentColleagues:
        """Others who have it open just now; who writes an answer comes first."""
        answer = self.ask(
            "GET",
            f"/conversations/{quoted(conversation_id)}/presence",
        )
        return cast(PresentColleagues, answer)

    def show_presence(
        self,
        conversation_id: int,
        given: SignOfLife,
        *,
        idempotency_key: str = "",
    ) -> PresentColleagues:
        """Say that one reads or writes here, so that colleagues see it; to be repeated every ten
        seconds.
        """
        answer = self.ask(
            "POST",
            f"/conversations/{quoted(conversation_id)}/presence",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PresentColleagues, answer)

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
        query_id: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> MentionPageOut:
        """Posts of a period, the newest first. sentiment: analysed means any of the three, none
        means not analysed. brand, language: none means that none is said.
        """
        answer = self.ask(
            "GET",
            "/mentions",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id, "cursor": cursor, "limit": limit},
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
        query_id: int | None = None,
    ) -> MentionCounts:
        """How many posts of which sentiment: in all, over time, and by channel, source, brand
        and language.
        """
        answer = self.ask(
            "GET",
            "/mentions/counts",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id},
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

    def list_queries(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
    ) -> QueryList:
        """Every query, with how many mentions it found in a period (30 days by default)."""
        answer = self.ask(
            "GET",
            "/queries",
            query={"first": first, "last": last},
        )
        return cast(QueryList, answer)

    def create_query(
        self,
        given: NewQuery,
        *,
        idempotency_key: str = "",
    ) -> QueryOut:
        """Listen for something new. It holds with the next batch, and is searched in what is
        stored.
        """
        answer = self.ask(
            "POST",
            "/queries",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueryOut, answer)

    def preview_query(
        self,
        given: PreviewAsked,
    ) -> PreviewOut:
        """What a text would find in a period, before it is saved."""
        answer = self.ask(
            "POST",
            "/queries/preview",
            body=given,
        )
        return cast(PreviewOut, answer)

    def get_one_query(
        self,
        query_id: int,
    ) -> QueryOut:
        """One query."""
        answer = self.ask(
            "GET",
            f"/queries/{quoted(query_id)}",
        )
        return cast(QueryOut, answer)

    def change_query(
        self,
        query_id: int,
        given: QueryChanges,
        *,
        idempotency_key: str = "",
    ) -> QueryOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/queries/{quoted(query_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueryOut, answer)

    def delete_query(
        self,
        query_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Remove a query and what it found; its texts stay on record."""
        self.ask(
            "DELETE",
            f"/queries/{quoted(query_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_query_versions(
        self,
        query_id: int,
    ) -> QueryVersionList:
        """The texts that a query had, the newest first."""
        answer = self.ask(
            "GET",
            f"/queries/{quoted(query_id)}/versions",
        )
        return cast(QueryVersionList, answer)

    def pause_one_query(
        self,
        query_id: int,
        *,
        idempotency_key: str = "",
    ) -> QueryOut:
        """Find nothing new until it is resumed; what was found stays."""
        answer = self.ask(
            "POST",
            f"/queries/{quoted(query_id)}/pause",
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueryOut, answer)

    def resume_one_query(
        self,
        query_id: int,
        *,
        idempotency_key: str = "",
    ) -> QueryOut:
        """Go on, and search what was missed meanwhile."""
        answer = self.ask(
            "POST",
            f"/queries/{quoted(query_id)}/resume",
            key=idempotency_key,
            is_write=True,
        )
        return cast(QueryOut, answer)

    def list_exclusions(
        self,
    ) -> ExclusionList:
        """Sites, authors and words from which nothing is taken in."""
        answer = self.ask(
            "GET",
            "/exclusions",
        )
        return cast(ExclusionList, answer)

    def create_exclusion(
        self,
        given: NewExclusion,
        *,
        idempotency_key: str = "",
    ) -> ExclusionOut:
        """Take in nothing of it any more; what is stored stays."""
        answer = self.ask(
            "POST",
            "/exclusions",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ExclusionOut, answer)

    def delete_exclusion(
        self,
        exclusion_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take it in again from now on."""
        self.ask(
            "DELETE",
            f"/exclusions/{quoted(exclusion_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def count_dropped(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
    ) -> DropList:
        """How many posts were not kept, by source and reason."""
        answer = self.ask(
            "GET",
            "/dropped",
            query={"first": first, "last": last},
        )
        return cast(DropList, answer)

    def list_markets(
        self,
    ) -> MarketList:
        """Every declared market."""
        answer = self.ask(
            "GET",
            "/markets",
        )
        return cast(MarketList, answer)

    def create_market(
        self,
        given: MarketGiven,
        *,
        idempotency_key: str = "",
    ) -> MarketOut:
        """Declare which brands are compared."""
        answer = self.ask(
            "POST",
            "/markets",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MarketOut, answer)

    def replace_market(
        self,
        market_id: int,
        given: MarketGiven,
        *,
        idempotency_key: str = "",
    ) -> MarketOut:
        """Change its name and its brands."""
        answer = self.ask(
            "PUT",
            f"/markets/{quoted(market_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MarketOut, answer)

    def delete_market(
        self,
        market_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Compare no more; the queries stay."""
        self.ask(
            "DELETE",
            f"/markets/{quoted(market_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def get_share_of_voice(
        self,
        market_id: int,
        *,
        first: str | None = None,
        last: str | None = None,
        once: bool | None = None,
    ) -> ShareOfVoiceOut:
        """Each brand's share of what is said in the market, by mentions, distinct authors and
        engagement.
        """
        answer = self.ask(
            "GET",
            f"/markets/{quoted(market_id)}/share-of-voice",
            query={"first": first, "last": last, "once": once},
        )
        return cast(ShareOfVoiceOut, answer)

    def get_intake_rules(
        self,
    ) -> IntakeRulesOut:
        """The rules in force."""
        answer = self.ask(
            "GET",
            "/intake-rules",
        )
        return cast(IntakeRulesOut, answer)

    def replace_intake_rules(
        self,
        given: IntakeRules,
        *,
        idempotency_key: str = "",
    ) -> IntakeRulesOut:
        """State both rules; they hold from the next posts on."""
        answer = self.ask(
            "PUT",
            "/intake-rules",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IntakeRulesOut, answer)

    def set_how_much_a_source_keeps(
        self,
        connection_id: int,
        given: SourceRuleGiven,
        *,
        idempotency_key: str = "",
    ) -> SourceRuleOut:
        """Keep everything of a connection, or only what a query finds."""
        answer = self.ask(
            "PUT",
            f"/connections/{quoted(connection_id)}/keeps",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SourceRuleOut, answer)

    def list_alarms(
        self,
        *,
        query_id: int | None = None,
        kind: Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"] | None = None,
        cursor: str | None = None,
    ) -> AlarmList:
        """What stood out, the newest hour first."""
        answer = self.ask(
            "GET",
            "/alarms",
            query={"query_id": query_id, "kind": kind, "cursor": cursor},
        )
        return cast(AlarmList, answer)

    def get_alarm_precision(
        self,
    ) -> PrecisionOut:
        """How many alarms were told, and how many of the judged ones were worth it."""
        answer = self.ask(
            "GET",
            "/alarms/precision",
        )
        return cast(PrecisionOut, answer)

    def get_one_alarm(
        self,
        alarm_id: int,
    ) -> AlarmOut:
        """One alarm with its facts."""
        answer = self.ask(
            "GET",
            f"/alarms/{quoted(alarm_id)}",
        )
        return cast(AlarmOut, answer)

    def judge_one_alarm(
        self,
        alarm_id: int,
        given: VerdictGiven,
        *,
        idempotency_key: str = "",
    ) -> AlarmOut:
        """Say whether it was worth it; a second word of the same account replaces the first."""
        answer = self.ask(
            "PUT",
            f"/alarms/{quoted(alarm_id)}/verdict",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(AlarmOut, answer)

    def list_alert_rules(
        self,
    ) -> AlertRuleList:
        """What is watched, and the budget of false alarms."""
        answer = self.ask(
            "GET",
            "/alert-rules",
        )
        return cast(AlertRuleList, answer)

    def create_alert_rule(
        self,
        given: NewAlertRule,
        *,
        idempotency_key: str = "",
    ) -> AlertRuleOut:
        """Watch a query, or everything. It is off until it is switched on; what it would have
        told is counted.
        """
        answer = self.ask(
            "POST",
            "/alert-rules",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(AlertRuleOut, answer)

    def replace_alert_rule(
        self,
        rule_id: int,
        given: AlertRuleGiven,
        *,
        idempotency_key: str = "",
    ) -> AlertRuleOut:
        """Change everything but what it watches."""
        answer = self.ask(
            "PUT",
            f"/alert-rules/{quoted(rule_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(AlertRuleOut, answer)

    def delete_alert_rule(
        self,
        rule_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Tell nobody any more; its alarms stay on record."""
        self.ask(
            "DELETE",
            f"/alert-rules/{quoted(rule_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def switch_on_alert_rule(
        self,
        rule_id: int,
        *,
        idempotency_key: str = "",
    ) -> AlertRuleOut:
        """Judge every hour from now on."""
        answer = self.ask(
            "POST",
            f"/alert-rules/{quoted(rule_id)}/switch-on",
            key=idempotency_key,
            is_write=True,
        )
        return cast(AlertRuleOut, answer)

    def switch_off_alert_rule(
        self,
        rule_id: int,
        *,
        idempotency_key: str = "",
    ) -> AlertRuleOut:
        """Judge no hour any more; what it told stays."""
        answer = self.ask(
            "POST",
            f"/alert-rules/{quoted(rule_id)}/switch-off",
            key=idempotency_key,
            is_write=True,
        )
        return cast(AlertRuleOut, answer)

    def get_past_of_alert_rule(
        self,
        rule_id: int,
    ) -> PastOut:
        """What it would have told over the stored past, with the reasons; made in a job after
        each change.
        """
        answer = self.ask(
            "GET",
            f"/alert-rules/{quoted(rule_id)}/past",
        )
        return cast(PastOut, answer)

    def set_alert_budget(
        self,
        given: BudgetGiven,
        *,
        idempotency_key: str = "",
    ) -> BudgetOut:
        """How many false alarms a month all rules together may raise."""
        answer = self.ask(
            "PUT",
            "/alert-budget",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(BudgetOut, answer)

    def list_campaigns(
        self,
    ) -> CampaignList:
        """Every campaign, the newest first, with its answer."""
        answer = self.ask(
            "GET",
            "/campaigns",
        )
        return cast(CampaignList, answer)

    def create_campaign(
        self,
        given: CampaignGiven,
        *,
        idempotency_key: str = "",
    ) -> CampaignOut:
        """Enter a campaign; what it moved is computed in a job."""
        answer = self.ask(
            "POST",
            "/campaigns",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CampaignOut, answer)

    def replace_campaign(
        self,
        campaign_id: int,
        given: CampaignGiven,
        *,
        idempotency_key: str = "",
    ) -> CampaignOut:
        """Change it; it is computed anew."""
        answer = self.ask(
            "PUT",
            f"/campaigns/{quoted(campaign_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CampaignOut, answer)

    def delete_campaign(
        self,
        campaign_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take it away with its answers."""
        self.ask(
            "DELETE",
            f"/campaigns/{quoted(campaign_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def get_campaign_answer(
        self,
        campaign_id: int,
    ) -> CampaignAnswered:
        """What it moved, with its interval, and how far that can be told."""
        answer = self.ask(
            "GET",
            f"/campaigns/{quoted(campaign_id)}/answer",
        )
        return cast(CampaignAnswered, answer)

    def compute_campaign_again(
        self,
        campaign_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Compute it anew, on the queries as they are now."""
        self.ask(
            "POST",
            f"/campaigns/{quoted(campaign_id)}/compute",
            key=idempotency_key,
            is_write=True,
        )

    def correct_mention_sentiment(
        self,
        mention_id: int,
        given: SentimentWanted,
        *,
        idempotency_key: str = "",
    ) -> LabelOut:
        """Say what stands in a mention; saying what stands there already confirms it."""
        answer = self.ask(
            "PUT",
            f"/mentions/{quoted(mention_id)}/sentiment",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(LabelOut, answer)

    def withdraw_mention_correction(
        self,
        mention_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a person's word back: the machine speaks again."""
        self.ask(
            "DELETE",
            f"/mentions/{quoted(mention_id)}/sentiment",
            key=idempotency_key,
            is_write=True,
        )

    def correct_message_sentiment(
        self,
        message_id: int,
        given: SentimentWanted,
        *,
        idempotency_key: str = "",
    ) -> LabelOut:
        """The same for a message of a customer."""
        answer = self.ask(
            "PUT",
            f"/messages/{quoted(message_id)}/sentiment",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(LabelOut, answer)

    def withdraw_message_correction(
        self,
        message_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a person's word back: the machine speaks again."""
        self.ask(
            "DELETE",
            f"/messages/{quoted(message_id)}/sentiment",
            key=idempotency_key,
            is_write=True,
        )

    def list_adapters(
        self,
    ) -> AdapterList:
        """What was learned so far, the newest first, fifty at most."""
        answer = self.ask(
            "GET",
            "/labels/adapters",
        )
        return cast(AdapterList, answer)

    def train_labels(
        self,
        *,
        idempotency_key: str = "",
    ) -> Begun:
        """Learn from the corrections, in the background."""
        answer = self.ask(
            "POST",
            "/labels/train",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Begun, answer)

    def relabel_stored_texts(
        self,
        *,
        idempotency_key: str = "",
    ) -> Begun:
        """Label what is stored by what is in force now, in the background, in place of a pass
        that still runs.
        """
        answer = self.ask(
            "POST",
            "/labels/relabel",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Begun, answer)

    def activate_one_adapter(
        self,
        adapter_id: int,
        *,
        idempotency_key: str = "",
    ) -> AdapterOut:
        """Label by what was learned then; stored texts follow in the background."""
        answer = self.ask(
            "POST",
            f"/labels/adapters/{quoted(adapter_id)}/activate",
            key=idempotency_key,
            is_write=True,
        )
        return cast(AdapterOut, answer)

    def label_by_shipped_model(
        self,
        *,
        idempotency_key: str = "",
    ) -> Begun:
        """Put aside what was learned; stored texts follow in the background."""
        answer = self.ask(
            "POST",
            "/labels/use-shipped-model",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Begun, answer)

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
        mapping: str | None = None,
    ) -> ImportOut:
        """Import a file of posts or of conversations: CSV or JSON Lines, also with gzip; the
        file is the body. connection_id: the source that the file belongs to; without one,
        source_name and channel make it. Columns are recognised, or read as in the source's
        last file, or named by mapping: a JSON object from fields to columns, as {"text":
        "Verbatim", "published_at": "Day"}. The same file again takes nothing twice.
        """
        answer = self.ask(
            "POST",
            "/imports",
            query={"file_name": file_name, "mode": mode, "connection_id": connection_id, "source_name": source_name, "channel": channel, "date_order": date_order, "time_zone": time_zone, "mapping": mapping},
            raw=given,
        )
        return cast(ImportOut, answer)

    def import_file_again(
        self,
        import_id: int,
        *,
        idempotency_key: str = "",
    ) -> ImportOut:
        """The same file once more: what is there already is not taken twice."""
        answer = self.ask(
            "POST",
            f"/imports/{quoted(import_id)}/again",
            key=idempotency_key,
            is_write=True,
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

    def list_reports(
        self,
    ) -> ReportList:
        """Your reports, and for who looks after accounts those of colleagues with no more
        rights.
        """
        answer = self.ask(
            "GET",
            "/reports",
        )
        return cast(ReportList, answer)

    def create_report(
        self,
        given: ReportGiven,
        *,
        idempotency_key: str = "",
    ) -> ReportOut:
        """Make a report; it shows what you may see."""
        answer = self.ask(
            "POST",
            "/reports",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ReportOut, answer)

    def replace_report(
        self,
        report_id: int,
        given: ReportGiven,
        *,
        idempotency_key: str = "",
    ) -> ReportOut:
        """Change what it holds, when it is sent and to whom."""
        answer = self.ask(
            "PUT",
            f"/reports/{quoted(report_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ReportOut, answer)

    def delete_report(
        self,
        report_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Remove it with its links."""
        self.ask(
            "DELETE",
            f"/reports/{quoted(report_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def take_over_report(
        self,
        report_id: int,
        *,
        idempotency_key: str = "",
    ) -> ReportOut:
        """Answer for it from now on: it shows what you may see."""
        answer = self.ask(
            "POST",
            f"/reports/{quoted(report_id)}/take-over",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ReportOut, answer)

    def send_report(
        self,
        report_id: int,
        *,
        idempotency_key: str = "",
    ) -> EditionOut:
        """Make an edition now and send it to every recipient."""
        answer = self.ask(
            "POST",
            f"/reports/{quoted(report_id)}/send",
            key=idempotency_key,
            is_write=True,
        )
        return cast(EditionOut, answer)

    def send_report_mail_again(
        self,
        mail_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """A mail that was refused, or of which nobody knows whether it left."""
        self.ask(
            "POST",
            f"/report-mails/{quoted(mail_id)}/again",
            key=idempotency_key,
            is_write=True,
        )

    def share_report(
        self,
        report_id: int,
        given: LinkGiven,
        *,
        idempotency_key: str = "",
    ) -> LinkOut:
        """A link that shows the report without an account."""
        answer = self.ask(
            "POST",
            f"/reports/{quoted(report_id)}/links",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(LinkOut, answer)

    def revoke_report_link(
        self,
        link_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a link back."""
        self.ask(
            "DELETE",
            f"/report-links/{quoted(link_id)}",
            key=idempotency_key,
            is_write=True,
        )

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
        heir_id: int | None = None,
        idempotency_key: str = "",
    ) -> UserOut:
        """Close an account: its sessions and tokens end at once, what it wrote stays. heir_id:
        who takes over what it had in hand; without one it goes back to its queues.
        """
        answer = self.ask(
            "POST",
            f"/users/{quoted(user_id)}/disable",
            query={"heir_id": heir_id},
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

    def set_user_password(
        self,
        user_id: int,
        given: NewPassword,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Give somebody who lost theirs another password; their sessions end."""
        answer = self.ask(
            "POST",
            f"/users/{quoted(user_id)}/password",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def reset_user_second_step(
        self,
        user_id: int,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """Take codes and keys off the account of somebody who lost them; their sessions end."""
        answer = self.ask(
            "POST",
            f"/users/{quoted(user_id)}/second-step/reset",
            key=idempotency_key,
            is_write=True,
        )
        return cast(UserOut, answer)

    def change_me(
        self,
        given: OwnChanges,
        *,
        idempotency_key: str = "",
    ) -> UserOut:
        """One's own profile: what is sent is changed."""
        answer = self.ask(
            "PATCH",
            "/me/profile",
            body=given,
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

    def list_invitations(
        self,
    ) -> InvitationList:
        """Those that still open something, the newest first, a hundred at most."""
        answer = self.ask(
            "GET",
            "/invitations",
        )
        return cast(InvitationList, answer)

    def send_invitation(
        self,
        given: NewInvitation,
        *,
        idempotency_key: str = "",
    ) -> SentInvitation:
        """Invite somebody; an earlier invitation of the same address ends."""
        answer = self.ask(
            "POST",
            "/invitations",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SentInvitation, answer)

    def send_invitation_again(
        self,
        invitation_id: int,
        *,
        idempotency_key: str = "",
    ) -> SentInvitation:
        """A new link for another week; the one before it ends."""
        answer = self.ask(
            "POST",
            f"/invitations/{quoted(invitation_id)}/again",
            key=idempotency_key,
            is_write=True,
        )
        return cast(SentInvitation, answer)

    def revoke_open_invitation(
        self,
        invitation_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take an invitation back."""
        self.ask(
            "DELETE",
            f"/invitations/{quoted(invitation_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_roles(
        self,
    ) -> RoleList:
        """Every role with what it may do: those of every installation, then the house's own."""
        answer = self.ask(
            "GET",
            "/roles",
        )
        return cast(RoleList, answer)

    def create_role(
        self,
        given: RoleFields,
        *,
        idempotency_key: str = "",
    ) -> RoleOut:
        """Make a role of the house."""
        answer = self.ask(
            "POST",
            "/roles",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RoleOut, answer)

    def replace_role(
        self,
        role_id: int,
        given: RoleFields,
        *,
        idempotency_key: str = "",
    ) -> RoleOut:
        """Change all of a role; it holds at once for whoever has it."""
        answer = self.ask(
            "PUT",
            f"/roles/{quoted(role_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RoleOut, answer)

    def delete_role(
        self,
        role_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Remove a role that nobody holds."""
        self.ask(
            "DELETE",
            f"/roles/{quoted(role_id)}",
            key=idempotency_key,
            is_write=True,
        )

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
