"""Settings that every installation shares; secrets come from the environment only.

A bad value stops the start with a message that names the variable.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment as env
from .environment import BASE_DIR, VAR_DIR
from .letters import *  # noqa: F403 - settings of their own kind, kept apart
from .limits import *  # noqa: F403 - of what readers may ask
from .supervision import *  # noqa: F403 - of orders

DEBUG = False
DEMO = False  # Demo accounts may sign in only where this is set, never in production.
CLOCK_MAY_BE_SET = False  # Demo data and tests set the clock; production never.
RELEASE = "0.1.0"  # Part of every ETag: a new release makes cached pages stale.

# --- Keys and addresses -------------------------------------------------------

# The first of FIELD_KEYS encrypts, all of them decrypt.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
FIELD_KEYS: list[str] = []
RECEIPT_KEY = ""
# Recipients find their own line under keys made with it; a new one finds nothing.
LOOKUP_KEY = ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
# Hosts of older sites whose addresses this portal goes on to answer.
FORMER_HOSTS = env.words("FORMER_HOSTS")
# How many proxies of ours stand before the portal: the reader's own address is the
# one that the outermost of them saw. With 0 it is the address of the connection.
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0)

# --- Apps ---------------------------------------------------------------------

INSTALLED_APPS = [
    "disclosure_portal.foundation",
    "directories",
    "notices",
    "feedback",
    "supervision",
    "disclosure_portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "disclosure_portal.foundation.visit_middleware.VisitMiddleware",
    "csp.middleware.CSPMiddleware",
    "disclosure_portal.foundation.middleware.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "disclosure_portal.foundation.middleware.StaffLanguageMiddleware",
    "disclosure_portal.foundation.sign_in.SessionRulesMiddleware",
    "directories.second_factor.SecondFactorMiddleware",
    "disclosure_portal.foundation.middleware.SitePageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "disclosure_portal.urls"
WSGI_APPLICATION = "disclosure_portal.wsgi.application"

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
                "disclosure_portal.foundation.context.site",
                "disclosure_portal.page_columns.page_column",
            ],
            "builtins": ["disclosure_portal.foundation.templatetags.portal"],
        },
    },
]

# --- Databases (decisions.md, Databases) ---------------------------------------


def database(variable: str) -> dict[str, Any]:
    """The connection named by a variable, with the options that its engine needs."""
    config = env.database(variable, f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
    # Connecting costs more than most pages ask of the database.
    config["CONN_MAX_AGE"] = env.integer("CONN_MAX_AGE", 600)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Whoever waits to write has the same chance as all others who do.
        config["ENGINE"] = "disclosure_portal.foundation.sqlite3"
        # IMMEDIATE: a writer waits for its turn instead of failing half-way.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                # What is deleted is overwritten, as not every SQLite does by itself.
                " PRAGMA secure_delete=ON;"
            ),
        }
        return config
    config["CONN_HEALTH_CHECKS"] = True
    # After so many times the server keeps a statement of foundation/prepared.py; 0 is
    # for poolers between that can't keep statements (PgBouncer before 1.21).
    options = {"prepare_threshold": env.integer("PREPARE_AFTER", 2) or None}
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **options}
    if size := env.integer("DATABASE_POOL_SIZE", 0):
        # Fewer connections than threads; each is tested before it is lent out.
        config["OPTIONS"]["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
        config["CONN_MAX_AGE"] = 0
    return config


DATABASES = {"default": database("DATABASE_URL")}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared state lives in the database; these only hold what each process may lose.
CACHES = {
    # The front page, and what guards sign-in: Django's usual 300 entries are plenty.
    # No robot drives them out: what readers name by their addresses is kept elsewhere
    # (foundation/kept_objects.py).
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Blocks of pages, for each version of the site. A block of choices has 20 KiB and
    # its filters are countless: 200 are 4 MiB at most, and those of every page stay.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    "throttles": env.cache("THROTTLE_CACHE_URL", "locmemcache://throttles"),
}

# --- Tasks --------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# The queue of jobs that open files or clean the database; the suite only collects
# them.
FILES_BACKEND = "default"

# --- Sign-in ------------------------------------------------------------------

AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "directories.permissions.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"

ACCOUNT_ADAPTER = "disclosure_portal.foundation.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "disclosure_portal.foundation.sign_in_forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up: see the adapter
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are entered by the administrators
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that strangers type
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 24 * 3600  # seconds; mail may wait for its server
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
# These count in each process and only slow machines down; what locks an account is
# counted in the database, by axes. A whole office may come from one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip"}

MFA_ADAPTER = "disclosure_portal.foundation.one_time_codes.CodeAdapter"
MFA_FORMS = {
    "authenticate": "disclosure_portal.foundation.one_time_codes.CodeForm",
    "reauthenticate": "disclosure_portal.foundation.one_time_codes.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # office clocks differ by half a minute
# Approvers, overseers and administrators enter the staff pages with a second factor
# only.
SECOND_FACTOR_REQUIRED = False
# Who keeps the system, who grants rights and who reads the trail are three people
# (三员分立); a superuser is then nothing by itself.
SEPARATE_ADMINISTRATORS = env.flag("SEPARATE_ADMINISTRATORS", False)

AXES_FAILURE_LIMIT = env.integer("SIGN_IN_FAILURES", 5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.integer("LOCK_OUT_MINUTES", 15, least=1))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "disclosure_portal.foundation.sign_in.account_name"
AXES_CLIENT_IP_CALLABLE = "disclosure_portal.foundation.sign_in.address_of"
AXES_LOCKOUT_CALLABLE = "disclosure_portal.foundation.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the trail has it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "code"]

SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 60, least=1)
SESSION_MAX_HOURS = env.integer("SESSION_MAX_HOURS", 10, least=1)
SESSION_COOKIE_AGE = SESSION_MAX_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = env.flag("SESSION_EXPIRE_AT_BROWSER_CLOSE", True)
ACCOUNT_SESSION_REMEMBER = not SESSION_EXPIRE_AT_BROWSER_CLOSE

# --- Mail ---------------------------------------------------------------------

_mail = env.mail("EMAIL_URL", "consolemail://")
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
# What is sent becomes a row of the outbox; the row leaves by OUTBOX_DELIVERY.
EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
OUTBOX_DELIVERY = _mail["EMAIL_BACKEND"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost")

# --- Language and time --------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Files --------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
# Where the front server finds the store, e.g. /protected/ (X-Accel-Redirect).
X_ACCEL_PREFIX = env.text("X_ACCEL_PREFIX", "")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "disclosure_portal.foundation.nameless_files.NamelessUploadHandler",
]
UPLOAD_MAX_BYTES = env.integer("UPLOAD_MAX_BYTES", 50 * 1024 * 1024, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Safety -------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
# What browsers would ask a reader for, and no page of ours needs.
DENIED_FEATURES = ("camera", "microphone", "geolocation", "payment", "usb")
# Readers ask again each time (a 304 is cheap); a front cache may keep a page this long.
PUBLIC_CACHE_CONTROL = "public, max-age=0, s-maxage=30"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Visits are written down every so many seconds; 0 counts none.
VISIT_SECONDS = env.integer("VISIT_SECONDS", 10)

# --- REST API -----------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "disclosure_portal.foundation.api.errors.handle",
    "URL_FORMAT_OVERRIDE": None,
    # How many front servers add to X-Forwarded-For; 0: nobody is believed.
    "NUM_PROXIES": env.integer("NUM_PROXIES", 0),
}
# Requests a minute from one address; they guard against load only.
API_THROTTLE_RATES = {
    "list": env.integer("API_LISTS_A_MINUTE", 600, least=1),
    "detail": env.integer("API_DETAILS_A_MINUTE", 1200, least=1),
    # Of one token of a unit's system, whatever it does.
    "system": env.integer("SYSTEM_REQUESTS_A_MINUTE", 120, least=1),
    # An answer of open data keeps a worker busy for a second or two; a mirror
    # takes every set in both forms within one minute.
    "export": env.integer("EXPORTS_A_MINUTE", 240, least=1),
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("Disclosure portal: public interface"),
    "DESCRIPTION": _(
        "Everything public, complete and in order, without a key. Times are UTC, days"
        " are local days (Asia/Shanghai). Answers carry an ETag: ask again with"
        " If-None-Match and an unchanged answer costs nothing. Whole sets as CSV and"
        " NDJSON with a description of every column: /data/."
    ),
    "VERSION": RELEASE,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ExerciseLevelEnum": "directories.models.ExerciseLevel",
        "LimitUnitEnum": "directories.models.LimitUnit",
        "PointKindEnum": "directories.models.PointKind",
        "ServiceKindEnum": "directories.models.ServiceKind",
        "AgencyKindEnum": "directories.models.AgencyKind",
        "NoticeKindEnum": "notices.models.Kind",
        "ReceiptKindEnum": "disclosure_portal.foundation.models.ReceiptKind",
        "MatterKindEnum": "notices.models.MatterKind",
        "ActivitySortEnum": "notices.models.ActivitySort",
        "MatterStatusEnum": "notices.api.matters.STATUSES",
        "NoticeStatusEnum": "notices.models.NoticeStatus",
        "EditionStatusEnum": "directories.api.catalogues.STATES",
        "ChecklistStatusEnum": "supervision.api.checklists.STATES",
        "LetterStatusEnum": "feedback.models.LetterStatus",
        "SlotStateEnum": "notices.api.serializers.SLOT_STATES",
        "ThemeEnum": "notices.models.Theme",
        "GenreEnum": "notices.models.Genre",
        "ValidityEnum": "notices.models.Validity",
        "LetterKindEnum": "feedback.models.LetterKind",
        "LetterStepKindEnum": "feedback.models.StepKind",
        "RefusalGroundEnum": "feedback.models.RefusalGround",
        "OrderStatusEnum": "supervision.models.OrderStatus",
        "EscalationEnum": "supervision.models.Escalation",
        "WithdrawalGroundEnum": "notices.models.WithdrawalGround",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
