"""Components: what a screen may rely on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from parvis.foundation.web.components.charts import Chart, Series, as_json, table_rows
from parvis.foundation.web.components.figures import meter, sentiment_bar, stat
from parvis.foundation.web.components.labels import sentiment
from parvis.foundation.web.components.persons import avatar, initials
from parvis.foundation.web.components.times import ago, in_words

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    return Template("{% load shell %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("distance", "english", "french"),
    [
        (timedelta(seconds=59), "just now", "à l’instant"),
        (timedelta(seconds=-59), "just now", "à l’instant"),
        (timedelta(seconds=60), "1 min ago", "il y a 1 min"),
        (timedelta(minutes=59, seconds=59), "59 min ago", "il y a 59 min"),
        (timedelta(hours=1), "1 h ago", "il y a 1 h"),
        (timedelta(hours=23, minutes=59), "23 h ago", "il y a 23 h"),
        (timedelta(days=1), "1 day ago", "il y a 1 jour"),
        (timedelta(days=6, hours=23), "6 days ago", "il y a 6 jours"),
        (timedelta(days=7), "3 Mar", "3 mars"),
        (timedelta(days=400), "3 Feb 2025", "3 février 2025"),  # 10 March 2026 less 400 days
        (timedelta(minutes=-90), "in 1 h", "dans 1 h"),
        (timedelta(days=-2), "in 2 days", "dans 2 jours"),
    ],
)
def test_moments_are_relative_up_to_a_week_and_dates_after(
    distance: timedelta, english: str, french: str
) -> None:
    with translation.override("en"):
        assert in_words(NOW - distance, now=NOW) == english
    with translation.override("fr"):
        assert in_words(NOW - distance, now=NOW).replace("'", "’") == french


def test_a_moment_carries_its_exact_time_and_nothing_is_shown_for_none() -> None:
    shown = ago(NOW - timedelta(minutes=5), now=NOW, prefix="waiting")
    assert 'datetime="2026-03-10T11:55:00Z"' in shown
    assert 'data-ago="waiting">waiting 5 min ago</time>' in shown
    assert ago(None) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Camille Lefèvre", "CL"),
        ("@marc_in_lyon", "M"),
        ("", "?"),
        ("…", "?"),
        ("  Ángel   Ruiz ", "ÁR"),
        ("محمد علي", "مع"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_one_person_has_one_colour_whatever_the_case_of_the_name() -> None:
    colour = avatar("Zoé").split("avatar-colour-")[1][0]
    assert avatar("ZOÉ").split("avatar-colour-")[1][0] == colour


def test_hostile_words_are_escaped_in_every_component() -> None:
    hostile = '<img src=x onerror=alert(1)>"'
    shown = [
        rendered("{% button h icon='send' title=h data_x=h %}", h=hostile),
        rendered("{% badge h title=h %}", h=hostile),
        rendered("{% channel h %}{% channel 'email' name=h %}", h=hostile),
        rendered("{% avatar h %}", h=hostile),
        rendered("{% where h parent=h parent_url='/x/' %}", h=hostile),
        rendered("{% panel h %}{{ h }}{% endpanel %}", h=hostile),
        rendered("{% empty_state h example=h %}{{ h }}{% endempty_state %}", h=hostile),
        rendered("{% confirm h '/x/' do=h %}{{ h }}{% endconfirm %}", h=hostile),
        rendered("{% stat h h unit=h interval=h change=h explain=h url=h %}", h=hostile),
        rendered("{% meter 0.5 1 h %}", h=hostile),
        rendered("{% act h '/x/' hidden_next=h %}", h=hostile),
        str(sentiment("positive", 0.9, model=hostile)),
    ]
    assert [text for text in shown if "<img" in text] == []


def test_underscores_become_hyphens_and_absent_values_disappear() -> None:
    shown = rendered("{% button 'Go' hx_get='/x/' aria_pressed=None disabled=True type='button' %}")
    assert ' hx-get="/x/"' in shown
    assert "aria-pressed" not in shown
    assert " disabled" in shown


def test_an_act_is_a_form_that_posts_without_javascript() -> None:
    shown = rendered("{% act 'Take' '/take/' hidden_state='open' hx_post='/take/' %}", csrf_token="token")
    assert shown.startswith('<form class="act" method="post" action="/take/" hx-post="/take/">')
    assert 'name="csrfmiddlewaretoken" value="token"' in shown
    assert '<input type="hidden" name="state" value="open">' in shown


def test_sorting_turns_round_and_starts_at_the_first_page() -> None:
    request = RequestFactory().get("/", {"sort": "name", "after": "abc", "q": "été"})
    shown = rendered("{% sort_header 'Name' 'name' %}{% sort_header 'Age' 'age' %}", request=request)
    assert 'aria-sort="ascending"><a class="sort" href="?q=%C3%A9t%C3%A9&amp;sort=-name">' in shown
    assert '<th scope="col"><a class="sort" href="?q=%C3%A9t%C3%A9&amp;sort=age">' in shown


def test_no_pages_no_navigation() -> None:
    assert rendered("{% pagination %}") == ""
    assert 'href="?after=k"' in rendered("{% pagination next_key='k' %}")


def test_a_figure_without_a_value_says_so() -> None:
    with translation.override("en"):
        assert "not enough data" in stat("Satisfaction", None, n=4)
        assert '<span class="stat-value">0</span>' in stat("Late", 0)


@pytest.mark.parametrize(
    ("value", "maximum", "width"),
    [
        (0.42, 1, "42.00"),
        (3, 4, "75.00"),
        (9, 4, "100.00"),
        (-1, 4, "0.00"),
        (1, 0, "0.00"),
        (None, 1, "0.00"),
    ],
)
def test_meter_stays_between_nothing_and_all(value: float | None, maximum: float, width: str) -> None:
    assert f'<rect class="meter-fill" width="{width}"' in meter(value, maximum, "x")


def test_the_parts_of_a_sentiment_bar_fill_it() -> None:
    shown = sentiment_bar(1, 1, 2)  # 25 %, 25 %, 50 %
    assert 'part-negative" x="0.000" width="25.000"' in shown
    assert 'part-middle" x="25.000" width="25.000"' in shown
    assert 'part-positive" x="50.000" width="50.000"' in shown
    assert "part-" not in sentiment_bar(0, 0, 0)


def test_a_chart_says_gaps_intervals_and_the_rows_behind_each_point() -> None:
    chart = Chart(
        "Net sentiment",
        [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)],
        [Series("Us", [1.5, None, 3.0], low=[1.0, None, 2.0], high=[2.0, None, 4.0])],
        decimals=1,
        rows_url="/mentions/?from={from}&to={to}",
    )
    with translation.override("en"):
        rows = table_rows(chart)
    assert [row["cells"] for row in rows] == [["1.5 [1.0; 2.0]"], [""], ["3.0 [2.0; 4.0]"]]
    assert [row["url"][-24:] for row in rows] == [
        "2026-03-01&to=2026-03-02",
        "2026-03-02&to=2026-03-03",
        "2026-03-03&to=2026-03-04",
    ]
    assert as_json(chart)["points"] == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_a_chart_refuses_six_comparisons_and_uneven_series() -> None:
    days = [date(2026, 3, 1)]
    with pytest.raises(ValueError, match="five series"):
        Chart("x", days, [Series(str(number), [1]) for number in range(7)])
    with pytest.raises(ValueError, match="one value for each point"):
        Chart("x", days, [Series("a", [1, 2])])
