"""Pages: the WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from parvis.project.telemetry import start_telemetry

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")
application = get_wsgi_application()
start_telemetry("web")
# What is loaded now stays, so the collector need not walk it again and again; a page makes some thousand objects and
# next to no cycles, and is not worth a walk of its own.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
