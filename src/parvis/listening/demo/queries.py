"""What the demo listens for: the company, its competitors, three themes, and the market they meet in."""

from __future__ import annotations

from parvis.foundation.audit import SYSTEM
from parvis.foundation.database import copy_rows
from parvis.foundation.demo import DAYS, DemoCompany
from parvis.listening.actions.back_search import search_batch
from parvis.listening.actions.markets import save_market
from parvis.listening.actions.queries import save_query
from parvis.listening.models import BackSearch, Query

# Name, role, text. Accents and case are folded; a sub-query is named by its reference.
QUERIES = (
    ("Vélostral", Query.OURS, "velostral OR @velostral OR #velostral OR (velo AND (mistral OR bora OR zephyr))"),
    ("Rouage", Query.COMPETITOR, "rouage NOT \"rouage de\""),
    ("Bikewell", Query.COMPETITOR, "bikewell"),
    (
        "Batterie",
        Query.THEME,
        "batter* AND (surchauff* OR fumee OR feu OR rappel* OR recall* OR fire OR overheat* OR smoke)",
    ),
    ("Service client", Query.THEME, "\"service client\" OR \"customer service\" OR SAV OR repond* OR reply OR answer*"),
    ("Vélostral, mécontents", Query.THEME, "$velostral AND sentiment:negative"),
)  # fmt: skip


def load_queries(company: DemoCompany) -> None:
    """Before the mentions come in, so that they are matched as they come."""
    made = {
        name: save_query(None, name=name, role=role, text=text, by=SYSTEM, now=company.day(0))
        for name, role, text in QUERIES
    }
    brands = [made[name] for name in (company.name, *company.competitors)]
    save_market(
        None,
        name="Vélos électriques",
        query_ids=[brand.pk for brand in brands],
        ours=[brands[0].pk],
        by=SYSTEM,
        now=company.day(0),
    )
    for search in BackSearch.objects.filter(state=BackSearch.RUNNING):
        while search_batch(search.pk, now=company.day(0)):
            pass


def note_days(company: DemoCompany, connection_ids: list[int]) -> None:
    """The demo's sources were asked on each of its days."""
    copy_rows(
        "listening_heard_day",
        ("day", "connection_id"),
        ((company.day(number).date(), key) for number in range(DAYS - 1) for key in connection_ids),
    )
