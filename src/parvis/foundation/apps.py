from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "parvis.foundation"
    label = "foundation"

    def ready(self) -> None:
        from parvis.foundation.plugs import load_handlers

        load_handlers()
