"""What listening offers to other capabilities: timeline, search, figures, personal data."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from parvis.foundation.logic.periods import Period
from parvis.listening.models import Mention
from parvis.listening.personal_data import DECLARATION
from parvis.listening.reads.metrics import METRICS
from parvis.listening.reads.search import find_mentions
from parvis.listening.reads.timeline import mentions_of_identities
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.listening import make_mention
from tests.factories.people import make_identity

pytestmark = pytest.mark.django_db
BY_KEY = {metric.key: metric for metric in METRICS}


def march(first=1, last=3):
    return Period(date(2026, 3, first), date(2026, 3, last), timezone.get_current_timezone())


def test_the_timeline_of_identities_goes_back_in_time():
    anna, ben = make_identity("anna"), make_identity("ben", is_ours=True)
    reader = make_user()
    first = make_mention("first", identity=anna, title="A title")
    second = make_mention("second", identity=ben, published_at=NOON + timedelta(hours=1))
    make_mention("somebody else's")
    entries = mentions_of_identities([anna.pk, ben.pk], viewer=reader, before=None, most=10)
    assert [(e.text, e.by_us, e.url_name, e.url_args) for e in entries] == [
        ("second", True, "mention", (second.pk,)),
        ("A title\nfirst", False, "mention", (first.pk,)),
    ]
    older = mentions_of_identities([anna.pk, ben.pk], viewer=reader, before=entries[0].at, most=10)
    assert [e.text for e in older] == ["A title\nfirst"]
    assert mentions_of_identities([], viewer=reader, before=None, most=10) == []
    stranger = make_user(roles=("employee",))  # may not read mentions
    assert mentions_of_identities([anna.pk, ben.pk], viewer=stranger, before=None, most=10) == []


def test_the_search_finds_the_newest_first_and_nothing_for_a_stranger():
    make_mention("Un remboursement promis", language="fr")
    newer = make_mention(
        "Toujours pas remboursée\n\nmerci", language="fr", published_at=NOON + timedelta(days=1)
    )
    reader = make_user(roles=("agent",))
    hits = find_mentions(reader, "remboursement", most=1)
    assert [(hit.label, hit.url_args, hit.kind) for hit in hits] == [
        ("Toujours pas remboursée merci", (newer.pk,), "mention")
    ]
    assert len(find_mentions(reader, "remboursement", most=5)) == 2
    assert find_mentions(reader, " \x00 ", most=5) == []
    assert find_mentions(make_user(roles=("partner",)), "remboursement", most=5) == []


def test_figures_of_the_dashboard():
    for sentiment in ("negative", "negative", "positive", "neutral", ""):
        make_mention(sentiment=sentiment)
    user = make_user(roles=("marketer",))
    volume = BY_KEY["mentions.volume"].total(user, march())
    net = BY_KEY["mentions.net_sentiment"].total(user, march())
    silent = BY_KEY["mentions.not_analysed"].total(user, march())
    assert (volume.value, volume.n) == (5.0, 5)
    # (1 − 2) / 4 over the analysed ones; (1 − 2) / 3 without the neutral one.
    assert (net.value, net.n, str(net.detail)) == (-25.0, 4, "−33 without the neutral ones")
    assert net.low < -25 < net.high
    assert (silent.value, silent.n, silent.rows) == (20.0, 5, 1)
    assert parse_qs(urlsplit(net.rows_url).query)["sentiment"] == ["analysed"]


def test_a_gap_is_a_gap_and_no_mention_is_zero():
    make_mention(sentiment="negative")
    user = make_user(roles=("marketer",))
    (net,) = BY_KEY["mentions.net_sentiment"].series(user, march())
    assert list(net.values) == [None, -100.0, None]
    layers = BY_KEY["mentions.volume"].series(user, march())
    assert [list(layer.values) for layer in layers] == [[0, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
    empty = BY_KEY["mentions.net_sentiment"].total(user, march(5, 6))
    assert (empty.value, empty.n) == (None, 0)
    assert BY_KEY["mentions.not_analysed"].total(user, march(5, 6)).value is None


def test_who_sees_figures_only_gets_no_link_and_a_stranger_no_figure():
    make_mention()
    officer, partner = make_user(roles=("data_protection_officer",)), make_user(roles=("partner",))
    for metric in METRICS:
        assert metric.total(officer, march()).n == 1
        assert metric.total(officer, march()).rows_url == ""
        assert metric.rows_of_bucket_url(officer, march()) == ""
        assert metric.total(partner, march()).n == 0


def test_personal_data_is_found_exported_and_erased_for_these_identities_only():
    anna = make_identity("anna")
    make_mention("mine", identity=anna)
    make_mention("another's")
    make_mention("nobody's", author="")
    assert DECLARATION.find([anna.pk])["listening_mention"] == 1
    (row,) = DECLARATION.export([anna.pk])["listening_mention"]
    assert (row["text"], row["published_at"]) == ("mine", NOON)
    assert DECLARATION.erase([anna.pk])["listening_mention"] == 1
    assert not any(DECLARATION.erase([]).values())
    assert set(Mention.objects.values_list("text", flat=True)) == {"another's", "nobody's"}
