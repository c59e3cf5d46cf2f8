"""The tables of listening, a file a subject.

Mentions and matches are partitioned by the time something was said (migrations 0001 and 0004).
"""

from parvis.listening.models.alerts import (
    Alarm,
    AlarmVerdict,
    AlertBacktest,
    AlertClock,
    AlertRule,
    AlertSeen,
)
from parvis.listening.models.campaigns import Campaign, CampaignResult
from parvis.listening.models.cells import (
    AuthorDelta,
    CellDelta,
    DayAuthors,
    DayCell,
    DayTotal,
    HeardDay,
    HourCell,
    HourTotal,
    MonthAuthors,
    MonthTally,
    Tally,
    TallyDelta,
)
from parvis.listening.models.left_out import Dropped, DroppedSample, Exclusion, SourceRule
from parvis.listening.models.markets import Market, MarketBrand
from parvis.listening.models.mentions import Copy, Mention, NearKey, StoredBatch
from parvis.listening.models.places import Place, PlaceNamed, TrialPost
from parvis.listening.models.queries import BackSearch, Match, Query, QueryVersion

__all__ = [
    "Alarm",
    "AlarmVerdict",
    "AlertBacktest",
    "AlertClock",
    "AlertRule",
    "AlertSeen",
    "AuthorDelta",
    "BackSearch",
    "Campaign",
    "CampaignResult",
    "CellDelta",
    "Copy",
    "DayAuthors",
    "DayCell",
    "DayTotal",
    "Dropped",
    "DroppedSample",
    "Exclusion",
    "HeardDay",
    "HourCell",
    "HourTotal",
    "Market",
    "MarketBrand",
    "Match",
    "Mention",
    "MonthAuthors",
    "MonthTally",
    "NearKey",
    "Place",
    "PlaceNamed",
    "Query",
    "QueryVersion",
    "SourceRule",
    "StoredBatch",
    "Tally",
    "TallyDelta",
    "TrialPost",
]
