"""Pages: the WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from parvis.project.telemetry import start_telemetry

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")
application = get_wsgi_application()
start_telemetry("web")
