"""Connections, imports, and the public contact form."""

from django.urls import path

from parvis.channels.web.views import connections, contact, imports

urlpatterns = [
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/add/", connections.choose, name="connection-choose"),
    path("settings/connections/add/<slug:kind>/", connections.add, name="connection-add"),
    path("settings/connections/<int:connection_id>/", connections.connection, name="connection"),
    path("settings/connections/<int:connection_id>/pause/", connections.pause, name="connection-pause"),
    path("settings/connections/<int:connection_id>/resume/", connections.resume, name="connection-resume"),
    path("settings/connections/<int:connection_id>/fetch/", connections.fetch_now, name="connection-fetch"),
    path("settings/imports/", imports.imports, name="imports"),
    path("settings/imports/start/", imports.start, name="import-start"),
    path("settings/imports/columns/", imports.columns, name="import-columns"),
    path("settings/imports/<int:import_id>/", imports.one_import, name="import"),
    path("settings/imports/<int:import_id>/again/", imports.again, name="import-again"),
    path("contact/<slug:slug>/", contact.contact, name="contact-form"),
    path("contact/<slug:slug>/thanks/", contact.thanks, name="contact-thanks"),
]
