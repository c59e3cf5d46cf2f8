from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "parvis.reporting"
    label = "reporting"
