"""What is sent to Parvis and what it answers.

Generated from the OpenAPI document by `python -m parvis.api.client_generator`: change nothing here.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AdapterList(TypedDict):
    items: list[AdapterOut]


class AdapterOut(TypedDict):
    """What was learned from corrections, measured on some that were held out."""
    id: int
    base_version: str
    corrections: int
    f1_before: float
    f1_after: float
    gain_low: float
    gain_high: float
    reference_change: float
    verdict: str
    is_active: bool
    trained_at: str


class AlarmList(TypedDict):
    next_cursor: str | None
    items: list[AlarmOut]


class AlarmOut(TypedDict):
    """hour: the start of the hour that stands out, facts.hours the length of the window that
    ends with it. low, high: where 95 % of such windows lie. Shares are in 0..1. subject: a
    term, or the id of an author's identity.
    """
    id: int
    rule_id: int
    query_id: int | None
    query_version: int | None
    hour: str
    kind: Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"]
    subject: str
    observed: float
    expected: float
    low: float
    high: float
    severity: Literal["notable", "strong", "severe"]
    reason_code: str
    facts: dict[str, Any]
    raised_at: str
    is_useful: bool | None


class AlertRuleGiven(TypedDict):
    """recipient_ids: accounts that are told by mail and on their devices."""
    kinds: list[Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"]]
    minimum_mentions: NotRequired[int]
    cool_down_hours: NotRequired[int]
    authors_a_month: NotRequired[float]
    recipient_ids: NotRequired[list[int]]
    by_mail: NotRequired[bool]
    by_push: NotRequired[bool]


class AlertRuleList(TypedDict):
    """The budget is one number for all rules together."""
    false_alarms_a_month: float
    items: list[AlertRuleOut]


class AlertRuleOut(TypedDict):
    id: int
    query_id: int | None
    kinds: list[Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"]]
    minimum_mentions: int
    cool_down_hours: int
    authors_a_month: float
    recipient_ids: list[int]
    by_mail: bool
    by_push: bool
    is_on: bool


class AnswerRoute(TypedDict):
    """By which way an answer would go out."""
    is_open: bool
    reason: str
    channel: str
    most_characters: int | None


class AppealList(TypedDict):
    items: list[AppealOut]


class AppealOut(TypedDict):
    id: int
    restriction_id: int
    words: str
    state: str
    judgement: str
    at: str


class ArticleChange(TypedDict):
    title: str
    text: str
    base: int
    board_id: NotRequired[int | None]
    tags: NotRequired[list[str]]
    why: NotRequired[str]
    is_current: NotRequired[bool]


class ArticleOut(TypedDict):
    id: int
    title: str
    language: str
    state: str
    number: int
    published_number: int | None
    board_id: int | None
    tags: list[str]
    original_id: int | None
    is_out_of_date: bool
    question_id: int | None
    answer_id: int | None
    changed_at: str
    updated_at: str | None
    view_count: int
    helpful_count: int
    unhelpful_count: int
    used_count: int
    url: str


class ArticlePageOut(TypedDict):
    next_cursor: str | None
    items: list[ArticleOut]


class ArticlePublishing(TypedDict):
    number: int


class ArticleReturn(TypedDict):
    reason: str


class ArticleRevisionOut(TypedDict):
    number: int
    title: str
    text: str
    tags: list[str]
    why: str
    at: str
    by_name: str
    submitted_at: str | None
    judged_at: str | None
    judged_by_name: str
    reason: str
    published_at: str | None


class ArticleRevisions(TypedDict):
    items: list[ArticleRevisionOut]


class ArticleWhole(TypedDict):
    id: int
    title: str
    language: str
    state: str
    number: int
    published_number: int | None
    board_id: int | None
    tags: list[str]
    original_id: int | None
    is_out_of_date: bool
    question_id: int | None
    answer_id: int | None
    changed_at: str
    updated_at: str | None
    view_count: int
    helpful_count: int
    unhelpful_count: int
    used_count: int
    url: str
    text: str
    reason: str


class Assignment(TypedDict):
    user_id: int


class AssignmentOut(TypedDict):
    question_id: int
    member_id: int | None


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


class BadgeCounted(TypedDict):
    id: int
    slug: str
    kind: str
    name_en: str
    name_fr: str
    about_en: str
    about_fr: str
    formula: str
    version: int
    position: int
    is_retired: bool
    holders: int


class BadgeList(TypedDict):
    items: list[BadgeCounted]


class BadgeOut(TypedDict):
    id: int
    slug: str
    kind: str
    name_en: str
    name_fr: str
    about_en: str
    about_fr: str
    formula: str
    version: int
    position: int
    is_retired: bool


class Begun(TypedDict):
    """Of work in the background. is_new: it was not waiting already."""
    is_new: bool


class BlockCount(TypedDict):
    """plain: views of pages while nothing was measured; tabs, held: with the block and without."""
    kind: str
    product_page_id: int | None
    plain: int
    plain_seen: int
    tabs: int
    seen: int
    bought: int
    bought_seen: int
    held: int
    held_bought: int
    difference: float | None
    low: float | None
    high: float | None


class BlockCounts(TypedDict):
    items: list[BlockCount]


class BlockSettingsIn(TypedDict):
    origins: list[str]
    is_measured: NotRequired[bool]
    hold_out: NotRequired[float]


class BlockSettingsOut(TypedDict):
    origins: list[str]
    is_measured: bool
    hold_out: float


class BoardFusion(TypedDict):
    into_id: int


class BoardGiven(TypedDict):
    name: str
    about: NotRequired[str]
    language: NotRequired[Literal["", "en", "fr"]]
    is_private: NotRequired[bool]
    is_closed: NotRequired[bool]


class BoardMove(TypedDict):
    to: Literal["up", "down"]


class BrandOut(TypedDict):
    query_id: int
    name: str
    is_ours: bool
    mentions: int
    negative: int
    neutral: int
    positive: int
    not_analysed: int
    engagement: int
    authors: ShareOut
    share_of_mentions: ShareOut | None
    share_of_authors: ShareOut | None
    share_of_engagement: ShareOut | None
    net_sentiment: ShareOut | None
    net_sentiment_over_polar: float | None
    notoriety: ShareOut | None
    notoriety_percentile: float | None
    over_time: list[int | None]


class BucketCounts(TypedDict):
    first: str
    last: str
    counts: Counts


class BudgetGiven(TypedDict):
    false_alarms_a_month: float


class BudgetOut(TypedDict):
    false_alarms_a_month: float


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


class CampaignAnswer(TypedDict):
    """versions: query id → version it was computed on. found: average, total and relative effect
    with intervals, days, placebo dates, the gate, suspects, and the reasons where it cannot
    be told. is_outdated: the campaign was changed since.
    """
    at: str
    answer: Literal["raised", "lowered", "none_seen", "cannot_tell"]
    is_outdated: bool
    asked: dict[str, Any]
    versions: dict[str, int]
    found: dict[str, Any]


class CampaignAnswered(TypedDict):
    """result: null until it was computed."""
    result: CampaignAnswer | None


class CampaignGiven(TypedDict):
    """query_id null: everything that is heard. control_ids: queries that it cannot have moved."""
    name: str
    first: str
    last: str
    query_id: NotRequired[int | None]
    measure: NotRequired[Literal["volume", "negative_share", "net_sentiment", "share_of_voice"]]
    market_id: NotRequired[int | None]
    days_before: NotRequired[int]
    control_ids: NotRequired[list[int]]
    markers: NotRequired[list[Marker]]


class CampaignList(TypedDict):
    items: list[CampaignOut]


class CampaignOut(TypedDict):
    """answer: null until it was computed; cannot_tell with its reasons in the answer itself."""
    id: int
    name: str
    first: str
    last: str
    query_id: int | None
    measure: Literal["volume", "negative_share", "net_sentiment", "share_of_voice"]
    market_id: int | None
    days_before: int
    control_ids: list[int]
    markers: list[dict[str, str]]
    answer: Literal["raised", "lowered", "none_seen", "cannot_tell"] | None


class CandidateList(TypedDict):
    items: list[CandidateOut]


class CandidateOut(TypedDict):
    """acceptance_low: the lower bound of the share of their answers to solved questions that
    solved them.
    """
    member_id: int
    name: str
    answers: int
    questions: int
    helped: int
    decided: int
    accepted: int
    helpful: int
    z: float
    expertise_rank: float
    acceptance_low: float | None
    acceptance_high: float | None


class CaseHours(TypedDict):
    hours: int


class CaseHoursOut(TypedDict):
    hours: int


class CaseList(TypedDict):
    items: list[CaseOut]
    before: int | None


class CaseOut(TypedDict):
    id: int
    question_id: int
    why: str
    opened_at: str
    closed_at: str | None
    outcome: str


class CaseWords(TypedDict):
    words: NotRequired[str]


class ChangeOut(TypedDict):
    """gone: "" while the record may be read, else erased, hidden (restricted or not for this
    purpose) or deleted.
    """
    person_id: int
    version: int
    changed_at: str
    external_ids: list[str]
    gone: str
    joined_into: int | None
    person: dict[str, str]
    emails: list[str]
    phones: list[str]


class ChangePage(TypedDict):
    next_cursor: str | None
    items: list[ChangeOut]
    has_more: bool


class ChangedPersons(TypedDict):
    persons: list[RowChanges]


class ChannelScore(TypedDict):
    """The chance of an answer within a week of our writing, with its 95 % interval."""
    channel: str
    score: float
    low: float
    high: float
    attempts: float
    answers: float
    begun: float


class ChoiceOut(TypedDict):
    id: int
    label: str
    is_retired: bool


class ChoicesLinkOut(TypedDict):
    url: str


class CommunityBoardList(TypedDict):
    items: list[CommunityBoardOut]


class CommunityBoardOut(TypedDict):
    id: int
    name: str
    slug: str
    about: str
    language: str
    is_private: bool
    is_closed: bool
    fused_into_id: int | None


class CommunityHealthOut(TypedDict):
    """state: not-enough, alive, at-risk or dying, with the signs that say so and the act each
    calls for.
    """
    state: str
    signs: list[SignOut]
    factors: list[FactorOut]
    questions: int
    replied: CommunityShareOut | None
    first_answer_median_hours: CommunityShareOut | None
    by_customers: CommunityShareOut | None
    by_super_users: CommunityShareOut | None
    by_staff: CommunityShareOut | None
    newcomers_returned: CommunityShareOut | None
    gini: float | None


class CommunityMemberList(TypedDict):
    next_cursor: str | None
    items: list[CommunityMemberOut]


class CommunityMemberOut(TypedDict):
    """As everybody sees them; no address and no customer's record."""
    id: int
    name: str
    trust: int
    is_trust_fixed: bool
    is_super_user: bool
    question_count: int
    answer_count: int
    accepted_count: int
    helpful_count: int
    joined_at: str


class CommunityShareOut(TypedDict):
    value: float
    low: float | None
    high: float | None
    n: int


class CommunitySiteIn(TypedDict):
    name: NotRequired[str]
    accent: NotRequired[str]
    font: NotRequired[Literal["inter", "system", "serif"]]
    welcome_en: NotRequired[str]
    welcome_fr: NotRequired[str]
    embedded_by: NotRequired[list[str]]


class CommunitySiteOut(TypedDict):
    """accent: "#rrggbb", or "" for the house's own. pages: which of legal, privacy, terms are
    written.
    """
    name: str
    accent: str
    font: str
    logo: str
    welcome_en: str
    welcome_fr: str
    pages: list[str]
    embedded_by: list[str]


class ConditionIn(TypedDict):
    field: str
    operator: str
    value: NotRequired[str]


class ConflictChoices(TypedDict):
    choices: dict[str, Literal["ours", "theirs"]]


class ConflictList(TypedDict):
    next_cursor: str | None
    items: list[ConflictOut]


class ConflictOut(TypedDict):
    id: int
    system: str
    external_id: str
    person_id: int
    ours: dict[str, str]
    theirs: dict[str, str]
    version: int
    noted_at: str


class ConflictSettled(TypedDict):
    person_id: int


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
    id: int
    wording: str
    wording_version: str
    language: str
    basis: str
    valid_until: str | None


class ConsentGiven(TypedDict):
    purpose: Literal["satisfaction", "prospecting", "profiling", "research", "contacts"]
    channel: NotRequired[Literal["", "email", "sms", "phone", "post", "network"]]
    basis: NotRequired[Literal["consent", "existing_customer", "professional"]]
    wording: str
    wording_version: NotRequired[str]
    language: NotRequired[str]
    source: NotRequired[str]


class ConsentProof(TypedDict):
    """One row of the ledger with everything that proves it. seal_is: intact, emptied, unsealed
    or broken.
    """
    purpose: str
    channel: str
    is_given: bool
    at: str
    id: int
    wording: str
    wording_version: str
    language: str
    basis: str
    valid_until: str | None
    noted_at: str | None
    form: str
    act: str
    address: str
    agent: str
    details: dict[str, Any]
    seal: str
    seal_is: str


class ConsentRow(TypedDict):
    """One word that was said elsewhere, with its proof."""
    person_id: NotRequired[int | None]
    customer_number: NotRequired[str]
    purpose: Literal["satisfaction", "prospecting", "profiling", "research", "contacts"]
    channel: NotRequired[Literal["", "email", "sms", "phone", "post", "network"]]
    is_given: NotRequired[bool]
    basis: NotRequired[Literal["consent", "existing_customer", "professional"]]
    wording: NotRequired[str]
    wording_version: NotRequired[str]
    language: NotRequired[str]
    said_at: str
    form: NotRequired[str]
    act: NotRequired[str]
    address: NotRequired[str]
    agent: NotRequired[str]
    reference: NotRequired[str]


class ConsentRows(TypedDict):
    rows: list[ConsentRow]


class ConsentState(TypedDict):
    purpose: str
    channel: str
    is_given: bool
    at: str


class ConsentWithdrawn(TypedDict):
    purpose: Literal["satisfaction", "prospecting", "profiling", "research", "contacts"]
    channel: NotRequired[Literal["", "email", "sms", "phone", "post", "network"]]


class Consents(TypedDict):
    """What holds now, and every word that was ever said about it, the newest first."""
    current: list[ConsentState]
    ledger: list[ConsentEntry]


class ContactPointOut(TypedDict):
    id: int
    kind: str
    value: str
    is_verified: bool


class ControllerSaid(TypedDict):
    """Only what is sent is changed."""
    name: NotRequired[str | None]
    address: NotRequired[str | None]
    contact: NotRequired[str | None]
    representative: NotRequired[str | None]
    officer: NotRequired[str | None]
    officer_contact: NotRequired[str | None]
    authority: NotRequired[str | None]
    processors: NotRequired[str | None]
    measures: NotRequired[str | None]


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


class CopyOrdered(TypedDict):
    is_portable: NotRequired[bool]


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


class CustomFieldChanges(TypedDict):
    """Only what is sent is changed."""
    name: NotRequired[str | None]
    is_personal: NotRequired[bool | None]
    help: NotRequired[str | None]
    renamed_choices: NotRequired[dict[str, str]]
    added_choices: NotRequired[list[str]]


class CustomFieldList(TypedDict):
    items: list[CustomFieldOut]


class CustomFieldOut(TypedDict):
    id: int
    name: str
    kind: str
    is_personal: bool
    help: str
    is_retired: bool
    choices: list[ChoiceOut]


class CustomerDecision(TypedDict):
    decision: Literal["take", "leave", "make"]
    person_id: NotRequired[int | None]


class CustomerImportAsked(TypedDict):
    mapping: NotRequired[dict[str, str] | None]
    rule: NotRequired[Literal["fill", "overwrite", "ask"]]
    system: NotRequired[str]
    as_of: NotRequired[str | None]


class CustomerImportList(TypedDict):
    next_cursor: str | None
    items: list[CustomerImportOut]


class CustomerImportOut(TypedDict):
    """mapping: number of the column → field. counts: rows by state, and by what became of them."""
    id: int
    file_name: str
    state: str
    rule: str
    system: str
    headers: list[str]
    mapping: dict[str, str]
    rows: int
    counts: dict[str, int]
    error_code: str
    error_detail: str
    started_at: str
    finished_at: str | None


class CustomerRowList(TypedDict):
    next_cursor: str | None
    items: list[CustomerRowOut]


class CustomerRowOut(TypedDict):
    id: int
    line: int
    state: str
    reason: str
    detail: str
    person_id: int | None
    candidates: list[dict[str, Any]]
    differences: dict[str, list[str]]
    held_back: list[str]
    decision: str
    result: str


class CustomersJourney(TypedDict):
    steps: list[JourneyStepOut]


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


class DeskList(TypedDict):
    items: list[DeskQuestionOut]


class DeskQuestionOut(TypedDict):
    """figure: what the list is sorted by, where it is views."""
    id: int
    title: str
    url: str
    board: str
    author_id: int
    asked_at: str
    answers: int
    views: int
    assigned_id: int | None
    figure: int


class DirectList(TypedDict):
    items: list[DirectOut]


class DirectOut(TypedDict):
    id: int
    is_from_member: bool
    by_id: int | None
    text: str
    sent_at: str


class DirectWords(TypedDict):
    text: str


class Drawn(TypedDict):
    texts: int


class DropList(TypedDict):
    items: list[DropOut]


class DropOut(TypedDict):
    connection_id: int
    source: str
    reason: str
    count: int


class EditionOut(TypedDict):
    id: int
    first: str
    last: str
    recipients: int


class EndedJoin(TypedDict):
    reason: NotRequired[str]
    ask_again: NotRequired[bool]


class EndedLink(TypedDict):
    reason: NotRequired[str]
    changed_owner: NotRequired[bool]


class ErasureConfirmed(TypedDict):
    confirmation: str
    bars_collection: NotRequired[bool]


class ErasureKept(TypedDict):
    table: str
    why: str
    years: int | None


class ErasureOut(TypedDict):
    id: int
    state: str
    counts: dict[str, int]
    recipients: list[dict[str, Any]]


class ErasurePreviewOut(TypedDict):
    rows: list[ErasureTouched]
    mentioned: list[ErasureTouched]
    kept: list[ErasureKept]
    recipients: list[str]


class ErasureTouched(TypedDict):
    table: str
    title: str
    count: int


class Erasures(TypedDict):
    items: list[ErasureOut]


class EventTypeList(TypedDict):
    items: list[EventTypeOut]


class EventTypeOut(TypedDict):
    name: str
    explain: str
    permission: str


class ExclusionList(TypedDict):
    items: list[ExclusionOut]


class ExclusionOut(TypedDict):
    id: int
    kind: str
    channel: str
    value: str
    note: str
    created_at: str


class FacetOut(TypedDict):
    """name: the filter that takes a value. read: among how many of the newest it was counted, 0:
    among all.
    """
    name: str
    read: int
    values: list[FacetValue]


class FacetValue(TypedDict):
    value: str
    label: str
    mentions: int


class FacetsOut(TypedDict):
    items: list[FacetOut]


class FactorOut(TypedDict):
    """Of the last four full weeks. rank: the share of its own past weeks that lay below; null:
    not enough data.
    """
    name: str
    now: float | None
    a_year_ago: float | None
    rank: float | None


class FetchAsked(TypedDict):
    is_enqueued: bool


class FieldOrder(TypedDict):
    field_ids: list[int]


class FieldOut(TypedDict):
    name: str
    left: list[str]
    right: list[str]
    likeness: Literal["same", "nearly", "different", "one-sided"]


class FieldValue(TypedDict):
    field_id: int
    name: str
    kind: str
    value: str | float | bool | None


class FieldValues(TypedDict):
    items: list[FieldValue]


class FieldsWritten(TypedDict):
    """values: id of a field → what to write; an empty text empties. All are kept, or none."""
    values: dict[str, str | bool | float | int | None]


class FigureDays(TypedDict):
    """share: how much of counting again is done; null: nothing is being counted."""
    zone_of_figures: str
    zone_of_installation: str
    share: float | None


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


class FileContent(TypedDict):
    id: int
    name: str
    content_type: str
    size_bytes: int
    author_name: str
    created_at: str
    base64: str


class FileList(TypedDict):
    items: list[FileOut]


class FileOut(TypedDict):
    id: int
    name: str
    content_type: str
    size_bytes: int
    author_name: str
    created_at: str


class FormulaPreview(TypedDict):
    formula: str


class FormulaPreviewOut(TypedDict):
    count: int
    members: int


class FoundPost(TypedDict):
    """spans: where it matches, as [field, start, end]."""
    mention_id: int
    published_at: str | None
    title: str
    text: str
    spans: list[list[Any]]


class GroupIn(TypedDict):
    match: NotRequired[Literal["all", "any"]]
    conditions: list[ConditionIn]


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


class HealthPart(TypedDict):
    """One part of relationship health: a fact with its unit, and its rank (100 is best) where it
    was compared.
    """
    key: str
    value: float
    n: int
    low: float | None
    high: float | None
    rank: float | None
    weight: float


class Hit(TypedDict):
    kind: str
    id: int | None
    label: str
    hint: str
    at: str | None


class Hits(TypedDict):
    items: list[Hit]


class IdeaAnswerOut(TypedDict):
    number: int
    before: str
    after: str
    reason: str
    by: str
    at: str


class IdeaCommentOut(TypedDict):
    id: int
    author_id: int
    text: str
    state: str
    written_at: str
    is_extension: bool


class IdeaCreditOut(TypedDict):
    member_id: int
    name: str
    part: str


class IdeaExtensionMark(TypedDict):
    is_extension: bool


class IdeaMergeEnd(TypedDict):
    reason: str


class IdeaMergeOut(TypedDict):
    id: int
    merged_id: int
    into_id: int
    moved_votes: int
    at: str
    undone_at: str | None


class IdeaOut(TypedDict):
    """clock: "" (none runs), due, overdue or answered. in_charge_id: an account."""
    id: int
    title: str
    text: str
    language: str
    url: str
    state: str
    status: str
    status_number: int
    status_at: str
    merged_into_id: int | None
    author_id: int
    in_charge_id: int | None
    session_id: int | None
    vote_count: int
    comment_count: int
    proposed_at: str
    due_at: str | None
    answered_at: str | None
    clock: str


class IdeaOutcomeIn(TypedDict):
    outcome: str


class IdeaPageOut(TypedDict):
    next_cursor: str | None
    items: list[IdeaOut]


class IdeaPromiseIn(TypedDict):
    votes: int
    days: int


class IdeaPromiseOut(TypedDict):
    votes: int
    days: int


class IdeaSessionIn(TypedDict):
    title: str
    about: NotRequired[str]
    language: NotRequired[Literal["", "fr", "en"]]
    opens_at: str
    closes_at: str


class IdeaSessionList(TypedDict):
    items: list[IdeaSessionOut]


class IdeaSessionOut(TypedDict):
    id: int
    title: str
    about: str
    language: str
    opens_at: str
    closes_at: str
    outcome: str
    outcome_at: str | None
    url: str


class IdeaWhole(TypedDict):
    idea: IdeaOut
    answers: list[IdeaAnswerOut]
    comments: list[IdeaCommentOut]
    comment_pages: int
    credits: list[IdeaCreditOut]


class IdentityAsked(TypedDict):
    doubt: str
    how: str


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


class IdentitySettled(TypedDict):
    is_confirmed: bool


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


class ImportedRow(TypedDict):
    index: int
    status: Literal["noted", "refused"]
    consent_id: int | None
    code: str


class ImportedRows(TypedDict):
    """What became of each row; a refused one leaves the others alone."""
    results: list[ImportedRow]
    noted: int
    refused: int


class IntakeRules(TypedDict):
    """author_cap: posts of one author that are kept a day; 0 keeps all. counts_repeats: copies
    count as mentions.
    """
    author_cap: int
    counts_repeats: bool


class IntakeRulesOut(TypedDict):
    author_cap: int
    counts_repeats: bool


class InvitationList(TypedDict):
    items: list[InvitationOut]


class InvitationOut(TypedDict):
    id: int
    email: str
    name: str
    roles: list[str]
    team_id: int | None
    language: str
    created_at: str
    expires_at: str


class JobState(TypedDict):
    id: int
    state: str


class JoinOut(TypedDict):
    id: int
    older_id: int
    newer_id: int
    decision: DecisionOut


class JourneyArrival(TypedDict):
    step: str
    at: str


class JourneyStepIn(TypedDict):
    name_en: str
    name_fr: str
    signs: NotRequired[list[str]]


class JourneyStepOut(TypedDict):
    """persons: who stand there now; the moods: of what was said by whoever stood there."""
    code: str
    name_en: str
    name_fr: str
    signs: list[str]
    persons: int | None
    arrived_in_month: int | None
    negative: int | None
    neutral: int | None
    positive: int | None
    not_analysed: int | None


class JourneySteps(TypedDict):
    steps: list[JourneyStepIn]


class KeptFile(TypedDict):
    """A file that waits a day for the answer that it goes out with."""
    id: int
    name: str
    content_type: str
    size_bytes: int


class LabelOut(TypedDict):
    kind: Literal["mention", "message"]
    text_id: int
    sentiment: str
    sentiment_probability: float | None
    model_version: str


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


class LeaderList(TypedDict):
    period: str
    members: list[LeaderOut]
    staff: list[LeaderOut]


class LeaderOut(TypedDict):
    place: int
    member_id: int
    name: str
    accepted: int
    helpful: int


class LikelyPerson(TypedDict):
    id: int
    name: str
    customer_number: str
    city: str


class LikelyPersons(TypedDict):
    items: list[LikelyPerson]


class LinkGiven(TypedDict):
    days: NotRequired[Literal[7, 30, 90, 365]]


class LinkOut(TypedDict):
    """url is told this once; only a hash of its key is kept."""
    id: int
    url: str
    expires_at: str


class ListedQueryOut(TypedDict):
    """mentions: found in the period. searched: how far the search over the past has come; null
    when it is over.
    """
    id: int
    name: str
    reference: str
    role: Literal["ours", "competitor", "theme"]
    text: str
    colour: int
    is_active: bool
    version: int
    changed_at: str
    mentions: int
    searched: float | None


class LookList(TypedDict):
    items: list[LookOut]


class LookOut(TypedDict):
    """A text that waits. reasons: first-post, words, spam, report, notice. points: towards
    advertising, by name.
    """
    kind: str
    text_id: int
    author_id: int
    text: str
    url: str
    reasons: list[str]
    score: int
    points: dict[str, int]
    is_held: bool
    at: str


class MailboxChoice(TypedDict):
    connection_id: int | None
    asks_for_checks: NotRequired[bool]


class MailboxOut(TypedDict):
    connection_id: int | None
    address: str
    asks_for_checks: bool


class Marker(TypedDict):
    day: str
    label: str


class MarketGiven(TypedDict):
    """query_ids: the brands, in the order in which they are shown; ours: which of them are our
    own.
    """
    name: str
    query_ids: list[int]
    ours: NotRequired[list[int]]


class MarketList(TypedDict):
    items: list[MarketOut]


class MarketOut(TypedDict):
    id: int
    name: str
    query_ids: list[int]
    ours: list[int]


class Me(TypedDict):
    id: int
    name: str
    email: str
    roles: list[str]
    permissions: list[str]


class MeasuredShare(TypedDict):
    """A share from 0 to 1 with its 95 % interval; null where there is too little for one."""
    value: float
    low: float | None
    high: float | None


class MemberLogInGiven(TypedDict):
    name_en: str
    name_fr: NotRequired[str]
    issuer: str
    client_id: str
    client_secret: NotRequired[str]
    is_trusted: NotRequired[bool]
    is_active: NotRequired[bool]


class MemberLogInList(TypedDict):
    """return_address: what each provider has to know as ours."""
    items: list[MemberLogInOut]
    return_address: str


class MemberLogInOut(TypedDict):
    """Secrets are not shown."""
    id: int
    name_en: str
    name_fr: str
    issuer: str
    client_id: str
    is_trusted: bool
    is_active: bool
    created_at: str


class MemberWithFacts(TypedDict):
    id: int
    name: str
    trust: int
    is_trust_fixed: bool
    is_super_user: bool
    question_count: int
    answer_count: int
    accepted_count: int
    helpful_count: int
    joined_at: str
    facts: dict[str, int]
    badges: list[str]


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
    emotion: str
    intents: list[str]
    is_repeat: bool


class MentionPageOut(TypedDict):
    next_cursor: str | None
    items: list[MentionOut]


class MergeWanted(TypedDict):
    into_id: int


class MessageHtml(TypedDict):
    message_id: int
    html: str
    language: str


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
    edited_at: str | None
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


class ModerationFiguresOut(TypedDict):
    """Of the days asked for. censorship_difference: share withheld, negative less positive
    texts.
    """
    reports: int
    notices: int
    found_by_machine: int
    decided: int
    let_stay: int
    withheld: int
    suspended: int
    median_hours: CommunityShareOut | None
    machine_decided: CommunityShareOut | None
    appeals: int
    appeals_granted: CommunityShareOut | None
    censorship_difference: CommunityShareOut | None


class ModerationRulesIn(TypedDict):
    first_posts: int
    first_posts_are: Literal["show", "hold"]
    hold_from: int
    withhold_from: int


class ModerationRulesOut(TypedDict):
    first_posts: int
    first_posts_are: str
    hold_from: int
    withhold_from: int


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


class NetworkList(TypedDict):
    items: list[NetworkOut]
    return_address: str


class NetworkOut(TypedDict):
    """return_address: what the network has to know as ours. Secrets are not shown."""
    id: int
    kind: Literal["mastodon", "oidc"]
    name: str
    address: str
    channel: str
    domain: str
    handle_claim: str
    client_id: str
    is_active: bool
    created_at: str


class NetworkSwitch(TypedDict):
    is_active: bool


class NewAlertRule(TypedDict):
    kinds: list[Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"]]
    minimum_mentions: NotRequired[int]
    cool_down_hours: NotRequired[int]
    authors_a_month: NotRequired[float]
    recipient_ids: NotRequired[list[int]]
    by_mail: NotRequired[bool]
    by_push: NotRequired[bool]
    query_id: NotRequired[int | None]


class NewArticle(TypedDict):
    title: str
    text: str
    language: Literal["en", "fr"]
    board_id: NotRequired[int | None]
    tags: NotRequired[list[str]]


class NewBadge(TypedDict):
    """A badge that was earned stays; a rank is the highest whose formula holds."""
    kind: NotRequired[Literal["badge", "rank"]]
    name_en: str
    name_fr: str
    about_en: NotRequired[str]
    about_fr: NotRequired[str]
    formula: str
    position: NotRequired[int]


class NewConnection(TypedDict):
    kind: Literal["email", "form", "rss", "webhook", "mastodon", "bluesky", "hackernews", "discourse", "nodebb", "reddit", "youtube", "sitemap", "reviews", "x"]
    name: str
    settings: NotRequired[dict[str, str | int | bool | None]]
    secrets: NotRequired[dict[str, str]]


class NewContact(TypedDict):
    contact_id: int


class NewContactPoint(TypedDict):
    kind: Literal["email", "phone"]
    value: str
    is_verified: NotRequired[bool]
    address_may_be_shared: NotRequired[bool]


class NewCustomField(TypedDict):
    name: str
    kind: Literal["text", "number", "date", "boolean", "choice", "link"]
    is_personal: NotRequired[bool]
    help: NotRequired[str]
    choices: NotRequired[list[str]]


class NewExclusion(TypedDict):
    kind: Literal["site", "author", "word"]
    value: str
    channel: NotRequired[str]
    note: NotRequired[str]


class NewIdeaCharge(TypedDict):
    user_id: int | None


class NewIdeaMerge(TypedDict):
    into_id: int
    reason: str


class NewIdeaStatus(TypedDict):
    status: Literal["under_review", "planned", "in_work", "done", "declined"]
    reason: str
    seen: int


class NewInvitation(TypedDict):
    email: str
    roles: list[str]
    name: NotRequired[str]
    team_id: NotRequired[int | None]
    language: NotRequired[Literal["en", "fr"]]


class NewJoin(TypedDict):
    other_id: int
    note: NotRequired[str]


class NewLevel(TypedDict):
    level: int
    is_fixed: NotRequired[bool]
    reason: str


class NewLink(TypedDict):
    person_id: int
    evidence: NotRequired[Literal["person_said", "number_quoted", "agent_decided"]]
    note: NotRequired[str]


class NewMastodon(TypedDict):
    server: str


class NewNote(TypedDict):
    text: str


class NewOrganization(TypedDict):
    name: str
    number: NotRequired[str]
    website: NotRequired[str]
    city: NotRequired[str]


class NewOwner(TypedDict):
    user_id: int | None


class NewPassword(TypedDict):
    password: str


class NewPerson(TypedDict):
    given_name: NotRequired[str]
    family_name: NotRequired[str]
    customer_number: NotRequired[str]
    language: NotRequired[str]
    city: NotRequired[str]
    emails: NotRequired[list[str]]
    phones: NotRequired[list[str]]
    address_may_be_shared: NotRequired[bool]
    has_come_back: NotRequired[bool]
    identity_id: NotRequired[int | None]


class NewPersons(TypedDict):
    persons: list[NewPerson]


class NewPosition(TypedDict):
    organization_id: int
    role: NotRequired[str]
    since: NotRequired[str | None]
    until: NotRequired[str | None]


class NewProduct(TypedDict):
    reference: str
    name: NotRequired[str]
    family: NotRequired[str]


class NewProof(TypedDict):
    person_id: int
    way: NotRequired[Literal["sent_back", "in_profile", "log_in", "site"]]
    site: NotRequired[str]


class NewPurchase(TypedDict):
    """One line of an order. Who bought it: the customer number, or where there is none the
    e-mail address.
    """
    external_id: str
    customer_number: NotRequired[str]
    email: NotRequired[str]
    bought_at: str
    amount: float | str
    currency: str
    quantity: NotRequired[float | str]
    product_reference: NotRequired[str]
    product_name: NotRequired[str]
    product_family: NotRequired[str]
    order_number: NotRequired[str]
    channel: NotRequired[str]
    returned_at: NotRequired[str | None]


class NewPurchases(TypedDict):
    purchases: list[NewPurchase]


class NewQuery(TypedDict):
    name: str
    text: str
    role: NotRequired[Literal["ours", "competitor", "theme"]]
    reference: NotRequired[str]
    colour: NotRequired[int | None]


class NewRelationship(TypedDict):
    other_id: int
    kind: Literal["household", "colleague", "knows", "referred_by"]
    basis: NotRequired[Literal["", "contract", "legitimate_interest", "consent"]]
    note: NotRequired[str]


class NewReply(TypedDict):
    text: str
    seen_message_id: NotRequired[int | None]
    then: NotRequired[Literal["", "resolve"]]
    file_ids: NotRequired[list[int]]
    article_ids: NotRequired[list[int]]


class NewRightsRequest(TypedDict):
    right: Literal["access", "portability", "rectification", "erasure", "restriction", "objection"]
    words: NotRequired[str]
    requester_name: NotRequired[str]
    requester_email: NotRequired[str]
    is_email_verified: NotRequired[bool]
    language: NotRequired[Literal["fr", "en"]]
    purposes: NotRequired[list[Literal["prospecting", "satisfaction", "profiling", "listening"]]]
    person_id: NotRequired[int | None]
    identity_id: NotRequired[int | None]
    received_at: NotRequired[str | None]


class NewServiceAccount(TypedDict):
    name: str
    roles: list[str]


class NewSuperUserInvitation(TypedDict):
    words: NotRequired[str]
    contact_id: NotRequired[int | None]


class NewTag(TypedDict):
    name: str
    tone: NotRequired[Literal["neutral", "accent", "success", "warning", "danger", "information"]]


class NewTeam(TypedDict):
    name: str


class NewToken(TypedDict):
    name: str
    scopes: list[str]
    expires_at: NotRequired[str | None]


class NewTranslation(TypedDict):
    language: Literal["en", "fr"]


class NewUser(TypedDict):
    email: str
    name: str
    password: str
    roles: list[str]
    job_title: NotRequired[str]
    language: NotRequired[Literal["en", "fr"]]


class NewWatchedWord(TypedDict):
    words: str
    act: NotRequired[Literal["hold", "flag"]]
    language: NotRequired[Literal["", "fr", "en"]]
    ground: int


class NewWebhook(TypedDict):
    name: str
    url: str
    events: list[str]
    secret: NotRequired[str]


class NotTheirs(TypedDict):
    person_id: int


class NoteOut(TypedDict):
    id: int
    text: str
    author_name: str
    created_at: str
    changed_at: str | None
    changed_by_name: str


class NotePage(TypedDict):
    next_cursor: str | None
    items: list[NoteOut]


class NoteText(TypedDict):
    text: str


class NoteWithVersions(TypedDict):
    """versions: what it said before, the latest first."""
    id: int
    text: str
    author_name: str
    created_at: str
    changed_at: str | None
    changed_by_name: str
    versions: list[VersionOut]


class OidcNetwork(TypedDict):
    name: str
    issuer: str
    channel: str
    handle_claim: NotRequired[str]
    client_id: str
    client_secret: NotRequired[str]


class OpenedConversation(TypedDict):
    conversation: ConversationOut | None
    is_new: bool


class OrganizationChanges(TypedDict):
    """Only what is sent is changed; an empty string empties."""
    name: NotRequired[str | None]
    number: NotRequired[str | None]
    website: NotRequired[str | None]
    city: NotRequired[str | None]


class OrganizationOut(TypedDict):
    id: int
    name: str
    number: str
    website: str
    city: str


class OrganizationPageOut(TypedDict):
    next_cursor: str | None
    items: list[OrganizationRowOut]


class OrganizationPeople(TypedDict):
    """Who belongs to it now, and who did; persons that may not be seen are left out."""
    current: list[PositionOut]
    past: list[PositionOut]


class OrganizationRowOut(TypedDict):
    id: int
    name: str
    number: str
    city: str
    people: int


class OwnChanges(TypedDict):
    """Only what is sent is changed."""
    name: NotRequired[str | None]
    job_title: NotRequired[str | None]
    language: NotRequired[Literal["en", "fr"] | None]
    theme: NotRequired[Literal["system", "light", "dark"] | None]
    time_zone: NotRequired[str | None]
    notices: NotRequired[list[Literal["assigned", "mentioned", "alarm"]] | None]


class OwnerOut(TypedDict):
    user_id: int | None


class Pair(TypedDict):
    older_id: int
    newer_id: int


class PastOut(TypedDict):
    """What the rule would have told over the last days. judged_hours 0: there is too little of a
    past.
    """
    is_done: bool
    days: int | None
    count: int | None
    judged_hours: int | None
    alarms: list[dict[str, Any]]
    withheld: list[dict[str, Any]]


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
    joined_ids: list[int]


class PersonPage(TypedDict):
    next_cursor: str | None
    items: list[PersonRow]


class PersonRelation(TypedDict):
    """figure: 0 to 100, the weighted mean of the ranks; null where too little is known or
    comparing is not allowed.
    """
    figure: float | None
    may_profile: bool
    compared: int
    parts: list[HealthPart]
    missing: list[str]
    channels: list[ChannelScore]
    journey: list[JourneyArrival]


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


class PlaceGiven(TypedDict):
    """A site or the address of a feed."""
    address: str


class PlaceList(TypedDict):
    next_cursor: str | None
    items: list[PlaceOut]


class PlaceOut(TypedDict):
    """worth: posts a month that a query finds and no other source brings, by its lower bound;
    the order of the list.
    """
    id: int
    kind: str
    key: str
    state: Literal["proposed", "trial", "accepted", "refused"]
    title: str
    authors: int
    pages: int
    heard: int
    worth: float
    is_being_looked_at: bool
    looked_at: str | None
    look_error: str
    listens_with: str
    posts: int | None
    found: int | None
    fresh: int | None
    a_month: ShareOut | None
    novelty: ShareOut | None
    connection_id: int | None
    trial_ends_at: str | None


class PositionChanges(TypedDict):
    """Only what is sent is changed; a role ends by its `until`."""
    role: NotRequired[str | None]
    since: NotRequired[str | None]
    until: NotRequired[str | None]


class PositionList(TypedDict):
    items: list[PositionOut]


class PositionOut(TypedDict):
    id: int
    person_id: int
    organization_id: int
    organization: str
    role: str
    since: str | None
    until: str | None


class PrecisionOut(TypedDict):
    """worth: of the judged alarms, the share that was worth it, with Wilson's 95 % interval;
    null without any.
    """
    told: int
    judged: int
    worth: float | None
    low: float | None
    high: float | None


class PresentColleague(TypedDict):
    user_id: int
    name: str
    is_writing: bool
    seen_at: str


class PresentColleagues(TypedDict):
    items: list[PresentColleague]


class PreviewAsked(TypedDict):
    """query_id: the saved query that the text would take the place of."""
    text: str
    first: NotRequired[str | None]
    last: NotRequired[str | None]
    query_id: NotRequired[int | None]


class PreviewOut(TypedDict):
    """count is an estimate with its interval where is_sampled. removed: what the NOTs take away
    among `read`.
    """
    read: int
    total: int
    is_sampled: bool
    matched: int
    count: float | None
    count_low: float | None
    count_high: float | None
    over_time: list[float]
    languages: dict[str, int]
    sample: list[FoundPost]
    removed: int | None
    removed_sample: list[FoundPost]
    gained: int | None
    lost: int | None


class Problem(TypedDict):
    """Why nothing was done (RFC 9457). Read `code`; `detail` is for people."""
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: NotRequired[list[dict[str, Any]]]


class ProductChanges(TypedDict):
    """Only what is sent is changed; an empty string empties."""
    reference: NotRequired[str | None]
    name: NotRequired[str | None]
    family: NotRequired[str | None]


class ProductOut(TypedDict):
    id: int
    reference: str
    name: str
    family: str


class ProductPage(TypedDict):
    next_cursor: str | None
    items: list[ProductOut]


class ProductPageIn(TypedDict):
    name: str
    about: NotRequired[str]
    shop_url: NotRequired[str]
    is_shown: NotRequired[bool]


class ProductPageOut(TypedDict):
    """counts: reviews of one star, two … five; mean, low, high: null without a review."""
    product_id: int
    name: str
    about: str
    shop_url: str
    is_shown: bool
    url: str
    counts: list[int]
    mean: float | None
    low: float | None
    high: float | None


class Proof(TypedDict):
    """state: open, used, over, withdrawn or conflict; null ids where a site was compared at
    once.
    """
    id: int | None
    identity_id: int
    person_id: int
    way: str
    state: str
    made_at: str
    ends_at: str


class PurchaseOut(TypedDict):
    id: int
    external_id: str
    order_number: str
    product: ProductOut | None
    bought_at: str
    amount: str
    currency: str
    quantity: str
    channel: str
    returned_at: str | None


class PurchasePageOut(TypedDict):
    next_cursor: str | None
    items: list[PurchaseOut]


class PurchaseResult(TypedDict):
    """status: new, changed, same; or why it was left out: unknown-person, several-persons,
    others-purchase.
    """
    index: int
    status: str
    purchase_id: int | None


class PurchaseResults(TypedDict):
    results: list[PurchaseResult]
    kept: int
    refused: int


class PurposeDecided(TypedDict):
    is_on: NotRequired[bool]
    basis: NotRequired[Literal["consent", "legitimate_interest"]]
    allows_existing_customers: NotRequired[bool]
    allows_professionals: NotRequired[bool]
    note: NotRequired[str]
    jurisdiction: NotRequired[str]
    valid_months: NotRequired[int]
    keeps_months: NotRequired[int]


class PurposeList(TypedDict):
    items: list[PurposeOut]


class PurposeOut(TypedDict):
    code: str
    basis: str
    is_on: bool
    exceptions: list[str]
    note: str
    jurisdiction: str
    valid_months: int
    keeps_months: int
    changed_at: str | None


class QualityOut(TypedDict):
    """confusion: rows are what people said (negative, neutral, positive), columns what the
    machine said.
    """
    drawn: int
    labelled: int
    accuracy: MeasuredShare | None
    macro_f1: MeasuredShare | None
    confusion: list[list[int]]
    languages: list[QualityPart]
    sources: list[QualityPart]


class QualityPart(TypedDict):
    name: str
    labelled: int
    accuracy: MeasuredShare | None
    macro_f1: MeasuredShare | None


class QueryChanges(TypedDict):
    """Only what is sent is changed. A new text is the next version, and the past is searched for
    it.
    """
    name: NotRequired[str | None]
    text: NotRequired[str | None]
    role: NotRequired[Literal["ours", "competitor", "theme"] | None]
    reference: NotRequired[str | None]
    colour: NotRequired[int | None]


class QueryList(TypedDict):
    items: list[ListedQueryOut]


class QueryOut(TypedDict):
    id: int
    name: str
    reference: str
    role: Literal["ours", "competitor", "theme"]
    text: str
    colour: int
    is_active: bool
    version: int
    changed_at: str


class QueryVersionList(TypedDict):
    items: list[QueryVersionOut]


class QueryVersionOut(TypedDict):
    number: int
    text: str
    at: str
    by_name: str


class QuestionAssignment(TypedDict):
    member_id: int | None


class QuestionCounterpart(TypedDict):
    counterpart_id: int | None


class QuestionCounterpartOut(TypedDict):
    question_id: int
    counterpart_id: int | None


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


class QuotesGiven(TypedDict):
    mention_ids: list[int]


class QuotesOut(TypedDict):
    mention_ids: list[int]


class ReasonOut(TypedDict):
    """bits add up to log2 of the odds that both are one person."""
    field: str
    level: str
    bits: float


class RecipientTold(TypedDict):
    key: str


class RecordJoins(TypedDict):
    """record_ids: all records of this person, the one that stands for them first."""
    record_ids: list[int]
    items: list[JoinOut]


class Refusal(TypedDict):
    identity_id: int
    person_id: int


class RegisterOut(TypedDict):
    format: str
    version: int
    day: str
    controller: dict[str, str]
    activities: list[dict[str, Any]]
    categories: list[dict[str, str]]
    recipients: list[dict[str, str]]
    sources: list[str]
    periods: list[dict[str, Any]]
    measures: list[str]


class RejectedOut(TypedDict):
    position: int
    reason: str
    sentence: str
    detail: str
    excerpt: str


class RejectedPageOut(TypedDict):
    next_cursor: str | None
    items: list[RejectedOut]


class RelationshipList(TypedDict):
    items: list[RelationshipOut]


class RelationshipOut(TypedDict):
    """kind as it reads from the person asked about: `referred` is the other side of
    `referred_by`.
    """
    id: int
    other_id: int
    other_name: str
    kind: str
    basis: str
    note: str


class RenewedSecret(TypedDict):
    secret: str


class ReplyTimeOut(TypedDict):
    """Hours until the reply in the middle, of the shown reviews of 90 days; those that wait
    count as longer.
    """
    hours: float | None
    low: float | None
    high: float | None
    n: int
    answered: int


class ReportGiven(TypedDict):
    """weekday: 0 is Monday, of a weekly report; hour in the installation's zone; frequency "":
    sent by hand.
    """
    name: str
    period: Literal["week", "month", "quarter", "days_30"]
    language: Literal["en", "fr"]
    figures: list[str]
    sections: NotRequired[list[str]]
    frequency: NotRequired[Literal["", "weekly", "monthly"]]
    weekday: NotRequired[int]
    hour: NotRequired[int]
    has_pdf: NotRequired[bool]
    user_ids: NotRequired[list[int]]
    emails: NotRequired[list[str]]


class ReportList(TypedDict):
    items: list[ReportOut]


class ReportOut(TypedDict):
    id: int
    name: str
    period: str
    language: str
    figures: list[str]
    sections: list[str]
    frequency: str
    weekday: int
    hour: int
    has_pdf: bool
    user_ids: list[int]
    emails: list[str]
    next_at: str | None


class RestrictionList(TypedDict):
    items: list[RestrictionOut]


class RestrictionOut(TypedDict):
    """text_id: null where a member is kept from writing. is_automated: decided by a machine."""
    id: int
    measure: str
    kind: str
    text_id: int | None
    member_id: int
    ground: int
    facts: str
    found_by: str
    is_automated: bool
    at: str
    until: str | None
    undone_at: str | None
    undone_why: str


class RetentionDryRun(TypedDict):
    rule: str
    source: str
    before: str
    count: int
    is_more: bool
    sample: list[RetentionSample]


class RetentionPeriodSet(TypedDict):
    days: int
    source: NotRequired[str]
    reason: NotRequired[str]


class RetentionRuleOut(TypedDict):
    key: str
    title: str
    why: str
    does: str
    own_days: int
    least_days: int
    periods: list[RetentionSourcePeriod]


class RetentionRules(TypedDict):
    items: list[RetentionRuleOut]


class RetentionRunOut(TypedDict):
    id: int
    rule: str
    source: str
    before: str
    state: str
    count_due: int
    count_gone: int
    counts: dict[str, int]
    started_at: str
    done_at: str | None


class RetentionRuns(TypedDict):
    items: list[RetentionRunOut]


class RetentionSample(TypedDict):
    label: str
    at: str | None


class RetentionSourcePeriod(TypedDict):
    source: str
    name: str
    days: int


class ReviewOut(TypedDict):
    """author_id: a member. consideration: what the author says they were given, empty for
    nothing.
    """
    id: int
    product_id: int
    author_id: int
    stars: int
    title: str
    text: str
    language: str
    state: str
    experienced_on: str
    written_at: str
    edited_at: str | None
    is_verified: bool
    consideration: str
    helpful_count: int
    url: str
    reply: ReviewReplyOut | None


class ReviewPage(TypedDict):
    next_cursor: str | None
    items: list[ReviewOut]


class ReviewReplyIn(TypedDict):
    text: str


class ReviewReplyOut(TypedDict):
    text: str
    author_id: int
    state: str
    written_at: str
    edited_at: str | None


class ReviewRulesIn(TypedDict):
    """What the house adds to the page “How reviews work here”."""
    en: NotRequired[str]
    fr: NotRequired[str]
    months: NotRequired[int]


class ReviewRulesOut(TypedDict):
    en: str
    fr: str
    months: int


class RightsAssigned(TypedDict):
    user_id: NotRequired[int | None]


class RightsCopies(TypedDict):
    items: list[RightsCopyOut]


class RightsCopyOut(TypedDict):
    id: int
    state: str
    is_portable: bool
    row_counts: dict[str, int]


class RightsDecision(TypedDict):
    outcome: Literal["met", "refused", "withdrawn"]
    ground: NotRequired[str]
    reasons: NotRequired[str]
    answer: NotRequired[str]
    answered_how: NotRequired[Literal["mail", "inbox", "letter", "spoken"]]


class RightsExtended(TypedDict):
    reason: str
    is_told_by_mail: NotRequired[bool]


class RightsLinkOut(TypedDict):
    link: str
    days: int


class RightsRequestOut(TypedDict):
    id: int
    right: str
    state: str
    channel: str
    requester_name: str
    received_at: str
    due_on: str
    is_overdue: bool
    assignee_id: int | None
    decided_at: str | None
    requester_email: str
    is_email_verified: bool
    language: str
    words: str
    purposes: list[str]
    person_ids: list[int]
    identity_ids: list[int]
    extended_at: str | None
    identity_outcome: str
    refusal_ground: str
    reasons: str
    answer: str
    steps: list[RightsStepOut]


class RightsRequestPage(TypedDict):
    next_cursor: str | None
    items: list[RightsRow]


class RightsRestricted(TypedDict):
    is_restricted: NotRequired[bool]


class RightsRow(TypedDict):
    id: int
    right: str
    state: str
    channel: str
    requester_name: str
    received_at: str
    due_on: str
    is_overdue: bool
    assignee_id: int | None
    decided_at: str | None


class RightsStepOut(TypedDict):
    at: str
    verb: str
    note: str
    actor_name: str


class RightsSubjectNamed(TypedDict):
    """One of the two."""
    person_id: NotRequired[int | None]
    identity_id: NotRequired[int | None]


class RingList(TypedDict):
    items: list[RingOut]


class RingOut(TypedDict):
    id: int
    member_ids: list[int]
    inside: int
    received: int
    has_one_mailbox: bool


class RisingTerm(TypedDict):
    phrase: str
    posts: int


class RoleFields(TypedDict):
    name: str
    permissions: list[str]
    explanation: NotRequired[str]


class RoleList(TypedDict):
    items: list[RoleOut]


class RoleOut(TypedDict):
    id: int | None
    code: str
    name: str
    permissions: list[str]
    explanation: str


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


class SampleJudged(TypedDict):
    id: int
    value: str | None


class SampleText(TypedDict):
    """A drawn text that waits for its label. What the machine says is not told: it would be
    repeated.
    """
    id: int
    kind: Literal["mention", "message"]
    text_id: int
    language: str
    text: str


class SampleTexts(TypedDict):
    items: list[SampleText]


class SampleWord(TypedDict):
    """null: nobody can tell, and the text is left out."""
    value: Literal["negative", "neutral", "positive"] | None


class SegmentCount(TypedDict):
    """hidden_*: about how many more meet the conditions and may not be looked at, in fives;
    null: none, or too few.
    """
    value: int
    is_estimate: bool
    low: int | None
    high: int | None
    hidden_restricted: int | None
    hidden_without_consent: int | None


class SegmentFieldList(TypedDict):
    items: list[SegmentFieldOut]


class SegmentFieldOut(TypedDict):
    key: str
    label: str
    heading: str
    kind: str
    operators: list[str]
    choices: dict[str, str]


class SegmentIn(TypedDict):
    name: str
    purpose: str
    match: NotRequired[Literal["all", "any"]]
    groups: list[GroupIn]


class SegmentList(TypedDict):
    items: list[SegmentOut]


class SegmentMembers(TypedDict):
    next_cursor: str | None
    items: list[int]


class SegmentOut(TypedDict):
    id: int
    name: str
    purpose: str
    definition: dict[str, Any]
    count: int | None
    is_estimate: bool
    counted_at: str | None
    changed_at: str


class SegmentQuestion(TypedDict):
    purpose: str
    match: NotRequired[Literal["all", "any"]]
    groups: list[GroupIn]


class SentInvitation(TypedDict):
    id: int
    email: str
    name: str
    roles: list[str]
    team_id: int | None
    language: str
    created_at: str
    expires_at: str
    link: str


class SentimentWanted(TypedDict):
    value: Literal["negative", "neutral", "positive"]


class ShareOfVoiceOut(TypedDict):
    """once: copies of a text were counted with their first only. gaps: days without any data."""
    market_id: int
    name: str
    once: bool
    days: int
    gaps: int
    brands: list[BrandOut]


class ShareOut(TypedDict):
    """A share or an index with its 95 % interval, null where the data allows none; n is what it
    rests on.
    """
    value: float
    low: float | None
    high: float | None
    n: int


class SignOfLife(TypedDict):
    state: Literal["reading", "writing", "left"]


class SignOut(TypedDict):
    sign: str
    value: float
    threshold: float
    act: str


class SitePageIn(TypedDict):
    """Without a text the page goes."""
    code: Literal["legal", "privacy", "terms"]
    language: Literal["en", "fr"]
    text: str


class Slice(TypedDict):
    value: str
    label: str
    counts: Counts


class SnoozeWanted(TypedDict):
    until: str


class SourceRuleGiven(TypedDict):
    """keeps_only_matches: of this connection only what a query finds is kept."""
    keeps_only_matches: bool


class SourceRuleOut(TypedDict):
    connection_id: int
    keeps_only_matches: bool


class Speaker(TypedDict):
    identity_id: int
    channel: str
    handle: str
    display_name: str


class StatusWanted(TypedDict):
    status: Literal["open", "pending", "resolved"]


class SuggestionOut(TypedDict):
    id: int
    older_id: int
    newer_id: int
    probability: float
    reasons: list[ReasonOut]
    weights_version: int | None
    made_at: str
    fields: list[FieldOut]


class SuggestionPage(TypedDict):
    next_cursor: str | None
    items: list[SuggestionRow]


class SuggestionRow(TypedDict):
    id: int
    older_id: int
    newer_id: int
    probability: float
    reasons: list[ReasonOut]
    weights_version: int | None
    made_at: str


class SyncForgotten(TypedDict):
    system: str
    external_id: str


class SyncMany(TypedDict):
    system: str
    persons: list[SyncPerson]


class SyncOne(TypedDict):
    external_id: str
    version: NotRequired[int | None]
    given_name: NotRequired[str | None]
    family_name: NotRequired[str | None]
    customer_number: NotRequired[str | None]
    language: NotRequired[str | None]
    city: NotRequired[str | None]
    emails: NotRequired[list[str]]
    phones: NotRequired[list[str]]
    person_id: NotRequired[int | None]
    is_another_person: NotRequired[bool]
    system: str


class SyncPerson(TypedDict):
    """Only what is sent is compared; an empty string says that it is empty there."""
    external_id: str
    version: NotRequired[int | None]
    given_name: NotRequired[str | None]
    family_name: NotRequired[str | None]
    customer_number: NotRequired[str | None]
    language: NotRequired[str | None]
    city: NotRequired[str | None]
    emails: NotRequired[list[str]]
    phones: NotRequired[list[str]]
    person_id: NotRequired[int | None]
    is_another_person: NotRequired[bool]


class SyncResult(TypedDict):
    """ours and theirs: the fields that both sides changed, where status is conflict."""
    external_id: str
    status: Literal["created", "changed", "unchanged", "conflict", "refused"]
    person_id: int | None
    version: int | None
    person: dict[str, str]
    conflict_id: int | None
    ours: dict[str, str]
    theirs: dict[str, str]
    code: str
    detail: str


class SyncResults(TypedDict):
    results: list[SyncResult]


class TagChanges(TypedDict):
    """Only what is sent is changed."""
    name: NotRequired[str | None]
    tone: NotRequired[Literal["neutral", "accent", "success", "warning", "danger", "information"] | None]


class TagList(TypedDict):
    items: list[TagOut]


class TagMerge(TypedDict):
    into_id: int


class TagOut(TypedDict):
    id: int
    name: str
    tone: str


class TagPut(TypedDict):
    name: str


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


class TermList(TypedDict):
    items: list[TermOut]


class TermOut(TypedDict):
    id: int
    member_id: int
    state: str
    contact_id: int | None
    invited_at: str
    answered_at: str | None
    ended_at: str | None
    solved_in_90_days: int


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


class Thanks(TypedDict):
    thanks: NotRequired[str]


class TimelineItem(TypedDict):
    at: str
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    sentiment: str
    language: str
    detail: dict[str, Any]


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


class TopicOut(TypedDict):
    """posts and share: of the sample that was read, by the rule of `topic`, reposts and copies
    left out.
    """
    topic: str
    name: str
    terms: list[str]
    posts: int
    share: float | None
    share_low: float | None
    share_high: float | None
    counts: Counts


class TopicsOut(TypedDict):
    """rising: terms in more posts of the sample than in that of the period before, surely."""
    read: int
    items: list[TopicOut]
    rising: list[RisingTerm]


class UnhelpfulList(TypedDict):
    items: list[UnhelpfulOut]


class UnhelpfulOut(TypedDict):
    id: int
    title: str
    language: str
    since: str
    views: int
    votes: int
    unhelpful: int
    at_least: float


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


class VerdictGiven(TypedDict):
    is_useful: bool


class VersionOut(TypedDict):
    text: str
    at: str
    author_name: str


class WatchedWordList(TypedDict):
    items: list[WatchedWordOut]


class WatchedWordOut(TypedDict):
    """caught: texts; upheld, shown: what people then decided."""
    id: int
    words: str
    act: str
    language: str
    ground: int
    caught: int
    upheld: int
    shown: int


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


class WordingOut(TypedDict):
    code: str
    language: str
    version: str
    text: str
    at: str | None


class WordingWritten(TypedDict):
    language: str
    text: str


class Wordings(TypedDict):
    """in_force: what people are shown now, {company} filled in; versions: what the house wrote,
    the newest first.
    """
    in_force: list[WordingOut]
    versions: list[WordingOut]
