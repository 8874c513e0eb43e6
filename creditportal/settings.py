"""Settings of the credit portal, read from the environment and checked at start.

Every variable has a default that suits a development machine, except in production
(`DEBUG=false`), where `SECRET_KEY` and `ALLOWED_HOSTS` must be given. A wrong value ends the
start with one sentence that names the variable.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from creditportal import variables
from creditportal.version import VERSION

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = variables.flag("DEBUG", default=True)
DATA_DIR = variables.folder("DATA_DIR", default=BASE_DIR / ".data")

DEVELOPMENT_SECRET_KEY = "development-only-" + "x" * 40
SECRET_KEY = variables.text("SECRET_KEY", default=DEVELOPMENT_SECRET_KEY if DEBUG else "")
SECRET_KEY_LENGTH, SECRET_KEY_VARIETY = 50, 10
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it to 50 or more random characters.")
if len(SECRET_KEY) < SECRET_KEY_LENGTH:
    raise ImproperlyConfigured("SECRET_KEY is too short: set it to 50 or more random characters.")
if not DEBUG and SECRET_KEY == DEVELOPMENT_SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is the development key, which everybody knows: set another one.")
if not DEBUG and len(set(SECRET_KEY)) < SECRET_KEY_VARIETY:
    raise ImproperlyConfigured("SECRET_KEY repeats too few characters: set it to 50 or more random characters.")
ALLOWED_HOSTS = variables.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is missing: list the portal's host names, separated by commas.")

# Data of a demonstration is marked on every page and document.
DEMO = variables.flag("DEMO", default=False)
# The portal and its city, named on pages, documents and mails; a city of one's own sets all of them.
PORTAL_NAME = variables.line("PORTAL_NAME", default="武汉企业信用信息公示", longest=40)
PORTAL_NAME_EN = variables.line("PORTAL_NAME_EN", default="Wuhan Enterprise Credit", longest=60)
CITY_NAME_EN = variables.line("CITY_NAME_EN", default="Wuhan", longest=60)
ISSUING_AUTHORITY = variables.line("ISSUING_AUTHORITY", default="武汉市公共信用信息中心", longest=60)
CONTACT_PHONE = variables.line("CONTACT_PHONE", default="027-12345", longest=40)
# Goals that a document of the city sets for honours, beside the figures of today: docs/rules/doors.md.
HONOUR_GOALS = variables.readable_file("HONOUR_GOALS") or str(BASE_DIR / "creditportal/honour_goals.json")
# The address printed in QR codes and documents, without a slash at the end.
PUBLIC_BASE_URL = variables.web_address("PUBLIC_BASE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "search",
    "lists",
    "enterprises",
    "enterprises.cases",
    "enterprises.enforcement",
    "enterprises.evaluations",
    "enterprises.shields",
    "creditportal",
    *variables.development_apps(),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "creditportal.caching.NothingIsKeptBlindlyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "creditportal.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "enterprises.logins.sessions.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "creditportal.urls"
WSGI_APPLICATION = "creditportal.wsgi.application"

# Fields are rendered by the templates of the portal first: labels of options are translated there.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "creditportal.context.portal",
            ],
        },
    },
]

DATABASES = {"default": variables.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
DATABASES["default"].setdefault("ATOMIC_REQUESTS", False)
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # each thread keeps its connection for a minute
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A host that is silent, not refusing, is given up after so many seconds; the address may set another.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
    # Values are bound by the server: then a statement that comes again is the same, and its plan is kept.
    DATABASES["default"]["OPTIONS"].setdefault("server_side_binding", True)
    # True where a pooler gives each transaction another connection: what one has prepared or opened the next lacks.
    if variables.flag("DATABASE_IS_POOLED", default=False):
        DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# sqlite:///PATH (embedded), http(s)://HOST:PORT[,http://...] (Elasticsearch).
SEARCH_URL = variables.search_address("SEARCH_URL", default=f"sqlite:///{DATA_DIR / 'search.sqlite3'}")
# The rest is for Elasticsearch alone. An account is a key or a user; docs/operations/search.md has its rights.
SEARCH_API_KEY = variables.secret("SEARCH_API_KEY")
SEARCH_USER = variables.text("SEARCH_USER")
SEARCH_PASSWORD = variables.secret("SEARCH_PASSWORD")
variables.require_one_account(SEARCH_URL, api_key=SEARCH_API_KEY, user=SEARCH_USER, password=SEARCH_PASSWORD)
SEARCH_CA_FILE = variables.certificates("SEARCH_CA_FILE", of=SEARCH_URL)
SEARCH_SHARDS = variables.number("SEARCH_SHARDS", default=1, lowest=1, highest=1024)
SEARCH_REPLICAS = variables.number("SEARCH_REPLICAS", default=0, lowest=0, highest=10)
SEARCH_TIMEOUT = variables.number("SEARCH_TIMEOUT", default=5, lowest=1, highest=60)  # seconds of one attempt of two
SEARCH_BULK_THREADS = variables.number("SEARCH_BULK_THREADS", default=2, lowest=1, highest=32)
SEARCH_INDEX_PREFIX = variables.text("SEARCH_INDEX_PREFIX", default="creditportal")
# False turns off what goes around the framework for speed (search.fast); answers stay the same.
FAST_LANES = variables.flag("FAST_LANES", default=True)
# What the worker runs beside draining the outbox, in order: dotted paths of functions. They take `at=` (an instant) and
# decide themselves whether anything is due.
PERIODIC_JOBS = [
    "enterprises.periodic_jobs.sweep_incoming",
    "enterprises.periodic_jobs.sweep_attachments",
    "lists.periodic_jobs.publish_requested_editions",
    "lists.periodic_jobs.rebuild_stale_files",
    "lists.periodic_jobs.seal_unsealed_editions",
    "lists.periodic_jobs.draft_due_editions",
    "lists.periodic_jobs.check_edition_files",
    "lists.periodic_jobs.check_document_files",
    "lists.periodic_jobs.run_list_tasks",
    "enterprises.periodic_jobs.notify_locked_officers",
    "enterprises.periodic_jobs.forget_typed_names",
    "enterprises.periodic_jobs.forget_old_logins",
    "enterprises.cases.periodic_jobs.close_lapsed_cases",
    "enterprises.cases.periodic_jobs.issue_letters",
    "lists.periodic_jobs.issue_listing_letters",
    "enterprises.periodic_jobs.issue_repair_notices",
    "enterprises.cases.periodic_jobs.recount_limits",
    "enterprises.cases.periodic_jobs.send_mails",
    "enterprises.cases.periodic_jobs.send_reminders",
    "enterprises.cases.periodic_jobs.forget_ended_cases",
    "enterprises.cases.periodic_jobs.forget_wrong_codes",
    "creditportal.readiness.periodic_jobs.watch_readiness",
]

# `Authorization: Bearer` token that opens the details of /readyz; empty: superusers alone.
OPERATOR_TOKEN = variables.token("OPERATOR_TOKEN")
# How old an answer of /readyz may be: one look costs nine pages, and anybody may request it.
READINESS_SECONDS = variables.number("READINESS_SECONDS", default=5, lowest=0, highest=60)

# Logins and sessions: docs/operations/logins.md.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "enterprises.logins.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "home"
# Failures of an account before it waits; the first and the longest wait in seconds; hours until a failure is forgotten.
LOGIN_FAILURES = variables.number("LOGIN_FAILURES", default=5, lowest=1, highest=100)
LOGIN_FIRST_DELAY = variables.number("LOGIN_FIRST_DELAY", default=60, lowest=1, highest=3600)
LOGIN_LONGEST_DELAY = variables.number("LOGIN_LONGEST_DELAY", default=1800, lowest=1, highest=86_400)
LOGIN_FORGET_HOURS = variables.number("LOGIN_FORGET_HOURS", default=24, lowest=1, highest=168)
# Failures of one address over all accounts within an hour before it waits.
LOGIN_ADDRESS_FAILURES = variables.number("LOGIN_ADDRESS_FAILURES", default=20, lowest=1, highest=100_000)
# Days for which logins are kept on record; the law on network security wants six months.
LOGIN_EVENT_DAYS = variables.number("LOGIN_EVENT_DAYS", default=200, lowest=184, highest=3650)
AXES_HANDLER = "enterprises.logins.handler.LoginHandler"
AXES_LOCKOUT_CALLABLE = "enterprises.logins.answers.locked"
AXES_CLIENT_IP_CALLABLE = "enterprises.shared.http.client_address"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = AXES_ENABLE_ADMIN = False  # its own tables stay empty
SESSION_IDLE_MINUTES = variables.number("SESSION_IDLE_MINUTES", default=30, lowest=2, highest=480)
SESSION_HOURS = variables.number("SESSION_HOURS", default=12, lowest=1, highest=24)
# The cookie outlives the session by a day, so that whoever comes back reads why it ended.
SESSION_COOKIE_AGE = (SESSION_HOURS + 24) * 3600
SESSION_COOKIE_HTTPONLY = True

# Mail to officers and applicants. Without a server: files in development and the demo, nothing in production.
EMAIL_HOST = variables.text("EMAIL_HOST")
EMAIL_PORT = variables.number("EMAIL_PORT", default=587, lowest=1, highest=65_535)
EMAIL_HOST_USER = variables.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = variables.text("EMAIL_PASSWORD")
EMAIL_SECURITY = variables.choice("EMAIL_SECURITY", default="starttls", among=("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = variables.text("EMAIL_FROM", default="creditportal@localhost")
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend" if EMAIL_HOST else "filebased.EmailBackend" if DEBUG or DEMO else "dummy.EmailBackend"
)

CSRF_FAILURE_VIEW = "creditportal.home.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = variables.folder("STATIC_ROOT", default=DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Names with a hash may be cached blindly. To compress them takes most of a minute: not for a demonstration.
HASHED_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
COMPRESSED_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STATIC_STORAGE = HASHED_STORAGE if DEMO else COMPRESSED_STORAGE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else STATIC_STORAGE},
}
WHITENOISE_USE_FINDERS = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "img-src": ["'self'", "data:"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = variables.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = variables.flag("HTTPS", default=False)
# How long browsers insist on HTTPS, in seconds; 0 = not at all.
HSTS_SECONDS = variables.number("HSTS_SECONDS", default=31_536_000, lowest=0, highest=63_072_000)
SECURE_HSTS_SECONDS = HSTS_SECONDS if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds the whole registered domain, of which the portal is one host: for its owner to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
# The portal needs none of these from a browser, and nothing that it shows may.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
# True only where a proxy of ours sets X-Forwarded-Proto and X-Forwarded-For itself.
BEHIND_PROXY = variables.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Chapters that other apps add to the credit file, in order, and lists by which the desk filters: dotted paths
# of objects that fulfil `enterprises.creditfile.sections.Section`.
CREDIT_FILE_SECTIONS = ["lists.sections.section", "lists.external_section.section"]

# Owners of what cases are about: dotted paths of objects that fulfil `enterprises.cases.subjects.types.SubjectOwner`.
CASE_SUBJECTS = [
    "enterprises.cases.subjects.register.owner",
    "enterprises.cases.subjects.records.owner",
    "lists.case_subject.owner",
]
# Steps of records and listings that a case of a room above reserves: dotted paths of functions as
# `enterprises.shared.workflow.reserved.ReservedSource` describes them.
RESERVED_STEPS = ["enterprises.cases.reserved.reserved_acts"]
# Whose local rule gives the limits of objections; docs/rules/cases.md has the figures.
CASE_PLACE = variables.choice("CASE_PLACE", default="shenzhen", among=("shenzhen", "shanghai"))
# Where a letter that refuses something directs its reader: the body of review (复议机关) and the court.
REVIEW_BODY = variables.line("REVIEW_BODY", default="作出决定的机关的本级人民政府", longest=60)
REVIEW_COURT = variables.line("REVIEW_COURT", default="有管辖权的人民法院", longest=60)
# Repairs in market regulation are applied for at gsxt; true where the city's own market regulator takes them here.
MARKET_REGULATION_REPAIRS = variables.flag("MARKET_REGULATION_REPAIRS", default=False)

# Uses of a scope (enterprises.shared.throttling) by one address; the answer beyond is 429 with Retry-After.
RATE_LIMITS = {
    "search": variables.rate("SEARCHES_PER_MINUTE", default=600, per="minute"),
    "suggest": variables.rate("SUGGESTIONS_PER_MINUTE", default=1_200, per="minute"),
    "verify": variables.rate("VERIFICATIONS_PER_MINUTE", default=60, per="minute"),
    "files": variables.rate("DOWNLOADS_PER_MINUTE", default=300, per="minute"),
    "readiness": variables.rate("READINESS_PER_MINUTE", default=60, per="minute"),
    "login": variables.rate("LOGINS_PER_MINUTE", default=30, per="minute"),
    "report": variables.rate("REPORTS_PER_HOUR", default=30, per="hour"),
    "case": variables.rate("CASES_PER_HOUR", default=10, per="hour"),
    "case-form": variables.rate("CASE_FORMS_PER_HOUR", default=120, per="hour"),
    "case-about": variables.rate("CASES_PER_HOUR_ABOUT_ONE_THING", default=20, per="hour"),
    "case-code": variables.rate("CASE_CODES_PER_MINUTE", default=20, per="minute"),
    "api-key": variables.rate("API_CALLS_PER_MINUTE", default=60, per="minute"),
}
if int(RATE_LIMITS["case"].split("/")[0]) >= int(RATE_LIMITS["case-about"].split("/")[0]):
    raise ImproperlyConfigured(
        "CASES_PER_HOUR must be less than CASES_PER_HOUR_ABOUT_ONE_THING: one address would close a record to others."
    )
# False where a front counts instead, and in benches.
if not variables.flag("RATE_LIMITS", default=True):
    RATE_LIMITS = {}
VERIFY_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = VERIFY_MAX_BYTES + 1024 * 1024
# Files are stored in DATA_DIR/incoming as they come, up to this size; the form or view then refuses a larger one.
FILE_UPLOAD_HANDLERS = ["enterprises.shared.incoming.uploads.IncomingUploadHandler"]
UPLOAD_MAX_BYTES = VERIFY_MAX_BYTES
# More than any form takes: the form then names its own limit, where Django has no sentence.
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# A PKCS#12 file with the authority's key and chain; empty = a development certificate made on first use.
SIGNING_PKCS12 = variables.readable_file("SIGNING_PKCS12")
SIGNING_PASSPHRASE = variables.text("SIGNING_PASSPHRASE", default="")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "enterprises.shared.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "企业信用信息公示 API",
    "DESCRIPTION": "Public credit files, search and red/black lists of the city's enterprises.",
    "VERSION": VERSION,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "enterprises.shared.api.schema.name_alternatives_as_any_of",
    ],
    "ENUM_NAME_OVERRIDES": {"CaseKindEnum": "enterprises.cases.serializers.CASE_KINDS"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    # During an outage it writes one line a minute with a count.
    "handlers": {"console": {"class": "creditportal.logs.OutageHandler", "formatter": "line"}},
    # Libraries that log each of their steps.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("elastic_transport", "fontTools", "pikepdf", "pyhanko", "weasyprint.progress")
    },
    "root": {
        "handlers": ["console"],
        "level": variables.choice("LOG_LEVEL", default="INFO", among=variables.LOG_LEVELS),
    },
}
