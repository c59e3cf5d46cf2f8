"""Mentions, the queries that find them, the markets they are compared in, and the figures kept of them.

Mentions and matches are partitioned by the time something was said (migrations 0001 and 0004). Figures are kept by
triggers as differences beside sums (docs/adr/0013): whoever writes a mention, the figures follow in the same
transaction.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from parvis.channels.models import Connection
from parvis.people.models import Identity


class Mention(models.Model):
    """One public item. The table is made in SQL (migration 0001): a partition a month."""

    connection = models.ForeignKey(Connection, on_delete=models.DO_NOTHING)
    external_id = models.CharField(max_length=200)
    identity = models.ForeignKey(Identity, on_delete=models.DO_NOTHING, null=True, related_name="mentions")
    channel = models.CharField(max_length=40)
    title = models.TextField(blank=True)
    text = models.TextField()
    url = models.TextField(blank=True)
    site = models.CharField(max_length=200, blank=True)
    brand = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    published_at = models.DateTimeField()
    received_at = models.DateTimeField()
    followers = models.IntegerField(null=True)  # the author's reach
    engagement = models.IntegerField(null=True)
    is_repost = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)  # fr, en, unknown; empty: not analysed
    language_probability = models.FloatField(null=True)
    sentiment = models.CharField(max_length=8, blank=True)  # negative, neutral, positive; empty: not analysed
    sentiment_probability = models.FloatField(null=True)
    model_version = models.CharField(max_length=60, blank=True)
    emotion = models.CharField(
        max_length=12, blank=True, default="", db_default=""
    )  # "none": analysed, without
    emotion_probability = models.FloatField(null=True)
    intents = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    offensive_probability = models.FloatField(null=True)
    text_group = models.BigIntegerField(null=True)  # same for reposts and copies; none: too short to tell
    is_repeat = models.BooleanField(default=False, db_default=False)  # another of its group came before

    is_append_only = True

    class Meta:
        db_table = "listening_mention"


class Query(models.Model):
    """What somebody listens for, as it stands now. Its texts of the past are its versions."""

    OURS, COMPETITOR, THEME = "ours", "competitor", "theme"
    ROLES = (OURS, COMPETITOR, THEME)

    name = models.CharField(max_length=120)
    reference = models.CharField(max_length=60)  # how other queries name it: $reference
    role = models.CharField(max_length=10, choices=[(r, r) for r in ROLES], default=THEME)
    text = models.TextField()
    colour = models.SmallIntegerField(default=0)  # a place in the palette of series
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_query"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(removed_at__isnull=True), name="query_name_once"
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(removed_at__isnull=True), name="query_reference_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QueryVersion(models.Model):
    """A text that a query had, so that a figure can say which one it was counted by. Append-only."""

    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, related_name="versions")
    number = models.IntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200, blank=True)

    is_append_only = True

    class Meta:
        db_table = "listening_query_version"
        constraints = [models.UniqueConstraint(fields=["query", "number"], name="query_version_once")]


class Market(models.Model):
    """A declared field of competitors: a share of voice is a share of this."""

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "listening_market"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="market_name_once")]

    def __str__(self) -> str:
        return self.name


class MarketBrand(models.Model):
    """A query that stands for a brand of the market."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="brands")
    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="+")
    is_ours = models.BooleanField(default=False)
    place = models.SmallIntegerField(default=0)

    class Meta:
        db_table = "listening_market_brand"
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["market", "query"], name="brand_once_in_market")]


class Exclusion(models.Model):
    """A place, an author or a word from which nothing is taken in any more."""

    SITE, AUTHOR, WORD = "site", "author", "word"
    KINDS = (SITE, AUTHOR, WORD)

    kind = models.CharField(max_length=8, choices=[(k, k) for k in KINDS])
    channel = models.CharField(max_length=40, blank=True)  # of an author; empty: on any channel
    value = models.CharField(max_length=320)  # a site, the key of a handle, a folded word or phrase
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "listening_exclusion"
        ordering = ["kind", "value", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "channel", "value"], name="excluded_once")]


class SourceRule(models.Model):
    """How much is kept of what a connection brings. Without a row: everything."""

    connection = models.OneToOneField(
        Connection, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    keeps_only_matches = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "listening_source_rule"


class Match(models.Model):
    """That a query found a mention, and by which of its versions. A partition a month (migration 0004)."""

    pk = models.CompositePrimaryKey("query_id", "published_at", "mention_id")
    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, related_name="+")
    published_at = models.DateTimeField()
    mention_id = models.BigIntegerField()
    version = models.IntegerField()

    class Meta:
        db_table = "listening_match"


class StoredBatch(models.Model):
    """Which mentions a batch became: how a deletion finds the mention of an external id."""

    batch_id = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    first_published_at = models.DateTimeField()
    last_published_at = models.DateTimeField()

    class Meta:
        db_table = "listening_stored_batch"


class Copy(models.Model):
    """Which mentions say the same: the key is a hash of the text without marks, addresses and handles."""

    text_group = models.BigIntegerField()
    mention_id = models.BigIntegerField()
    published_at = models.DateTimeField()
    is_first = models.BooleanField(default=False)

    class Meta:
        db_table = "listening_copy"
        indexes = [models.Index(fields=["text_group", "mention_id"], name="copy_by_group")]
        constraints = [
            models.UniqueConstraint(fields=["text_group"], condition=Q(is_first=True), name="one_first_copy")
        ]


class Dropped(models.Model):
    """How many posts were not kept, and why. Several rows a day are one number: they are added up."""

    REASONS = ("site", "author", "word", "author_cap", "no_match")

    day = models.DateField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12)
    count = models.BigIntegerField()

    class Meta:
        db_table = "listening_dropped"
        indexes = [models.Index(fields=["day", "connection", "reason"], name="dropped_by_day")]


class DroppedSample(models.Model):
    """A few of the posts that were not kept, for as long as somebody may ask whether that was right."""

    at = models.DateTimeField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12)
    detail = models.CharField(max_length=320, blank=True)  # the site, handle or word that decided
    channel = models.CharField(max_length=40)
    handle_key = models.CharField(max_length=320, blank=True)
    excerpt = models.CharField(max_length=300)
    url = models.TextField(blank=True)

    class Meta:
        db_table = "listening_dropped_sample"
        indexes = [models.Index(fields=["at"], name="dropped_sample_at")]


class BackSearch(models.Model):
    """One pass of a query over what was stored before it, newest first. The cursor is written with each batch."""

    RUNNING, DONE, REPLACED = "running", "done", "replaced"

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="searches")
    version = models.IntegerField()
    last_id = models.BigIntegerField()  # what came later was matched when it came
    cursor_at = models.DateTimeField(null=True)
    cursor_id = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    state = models.CharField(
        max_length=8, default=RUNNING, choices=[(s, s) for s in (RUNNING, DONE, REPLACED)]
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_back_search"
        constraints = [
            models.UniqueConstraint(
                fields=["query"], condition=Q(state="running"), name="one_back_search_a_query"
            )
        ]


class HeardDay(models.Model):
    """A day on which a connection was asked or brought something. Days without any are gaps, not zeros."""

    day = models.DateField()
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "listening_heard_day"
        constraints = [models.UniqueConstraint(fields=["day", "connection"], name="heard_day_once")]


class CellKey(models.Model):
    """What a number of mentions is counted by. query_id 0: all mentions, whatever they match."""

    query_id = models.BigIntegerField()
    connection_id = models.BigIntegerField()
    channel = models.CharField(max_length=40)
    brand = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    sentiment = models.CharField(max_length=8)
    mentions = models.BigIntegerField()
    repeats = models.BigIntegerField()  # of them copies of an earlier one
    reposts = models.BigIntegerField()
    engagement = models.BigIntegerField()
    reach = models.BigIntegerField()  # followers, an author once for each mention

    class Meta:
        abstract = True


CELL = ["connection_id", "channel", "brand", "language", "sentiment"]


class HourCell(CellKey):
    """Sums of an hour of UTC: every zone whose offset is whole hours reads its days from them."""

    hour = models.DateTimeField()
    pk = models.CompositePrimaryKey("query_id", "hour", *CELL)

    class Meta:
        db_table = "listening_hour_cell"


class DayCell(CellKey):
    """Sums of a day of the installation's own zone."""

    day = models.DateField()
    pk = models.CompositePrimaryKey("query_id", "day", *CELL)

    class Meta:
        db_table = "listening_day_cell"


class TotalKey(models.Model):
    """The same sums by sentiment alone: a year of hours is read in a moment where nothing narrows it."""

    query_id = models.BigIntegerField()
    sentiment = models.CharField(max_length=8)
    mentions = models.BigIntegerField()
    repeats = models.BigIntegerField()
    reposts = models.BigIntegerField()
    engagement = models.BigIntegerField()
    reach = models.BigIntegerField()

    class Meta:
        abstract = True


class HourTotal(TotalKey):
    hour = models.DateTimeField()
    pk = models.CompositePrimaryKey("query_id", "hour", "sentiment")

    class Meta:
        db_table = "listening_hour_total"


class DayTotal(TotalKey):
    day = models.DateField()
    pk = models.CompositePrimaryKey("query_id", "day", "sentiment")

    class Meta:
        db_table = "listening_day_total"


class CellDelta(CellKey):
    """What a transaction changed and no cell holds yet. Written by triggers, taken by `fold_deltas`."""

    hour = models.DateTimeField()
    day = models.DateField()

    class Meta:
        db_table = "listening_cell_delta"


class TallyKey(models.Model):
    """Mentions of a day by one further property: an intent, an emotion, a site, a country."""

    day = models.DateField()
    query_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    mentions = models.BigIntegerField()
    negative = models.BigIntegerField()
    positive = models.BigIntegerField()
    engagement = models.BigIntegerField()

    class Meta:
        abstract = True


class Tally(TallyKey):
    pk = models.CompositePrimaryKey("query_id", "kind", "day", "value")

    class Meta:
        db_table = "listening_tally"


class TallyDelta(TallyKey):
    class Meta:
        db_table = "listening_tally_delta"


class DayAuthors(models.Model):
    """Who spoke on a day: a sketch of all, and those who spoke most. Made again where somebody was taken out."""

    query_id = models.BigIntegerField()
    day = models.DateField()
    sketch = models.BinaryField()  # logic/sketches.py
    top_ids = ArrayField(models.BigIntegerField(), default=list)
    top_mentions = ArrayField(models.IntegerField(), default=list)
    is_top_stale = models.BooleanField(default=True)
    pk = models.CompositePrimaryKey("query_id", "day")

    class Meta:
        db_table = "listening_day_authors"


class AuthorDelta(models.Model):
    """Authors who came to a day; no ids: somebody was taken out, the day is counted again."""

    query_id = models.BigIntegerField()
    day = models.DateField()
    identity_ids = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        db_table = "listening_author_delta"


class AlertRule(models.Model):
    """What somebody wants to be told of: one series (a query, or everything heard), watched hour by hour.

    The budget of false alarms is the installation's, over all rules together (reads/alerts.py).
    """

    KINDS = ("volume_up", "silence", "negative_up", "new_topic", "influential_author")

    query = models.ForeignKey(
        Query, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )  # none: everything
    kinds = ArrayField(models.CharField(max_length=20), default=list)
    minimum_mentions = models.IntegerField(default=10)
    cool_down_hours = models.IntegerField(default=24)
    authors_a_month = models.FloatField(default=2.0)  # how many large authors a month are worth an alarm
    recipient_ids = ArrayField(models.BigIntegerField(), default=list)  # accounts
    by_mail = models.BooleanField(default=True)
    by_push = models.BooleanField(default=True)
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "listening_alert_rule"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["query"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="one_alert_rule_a_series",
            )
        ]


class AlertClock(models.Model):
    """How far the hours have been judged, over all rules. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    next_hour = models.DateTimeField()  # the first that was not judged yet

    class Meta:
        db_table = "listening_alert_clock"


class AlertSeen(models.Model):
    """When something was last unusual, told or not, so that one event is told once."""

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    severity = models.CharField(max_length=8)

    class Meta:
        db_table = "listening_alert_seen"
        constraints = [models.UniqueConstraint(fields=["rule", "kind", "subject"], name="alert_seen_once")]


class Alarm(models.Model):
    """What people were told, with the facts it was told by. Append-only."""

    rule = models.ForeignKey(AlertRule, on_delete=models.DO_NOTHING, related_name="alarms")
    query = models.ForeignKey(Query, on_delete=models.DO_NOTHING, null=True, related_name="+")
    query_version = models.IntegerField(null=True)
    at = models.DateTimeField()  # the hour that stands out
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)  # a term, or the id of an author's identity
    observed = models.FloatField()
    expected = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    severity = models.CharField(max_length=8)
    reason_code = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    raised_at = models.DateTimeField()

    is_append_only = True

    class Meta:
        db_table = "listening_alarm"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="alarm_newest")]
        constraints = [
            models.UniqueConstraint(fields=["rule", "kind", "subject", "at"], name="alarm_once_an_hour")
        ]


class AlarmVerdict(models.Model):
    """Whether somebody found an alarm worth it; the newest one of an alarm counts."""

    alarm = models.ForeignKey(Alarm, on_delete=models.DO_NOTHING, related_name="verdicts")
    account_id = models.BigIntegerField()
    is_useful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "listening_alarm_verdict"
        constraints = [models.UniqueConstraint(fields=["alarm", "account_id"], name="verdict_once")]


class AlertBacktest(models.Model):
    """What a rule would have told over the stored past. asked: the settings it was tried with."""

    WAITING, DONE = "waiting", "done"

    rule = models.OneToOneField(AlertRule, on_delete=models.CASCADE, primary_key=True, related_name="+")
    state = models.CharField(max_length=8, default=WAITING, choices=[(s, s) for s in (WAITING, DONE)])
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict)

    class Meta:
        db_table = "listening_alert_backtest"


class Campaign(models.Model):
    """Days on which something was done, and the figure that it may have moved."""

    MEASURES = ("volume", "negative_share", "net_sentiment", "share_of_voice")

    name = models.CharField(max_length=120)
    query = models.ForeignKey(
        Query, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )  # none: everything
    market = models.ForeignKey(Market, on_delete=models.SET_NULL, null=True, related_name="+")
    first = models.DateField()
    last = models.DateField()
    days_before = models.IntegerField(default=90)
    markers = models.JSONField(default=list)  # [{"day": "2026-03-02", "label": "Spot on the radio"}]
    measure = models.CharField(max_length=20, choices=[(m, m) for m in MEASURES], default="volume")
    control_ids = ArrayField(models.BigIntegerField(), default=list)  # queries that it cannot have moved
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "listening_campaign"
        ordering = ["-first", "-id"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="campaign_name_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="campaign_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignResult(models.Model):
    """An answer, with what it was computed on: it is kept as it was, the newest is shown."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="results")
    at = models.DateTimeField()
    answer = models.CharField(max_length=12)
    asked = models.JSONField(default=dict)  # the campaign as it stood
    versions = models.JSONField(default=dict)  # query id → version
    found = models.JSONField(default=dict)

    class Meta:
        db_table = "listening_campaign_result"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["campaign", "-at"], name="campaign_result_newest")]
