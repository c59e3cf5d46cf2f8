"""Every address of the installation: each capability brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("parvis.foundation.web.urls")),
    path("", include("parvis.accounts.web.urls")),
    path("", include("parvis.api.web.urls")),
    path("", include("parvis.channels.web.urls")),
    path("", include("parvis.community.web.urls")),
    path("", include("parvis.conversations.web.urls")),
    path("", include("parvis.labelling.web.urls")),
    path("", include("parvis.listening.web.urls")),
    path("", include("parvis.people.web.urls")),
    path("", include("parvis.reporting.web.urls")),
]

handler403 = "parvis.foundation.web.views.errors.forbidden"
handler404 = "parvis.foundation.web.views.errors.not_found"
handler500 = "parvis.foundation.web.views.errors.server_error"
