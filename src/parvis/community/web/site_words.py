"""What the company's own pages, the letters and the steps of setting up are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.community.models import Site, SitePage

PAGE_NAMES = {
    SitePage.LEGAL: _("Legal notice"),
    SitePage.PRIVACY: pgettext_lazy("page of a site", "Privacy"),
    SitePage.TERMS: _("Terms of use"),
}
FONTS = {
    Site.INTER: _("Inter, as the house has it"),
    Site.SYSTEM: _("The letters of each reader's machine"),
    Site.SERIF: _("With serifs, for long reading"),
}
