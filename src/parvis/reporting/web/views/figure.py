"""/value/<metric>.json: one metric's chart as a value, for a page that draws it later."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse

from parvis.accounts.permissions import account_of
from parvis.foundation.web.components.charts import as_json
from parvis.foundation.web.screens import screen
from parvis.reporting.reads.dashboard import answer_of, metrics_for
from parvis.reporting.web.charts import chart_of
from parvis.reporting.web.views.figures import period_of


@screen(permission="figures.view", purpose="service")
def figure_chart(request: HttpRequest, key: str) -> JsonResponse:
    metric = next((one for one in metrics_for(account_of(request)) if one.key == key), None)
    if metric is None:
        raise Http404("metric")
    period = period_of(request)
    chart = chart_of(answer_of(metric, account_of(request), period), account_of(request), period)
    if chart is None:
        return JsonResponse({"title": str(metric.label), "points": [], "series": []})
    return JsonResponse(as_json(chart))
