"""Addresses of alerts and campaigns."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.listening.web.views import alert_rules, alerts, campaigns

urlpatterns: list[URLPattern | URLResolver] = [
    path("listen/alerts/", alerts.alerts, name="alerts"),
    path("listen/alerts/<int:alarm_id>/", alerts.alarm, name="alarm"),
    path("listen/alerts/<int:alarm_id>/verdict/", alerts.verdict, name="alarm-verdict"),
    path("listen/alerts/rules/", alert_rules.rules, name="alert-rules"),
    path("listen/alerts/rules/budget/", alert_rules.budget, name="alert-budget"),
    path("listen/alerts/rules/new/", alert_rules.add, name="alert-rule-add"),
    path("listen/alerts/rules/<int:rule_id>/", alert_rules.rule, name="alert-rule"),
    path("listen/alerts/rules/<int:rule_id>/tried/", alert_rules.tried, name="alert-rule-tried"),
    path("listen/alerts/rules/<int:rule_id>/switch/", alert_rules.switch, name="alert-rule-switch"),
    path("listen/alerts/rules/<int:rule_id>/remove/", alert_rules.remove, name="alert-rule-remove"),
    path("listen/campaigns/", campaigns.campaigns, name="campaigns"),
    path("listen/campaigns/new/", campaigns.add, name="campaign-add"),
    path("listen/campaigns/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("listen/campaigns/<int:campaign_id>/change/", campaigns.change, name="campaign-change"),
    path("listen/campaigns/<int:campaign_id>/again/", campaigns.again, name="campaign-again"),
    path("listen/campaigns/<int:campaign_id>/remove/", campaigns.remove, name="campaign-remove"),
]
