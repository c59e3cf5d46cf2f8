"""Settings of one installation, read from the environment that `parvis run` prepares.

The plug lists at the end are how an upper capability points into a lower one without being imported by it.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from parvis.project.database_urls import django_database
from parvis.project.static_files import is_of_this_release, static_address

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = os.environ.get("PARVIS_SECRET_KEY", "only-for-commands-that-store-nothing")
FIELD_KEY = os.environ.get("PARVIS_FIELD_KEY", SECRET_KEY)
# Replaced by `parvis keys rotate`, the oldest first: what was written under them stays readable.
EARLIER_FIELD_KEYS = tuple(os.environ.get("PARVIS_EARLIER_FIELD_KEYS", "").split())
DATA_FOLDER = Path(os.environ.get("PARVIS_DATA", "data"))
# On several machines a folder that all of them see.
FILES_FOLDER = Path(os.environ.get("PARVIS_FILES", str(DATA_FOLDER / "files")))
REQUESTS_FOLDER = DATA_FOLDER / "requests"
# Beside the keys: outside the database, and one for services with data folders of their own.
AUDIT_HEAD = Path(os.environ.get("PARVIS_SECRETS") or DATA_FOLDER / "secrets.json").with_name("audit-head.json")

PORT = int(os.environ.get("PARVIS_PORT", "8000"))
LIVE_PORT = int(os.environ.get("PARVIS_LIVE_PORT", str(PORT + 1)))
# The address people type. Behind a proxy it is set; on one's own machine any loopback name works.
ORIGIN = os.environ.get("PARVIS_ORIGIN", "")
LIVE_ORIGIN = os.environ.get("PARVIS_LIVE_ORIGIN", "")
# Another name under which the public square is reached, and nothing else.
COMMUNITY_ORIGIN = os.environ.get("PARVIS_COMMUNITY_ORIGIN", "").rstrip("/")
ALLOWED_HOSTS = (
    [ORIGIN.split("://", 1)[1].split(":")[0]] if ORIGIN else ["localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
if COMMUNITY_ORIGIN:
    ALLOWED_HOSTS.append(COMMUNITY_ORIGIN.split("://", 1)[1].split(":")[0])
    CSRF_TRUSTED_ORIGINS.append(COMMUNITY_ORIGIN)
IS_SECURE = ORIGIN.startswith("https://")

# `default` is the application's role: it owns nothing and row-level security applies to it.
# `owner` migrates; a web process is not given its address.
_app_url = os.environ.get("PARVIS_APP_DATABASE_URL", "postgresql:///parvis")
_owner_url = os.environ.get("PARVIS_OWNER_DATABASE_URL", "")
DATABASES = {"default": django_database(_app_url)}
if _owner_url:
    DATABASES["owner"] = django_database(_owner_url)
DATABASE_ROUTERS = ["parvis.foundation.database.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    # Before allauth: its log-in pages are shown in our shell.
    "parvis.foundation",
    "parvis.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "parvis.people",
    "parvis.labelling",
    "parvis.channels",
    "parvis.community",
    "parvis.listening",
    "parvis.conversations",
    "parvis.reporting",
    "parvis.api",
    "parvis.project",
]

# How many proxies stand before Parvis; so many entries of X-Forwarded-For are believed. HTTPS comes from one.
TRUSTED_PROXIES = int(os.environ.get("PARVIS_TRUSTED_PROXIES", "1" if IS_SECURE else "0"))

MIDDLEWARE = [
    "parvis.foundation.web.visitor.VisitorAddress",
    "parvis.foundation.web.observe.observed",
    "django.middleware.security.SecurityMiddleware",
    "parvis.project.static_files.other_releases",
    "parvis.community.web.own_domain.OwnDomain",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "parvis.accounts.web.language.PreferredLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "parvis.accounts.web.language.UserPreferences",
    "parvis.accounts.web.seen.SeenSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "parvis.foundation.web.observe.ClosedForMaintenance",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parvis.accounts.web.second_step.SecondStepFirst",
    "parvis.accounts.web.known_devices.KnownDevices",
]

ROOT_URLCONF = "parvis.project.urls"
WSGI_APPLICATION = "parvis.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parvis.foundation.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "parvis.accounts.web.adapter.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None  # the box on the log-in page is asked: a desk may be shared
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever reads the account's mail is its owner; their browser is known from then on.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# What guessing costs is counted by accounts/actions/attempts.py; these bound mere load, an address at a time.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/5m/key", "reset_password": "20/m/ip,5/h/key"}
MFA_ADAPTER = "parvis.accounts.web.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by administrators, not by whoever signs up
MFA_TOTP_TOLERANCE = 1  # a phone's clock is a little wrong
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "parvis_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_NAME = "parvis_csrf"
CSRF_COOKIE_SECURE = IS_SECURE

CACHES = {
    # Several processes share rate limits and sessions: the database, not each process's own memory.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        # Beyond 300, Django's own choice, it throws a third away: whoever tries 300 names had the counts of their
        # tries forgotten. Each setting counts the rows, so there is a bound.
        "OPTIONS": {"MAX_ENTRIES": 10_000, "CULL_FREQUENCY": 10},
    }
}

# Security
X_FRAME_OPTIONS = "DENY"
# With a public name nothing on the visitor's own machine is to be reached.
LIVE_SOURCES = (
    [LIVE_ORIGIN] if LIVE_ORIGIN else [f"http://localhost:{LIVE_PORT}", f"http://127.0.0.1:{LIVE_PORT}"]
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # The live stream is another origin when no proxy joins it to the page's.
        "connect-src": [SELF, *LIVE_SOURCES],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "report-uri": ["/csp-report"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "parvis.foundation.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Machine interface: requests a minute of one token (or logged-in account), and of an address without one.
API_REQUESTS_A_MINUTE = int(os.environ.get("PARVIS_API_REQUESTS_A_MINUTE", "600"))
API_OPEN_REQUESTS_A_MINUTE = int(os.environ.get("PARVIS_API_OPEN_REQUESTS_A_MINUTE", "120"))
# A webhook is switched off when nothing arrived for so long, and not before so many tries.
WEBHOOK_DISABLED_AFTER_DAYS = int(os.environ.get("PARVIS_WEBHOOK_DISABLED_AFTER_DAYS", "5"))
WEBHOOK_DISABLED_AFTER_FAILURES = int(os.environ.get("PARVIS_WEBHOOK_DISABLED_AFTER_FAILURES", "20"))

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "français")]
LANGUAGE_COOKIE_NAME = "parvis_language"
USE_I18N = True
FORMAT_MODULE_PATH = "parvis.foundation.formats"
USE_TZ = True
TIME_ZONE = os.environ.get("PARVIS_TIME_ZONE", "Europe/Paris")
USE_THOUSAND_SEPARATOR = True

# Static files
STATIC_URL = static_address(PACKAGE)
STATIC_ROOT = Path(os.environ.get("PARVIS_STATIC", str(DATA_FOLDER / "static")))
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = is_of_this_release

# Mail that Parvis sends in its own name (password resets); answers to customers go by their connection.
EMAIL_BACKEND = os.environ.get("PARVIS_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("PARVIS_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("PARVIS_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("PARVIS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PARVIS_SMTP_PASSWORD", "")
SMTP_SECURITY = os.environ.get("PARVIS_SMTP_SECURITY", "none")
if SMTP_SECURITY not in ("none", "starttls", "tls"):
    raise ImproperlyConfigured(f"PARVIS_SMTP_SECURITY is {SMTP_SECURITY!r}. It takes none, starttls or tls.")
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP_SECURITY == "starttls", SMTP_SECURITY == "tls"
DEFAULT_FROM_EMAIL = os.environ.get("PARVIS_FROM_EMAIL", "parvis@localhost")
EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "parvis.foundation.log_lines.JsonLines"},
        "line": {"()": "parvis.foundation.log_lines.PlainLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line" if os.environ.get("PARVIS_LOG_FORMAT") == "line" else "json",
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("PARVIS_LOG_LEVEL", "WARNING")},
}

# Operation
METRICS_TOKEN = os.environ.get("PARVIS_METRICS_TOKEN", "")
SLOW_STATEMENT_MILLISECONDS = float(os.environ.get("PARVIS_SLOW_STATEMENT_MS", "500"))
# Days. Traces of the work itself; what people said is kept as the capabilities say.
KEEP_DAYS = {
    "events": int(os.environ.get("PARVIS_KEEP_EVENTS_DAYS", "90")),
    "dead_jobs": int(os.environ.get("PARVIS_KEEP_DEAD_JOBS_DAYS", "90")),
    "slow_statements": 30,
    "policy_reports": 30,
}

# Addresses on this machine or a private network that connectors may fetch, as host:port, comma separated.
FETCH_ALLOWED_PRIVATE = tuple(
    filter(None, (entry.strip() for entry in os.environ.get("PARVIS_FETCH_ALLOW", "").split(",")))
)
INSTALLATION_LANGUAGES = ("fr", "en")

# ---------------------------------------------------------------- plug lists
CHANNEL_CONNECTORS = {
    "file": "parvis.channels.connectors.file.connector",
    "rss": "parvis.channels.connectors.rss.connector",
    "email": "parvis.channels.connectors.email.connector",
    "form": "parvis.channels.connectors.form.connector",
    "webhook": "parvis.channels.connectors.webhook.connector",
    "mastodon": "parvis.channels.connectors.mastodon.connector",
    "bluesky": "parvis.channels.connectors.bluesky.connector",
    "hackernews": "parvis.channels.connectors.hackernews.connector",
    "discourse": "parvis.channels.connectors.discourse.connector",
    "nodebb": "parvis.channels.connectors.nodebb.connector",
    "reddit": "parvis.channels.connectors.reddit.connector",
    "youtube": "parvis.channels.connectors.youtube.connector",
    "sitemap": "parvis.channels.connectors.sitemap.connector",
    "reviews": "parvis.channels.connectors.reviews.connector",
    "x": "parvis.channels.connectors.x.connector",
    "demo": "parvis.channels.connectors.demo.connector",
    "community": "parvis.community.connectors.square.connector",
}
# Why persons are read. A session, screen or job declares one; unknown ones are refused.
PURPOSES = {
    "service": _("Answering people who turn to us"),
    "moderation": _("Moderating what is published with us"),
    "membership": _("Running the customers' community"),
    "satisfaction": _("Asking how satisfied people are"),
    "satisfaction.email": _("Asking by e-mail how satisfied people are"),
    "satisfaction.sms": _("Asking by text message how satisfied people are"),
    "satisfaction.phone": _("Asking by phone how satisfied people are"),
    "prospecting": _("Proposing offers"),
    "prospecting.email": _("Proposing offers by e-mail"),
    "prospecting.sms": _("Proposing offers by text message"),
    "prospecting.phone": _("Proposing offers by phone"),
    "prospecting.post": _("Proposing offers by post"),
    "prospecting.network": _("Proposing offers on social networks"),
    "profiling": _("Estimating value and influence"),
    "research": _("Studying how to do better"),
    "contacts": _("Telling people what their contacts bought"),
    "listening": _("Understanding what is said publicly"),
    "security": _("Keeping the installation safe"),
    "legal_duty": _("Fulfilling a legal duty"),
}
# What each purpose rests on while nothing else is decided, and what it may rest on.
PURPOSE_FACTS = ["parvis.people.logic.purposes.PURPOSES"]
NAVIGATION = [
    "parvis.reporting.web.navigation.places",
    "parvis.conversations.web.navigation.places",
    "parvis.listening.web.navigation.places",
    "parvis.community.web.navigation.places",
    "parvis.labelling.web.navigation.places",
    "parvis.people.web.navigation.places",
    "parvis.channels.web.navigation.places",
    "parvis.accounts.web.navigation.places",
    "parvis.api.web.navigation.places",
    "parvis.foundation.web.navigation.places",
]
SEARCH_SOURCES = [
    "parvis.people.reads.search.find_persons",
    "parvis.conversations.reads.search.find_conversations",
    "parvis.listening.reads.search.find_mentions",
]
TIMELINE = [
    "parvis.conversations.reads.timeline.messages_of_identities",
    "parvis.listening.reads.timeline.mentions_of_identities",
]
# What is known by record and not by handle: bought, noted, decided.
PERSON_TIMELINE = [
    "parvis.people.reads.timeline_sources.purchases_of",
    "parvis.people.reads.timeline_sources.returns_of",
    "parvis.people.reads.timeline_sources.notes_of",
    "parvis.people.reads.timeline_sources.files_of",
    "parvis.people.reads.timeline_decisions.links_of",
    "parvis.people.reads.timeline_decisions.joins_of",
    "parvis.people.reads.timeline_decisions.consents_of",
    "parvis.people.reads.timeline_decisions.tags_of",
    "parvis.people.reads.timeline_decisions.creations_of",
]
# Channel → what reads the public profile of one of its handles, when an agent asks for a proof of who it is.
PROFILE_READERS = {
    "mastodon": "parvis.channels.reads.profiles.mastodon_profile",
    "bluesky": "parvis.channels.reads.profiles.bluesky_profile",
}
# What passed between persons and us, as moments: relationship health, channel appetence and the journey.
TOUCHES = [
    "parvis.conversations.reads.touches.touches",
    "parvis.listening.reads.touches.touches",
]
PERSON_PANELS = [
    "parvis.conversations.web.person_panel.open_conversations",
    "parvis.community.web.person_panel.membership",
]
RECORD_ACTIONS = ["parvis.conversations.web.record_actions.actions_for"]
# What segments may ask beside the record: functions that return SegmentFields (people/logic/segments.py).
SEGMENT_CONDITIONS = ["parvis.conversations.reads.segments.conditions"]
RECORD_BULK_ACTIONS = [
    "parvis.conversations.web.bulk_actions.actions_for",
    "parvis.reporting.web.bulk_actions.actions_for",
]
TODAY_CARDS = [
    "parvis.conversations.web.today.cards",
    "parvis.listening.web.today.cards",
    "parvis.people.web.rights_today.cards",
    "parvis.community.web.ideas_today.cards",
    "parvis.community.web.reviews_today.cards",
    "parvis.api.web.today.cards",
    "parvis.foundation.web.today.cards",
]
METRICS = [
    "parvis.listening.reads.metrics.METRICS",
    "parvis.conversations.reads.metrics.METRICS",
]
# What a report may hold beside metrics: functions that say it for an account.
REPORT_SECTIONS = ["parvis.reporting.reads.heard.sections"]
# Texts whose labels a person may put right, and that are labelled anew with another model.
LABELLED_TEXTS = [
    "parvis.listening.actions.label.MENTIONS",
    "parvis.conversations.actions.label.MESSAGES",
]
# Asked before a sensitive write (`@screen(confirmed=True)`): an answer that asks who is there, or None.
CONFIRMATION = ["parvis.accounts.web.confirmed.ask_again"]
LIVE_AUDIENCES = [
    "parvis.foundation.live.audiences_of_account",
    "parvis.conversations.reads.audiences.audiences_of_queues",
]
PERSONAL_DATA = [
    "parvis.people.personal_data.DECLARATION",
    "parvis.conversations.personal_data.DECLARATION",
    "parvis.listening.personal_data.DECLARATION",
    "parvis.labelling.personal_data.DECLARATION",
    "parvis.accounts.personal_data.DECLARATION",
    "parvis.channels.personal_data.DECLARATION",
    "parvis.community.personal_data.DECLARATION",
    "parvis.api.personal_data.DECLARATION",
    "parvis.reporting.personal_data.DECLARATION",
]
# How long what is kept: rules of each capability, carried out every night (people/actions/retention.py).
RETENTION = [
    "parvis.people.retention.RULES",
    "parvis.conversations.retention.RULES",
    "parvis.listening.retention.RULES",
]
# f(identity_ids) → {identity id: when they last turned to the company themselves}.
LAST_CONTACTS = ["parvis.conversations.reads.contacts.last_contacts"]
# Endpoints under /api/v1/, in the order of the documentation.
API_ROUTERS = [
    "parvis.conversations.api.ENDPOINTS",
    "parvis.listening.api.ENDPOINTS",
    "parvis.labelling.api.ENDPOINTS",
    "parvis.community.api.ENDPOINTS",
    "parvis.people.api.ENDPOINTS",
    "parvis.people.api.GROUPS",
    "parvis.people.api.RIGHTS",
    "parvis.channels.api.ENDPOINTS",
    "parvis.api.api.enrich.ENDPOINTS",
    "parvis.reporting.api.ENDPOINTS",
    "parvis.reporting.api.REPORTS",
    "parvis.accounts.api.ENDPOINTS",
    "parvis.api.api.webhooks.ENDPOINTS",
    "parvis.foundation.api.floor.ENDPOINTS",
]
DEMO_CHAPTERS = [
    "parvis.accounts.demo.load",
    "parvis.people.demo.load",
    "parvis.people.demo_record.load",
    "parvis.channels.demo.load",
    "parvis.listening.demo.load",
    "parvis.conversations.demo.load",
    "parvis.people.demo_relations.load",
    "parvis.people.demo_rights.load",
    "parvis.community.demo.load",
    "parvis.reporting.demo.load",
]
PROCRASTINATE_ON_APP_READY = "parvis.foundation.jobs.on_app_ready"
# The e-mail is unique without regard to case, by an expression that the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
