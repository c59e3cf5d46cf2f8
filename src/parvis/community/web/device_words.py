"""What a device is called by what its browser says of itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from parvis.accounts.logic.browsers import browser_and_system


def browser_words(user_agent: str) -> str:
    """ "Firefox on Linux"."""
    browser, system = browser_and_system(user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
