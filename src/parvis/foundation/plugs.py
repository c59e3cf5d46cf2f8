"""The plug lists of the settings: dotted names of what upper capabilities offer to lower ones."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string


@cache
def plugged(setting: str) -> tuple[Any, ...]:
    """What the setting's dotted names stand for, in order. Raises ImportError at the first wrong one."""
    return tuple(import_string(name) for name in getattr(settings, setting))


def load_handlers() -> None:
    """Import every capability's `handlers.py`, so that its subscriptions are known before the first event."""
    for config in apps.get_app_configs():
        if config.name.startswith("parvis.") and find_spec(f"{config.name}.handlers"):
            import_module(f"{config.name}.handlers")
