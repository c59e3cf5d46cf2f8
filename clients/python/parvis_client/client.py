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
    AppealList,
    ArticleChange,
    ArticlePageOut,
    ArticlePublishing,
    ArticleReturn,
    ArticleRevisions,
    ArticleWhole,
    Assignment,
    AssignmentOut,
    AttachmentContent,
    AuditPageOut,
    BadgeList,
    BadgeOut,
    Begun,
    BlockCounts,
    BlockSettingsIn,
    BlockSettingsOut,
    BoardFusion,
    BoardGiven,
    BoardMove,
    BudgetGiven,
    BudgetOut,
    BulkAct,
    BulkResults,
    CampaignAnswered,
    CampaignGiven,
    CampaignList,
    CampaignOut,
    CandidateList,
    CaseHours,
    CaseHoursOut,
    CaseList,
    CaseOut,
    CaseWords,
    ChangePage,
    ChangedPersons,
    ChoicesLinkOut,
    CommunityBoardList,
    CommunityBoardOut,
    CommunityHealthOut,
    CommunityMemberList,
    CommunitySiteIn,
    CommunitySiteOut,
    ConflictChoices,
    ConflictList,
    ConflictSettled,
    ConnectionChanges,
    ConnectionList,
    ConnectionOut,
    ConsentGiven,
    ConsentProof,
    ConsentRows,
    ConsentWithdrawn,
    Consents,
    ContactPointOut,
    ControllerSaid,
    ConversationOut,
    ConversationPage,
    CopyOrdered,
    CreatedToken,
    CreatedWebhook,
    CustomFieldChanges,
    CustomFieldList,
    CustomFieldOut,
    CustomerDecision,
    CustomerImportAsked,
    CustomerImportList,
    CustomerImportOut,
    CustomerRowList,
    CustomerRowOut,
    CustomersJourney,
    DeadJobs,
    DeliveryOut,
    DeliveryPageOut,
    DeskList,
    DirectList,
    DirectOut,
    DirectWords,
    Drawn,
    DropList,
    EditionOut,
    EndedJoin,
    EndedLink,
    ErasureConfirmed,
    ErasureOut,
    ErasurePreviewOut,
    Erasures,
    EventTypeList,
    ExclusionList,
    ExclusionOut,
    FacetsOut,
    FetchAsked,
    FieldOrder,
    FieldValues,
    FieldsWritten,
    FigureDays,
    FigureList,
    FileContent,
    FileList,
    FileOut,
    FormulaPreview,
    FormulaPreviewOut,
    Hits,
    IdeaCommentOut,
    IdeaExtensionMark,
    IdeaMergeEnd,
    IdeaMergeOut,
    IdeaOut,
    IdeaOutcomeIn,
    IdeaPageOut,
    IdeaPromiseIn,
    IdeaPromiseOut,
    IdeaSessionIn,
    IdeaSessionList,
    IdeaSessionOut,
    IdeaWhole,
    IdentityAsked,
    IdentityList,
    IdentityOut,
    IdentitySettled,
    ImportOut,
    ImportPageOut,
    ImportedRows,
    IntakeRules,
    IntakeRulesOut,
    InvitationList,
    JobState,
    JourneySteps,
    KeptFile,
    LabelOut,
    LabelledTexts,
    LeaderList,
    LikelyPersons,
    LinkGiven,
    LinkOut,
    LookList,
    MailboxChoice,
    MailboxOut,
    MarketGiven,
    MarketList,
    MarketOut,
    Me,
    MemberLogInGiven,
    MemberLogInList,
    MemberLogInOut,
    MemberWithFacts,
    MentionCounts,
    MentionOut,
    MentionPageOut,
    MergeWanted,
    MessageHtml,
    MessageOut,
    MessagePage,
    ModerationFiguresOut,
    ModerationRulesIn,
    ModerationRulesOut,
    MoveWanted,
    NetworkList,
    NetworkOut,
    NetworkSwitch,
    NewAlertRule,
    NewArticle,
    NewBadge,
    NewConnection,
    NewContact,
    NewContactPoint,
    NewCustomField,
    NewExclusion,
    NewIdeaCharge,
    NewIdeaMerge,
    NewIdeaStatus,
    NewInvitation,
    NewJoin,
    NewLevel,
    NewLink,
    NewMastodon,
    NewNote,
    NewOrganization,
    NewOwner,
    NewPassword,
    NewPerson,
    NewPersons,
    NewPosition,
    NewProduct,
    NewProof,
    NewPurchases,
    NewQuery,
    NewRelationship,
    NewReply,
    NewRightsRequest,
    NewServiceAccount,
    NewSuperUserInvitation,
    NewTag,
    NewTeam,
    NewToken,
    NewTranslation,
    NewUser,
    NewWatchedWord,
    NewWebhook,
    NotTheirs,
    NoteOut,
    NotePage,
    NoteText,
    NoteWithVersions,
    OidcNetwork,
    OpenedConversation,
    OrganizationChanges,
    OrganizationOut,
    OrganizationPageOut,
    OrganizationPeople,
    OwnChanges,
    OwnerOut,
    Pair,
    PastOut,
    PersonChanges,
    PersonOut,
    PersonPage,
    PersonRelation,
    Picture,
    PlaceGiven,
    PlaceList,
    PlaceOut,
    PositionChanges,
    PositionList,
    PositionOut,
    PrecisionOut,
    PresentColleagues,
    PreviewAsked,
    PreviewOut,
    ProductChanges,
    ProductOut,
    ProductPage,
    ProductPageIn,
    ProductPageOut,
    Proof,
    PurchasePageOut,
    PurchaseResults,
    PurposeDecided,
    PurposeList,
    PurposeOut,
    QualityOut,
    QueryChanges,
    QueryList,
    QueryOut,
    QueryVersionList,
    QuestionAssignment,
    QuestionCounterpart,
    QuestionCounterpartOut,
    QueueFields,
    QueueList,
    QueueOut,
    QuotesGiven,
    QuotesOut,
    RecipientTold,
    RecordJoins,
    Refusal,
    RegisterOut,
    RejectedPageOut,
    RelationshipList,
    RenewedSecret,
    ReplyTimeOut,
    ReportGiven,
    ReportList,
    ReportOut,
    RestrictionList,
    RetentionDryRun,
    RetentionPeriodSet,
    RetentionRuleOut,
    RetentionRules,
    RetentionRunOut,
    RetentionRuns,
    ReviewOut,
    ReviewPage,
    ReviewReplyIn,
    ReviewRulesIn,
    ReviewRulesOut,
    RightsAssigned,
    RightsCopies,
    RightsCopyOut,
    RightsDecision,
    RightsExtended,
    RightsLinkOut,
    RightsRequestOut,
    RightsRequestPage,
    RightsRestricted,
    RightsRow,
    RightsSubjectNamed,
    RingList,
    RoleFields,
    RoleList,
    RoleOut,
    RowResults,
    SampleJudged,
    SampleTexts,
    SampleWord,
    SegmentCount,
    SegmentFieldList,
    SegmentIn,
    SegmentList,
    SegmentMembers,
    SegmentOut,
    SegmentQuestion,
    SentInvitation,
    SentimentWanted,
    ShareOfVoiceOut,
    SignOfLife,
    SitePageIn,
    SnoozeWanted,
    SourceRuleGiven,
    SourceRuleOut,
    StatusWanted,
    SuggestionOut,
    SuggestionPage,
    SyncForgotten,
    SyncMany,
    SyncOne,
    SyncResult,
    SyncResults,
    TagChanges,
    TagList,
    TagMerge,
    TagOut,
    TagPut,
    Taken,
    TeamChanges,
    TeamList,
    TeamOut,
    TermList,
    TermOut,
    TestResult,
    Texts,
    Thanks,
    TimelinePageOut,
    TokenList,
    TopicsOut,
    UnhelpfulList,
    UserChanges,
    UserOut,
    UserPageOut,
    VerdictGiven,
    WatchedWordList,
    WatchedWordOut,
    WebhookChanges,
    WebhookList,
    WebhookOut,
    WordingWritten,
    Wordings,
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
        intent: str | None = None,
        emotion: str | None = None,
        site: str | None = None,
        country: str | None = None,
        reach: Literal["", "100", "1000", "10000", "100000"] | None = None,
        topic: str | None = None,
        weekday: int | None = None,
        hour: int | None = None,
        copies: Literal["", "once", "all"] | None = None,
        connection_id: int | None = None,
        identity_id: int | None = None,
        query_id: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> MentionPageOut:
        """Posts of a period, the newest first. sentiment: analysed means any of the three, none
        means not analysed. brand, language, site, country: none means that none is said.
        """
        answer = self.ask(
            "GET",
            "/mentions",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "intent": intent, "emotion": emotion, "site": site, "country": country, "reach": reach, "topic": topic, "weekday": weekday, "hour": hour, "copies": copies, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id, "cursor": cursor, "limit": limit},
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
        intent: str | None = None,
        emotion: str | None = None,
        site: str | None = None,
        country: str | None = None,
        reach: Literal["", "100", "1000", "10000", "100000"] | None = None,
        topic: str | None = None,
        weekday: int | None = None,
        hour: int | None = None,
        copies: Literal["", "once", "all"] | None = None,
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
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "intent": intent, "emotion": emotion, "site": site, "country": country, "reach": reach, "topic": topic, "weekday": weekday, "hour": hour, "copies": copies, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id},
        )
        return cast(MentionCounts, answer)

    def divide_mentions(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        q: str | None = None,
        sentiment: Literal["", "negative", "neutral", "positive", "analysed", "none"] | None = None,
        channel: str | None = None,
        brand: str | None = None,
        language: str | None = None,
        intent: str | None = None,
        emotion: str | None = None,
        site: str | None = None,
        country: str | None = None,
        reach: Literal["", "100", "1000", "10000", "100000"] | None = None,
        topic: str | None = None,
        weekday: int | None = None,
        hour: int | None = None,
        copies: Literal["", "once", "all"] | None = None,
        connection_id: int | None = None,
        identity_id: int | None = None,
        query_id: int | None = None,
    ) -> FacetsOut:
        """By what posts divide, as beside the list on the screen; each value is one for the
        filter of its name.
        """
        answer = self.ask(
            "GET",
            "/mentions/facets",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "intent": intent, "emotion": emotion, "site": site, "country": country, "reach": reach, "topic": topic, "weekday": weekday, "hour": hour, "copies": copies, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id},
        )
        return cast(FacetsOut, answer)

    def list_topics(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        q: str | None = None,
        sentiment: Literal["", "negative", "neutral", "positive", "analysed", "none"] | None = None,
        channel: str | None = None,
        brand: str | None = None,
        language: str | None = None,
        intent: str | None = None,
        emotion: str | None = None,
        site: str | None = None,
        country: str | None = None,
        reach: Literal["", "100", "1000", "10000", "100000"] | None = None,
        topic: str | None = None,
        weekday: int | None = None,
        hour: int | None = None,
        copies: Literal["", "once", "all"] | None = None,
        connection_id: int | None = None,
        identity_id: int | None = None,
        query_id: int | None = None,
    ) -> TopicsOut:
        """What posts are about: topics of a sample, each with the rule that says which posts are
        of it.
        """
        answer = self.ask(
            "GET",
            "/mentions/topics",
            query={"first": first, "last": last, "q": q, "sentiment": sentiment, "channel": channel, "brand": brand, "language": language, "intent": intent, "emotion": emotion, "site": site, "country": country, "reach": reach, "topic": topic, "weekday": weekday, "hour": hour, "copies": copies, "connection_id": connection_id, "identity_id": identity_id, "query_id": query_id},
        )
        return cast(TopicsOut, answer)

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

    def get_figure_days(
        self,
    ) -> FigureDays:
        """In which zone the days of figures are counted."""
        answer = self.ask(
            "GET",
            "/figure-days",
        )
        return cast(FigureDays, answer)

    def count_figures_again(
        self,
        *,
        idempotency_key: str = "",
    ) -> FigureDays:
        """Count them again in the installation's zone, where it is another."""
        answer = self.ask(
            "POST",
            "/figure-days",
            key=idempotency_key,
            is_write=True,
        )
        return cast(FigureDays, answer)

    def list_places(
        self,
        *,
        state: Literal["proposed", "trial", "accepted", "refused"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> PlaceList:
        """Places of one state; proposed ones by what they would bring."""
        answer = self.ask(
            "GET",
            "/places",
            query={"state": state, "cursor": cursor, "limit": limit},
        )
        return cast(PlaceList, answer)

    def propose_new_place(
        self,
        given: PlaceGiven,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Name a place yourself. A worker looks at it."""
        answer = self.ask(
            "POST",
            "/places",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

    def get_one_place(
        self,
        place_id: int,
    ) -> PlaceOut:
        """One place."""
        answer = self.ask(
            "GET",
            f"/places/{quoted(place_id)}",
        )
        return cast(PlaceOut, answer)

    def look_at_proposed_place(
        self,
        place_id: int,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Have a worker ask the place what it says, and hold that against the queries."""
        answer = self.ask(
            "POST",
            f"/places/{quoted(place_id)}/look",
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

    def try_proposed_place(
        self,
        place_id: int,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Listen there for two weeks; what comes is in no figure."""
        answer = self.ask(
            "POST",
            f"/places/{quoted(place_id)}/try",
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

    def accept_tried_place(
        self,
        place_id: int,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Count it from now on, with what its trial brought."""
        answer = self.ask(
            "POST",
            f"/places/{quoted(place_id)}/accept",
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

    def refuse_proposed_place(
        self,
        place_id: int,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Do not propose it again; what a trial brought is forgotten."""
        answer = self.ask(
            "POST",
            f"/places/{quoted(place_id)}/refuse",
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

    def propose_refused_place(
        self,
        place_id: int,
        *,
        idempotency_key: str = "",
    ) -> PlaceOut:
        """Let a refused place be proposed again."""
        answer = self.ask(
            "POST",
            f"/places/{quoted(place_id)}/again",
            key=idempotency_key,
            is_write=True,
        )
        return cast(PlaceOut, answer)

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

    def draw_label_sample(
        self,
        *,
        idempotency_key: str = "",
    ) -> Drawn:
        """Draw a hundred further texts by chance, to be labelled by people, from which quality
        is measured.
        """
        answer = self.ask(
            "POST",
            "/labels/sample",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Drawn, answer)

    def list_label_sample(
        self,
    ) -> SampleTexts:
        """Drawn texts that wait for their label, twenty at most, as far as the account may read
        them.
        """
        answer = self.ask(
            "GET",
            "/labels/sample",
        )
        return cast(SampleTexts, answer)

    def judge_label_sample(
        self,
        item_id: int,
        given: SampleWord,
        *,
        idempotency_key: str = "",
    ) -> SampleJudged:
        """Say what a drawn text is, as a person who read it. Nothing is learned from it: it
        measures.
        """
        answer = self.ask(
            "PUT",
            f"/labels/sample/{quoted(item_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SampleJudged, answer)

    def read_label_quality(
        self,
    ) -> QualityOut:
        """How good the sentiments in force are, measured on the house's own sample."""
        answer = self.ask(
            "GET",
            "/labels/quality",
        )
        return cast(QualityOut, answer)

    def list_articles(
        self,
        *,
        state: Literal["draft", "review", "published", "withdrawn", "out-of-date"] | None = None,
        language: Literal["en", "fr"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ArticlePageOut:
        """Articles as the desk lists them, the last changed first."""
        answer = self.ask(
            "GET",
            "/community/articles",
            query={"state": state, "language": language, "cursor": cursor, "limit": limit},
        )
        return cast(ArticlePageOut, answer)

    def create_article(
        self,
        given: NewArticle,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """Write a draft; readers see it after a colleague has published it."""
        answer = self.ask(
            "POST",
            "/community/articles",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def list_unhelpful_articles(
        self,
    ) -> UnhelpfulList:
        """Most read and unhelpful first: readings × lower bound of the share of readers whom it
        did not help.
        """
        answer = self.ask(
            "GET",
            "/community/articles/unhelpful",
        )
        return cast(UnhelpfulList, answer)

    def make_article_of_answer(
        self,
        answer_id: int,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """A draft begun from a question and its answer, whose author is named; the article of it
        where there is one.
        """
        answer = self.ask(
            "POST",
            f"/community/answers/{quoted(answer_id)}/article",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def get_one_article(
        self,
        article_id: int,
    ) -> ArticleWhole:
        """An article with its newest text."""
        answer = self.ask(
            "GET",
            f"/community/articles/{quoted(article_id)}",
        )
        return cast(ArticleWhole, answer)

    def change_article(
        self,
        article_id: int,
        given: ArticleChange,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """Save a newer draft. What readers see stays until it is published."""
        answer = self.ask(
            "PUT",
            f"/community/articles/{quoted(article_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def list_article_revisions(
        self,
        article_id: int,
    ) -> ArticleRevisions:
        """What it said at each time, the newest first; at most a hundred."""
        answer = self.ask(
            "GET",
            f"/community/articles/{quoted(article_id)}/revisions",
        )
        return cast(ArticleRevisions, answer)

    def submit_one_article(
        self,
        article_id: int,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """Ask a colleague to read the newest draft."""
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/submit",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def publish_one_article(
        self,
        article_id: int,
        given: ArticlePublishing,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """Show the newest revision to readers; who wrote it does not publish it while somebody
        else could.
        """
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/publish",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def send_article_back(
        self,
        article_id: int,
        given: ArticleReturn,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """A draft in review goes back to its writer, with the reason."""
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/send-back",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def withdraw_one_article(
        self,
        article_id: int,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """Readers no longer see it; its text and history stay."""
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/withdraw",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def resume_one_article(
        self,
        article_id: int,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """What was withdrawn is a draft again."""
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/resume",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def begin_article_translation(
        self,
        article_id: int,
        given: NewTranslation,
        *,
        idempotency_key: str = "",
    ) -> ArticleWhole:
        """The article in another language: begun as a copy of the original, or the one that is
        there.
        """
        answer = self.ask(
            "POST",
            f"/community/articles/{quoted(article_id)}/translations",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ArticleWhole, answer)

    def link_question_counterpart(
        self,
        question_id: int,
        given: QuestionCounterpart,
        *,
        idempotency_key: str = "",
    ) -> QuestionCounterpartOut:
        """Say which question is the same in another language; both pages lead to each other."""
        answer = self.ask(
            "PUT",
            f"/community/questions/{quoted(question_id)}/counterpart",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QuestionCounterpartOut, answer)

    def list_badges(
        self,
    ) -> BadgeList:
        """Badges and ranks with how many hold each."""
        answer = self.ask(
            "GET",
            "/community/badges",
        )
        return cast(BadgeList, answer)

    def create_badge(
        self,
        given: NewBadge,
        *,
        idempotency_key: str = "",
    ) -> BadgeOut:
        """A new badge or rank; it is given with the next count."""
        answer = self.ask(
            "POST",
            "/community/badges",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(BadgeOut, answer)

    def replace_badge(
        self,
        badge_id: int,
        given: NewBadge,
        *,
        idempotency_key: str = "",
    ) -> BadgeOut:
        """Another version of a badge; who has it keeps it."""
        answer = self.ask(
            "PUT",
            f"/community/badges/{quoted(badge_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(BadgeOut, answer)

    def retire_one_badge(
        self,
        badge_id: int,
        *,
        idempotency_key: str = "",
    ) -> BadgeOut:
        """No longer given nor shown."""
        answer = self.ask(
            "POST",
            f"/community/badges/{quoted(badge_id)}/retire",
            key=idempotency_key,
            is_write=True,
        )
        return cast(BadgeOut, answer)

    def restore_one_badge(
        self,
        badge_id: int,
        *,
        idempotency_key: str = "",
    ) -> BadgeOut:
        """Given again."""
        answer = self.ask(
            "POST",
            f"/community/badges/{quoted(badge_id)}/restore",
            key=idempotency_key,
            is_write=True,
        )
        return cast(BadgeOut, answer)

    def preview_badge_formula(
        self,
        given: FormulaPreview,
        *,
        idempotency_key: str = "",
    ) -> FormulaPreviewOut:
        """How many would have a badge by this formula now; nothing is kept."""
        answer = self.ask(
            "POST",
            "/community/badges/preview",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(FormulaPreviewOut, answer)

    def list_cases(
        self,
        *,
        before: int | None = None,
    ) -> CaseList:
        """Questions that went to the inbox, the newest first."""
        answer = self.ask(
            "GET",
            "/community/cases",
            query={"before": before},
        )
        return cast(CaseList, answer)

    def send_question_to_inbox(
        self,
        question_id: int,
        given: CaseWords,
        *,
        idempotency_key: str = "",
    ) -> CaseOut:
        """Pass a question to the inbox with its thread; what is answered there is published
        under it.
        """
        answer = self.ask(
            "POST",
            f"/community/questions/{quoted(question_id)}/case",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CaseOut, answer)

    def get_case_hours(
        self,
    ) -> CaseHoursOut:
        """After how many hours without an answer a question goes to the inbox."""
        answer = self.ask(
            "GET",
            "/community/case-hours",
        )
        return cast(CaseHoursOut, answer)

    def replace_case_hours(
        self,
        given: CaseHours,
        *,
        idempotency_key: str = "",
    ) -> CaseHoursOut:
        """Set it."""
        answer = self.ask(
            "PUT",
            "/community/case-hours",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CaseHoursOut, answer)

    def get_community_mailbox(
        self,
    ) -> MailboxOut:
        """By which mailbox members reply and ask by mail."""
        answer = self.ask(
            "GET",
            "/community/mailbox",
        )
        return cast(MailboxOut, answer)

    def replace_community_mailbox(
        self,
        given: MailboxChoice,
        *,
        idempotency_key: str = "",
    ) -> MailboxOut:
        """Choose it."""
        answer = self.ask(
            "PUT",
            "/community/mailbox",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MailboxOut, answer)

    def list_looks(
        self,
    ) -> LookList:
        """Texts that wait for a decision: held and notified ones first, then the longest
        waiting.
        """
        answer = self.ask(
            "GET",
            "/community/looks",
        )
        return cast(LookList, answer)

    def list_restrictions(
        self,
        *,
        before: int | None = None,
    ) -> RestrictionList:
        """Decisions, the newest first, fifty at a time; before: the id of the last one that is
        known.
        """
        answer = self.ask(
            "GET",
            "/community/restrictions",
            query={"before": before},
        )
        return cast(RestrictionList, answer)

    def list_appeals(
        self,
    ) -> AppealList:
        """Appeals that wait, the oldest first."""
        answer = self.ask(
            "GET",
            "/community/appeals",
        )
        return cast(AppealList, answer)

    def list_watched_words(
        self,
    ) -> WatchedWordList:
        """Words that are watched, with what each caught."""
        answer = self.ask(
            "GET",
            "/community/watched-words",
        )
        return cast(WatchedWordList, answer)

    def create_watched_word(
        self,
        given: NewWatchedWord,
        *,
        idempotency_key: str = "",
    ) -> WatchedWordOut:
        """Texts with it are held, or shown and looked at."""
        answer = self.ask(
            "POST",
            "/community/watched-words",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(WatchedWordOut, answer)

    def delete_watched_word(
        self,
        word_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Watch for it no longer."""
        self.ask(
            "DELETE",
            f"/community/watched-words/{quoted(word_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def get_moderation_rules(
        self,
    ) -> ModerationRulesOut:
        """How new texts are looked at."""
        answer = self.ask(
            "GET",
            "/community/moderation-rules",
        )
        return cast(ModerationRulesOut, answer)

    def replace_moderation_rules(
        self,
        given: ModerationRulesIn,
        *,
        idempotency_key: str = "",
    ) -> ModerationRulesOut:
        """Set them."""
        answer = self.ask(
            "PUT",
            "/community/moderation-rules",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ModerationRulesOut, answer)

    def get_moderation_figures(
        self,
        *,
        days: int | None = None,
    ) -> ModerationFiguresOut:
        """What was received and decided, and whether criticism is withheld more often than
        praise.
        """
        answer = self.ask(
            "GET",
            "/community/moderation-figures",
            query={"days": days},
        )
        return cast(ModerationFiguresOut, answer)

    def list_desk_questions(
        self,
        *,
        view: Literal["unanswered", "mine", "waiting", "hot", "articles"] | None = None,
    ) -> DeskList:
        """Questions that wait for the house: unanswered ones the oldest first, those most read
        the most read first.
        """
        answer = self.ask(
            "GET",
            "/community/desk-questions",
            query={"view": view},
        )
        return cast(DeskList, answer)

    def assign_question(
        self,
        question_id: int,
        given: QuestionAssignment,
        *,
        idempotency_key: str = "",
    ) -> AssignmentOut:
        """Ask a colleague or a super-user to answer."""
        answer = self.ask(
            "PUT",
            f"/community/questions/{quoted(question_id)}/assigned",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(AssignmentOut, answer)

    def get_community_health(
        self,
        *,
        board_id: int | None = None,
    ) -> CommunityHealthOut:
        """How the community or one board is, and what is wrong with it."""
        answer = self.ask(
            "GET",
            "/community/health",
            query={"board_id": board_id},
        )
        return cast(CommunityHealthOut, answer)

    def fuse_board(
        self,
        board_id: int,
        given: BoardFusion,
        *,
        idempotency_key: str = "",
    ) -> CommunityBoardOut:
        """The other board shows the questions of both; nothing is moved."""
        answer = self.ask(
            "POST",
            f"/community/boards/{quoted(board_id)}/fuse",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunityBoardOut, answer)

    def take_board_apart(
        self,
        board_id: int,
        *,
        idempotency_key: str = "",
    ) -> CommunityBoardOut:
        """It is a board of its own again."""
        answer = self.ask(
            "POST",
            f"/community/boards/{quoted(board_id)}/take-apart",
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunityBoardOut, answer)

    def list_ideas(
        self,
        *,
        view: Literal["due", "overdue", "new", "open", "mine", "done", "declined"] | None = None,
        cursor: str | None = None,
    ) -> IdeaPageOut:
        """Ideas as the desk lists them; `due` and `overdue`: those that wait for an answer, the
        earliest date first.
        """
        answer = self.ask(
            "GET",
            "/community/ideas",
            query={"view": view, "cursor": cursor},
        )
        return cast(IdeaPageOut, answer)

    def get_one_idea(
        self,
        idea_id: int,
        *,
        page: int | None = None,
    ) -> IdeaWhole:
        """An idea with what the company answered, a page of its comments and whom it is owed to."""
        answer = self.ask(
            "GET",
            f"/community/ideas/{quoted(idea_id)}",
            query={"page": page},
        )
        return cast(IdeaWhole, answer)

    def answer_one_idea(
        self,
        idea_id: int,
        given: NewIdeaStatus,
        *,
        idempotency_key: str = "",
    ) -> IdeaWhole:
        """Say what becomes of an idea and why; everybody who follows it is told. For whoever is
        in charge, or manages.
        """
        answer = self.ask(
            "POST",
            f"/community/ideas/{quoted(idea_id)}/status",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaWhole, answer)

    def put_idea_in_charge(
        self,
        idea_id: int,
        given: NewIdeaCharge,
        *,
        idempotency_key: str = "",
    ) -> IdeaOut:
        """Name the employee who looks after an idea. Who does not manage takes what nobody has,
        and gives it back.
        """
        answer = self.ask(
            "PUT",
            f"/community/ideas/{quoted(idea_id)}/charge",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaOut, answer)

    def mark_idea_extension(
        self,
        idea_id: int,
        idea_comment_id: int,
        given: IdeaExtensionMark,
        *,
        idempotency_key: str = "",
    ) -> IdeaCommentOut:
        """Say that a comment extends the idea, or does not: its author is credited with it."""
        answer = self.ask(
            "PUT",
            f"/community/ideas/{quoted(idea_id)}/comments/{quoted(idea_comment_id)}/extension",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaCommentOut, answer)

    def merge_one_idea(
        self,
        idea_id: int,
        given: NewIdeaMerge,
        *,
        idempotency_key: str = "",
    ) -> IdeaMergeOut:
        """Lead a duplicate to another idea: each member's vote moves once, and who voted is
        told.
        """
        answer = self.ask(
            "POST",
            f"/community/ideas/{quoted(idea_id)}/merge",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaMergeOut, answer)

    def take_ideas_apart(
        self,
        idea_id: int,
        given: IdeaMergeEnd,
        *,
        idempotency_key: str = "",
    ) -> IdeaMergeOut:
        """Undo the merge of a duplicate: exactly the votes that it brought leave the other."""
        answer = self.ask(
            "POST",
            f"/community/ideas/{quoted(idea_id)}/unmerge",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaMergeOut, answer)

    def get_idea_promise(
        self,
    ) -> IdeaPromiseOut:
        """How many votes bring an idea an answer, and within how many days."""
        answer = self.ask(
            "GET",
            "/community/ideas/promise",
        )
        return cast(IdeaPromiseOut, answer)

    def replace_idea_promise(
        self,
        given: IdeaPromiseIn,
        *,
        idempotency_key: str = "",
    ) -> IdeaPromiseOut:
        """Promise otherwise. Dates that were told stay; ideas past the new number get one from
        now.
        """
        answer = self.ask(
            "PUT",
            "/community/ideas/promise",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaPromiseOut, answer)

    def list_idea_sessions(
        self,
    ) -> IdeaSessionList:
        """Themes, those that end last first."""
        answer = self.ask(
            "GET",
            "/community/ideas/sessions",
        )
        return cast(IdeaSessionList, answer)

    def create_one_idea_session(
        self,
        given: IdeaSessionIn,
        *,
        idempotency_key: str = "",
    ) -> IdeaSessionOut:
        """Make a theme; it opens and closes by itself."""
        answer = self.ask(
            "POST",
            "/community/ideas/sessions",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaSessionOut, answer)

    def replace_idea_session(
        self,
        idea_session_id: int,
        given: IdeaSessionIn,
        *,
        idempotency_key: str = "",
    ) -> IdeaSessionOut:
        """Change a theme's words and dates."""
        answer = self.ask(
            "PUT",
            f"/community/ideas/sessions/{quoted(idea_session_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaSessionOut, answer)

    def publish_idea_session_outcome(
        self,
        idea_session_id: int,
        given: IdeaOutcomeIn,
        *,
        idempotency_key: str = "",
    ) -> IdeaSessionOut:
        """Say on a theme's page what came of it."""
        answer = self.ask(
            "PUT",
            f"/community/ideas/sessions/{quoted(idea_session_id)}/outcome",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(IdeaSessionOut, answer)

    def list_member_log_ins(
        self,
    ) -> MemberLogInList:
        """Where members can log in with an account that they have already."""
        answer = self.ask(
            "GET",
            "/community/log-in-providers",
        )
        return cast(MemberLogInList, answer)

    def add_member_log_in(
        self,
        given: MemberLogInGiven,
        *,
        idempotency_key: str = "",
    ) -> MemberLogInOut:
        """Set up an OpenID provider for members; it is asked at once whether it is there."""
        answer = self.ask(
            "POST",
            "/community/log-in-providers",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MemberLogInOut, answer)

    def change_member_log_in(
        self,
        log_in_id: int,
        given: MemberLogInGiven,
        *,
        idempotency_key: str = "",
    ) -> MemberLogInOut:
        """Change a provider, or offer it no longer."""
        answer = self.ask(
            "PUT",
            f"/community/log-in-providers/{quoted(log_in_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MemberLogInOut, answer)

    def delete_member_log_in(
        self,
        log_in_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget a provider with its secret. Members who came by it log in with a code by mail."""
        self.ask(
            "DELETE",
            f"/community/log-in-providers/{quoted(log_in_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_community_members(
        self,
        *,
        q: str | None = None,
        level: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> CommunityMemberList:
        """Members, the newest first. q: a piece of the name; look-alikes are found too."""
        answer = self.ask(
            "GET",
            "/community/members",
            query={"q": q, "level": level, "cursor": cursor, "limit": limit},
        )
        return cast(CommunityMemberList, answer)

    def get_community_member(
        self,
        member_id: int,
    ) -> MemberWithFacts:
        """One member with what is counted of them."""
        answer = self.ask(
            "GET",
            f"/community/members/{quoted(member_id)}",
        )
        return cast(MemberWithFacts, answer)

    def give_member_level(
        self,
        member_id: int,
        given: NewLevel,
        *,
        idempotency_key: str = "",
    ) -> MemberWithFacts:
        """Give a level by hand, with the reason that the member reads."""
        answer = self.ask(
            "PUT",
            f"/community/members/{quoted(member_id)}/level",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(MemberWithFacts, answer)

    def list_vote_rings(
        self,
    ) -> RingList:
        """Members whose helpful votes go round among themselves, and nobody has looked yet."""
        answer = self.ask(
            "GET",
            "/community/vote-rings",
        )
        return cast(RingList, answer)

    def settle_vote_ring(
        self,
        ring_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Somebody looked: they simply help each other. Their votes stay bounded."""
        self.ask(
            "POST",
            f"/community/vote-rings/{quoted(ring_id)}/settle",
            key=idempotency_key,
            is_write=True,
        )

    def list_community_leaders(
        self,
        *,
        period: Literal["week", "month", "all"] | None = None,
    ) -> LeaderList:
        """Who helped most; employees apart."""
        answer = self.ask(
            "GET",
            "/community/leaders",
            query={"period": period},
        )
        return cast(LeaderList, answer)

    def get_product_page(
        self,
        product_id: int,
    ) -> ProductPageOut:
        """The public page of a product with its stars; 404 where it has none."""
        answer = self.ask(
            "GET",
            f"/products/{quoted(product_id)}/page",
        )
        return cast(ProductPageOut, answer)

    def replace_product_page(
        self,
        product_id: int,
        given: ProductPageIn,
        *,
        idempotency_key: str = "",
    ) -> ProductPageOut:
        """Make or change the public page; the picture stays as it is."""
        answer = self.ask(
            "PUT",
            f"/products/{quoted(product_id)}/page",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ProductPageOut, answer)

    def list_reviews(
        self,
        *,
        show: Literal["waiting", "answered", "all"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ReviewPage:
        """waiting: without a reply, the fewest stars first. answered, all: the newest first."""
        answer = self.ask(
            "GET",
            "/reviews",
            query={"show": show, "cursor": cursor, "limit": limit},
        )
        return cast(ReviewPage, answer)

    def get_reply_time(
        self,
    ) -> ReplyTimeOut:
        """How long reviews wait for a reply."""
        answer = self.ask(
            "GET",
            "/reviews/reply-time",
        )
        return cast(ReplyTimeOut, answer)

    def get_review_rules(
        self,
    ) -> ReviewRulesOut:
        """What the house says of how reviews are checked, and how long they stay."""
        answer = self.ask(
            "GET",
            "/reviews/rules",
        )
        return cast(ReviewRulesOut, answer)

    def replace_review_rules(
        self,
        given: ReviewRulesIn,
        *,
        idempotency_key: str = "",
    ) -> ReviewRulesOut:
        """Replace it."""
        answer = self.ask(
            "PUT",
            "/reviews/rules",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ReviewRulesOut, answer)

    def get_one_review(
        self,
        review_id: int,
    ) -> ReviewOut:
        """One review with its reply, whatever its state."""
        answer = self.ask(
            "GET",
            f"/reviews/{quoted(review_id)}",
        )
        return cast(ReviewOut, answer)

    def reply_to_one_review(
        self,
        review_id: int,
        given: ReviewReplyIn,
        *,
        idempotency_key: str = "",
    ) -> ReviewOut:
        """Reply, or change the reply; what it said before stays readable."""
        answer = self.ask(
            "PUT",
            f"/reviews/{quoted(review_id)}/reply",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ReviewOut, answer)

    def get_block_settings(
        self,
    ) -> BlockSettingsOut:
        """Which sites may show blocks, and whether their effect is measured."""
        answer = self.ask(
            "GET",
            "/blocks",
        )
        return cast(BlockSettingsOut, answer)

    def replace_block_settings(
        self,
        given: BlockSettingsIn,
        *,
        idempotency_key: str = "",
    ) -> BlockSettingsOut:
        """Replace it."""
        answer = self.ask(
            "PUT",
            "/blocks",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(BlockSettingsOut, answer)

    def list_block_counts(
        self,
        *,
        since: str,
    ) -> BlockCounts:
        """Counts since a day by kind and product, with the effect on purchase where the data is
        enough.
        """
        answer = self.ask(
            "GET",
            "/blocks/counts",
            query={"since": since},
        )
        return cast(BlockCounts, answer)

    def get_community_site(
        self,
    ) -> CommunitySiteOut:
        """Name, look, welcome, which pages are written, who may embed it."""
        answer = self.ask(
            "GET",
            "/community/site",
        )
        return cast(CommunitySiteOut, answer)

    def replace_community_site(
        self,
        given: CommunitySiteIn,
        *,
        idempotency_key: str = "",
    ) -> CommunitySiteOut:
        """Everything is set as sent; the logo stays as it is."""
        answer = self.ask(
            "PUT",
            "/community/site",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunitySiteOut, answer)

    def replace_page_of_community_site(
        self,
        given: SitePageIn,
        *,
        idempotency_key: str = "",
    ) -> CommunitySiteOut:
        """Write the legal notice, the privacy page or the terms of use in one language; without
        a text it goes.
        """
        answer = self.ask(
            "PUT",
            "/community/site/page",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunitySiteOut, answer)

    def list_community_boards(
        self,
    ) -> CommunityBoardList:
        """Boards in the order of the list; those that were fused into others are left out."""
        answer = self.ask(
            "GET",
            "/community/boards",
        )
        return cast(CommunityBoardList, answer)

    def open_community_board(
        self,
        given: BoardGiven,
        *,
        idempotency_key: str = "",
    ) -> CommunityBoardOut:
        """Open a board at the end of the list."""
        answer = self.ask(
            "POST",
            "/community/boards",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunityBoardOut, answer)

    def replace_community_board(
        self,
        board_id: int,
        given: BoardGiven,
        *,
        idempotency_key: str = "",
    ) -> CommunityBoardOut:
        """Change a board; its address stays as it is."""
        answer = self.ask(
            "PUT",
            f"/community/boards/{quoted(board_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunityBoardOut, answer)

    def move_community_board(
        self,
        board_id: int,
        given: BoardMove,
        *,
        idempotency_key: str = "",
    ) -> CommunityBoardOut:
        """Move a board one place up or down in the list."""
        answer = self.ask(
            "POST",
            f"/community/boards/{quoted(board_id)}/move",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CommunityBoardOut, answer)

    def list_super_user_candidates(
        self,
    ) -> CandidateList:
        """Who could be a super-user, the surest first, each figure with its evidence."""
        answer = self.ask(
            "GET",
            "/community/super-users/candidates",
        )
        return cast(CandidateList, answer)

    def list_super_users(
        self,
    ) -> TermList:
        """Invitations and terms, the newest first."""
        answer = self.ask(
            "GET",
            "/community/super-users",
        )
        return cast(TermList, answer)

    def invite_super_user(
        self,
        member_id: int,
        given: NewSuperUserInvitation,
        *,
        idempotency_key: str = "",
    ) -> TermOut:
        """Ask a member by mail to be a super-user; they become one when they say yes."""
        answer = self.ask(
            "POST",
            f"/community/members/{quoted(member_id)}/invitation",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TermOut, answer)

    def withdraw_super_user_invitation(
        self,
        term_id: int,
        *,
        idempotency_key: str = "",
    ) -> TermOut:
        """Take back an invitation that nobody answered yet; answered, it stays as it is."""
        answer = self.ask(
            "POST",
            f"/community/super-users/{quoted(term_id)}/withdraw",
            key=idempotency_key,
            is_write=True,
        )
        return cast(TermOut, answer)

    def end_super_user_term(
        self,
        term_id: int,
        given: Thanks,
        *,
        idempotency_key: str = "",
    ) -> TermOut:
        """End it with thanks; one that is over stays as it is."""
        answer = self.ask(
            "POST",
            f"/community/super-users/{quoted(term_id)}/end",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TermOut, answer)

    def name_super_user_contact(
        self,
        term_id: int,
        given: NewContact,
        *,
        idempotency_key: str = "",
    ) -> TermOut:
        """Name who of the house answers them."""
        answer = self.ask(
            "PUT",
            f"/community/super-users/{quoted(term_id)}/contact",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TermOut, answer)

    def list_direct_messages(
        self,
        member_id: int,
    ) -> DirectList:
        """A super-user's direct line, the oldest of the newest hundred first; for whom it was
        named to.
        """
        answer = self.ask(
            "GET",
            f"/community/members/{quoted(member_id)}/direct-line",
        )
        return cast(DirectList, answer)

    def answer_on_direct_line(
        self,
        member_id: int,
        given: DirectWords,
        *,
        idempotency_key: str = "",
    ) -> DirectOut:
        """Answer a super-user on their direct line."""
        answer = self.ask(
            "POST",
            f"/community/members/{quoted(member_id)}/direct-line",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(DirectOut, answer)

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
        """Note that the person no longer agrees, or objects: it holds at once."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/consents/withdraw",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Consents, answer)

    def get_consent_proof(
        self,
        person_id: int,
        consent_id: int,
    ) -> ConsentProof:
        """The proof of one word: who, when, for what, the exact words, where, and whether its
        seal is intact.
        """
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/consents/{quoted(consent_id)}/proof",
        )
        return cast(ConsentProof, answer)

    def import_consents_with_proof(
        self,
        given: ConsentRows,
        *,
        idempotency_key: str = "",
    ) -> ImportedRows:
        """Take over up to 500 words from another system, each with its proof and the moment it
        was said. A word that is older than what is known here is kept as proof and changes
        nothing that holds now.
        """
        answer = self.ask(
            "POST",
            "/people/consents/import",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ImportedRows, answer)

    def make_choices_link(
        self,
        person_id: int,
        *,
        idempotency_key: str = "",
    ) -> ChoicesLinkOut:
        """A link, for the person alone, to the page of their own choices; it opens for 90 days."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/choices-link",
            key=idempotency_key,
            is_write=True,
        )
        return cast(ChoicesLinkOut, answer)

    def close_choices_links(
        self,
        person_id: int,
        *,
        idempotency_key: str = "",
    ) -> Consents:
        """Close every link to this person's choices that is out."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/choices-links/close",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Consents, answer)

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

    def list_person_joins(
        self,
        person_id: int,
    ) -> RecordJoins:
        """Which records are this person's, and who joined them on what grounds."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/joins",
        )
        return cast(RecordJoins, answer)

    def join_person_with(
        self,
        person_id: int,
        given: NewJoin,
        *,
        idempotency_key: str = "",
    ) -> RecordJoins:
        """Say that two records are one person's. Nothing is moved; the most restrictive consent
        holds for both.
        """
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/joins",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RecordJoins, answer)

    def end_person_join(
        self,
        join_id: int,
        given: EndedJoin,
        *,
        idempotency_key: str = "",
    ) -> RecordJoins:
        """Take two joined records apart; both histories are as they were written."""
        answer = self.ask(
            "POST",
            f"/people/joins/{quoted(join_id)}/end",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RecordJoins, answer)

    def list_duplicates(
        self,
        *,
        queue: Literal["sure", "likely"] | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> SuggestionPage:
        """Records that may be one person's twice, the likeliest first."""
        answer = self.ask(
            "GET",
            "/people/duplicates",
            query={"queue": queue, "cursor": cursor, "limit": limit},
        )
        return cast(SuggestionPage, answer)

    def get_duplicate(
        self,
        suggestion_id: int,
    ) -> SuggestionOut:
        """One pair, field by field."""
        answer = self.ask(
            "GET",
            f"/people/duplicates/{quoted(suggestion_id)}",
        )
        return cast(SuggestionOut, answer)

    def join_duplicate(
        self,
        suggestion_id: int,
        *,
        idempotency_key: str = "",
    ) -> RecordJoins:
        """One person: join the two, with what spoke for it as evidence."""
        answer = self.ask(
            "POST",
            f"/people/duplicates/{quoted(suggestion_id)}/join",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RecordJoins, answer)

    def refuse_duplicate(
        self,
        suggestion_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Two people: the reasons are deleted, a keyed hash of the pair stays, nobody is asked
        again.
        """
        self.ask(
            "POST",
            f"/people/duplicates/{quoted(suggestion_id)}/refuse",
            key=idempotency_key,
            is_write=True,
        )

    def reconsider_duplicate(
        self,
        given: Pair,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a refusal back; the pair is suggested again if it is still likely."""
        self.ask(
            "POST",
            "/people/duplicates/reconsider",
            body=given,
            key=idempotency_key,
            is_write=True,
        )

    def list_purposes(
        self,
    ) -> PurposeList:
        """Why persons may be read, and what each purpose rests on."""
        answer = self.ask(
            "GET",
            "/purposes",
        )
        return cast(PurposeList, answer)

    def decide_one_purpose(
        self,
        purpose_code: str,
        given: PurposeDecided,
        *,
        idempotency_key: str = "",
    ) -> PurposeOut:
        """Decide what a purpose rests on. It holds at once, for every screen, export and job."""
        answer = self.ask(
            "PUT",
            f"/purposes/{quoted(purpose_code)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PurposeOut, answer)

    def list_purpose_wordings(
        self,
        purpose_code: str,
    ) -> Wordings:
        """The words people are shown, in each language, and every version that was written."""
        answer = self.ask(
            "GET",
            f"/purposes/{quoted(purpose_code)}/wordings",
        )
        return cast(Wordings, answer)

    def write_purpose_wording(
        self,
        purpose_code: str,
        given: WordingWritten,
        *,
        idempotency_key: str = "",
    ) -> Wordings:
        """Write a new version. Consents that were given before go on naming theirs."""
        answer = self.ask(
            "POST",
            f"/purposes/{quoted(purpose_code)}/wordings",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Wordings, answer)

    def get_person_relation(
        self,
        person_id: int,
    ) -> PersonRelation:
        """How the relation goes, by declared parts; where the person answers; their steps on the
        journey.
        """
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/relation",
        )
        return cast(PersonRelation, answer)

    def get_journey(
        self,
    ) -> CustomersJourney:
        """How many customers stand at each step of the journey, and in which mood they spoke
        there.
        """
        answer = self.ask(
            "GET",
            "/journey",
        )
        return cast(CustomersJourney, answer)

    def replace_journey(
        self,
        given: JourneySteps,
        *,
        idempotency_key: str = "",
    ) -> CustomersJourney:
        """Replace the steps; everybody is counted anew within minutes. Each sign belongs to one
        step.
        """
        answer = self.ask(
            "PUT",
            "/journey",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomersJourney, answer)

    def get_person_timeline(
        self,
        person_id: int,
        *,
        kind: str | None = None,
        channel: str | None = None,
        said_by: Literal["", "them", "us"] | None = None,
        since: str | None = None,
        until: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> TimelinePageOut:
        """Everything said, bought, noted and decided about a person, on every channel, the
        newest first. kind: said, bought, answered, noted, decided, or one kind of entry;
        since: the first moment, until: the first one after. With filters that fit rarely a
        page may be empty and have a next one.
        """
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/timeline",
            query={"kind": kind, "channel": channel, "said_by": said_by, "since": since, "until": until, "cursor": cursor, "limit": limit},
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

    def list_organizations(
        self,
        *,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> OrganizationPageOut:
        """Organisations by name. q: a part of the name, or the whole number."""
        answer = self.ask(
            "GET",
            "/organizations",
            query={"q": q, "cursor": cursor, "limit": limit},
        )
        return cast(OrganizationPageOut, answer)

    def create_one_organization(
        self,
        given: NewOrganization,
        *,
        idempotency_key: str = "",
    ) -> OrganizationOut:
        """Make an organisation."""
        answer = self.ask(
            "POST",
            "/organizations",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(OrganizationOut, answer)

    def get_organization(
        self,
        organization_id: int,
    ) -> OrganizationOut:
        """One organisation."""
        answer = self.ask(
            "GET",
            f"/organizations/{quoted(organization_id)}",
        )
        return cast(OrganizationOut, answer)

    def change_one_organization(
        self,
        organization_id: int,
        given: OrganizationChanges,
        *,
        idempotency_key: str = "",
    ) -> OrganizationOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/organizations/{quoted(organization_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(OrganizationOut, answer)

    def delete_organization(
        self,
        organization_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Delete an organisation that nobody ever belonged to."""
        self.ask(
            "DELETE",
            f"/organizations/{quoted(organization_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_organization_people(
        self,
        organization_id: int,
    ) -> OrganizationPeople:
        """Who belongs to an organisation, and who did."""
        answer = self.ask(
            "GET",
            f"/organizations/{quoted(organization_id)}/people",
        )
        return cast(OrganizationPeople, answer)

    def list_person_positions(
        self,
        person_id: int,
    ) -> PositionList:
        """What a person is and was in organisations, the present first."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/positions",
        )
        return cast(PositionList, answer)

    def add_person_position(
        self,
        person_id: int,
        given: NewPosition,
        *,
        idempotency_key: str = "",
    ) -> PositionOut:
        """Say what a person is in an organisation."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/positions",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PositionOut, answer)

    def change_person_position(
        self,
        person_id: int,
        position_id: int,
        given: PositionChanges,
        *,
        idempotency_key: str = "",
    ) -> PositionOut:
        """Change what is sent: the role, since when, until when."""
        answer = self.ask(
            "PATCH",
            f"/people/{quoted(person_id)}/positions/{quoted(position_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PositionOut, answer)

    def remove_person_position(
        self,
        person_id: int,
        position_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a role away as never true; one that ended is given an end instead."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/positions/{quoted(position_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_person_relationships(
        self,
        person_id: int,
    ) -> RelationshipList:
        """Who belongs to a person, told from their side; others that may not be seen are left
        out.
        """
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/relationships",
        )
        return cast(RelationshipList, answer)

    def relate_persons(
        self,
        person_id: int,
        given: NewRelationship,
        *,
        idempotency_key: str = "",
    ) -> RelationshipList:
        """Say what two persons are to each other. It stands on both records."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/relationships",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RelationshipList, answer)

    def forget_relationship(
        self,
        person_id: int,
        relationship_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget a relationship, on both records."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/relationships/{quoted(relationship_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_custom_fields(
        self,
    ) -> CustomFieldList:
        """All fields of the house's own in their order, also the retired ones."""
        answer = self.ask(
            "GET",
            "/custom-fields",
        )
        return cast(CustomFieldList, answer)

    def create_custom_field(
        self,
        given: NewCustomField,
        *,
        idempotency_key: str = "",
    ) -> CustomFieldOut:
        """Add a field to every record."""
        answer = self.ask(
            "POST",
            "/custom-fields",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomFieldOut, answer)

    def change_one_custom_field(
        self,
        field_id: int,
        given: CustomFieldChanges,
        *,
        idempotency_key: str = "",
    ) -> CustomFieldOut:
        """Rename a field or its choices. No value is lost by it."""
        answer = self.ask(
            "PATCH",
            f"/custom-fields/{quoted(field_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomFieldOut, answer)

    def delete_one_custom_field(
        self,
        field_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Delete a retired field for good, with every value in it."""
        self.ask(
            "DELETE",
            f"/custom-fields/{quoted(field_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def put_custom_fields_in_order(
        self,
        given: FieldOrder,
        *,
        idempotency_key: str = "",
    ) -> CustomFieldList:
        """The fields in this order; those that are not named come after."""
        answer = self.ask(
            "PUT",
            "/custom-fields/order",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomFieldList, answer)

    def retire_one_custom_field(
        self,
        field_id: int,
        *,
        idempotency_key: str = "",
    ) -> CustomFieldOut:
        """Offer a field nowhere any more. What stands in it is kept."""
        answer = self.ask(
            "POST",
            f"/custom-fields/{quoted(field_id)}/retire",
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomFieldOut, answer)

    def restore_one_custom_field(
        self,
        field_id: int,
        *,
        idempotency_key: str = "",
    ) -> CustomFieldOut:
        """Offer a retired field again, with what stands in it."""
        answer = self.ask(
            "POST",
            f"/custom-fields/{quoted(field_id)}/restore",
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomFieldOut, answer)

    def list_person_fields(
        self,
        person_id: int,
    ) -> FieldValues:
        """What stands in the house's own fields of a record."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/fields",
        )
        return cast(FieldValues, answer)

    def set_person_fields(
        self,
        person_id: int,
        given: FieldsWritten,
        *,
        idempotency_key: str = "",
    ) -> FieldValues:
        """Write into the house's own fields of a record."""
        answer = self.ask(
            "PATCH",
            f"/people/{quoted(person_id)}/fields",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(FieldValues, answer)

    def list_tags(
        self,
    ) -> TagList:
        """All tags of the house."""
        answer = self.ask(
            "GET",
            "/tags",
        )
        return cast(TagList, answer)

    def create_one_tag(
        self,
        given: NewTag,
        *,
        idempotency_key: str = "",
    ) -> TagOut:
        """Make a tag."""
        answer = self.ask(
            "POST",
            "/tags",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TagOut, answer)

    def change_one_tag(
        self,
        tag_id: int,
        given: TagChanges,
        *,
        idempotency_key: str = "",
    ) -> TagOut:
        """Rename a tag or give it another colour, on every record at once."""
        answer = self.ask(
            "PATCH",
            f"/tags/{quoted(tag_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TagOut, answer)

    def delete_tag(
        self,
        tag_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a tag off every record and delete it."""
        self.ask(
            "DELETE",
            f"/tags/{quoted(tag_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def merge_one_tag(
        self,
        tag_id: int,
        given: TagMerge,
        *,
        idempotency_key: str = "",
    ) -> TagOut:
        """Let a tag become another one, on every record; it is gone afterwards."""
        answer = self.ask(
            "POST",
            f"/tags/{quoted(tag_id)}/merge",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TagOut, answer)

    def list_person_tags(
        self,
        person_id: int,
    ) -> TagList:
        """What is on a record now."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/tags",
        )
        return cast(TagList, answer)

    def put_tag_on_person(
        self,
        person_id: int,
        given: TagPut,
        *,
        idempotency_key: str = "",
    ) -> TagList:
        """Put a tag on a record, by its name."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/tags",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(TagList, answer)

    def take_tag_off_person(
        self,
        person_id: int,
        tag_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a tag off a record."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/tags/{quoted(tag_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def get_person_owner(
        self,
        person_id: int,
    ) -> OwnerOut:
        """Who looks after a record."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/owner",
        )
        return cast(OwnerOut, answer)

    def set_person_owner(
        self,
        person_id: int,
        given: NewOwner,
        *,
        idempotency_key: str = "",
    ) -> OwnerOut:
        """Say who looks after a record."""
        answer = self.ask(
            "PUT",
            f"/people/{quoted(person_id)}/owner",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(OwnerOut, answer)

    def list_person_notes(
        self,
        person_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> NotePage:
        """Notes of colleagues on a record, the newest first."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/notes",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(NotePage, answer)

    def note_on_person(
        self,
        person_id: int,
        given: NoteText,
        *,
        idempotency_key: str = "",
    ) -> NoteOut:
        """Leave a note for colleagues on a record."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/notes",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NoteOut, answer)

    def get_person_note(
        self,
        person_id: int,
        note_id: int,
    ) -> NoteWithVersions:
        """One note with what it said before."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/notes/{quoted(note_id)}",
        )
        return cast(NoteWithVersions, answer)

    def change_person_note(
        self,
        person_id: int,
        note_id: int,
        given: NoteText,
        *,
        idempotency_key: str = "",
    ) -> NoteWithVersions:
        """Say a note differently. What it said before is kept."""
        answer = self.ask(
            "PUT",
            f"/people/{quoted(person_id)}/notes/{quoted(note_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NoteWithVersions, answer)

    def remove_person_note(
        self,
        person_id: int,
        note_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Remove a note with what it said before."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/notes/{quoted(note_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_person_files(
        self,
        person_id: int,
    ) -> FileList:
        """Files kept with a record, the newest first."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/files",
        )
        return cast(FileList, answer)

    def keep_person_file(
        self,
        person_id: int,
        given: bytes,
        *,
        file_name: str,
        idempotency_key: str = "",
    ) -> FileOut:
        """Keep a file with a record: it is the body."""
        answer = self.ask(
            "POST",
            f"/people/{quoted(person_id)}/files",
            query={"file_name": file_name},
            raw=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(FileOut, answer)

    def get_person_file_content(
        self,
        person_id: int,
        file_id: int,
    ) -> FileContent:
        """A file kept with a record."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/files/{quoted(file_id)}/content",
        )
        return cast(FileContent, answer)

    def remove_person_file(
        self,
        person_id: int,
        file_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a file off a record."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/files/{quoted(file_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def list_products(
        self,
        *,
        q: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ProductPage:
        """Products by reference. q: a part of the reference, the name or the family."""
        answer = self.ask(
            "GET",
            "/products",
            query={"q": q, "cursor": cursor, "limit": limit},
        )
        return cast(ProductPage, answer)

    def create_one_product(
        self,
        given: NewProduct,
        *,
        idempotency_key: str = "",
    ) -> ProductOut:
        """Make a product."""
        answer = self.ask(
            "POST",
            "/products",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ProductOut, answer)

    def change_one_product(
        self,
        product_id: int,
        given: ProductChanges,
        *,
        idempotency_key: str = "",
    ) -> ProductOut:
        """Change what is sent."""
        answer = self.ask(
            "PATCH",
            f"/products/{quoted(product_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ProductOut, answer)

    def delete_product(
        self,
        product_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Delete a product that nobody bought."""
        self.ask(
            "DELETE",
            f"/products/{quoted(product_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def keep_purchases_in_bulk(
        self,
        given: NewPurchases,
        *,
        idempotency_key: str = "",
    ) -> PurchaseResults:
        """Hand in up to 1,000 purchases. The same again changes nothing; a buyer who is not
        known is never made.
        """
        answer = self.ask(
            "POST",
            "/purchases/bulk",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(PurchaseResults, answer)

    def list_person_purchases(
        self,
        person_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> PurchasePageOut:
        """What a person bought, the newest first."""
        answer = self.ask(
            "GET",
            f"/people/{quoted(person_id)}/purchases",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(PurchasePageOut, answer)

    def forget_purchase(
        self,
        person_id: int,
        purchase_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget a purchase that was none."""
        self.ask(
            "DELETE",
            f"/people/{quoted(person_id)}/purchases/{quoted(purchase_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def begin_proof(
        self,
        identity_id: int,
        given: NewProof,
        *,
        idempotency_key: str = "",
    ) -> Proof:
        """Send the person a code for this handle, or compare their own site with its profile at
        once.
        """
        answer = self.ask(
            "POST",
            f"/identities/{quoted(identity_id)}/proofs",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Proof, answer)

    def check_proof(
        self,
        claim_id: int,
        *,
        idempotency_key: str = "",
    ) -> Proof:
        """Read the profile now and link the handle if the code stands in it."""
        answer = self.ask(
            "POST",
            f"/proofs/{quoted(claim_id)}/check",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Proof, answer)

    def withdraw_proof(
        self,
        claim_id: int,
        *,
        idempotency_key: str = "",
    ) -> Proof:
        """Take a proof under way back; its code no longer counts."""
        answer = self.ask(
            "POST",
            f"/proofs/{quoted(claim_id)}/withdraw",
            key=idempotency_key,
            is_write=True,
        )
        return cast(Proof, answer)

    def refuse_identity_link(
        self,
        identity_id: int,
        given: NotTheirs,
        *,
        idempotency_key: str = "",
    ) -> Refusal:
        """Say that this handle is not this person's: the two are not proposed again."""
        answer = self.ask(
            "POST",
            f"/identities/{quoted(identity_id)}/refuse",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Refusal, answer)

    def list_proof_networks(
        self,
    ) -> NetworkList:
        """The networks where customers can show their accounts."""
        answer = self.ask(
            "GET",
            "/proof-networks",
        )
        return cast(NetworkList, answer)

    def add_mastodon_server(
        self,
        given: NewMastodon,
        *,
        idempotency_key: str = "",
    ) -> NetworkOut:
        """Register this installation at a server of Mastodon."""
        answer = self.ask(
            "POST",
            "/proof-networks/mastodon",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NetworkOut, answer)

    def add_oidc_network(
        self,
        given: OidcNetwork,
        *,
        idempotency_key: str = "",
    ) -> NetworkOut:
        """Set up an OpenID provider; it is asked at once whether it is there."""
        answer = self.ask(
            "POST",
            "/proof-networks/oidc",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NetworkOut, answer)

    def change_oidc_network(
        self,
        network_id: int,
        given: OidcNetwork,
        *,
        idempotency_key: str = "",
    ) -> NetworkOut:
        """Change an OpenID provider."""
        answer = self.ask(
            "PUT",
            f"/proof-networks/{quoted(network_id)}/oidc",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NetworkOut, answer)

    def switch_proof_network(
        self,
        network_id: int,
        given: NetworkSwitch,
        *,
        idempotency_key: str = "",
    ) -> NetworkOut:
        """Offer it to customers, or no longer."""
        answer = self.ask(
            "POST",
            f"/proof-networks/{quoted(network_id)}/switch",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(NetworkOut, answer)

    def delete_proof_network(
        self,
        network_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget a network with its secret. Links that were proved there stay."""
        self.ask(
            "DELETE",
            f"/proof-networks/{quoted(network_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def open_customer_import(
        self,
        given: bytes,
        *,
        file_name: str,
    ) -> CustomerImportOut:
        """Hand in a file of customers, CSV or Excel; the file is the body. Its columns are
        recognised, nothing is kept.
        """
        answer = self.ask(
            "POST",
            "/customer-imports",
            query={"file_name": file_name},
            raw=given,
        )
        return cast(CustomerImportOut, answer)

    def list_customer_imports(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> CustomerImportList:
        """The files that were handed in, the newest first."""
        answer = self.ask(
            "GET",
            "/customer-imports",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(CustomerImportList, answer)

    def get_customer_import(
        self,
        customer_import_id: int,
    ) -> CustomerImportOut:
        """How far it is, and what came of it."""
        answer = self.ask(
            "GET",
            f"/customer-imports/{quoted(customer_import_id)}",
        )
        return cast(CustomerImportOut, answer)

    def compare_customer_import(
        self,
        customer_import_id: int,
        given: CustomerImportAsked,
        *,
        idempotency_key: str = "",
    ) -> CustomerImportOut:
        """Read the file and compare it with what is there, as a job. Nothing is kept yet."""
        answer = self.ask(
            "POST",
            f"/customer-imports/{quoted(customer_import_id)}/compare",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomerImportOut, answer)

    def keep_customer_import(
        self,
        customer_import_id: int,
        *,
        idempotency_key: str = "",
    ) -> CustomerImportOut:
        """Keep what was compared, as a job. Rows that wait for a word are left out."""
        answer = self.ask(
            "POST",
            f"/customer-imports/{quoted(customer_import_id)}/keep",
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomerImportOut, answer)

    def undo_customer_import(
        self,
        customer_import_id: int,
        *,
        idempotency_key: str = "",
    ) -> CustomerImportOut:
        """Take back what it made and nobody touched since, as a job."""
        answer = self.ask(
            "POST",
            f"/customer-imports/{quoted(customer_import_id)}/undo",
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomerImportOut, answer)

    def list_customer_rows(
        self,
        customer_import_id: int,
        *,
        state: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> CustomerRowList:
        """The rows of one state (new, changed, ask, alike, same, refused), in the order of the
        file.
        """
        answer = self.ask(
            "GET",
            f"/customer-imports/{quoted(customer_import_id)}/rows",
            query={"state": state, "cursor": cursor, "limit": limit},
        )
        return cast(CustomerRowList, answer)

    def decide_customer_row(
        self,
        customer_row_id: int,
        given: CustomerDecision,
        *,
        idempotency_key: str = "",
    ) -> CustomerRowOut:
        """A word about one row: take its values, or the person it is like; leave it; make
        another record of it.
        """
        answer = self.ask(
            "POST",
            f"/customer-rows/{quoted(customer_row_id)}/decide",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(CustomerRowOut, answer)

    def list_people_changes(
        self,
        *,
        system: str,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ChangePage:
        """Records that changed since the cursor, each once and as it stands now; erased ones
        without a name. Keep next_cursor, also of an empty page, and ask again with it. No
        change is passed over, also when changes are committed in another order than they were
        begun.
        """
        answer = self.ask(
            "GET",
            "/sync/changes",
            query={"system": system, "cursor": cursor, "limit": limit},
        )
        return cast(ChangePage, answer)

    def sync_one_person(
        self,
        given: SyncOne,
        *,
        idempotency_key: str = "",
    ) -> SyncResult:
        """What another system says about one of its records. A conflict is kept for somebody to
        settle.
        """
        answer = self.ask(
            "POST",
            "/sync/person",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SyncResult, answer)

    def sync_many_persons(
        self,
        given: SyncMany,
        *,
        idempotency_key: str = "",
    ) -> SyncResults:
        """Up to 1,000 records, each for itself: a conflict or a refusal leaves the others alone."""
        answer = self.ask(
            "POST",
            "/sync/persons",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SyncResults, answer)

    def forget_synced_id(
        self,
        given: SyncForgotten,
        *,
        idempotency_key: str = "",
    ) -> None:
        """The other system has no such record any more. Ours stays; erasing a person is a matter
        of rights.
        """
        self.ask(
            "POST",
            "/sync/forget",
            body=given,
            key=idempotency_key,
            is_write=True,
        )

    def list_sync_conflicts(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> ConflictList:
        """Records that both sides changed, the newest first, until somebody chose."""
        answer = self.ask(
            "GET",
            "/sync/conflicts",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(ConflictList, answer)

    def settle_sync_conflict(
        self,
        conflict_id: int,
        given: ConflictChoices,
        *,
        idempotency_key: str = "",
    ) -> ConflictSettled:
        """Choose field by field; what is not chosen stays ours. The other system is told with
        the next changes.
        """
        answer = self.ask(
            "POST",
            f"/sync/conflicts/{quoted(conflict_id)}/settle",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ConflictSettled, answer)

    def list_likely_persons(
        self,
        *,
        given_name: str | None = None,
        family_name: str | None = None,
        customer_number: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        city: str | None = None,
    ) -> LikelyPersons:
        """Records that may be this person already: ask before you make one. The certain ones
        first, then the likeliest.
        """
        answer = self.ask(
            "GET",
            "/likely-persons",
            query={"given_name": given_name, "family_name": family_name, "customer_number": customer_number, "email": email, "phone": phone, "city": city},
        )
        return cast(LikelyPersons, answer)

    def list_segments(
        self,
    ) -> SegmentList:
        """All segments by name, with the number that was counted last."""
        answer = self.ask(
            "GET",
            "/segments",
        )
        return cast(SegmentList, answer)

    def create_segment(
        self,
        given: SegmentIn,
        *,
        idempotency_key: str = "",
    ) -> SegmentOut:
        """Save conditions under a name and a purpose. Who meets them is looked up each time,
        never written down.
        """
        answer = self.ask(
            "POST",
            "/segments",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SegmentOut, answer)

    def list_segment_fields(
        self,
    ) -> SegmentFieldList:
        """What conditions can be put on, and how."""
        answer = self.ask(
            "GET",
            "/segment-fields",
        )
        return cast(SegmentFieldList, answer)

    def count_segment_conditions(
        self,
        given: SegmentQuestion,
    ) -> SegmentCount:
        """How many meet these conditions now, under this purpose, without saving them."""
        answer = self.ask(
            "POST",
            "/segment-count",
            body=given,
        )
        return cast(SegmentCount, answer)

    def get_segment(
        self,
        segment_id: int,
    ) -> SegmentOut:
        """One segment, with its conditions."""
        answer = self.ask(
            "GET",
            f"/segments/{quoted(segment_id)}",
        )
        return cast(SegmentOut, answer)

    def replace_segment(
        self,
        segment_id: int,
        given: SegmentIn,
        *,
        idempotency_key: str = "",
    ) -> SegmentOut:
        """Other conditions, another name or purpose."""
        answer = self.ask(
            "PUT",
            f"/segments/{quoted(segment_id)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(SegmentOut, answer)

    def delete_segment(
        self,
        segment_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Forget the conditions; nobody's record changes."""
        self.ask(
            "DELETE",
            f"/segments/{quoted(segment_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def count_segment_again(
        self,
        segment_id: int,
        *,
        idempotency_key: str = "",
    ) -> SegmentCount:
        """How many are in it now; the number is kept for the list."""
        answer = self.ask(
            "POST",
            f"/segments/{quoted(segment_id)}/count",
            key=idempotency_key,
            is_write=True,
        )
        return cast(SegmentCount, answer)

    def list_segment_members(
        self,
        segment_id: int,
        *,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> SegmentMembers:
        """Ids of the persons in it, under the segment's own purpose: whoever it hides is not
        among them.
        """
        answer = self.ask(
            "GET",
            f"/segments/{quoted(segment_id)}/members",
            query={"cursor": cursor, "limit": limit},
        )
        return cast(SegmentMembers, answer)

    def list_rights_requests(
        self,
        *,
        show: Literal["open", "closed", "all"] | None = None,
        right: str | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> RightsRequestPage:
        """Open requests, the soonest due first; closed ones, the last closed first."""
        answer = self.ask(
            "GET",
            "/rights-requests",
            query={"show": show, "right": right, "cursor": cursor, "limit": limit},
        )
        return cast(RightsRequestPage, answer)

    def create_rights_request(
        self,
        given: NewRightsRequest,
        *,
        idempotency_key: str = "",
    ) -> RightsRow:
        """Write down that somebody asks by right. Everybody who talks with people may; the
        officer takes it from there.
        """
        answer = self.ask(
            "POST",
            "/rights-requests",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRow, answer)

    def get_rights_request(
        self,
        request_id: int,
    ) -> RightsRequestOut:
        """One request with its steps."""
        answer = self.ask(
            "GET",
            f"/rights-requests/{quoted(request_id)}",
        )
        return cast(RightsRequestOut, answer)

    def assign_rights_request(
        self,
        request_id: int,
        given: RightsAssigned,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Say who works on it; null: nobody."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/assign",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def add_rights_request_subject(
        self,
        request_id: int,
        given: RightsSubjectNamed,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Say which record or handle it is about."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/subjects",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def remove_rights_request_subject(
        self,
        request_id: int,
        person_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Say that it is not about this record."""
        self.ask(
            "DELETE",
            f"/rights-requests/{quoted(request_id)}/subjects/{quoted(person_id)}",
            key=idempotency_key,
            is_write=True,
        )

    def ask_requester_identity(
        self,
        request_id: int,
        given: IdentityAsked,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Note that the requester is asked who they are, with the reasonable doubt and what is
        asked for.
        """
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/identity",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def settle_requester_identity(
        self,
        request_id: int,
        given: IdentitySettled,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Note whether who they are is clear now."""
        answer = self.ask(
            "PUT",
            f"/rights-requests/{quoted(request_id)}/identity",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def extend_rights_request(
        self,
        request_id: int,
        given: RightsExtended,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Two months more, within the first month only, with a notice to the person."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/extend",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def order_rights_copy(
        self,
        request_id: int,
        given: CopyOrdered,
        *,
        idempotency_key: str = "",
    ) -> RightsCopyOut:
        """Have the copy of the person's data built."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/copies",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsCopyOut, answer)

    def list_rights_copies(
        self,
        request_id: int,
    ) -> RightsCopies:
        """The copies that were built, the newest first."""
        answer = self.ask(
            "GET",
            f"/rights-requests/{quoted(request_id)}/copies",
        )
        return cast(RightsCopies, answer)

    def make_rights_copy_link(
        self,
        request_id: int,
        *,
        idempotency_key: str = "",
    ) -> RightsLinkOut:
        """A link to the newest copy that opens once; an earlier link opens nothing any more."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/copies/link",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsLinkOut, answer)

    def preview_rights_erasure(
        self,
        request_id: int,
    ) -> ErasurePreviewOut:
        """What an erasure would take, what it leaves and why, and who else has the data."""
        answer = self.ask(
            "GET",
            f"/rights-requests/{quoted(request_id)}/erasure",
        )
        return cast(ErasurePreviewOut, answer)

    def confirm_rights_erasure(
        self,
        request_id: int,
        given: ErasureConfirmed,
        *,
        idempotency_key: str = "",
    ) -> ErasureOut:
        """Erase for good. Sent twice, it is one erasure."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/erasure",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(ErasureOut, answer)

    def tell_erasure_recipient(
        self,
        request_id: int,
        given: RecipientTold,
        *,
        idempotency_key: str = "",
    ) -> Erasures:
        """Note that a recipient was told of the erasure (art. 19 GDPR)."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/told",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(Erasures, answer)

    def restrict_for_rights_request(
        self,
        request_id: int,
        given: RightsRestricted,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Restrict the records, or lift it: a restricted record is shown for legal duties alone."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/restriction",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def carry_out_objection(
        self,
        request_id: int,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """End what the person objects to, from now on."""
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/objection",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def decide_rights_request(
        self,
        request_id: int,
        given: RightsDecision,
        *,
        idempotency_key: str = "",
    ) -> RightsRequestOut:
        """Close it: met, refused with a ground of the law and reasons, or withdrawn. A mail is
        sent with the decision.
        """
        answer = self.ask(
            "POST",
            f"/rights-requests/{quoted(request_id)}/decision",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RightsRequestOut, answer)

    def list_retention_rules(
        self,
    ) -> RetentionRules:
        """How long what is kept, and why."""
        answer = self.ask(
            "GET",
            "/retention",
        )
        return cast(RetentionRules, answer)

    def get_retention_dry_run(
        self,
        rule_key: str,
        *,
        source: str | None = None,
    ) -> RetentionDryRun:
        """Exactly what a run of this moment would remove. Changes nothing."""
        answer = self.ask(
            "GET",
            f"/retention/{quoted(rule_key)}",
            query={"source": source},
        )
        return cast(RetentionDryRun, answer)

    def set_retention_period(
        self,
        rule_key: str,
        given: RetentionPeriodSet,
        *,
        idempotency_key: str = "",
    ) -> RetentionRuleOut:
        """Keep it for so long."""
        answer = self.ask(
            "PUT",
            f"/retention/{quoted(rule_key)}",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RetentionRuleOut, answer)

    def list_retention_runs(
        self,
    ) -> RetentionRuns:
        """What was removed, the newest first, and what waits for a word."""
        answer = self.ask(
            "GET",
            "/retention-runs",
        )
        return cast(RetentionRuns, answer)

    def confirm_retention_run(
        self,
        run_id: int,
        *,
        idempotency_key: str = "",
    ) -> RetentionRunOut:
        """A run that would remove much more than usual waits: let it."""
        answer = self.ask(
            "POST",
            f"/retention-runs/{quoted(run_id)}/confirm",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RetentionRunOut, answer)

    def dismiss_retention_run(
        self,
        run_id: int,
        *,
        idempotency_key: str = "",
    ) -> RetentionRunOut:
        """Do not let it: put the period right first; the next night counts anew."""
        answer = self.ask(
            "POST",
            f"/retention-runs/{quoted(run_id)}/dismiss",
            key=idempotency_key,
            is_write=True,
        )
        return cast(RetentionRunOut, answer)

    def get_processing_register(
        self,
    ) -> RegisterOut:
        """The register of processing (art. 30 GDPR), as of today, from what is configured."""
        answer = self.ask(
            "GET",
            "/register",
        )
        return cast(RegisterOut, answer)

    def set_register_controller(
        self,
        given: ControllerSaid,
        *,
        idempotency_key: str = "",
    ) -> RegisterOut:
        """Say who answers for the data and how they are reached."""
        answer = self.ask(
            "PATCH",
            "/register/controller",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(RegisterOut, answer)

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

    def add_report_quotes(
        self,
        report_id: int,
        given: QuotesGiven,
        *,
        idempotency_key: str = "",
    ) -> QuotesOut:
        """Choose posts as examples: in the page, the file and the mail, without names; never
        behind a link.
        """
        answer = self.ask(
            "POST",
            f"/reports/{quoted(report_id)}/quotes",
            body=given,
            key=idempotency_key,
            is_write=True,
        )
        return cast(QuotesOut, answer)

    def list_report_quotes(
        self,
        report_id: int,
    ) -> QuotesOut:
        """The posts that were chosen and are still there."""
        answer = self.ask(
            "GET",
            f"/reports/{quoted(report_id)}/quotes",
        )
        return cast(QuotesOut, answer)

    def remove_report_quote(
        self,
        report_id: int,
        mention_id: int,
        *,
        idempotency_key: str = "",
    ) -> None:
        """Take a post out of the report."""
        self.ask(
            "DELETE",
            f"/reports/{quoted(report_id)}/quotes/{quoted(mention_id)}",
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
