"""What is sent to Parvis and what it answers.

Generated from the OpenAPI document by `python -m parvis.api.client_generator`: change nothing here.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AnswerRoute(TypedDict):
    """By which way an answer would go out."""
    is_open: bool
    reason: str
    channel: str
    most_characters: int | None


class Assignment(TypedDict):
    user_id: int


class AttachmentContent(TypedDict):
    id: int
    name: str
    content_type: str
    size_bytes: int
    is_shown: bool
    base64: str


class AttachmentOut(TypedDict):
    """GET /attachments/{id}/content gives its bytes."""
    id: int
    name: str
    content_type: str
    size_bytes: int
    is_shown: bool


class AttemptOut(TypedDict):
    at: str
    took_milliseconds: int
    status: int | None
    answer: str
    error_code: str


class AuditEntryOut(TypedDict):
    id: int
    at: str
    actor_kind: str
    actor_id: int | None
    actor_name: str
    verb: str
    object_kind: str
    object_id: str
    detail: dict[str, Any]
    address: str | None


class AuditPageOut(TypedDict):
    next_cursor: str | None
    items: list[AuditEntryOut]


class Author(TypedDict):
    identity_id: int
    handle: str
    display_name: str


class BucketCounts(TypedDict):
    first: str
    last: str
    counts: Counts


class BulkAct(TypedDict):
    """The same act for up to 200 conversations, each for itself."""
    conversation_ids: list[int]
    act: Literal["take", "release", "assign", "open", "pending", "resolve", "move"]
    user_id: NotRequired[int | None]
    queue_id: NotRequired[int | None]


class BulkResult(TypedDict):
    conversation_id: int
    done: bool
    code: str
    detail: str


class BulkResults(TypedDict):
    results: list[BulkResult]
    done: int
    refused: int


class ChangedPersons(TypedDict):
    persons: list[RowChanges]


class ConnectionChanges(TypedDict):
    """Only what is sent is changed; settings are merged by name, secrets that are not sent stay."""
    name: NotRequired[str | None]
    settings: NotRequired[dict[str, str | int | bool | None] | None]
    secrets: NotRequired[dict[str, str] | None]


class ConnectionList(TypedDict):
    items: list[ConnectionOut]


class ConnectionOut(TypedDict):
    id: int
    kind: str
    name: str
    slug: str
    channel: str
    settings: dict[str, Any]
    is_active: bool
    created_at: str
    fetched_at: str | None
    failing_since: str | None
    error_code: str
    error_detail: str
    health: HealthOut


class ConsentEntry(TypedDict):
    purpose: str
    channel: str
    is_given: bool
    at: str
    wording: str
    wording_version: str
    language: str


class ConsentGiven(TypedDict):
    purpose: Literal["satisfaction", "prospecting", "profiling"]
    channel: NotRequired[Literal["", "email", "sms", "phone"]]
    wording: str
    wording_version: NotRequired[str]
    language: NotRequired[str]
    source: NotRequired[str]


class ConsentState(TypedDict):
    purpose: str
    channel: str
    is_given: bool
    at: str


class ConsentWithdrawn(TypedDict):
    purpose: Literal["satisfaction", "prospecting", "profiling"]
    channel: NotRequired[Literal["", "email", "sms", "phone"]]


class Consents(TypedDict):
    """What holds now, and every word that was ever said about it, the newest first."""
    current: list[ConsentState]
    ledger: list[ConsentEntry]


class ContactPointOut(TypedDict):
    id: int
    kind: str
    value: str
    is_verified: bool


class ConversationOut(TypedDict):
    id: int
    subject: str
    status: Literal["open", "pending", "snoozed", "resolved"]
    snoozed_until: str | None
    queue: Named
    assignee: Named | None
    customer: Speaker | None
    connection_id: int | None
    channel: str
    brand: str
    mention_id: int | None
    created_at: str
    last_message_at: str
    waiting_since: str | None
    first_reply_at: str | None
    resolved_at: str | None
    message_count: int
    preview: str
    language: str
    sentiment: str
    merged_into_id: int | None


class ConversationPage(TypedDict):
    next_cursor: str | None
    items: list[ConversationOut]
    is_cut: bool


class Counts(TypedDict):
    negative: int
    neutral: int
    positive: int
    not_analysed: int
    total: int


class CreatedToken(TypedDict):
    id: int
    user_id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    token: str


class CreatedWebhook(TypedDict):
    id: int
    name: str
    url: str
    events: list[str]
    is_active: bool
    created_at: str
    failing_since: str | None
    disabled_at: str | None
    disabled_reason: str
    secret: str


class DeadJobOut(TypedDict):
    id: int
    name: str
    about: str
    attempts: int
    failed_at: str | None
    error_class: str
    error_code: str


class DeadJobs(TypedDict):
    next_cursor: str | None
    waiting: int
    running: int
    dead: int
    items: list[DeadJobOut]


class DecisionOut(TypedDict):
    """Why we take this handle for this person."""
    act: str
    at: str
    evidence: str
    probability: float
    legal_basis: str
    decided_by_kind: str
    decided_by_name: str


class DeliveryOut(TypedDict):
    id: int
    message_id: str
    event: str
    payload: dict[str, Any]
    state: Literal["waiting", "delivered", "failed"]
    created_at: str
    finished_at: str | None
    attempts: list[AttemptOut]


class DeliveryPageOut(TypedDict):
    next_cursor: str | None
    items: list[DeliveryOut]


class EndedLink(TypedDict):
    reason: NotRequired[str]


class EventTypeList(TypedDict):
    items: list[EventTypeOut]


class EventTypeOut(TypedDict):
    name: str
    explain: str
    permission: str


class FetchAsked(TypedDict):
    is_enqueued: bool


class FigureList(TypedDict):
    first: str
    last: str
    buckets: list[str]
    items: list[FigureOut]


class FigureOut(TypedDict):
    key: str
    label: str
    unit: str
    explain: str
    section: str
    figure: FigureValue
    before: FigureValue | None
    series: list[FigureSeries]


class FigureSeries(TypedDict):
    label: str
    values: list[float | None]


class FigureValue(TypedDict):
    """value is null where there is not enough data; low and high are the 95 % interval; n is
    what it rests on.
    """
    value: float | None
    low: float | None
    high: float | None
    n: int
    rows_url: str


class HealthOut(TypedDict):
    """How well a source hears. null: not known, or does not apply."""
    succeeded_at: str | None
    newest_at: str | None
    lag_seconds: float | None
    stream: Literal["", "open", "waiting"]
    stream_since: str | None
    rate_left: int | None
    rate_limit: int | None
    rate_resets_at: str | None
    next_try_at: str | None
    gap_at: str | None
    count_changed: int
    count_deleted: int
    spent: int | None
    spent_limit: int | None
    spent_period: Literal["", "day", "month"]
    does_not_see: str


class Hit(TypedDict):
    kind: str
    id: int | None
    label: str
    hint: str
    at: str | None


class Hits(TypedDict):
    items: list[Hit]


class IdentityList(TypedDict):
    items: list[IdentityOut]


class IdentityOut(TypedDict):
    id: int
    channel: str
    handle: str
    display_name: str
    followers: int | None
    is_ours: bool
    first_seen_at: str
    last_seen_at: str
    person_id: int | None
    decision: DecisionOut | None


class ImportOut(TypedDict):
    id: int
    connection_id: int
    file_name: str
    state: Literal["waiting", "running", "done", "failed"]
    position_done: int
    position_total: int
    count_new: int
    count_repeated: int
    count_rejected: int
    error_code: str
    error_detail: str
    started_at: str
    finished_at: str | None


class ImportPageOut(TypedDict):
    next_cursor: str | None
    items: list[ImportOut]


class JobState(TypedDict):
    id: int
    state: str


class KeptFile(TypedDict):
    """A file that waits a day for the answer that it goes out with."""
    id: int
    name: str
    content_type: str
    size_bytes: int


class Labelled(TypedDict):
    """The labels of one text, under the names of `parvis enrich`; more may be added."""
    id: str | int | None
    language: str
    language_probability: float
    sentiment: str
    sentiment_scores: dict[str, float]
    model_version: str


class LabelledTexts(TypedDict):
    items: list[Labelled]


class Me(TypedDict):
    id: int
    name: str
    email: str
    roles: list[str]
    permissions: list[str]


class MentionCounts(TypedDict):
    first: str
    last: str
    counts: Counts
    net_sentiment: NetSentiment | None
    over_time: list[BucketCounts]
    by_channel: list[Slice]
    by_source: list[Slice]
    by_brand: list[Slice]
    by_language: list[Slice]


class MentionOut(TypedDict):
    id: int
    connection_id: int
    source: str
    external_id: str
    author: Author | None
    channel: str
    title: str
    text: str
    url: str
    site: str
    brand: str
    country: str
    published_at: str
    received_at: str
    followers: int | None
    engagement: int | None
    is_repost: bool
    language: str
    language_probability: float | None
    sentiment: str
    sentiment_probability: float | None
    model_version: str


class MentionPageOut(TypedDict):
    next_cursor: str | None
    items: list[MentionOut]


class MergeWanted(TypedDict):
    into_id: int


class MessageOut(TypedDict):
    id: int
    conversation_id: int
    kind: Literal["inbound", "outbound", "note"]
    customer: Speaker | None
    author: Named | None
    channel: str
    subject: str
    text: str
    sent_at: str
    delivery: str
    delivery_detail: str
    is_automatic: bool
    language: str
    language_probability: float | None
    sentiment: str
    sentiment_probability: float | None
    model_version: str
    attachments: list[AttachmentOut]


class MessagePage(TypedDict):
    """In reading order; next_cursor leads to older messages."""
    next_cursor: str | None
    items: list[MessageOut]


class MoveWanted(TypedDict):
    queue_id: int


class Named(TypedDict):
    id: int
    name: str


class NetSentiment(TypedDict):
    """(positive − negative) per hundred analysed posts, with its 95 % interval; n is what it
    rests on.
    """
    value: float
    low: float
    high: float
    n: int


class NewConnection(TypedDict):
    kind: Literal["email", "form", "rss", "webhook", "mastodon", "bluesky", "hackernews", "discourse", "nodebb", "reddit", "youtube", "sitemap", "reviews", "x"]
    name: str
    settings: NotRequired[dict[str, str | int | bool | None]]
    secrets: NotRequired[dict[str, str]]


class NewContactPoint(TypedDict):
    kind: Literal["email", "phone"]
    value: str
    is_verified: NotRequired[bool]
    address_may_be_shared: NotRequired[bool]


class NewLink(TypedDict):
    person_id: int
    evidence: NotRequired[Literal["person_said", "number_quoted", "agent_decided"]]
    note: NotRequired[str]


class NewNote(TypedDict):
    text: str


class NewPerson(TypedDict):
    given_name: NotRequired[str]
    family_name: NotRequired[str]
    customer_number: NotRequired[str]
    language: NotRequired[str]
    city: NotRequired[str]
    emails: NotRequired[list[str]]
    phones: NotRequired[list[str]]
    address_may_be_shared: NotRequired[bool]
    identity_id: NotRequired[int | None]


class NewPersons(TypedDict):
    persons: list[NewPerson]


class NewReply(TypedDict):
    text: str
    seen_message_id: NotRequired[int | None]
    then: NotRequired[Literal["", "resolve"]]
    file_ids: NotRequired[list[int]]


class NewServiceAccount(TypedDict):
    name: str
    roles: list[str]


class NewTeam(TypedDict):
    name: str


class NewToken(TypedDict):
    name: str
    scopes: list[str]
    expires_at: NotRequired[str | None]


class NewUser(TypedDict):
    email: str
    name: str
    password: str
    roles: list[str]
    job_title: NotRequired[str]
    language: NotRequired[Literal["en", "fr"]]


class NewWebhook(TypedDict):
    name: str
    url: str
    events: list[str]
    secret: NotRequired[str]


class OpenedConversation(TypedDict):
    conversation: ConversationOut | None
    is_new: bool


class PersonChanges(TypedDict):
    """Only what is sent is changed; an empty string empties."""
    given_name: NotRequired[str | None]
    family_name: NotRequired[str | None]
    customer_number: NotRequired[str | None]
    language: NotRequired[str | None]
    city: NotRequired[str | None]


class PersonOut(TypedDict):
    id: int
    given_name: str
    family_name: str
    customer_number: str
    language: str
    city: str
    is_restricted: bool
    origin: str
    created_at: str
    contact_points: list[ContactPointOut]


class PersonPage(TypedDict):
    next_cursor: str | None
    items: list[PersonRow]


class PersonRow(TypedDict):
    id: int
    name: str
    customer_number: str
    city: str
    created_at: str
    channels: list[str]
    last_seen_at: str | None


class Picture(TypedDict):
    content_type: Literal["image/webp"]
    base64: str


class Problem(TypedDict):
    """Why nothing was done (RFC 9457). Read `code`; `detail` is for people."""
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: NotRequired[list[dict[str, Any]]]


class QueueFields(TypedDict):
    name: str
    team_id: NotRequired[int | None]
    connection_ids: NotRequired[list[int]]
    is_default: NotRequired[bool]


class QueueList(TypedDict):
    items: list[QueueOut]


class QueueOut(TypedDict):
    id: int
    name: str
    team: Named | None
    is_default: bool
    connection_ids: list[int]


class RejectedOut(TypedDict):
    position: int
    reason: str
    sentence: str
    detail: str
    excerpt: str


class RejectedPageOut(TypedDict):
    next_cursor: str | None
    items: list[RejectedOut]


class RenewedSecret(TypedDict):
    secret: str


class RowChanges(TypedDict):
    given_name: NotRequired[str | None]
    family_name: NotRequired[str | None]
    customer_number: NotRequired[str | None]
    language: NotRequired[str | None]
    city: NotRequired[str | None]
    id: int


class RowResult(TypedDict):
    """What became of one row; a refused row leaves the others alone."""
    index: int
    status: Literal["created", "changed", "unchanged", "refused"]
    person_id: int | None
    code: str
    detail: str


class RowResults(TypedDict):
    results: list[RowResult]
    done: int
    refused: int


class Slice(TypedDict):
    value: str
    label: str
    counts: Counts


class SnoozeWanted(TypedDict):
    until: str


class Speaker(TypedDict):
    identity_id: int
    channel: str
    handle: str
    display_name: str


class StatusWanted(TypedDict):
    status: Literal["open", "pending", "resolved"]


class Taken(TypedDict):
    new: int
    repeated: int
    rejected: int


class TeamChanges(TypedDict):
    """member_ids makes the team exactly these accounts; lead_ids are those of them who lead it."""
    name: NotRequired[str | None]
    member_ids: NotRequired[list[int] | None]
    lead_ids: NotRequired[list[int]]


class TeamList(TypedDict):
    items: list[TeamOut]


class TeamMember(TypedDict):
    user_id: int
    name: str
    is_lead: bool


class TeamOut(TypedDict):
    id: int
    name: str
    members: list[TeamMember]


class TestResult(TypedDict):
    """What the channel said: code is empty when all is well."""
    is_well: bool
    code: str
    detail: str


class Text(TypedDict):
    """Other fields are passed through only with `keep`; the text may be empty."""
    id: NotRequired[str | int | None]
    text: str


class Texts(TypedDict):
    texts: list[Text]
    languages: NotRequired[list[str]]
    targets: NotRequired[list[str]]
    explain: NotRequired[bool]
    keep: NotRequired[bool]


class TimelineItem(TypedDict):
    at: str
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    sentiment: str
    language: str


class TimelinePageOut(TypedDict):
    next_cursor: str | None
    items: list[TimelineItem]


class TokenList(TypedDict):
    items: list[TokenOut]


class TokenOut(TypedDict):
    id: int
    user_id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: str
    expires_at: str | None
    last_used_at: str | None


class UserChanges(TypedDict):
    """Only what is sent is changed."""
    email: NotRequired[str | None]
    name: NotRequired[str | None]
    job_title: NotRequired[str | None]
    roles: NotRequired[list[str] | None]
    language: NotRequired[Literal["en", "fr"] | None]


class UserOut(TypedDict):
    id: int
    name: str
    email: str
    job_title: str
    roles: list[str]
    language: str
    is_active: bool
    is_service: bool
    team_ids: list[int]
    created_at: str


class UserPageOut(TypedDict):
    next_cursor: str | None
    items: list[UserOut]


class WebhookChanges(TypedDict):
    """Only what is sent is changed."""
    name: NotRequired[str | None]
    url: NotRequired[str | None]
    events: NotRequired[list[str] | None]


class WebhookList(TypedDict):
    items: list[WebhookOut]


class WebhookOut(TypedDict):
    id: int
    name: str
    url: str
    events: list[str]
    is_active: bool
    created_at: str
    failing_since: str | None
    disabled_at: str | None
    disabled_reason: str
