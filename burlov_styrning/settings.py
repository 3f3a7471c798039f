"""Settings, all from the environment (or .env beside manage.py). Production is DEBUG off, which is the default."""

import datetime
import sys
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
LOCAL = env.bool("LOCAL", default=DEBUG)  # on one's own machine: plain http, a key made for you, static/ as it lies
DEMO = env.bool("DEMO", default=False)  # the example cast and its one-click sign-in exist only here
PRODUCT_NAME = env.str("PRODUCT_NAME", default="Burlövs styrning")  # what the wordmark says
# The day that rules and texts count from. Read it through the one function that tells today, never from here.
TODAY = datetime.date.fromisoformat(env.str("TODAY")) if env.str("TODAY", default="") else None


def secret_key() -> str:
    """The key of the environment; on one's own machine one made once and kept in a file that git ignores."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if not LOCAL:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Give it a long random value in the environment or in .env; "
            "for work on this machine set DEBUG=1 instead (make setup does), and a key is made for you."
        )
    kept = BASE_DIR / ".secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text().strip()


SECRET_KEY = secret_key()
OWN_MACHINE = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=OWN_MACHINE)
if LOCAL and set(ALLOWED_HOSTS) - set(OWN_MACHINE):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS names another address than this machine, but DEBUG or LOCAL is on. "
        "Take DEBUG and LOCAL out of the environment and out of .env, or take ALLOWED_HOSTS out."
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PROXIES = env.int("PROXIES", default=0)  # how many of our own proxies stand in front
OIDC_SERVER = env.str("OIDC_SERVER", default="")

INSTALLED_APPS = [
    "burlov_styrning.base",
    "indicators",
    "goals",
    "followup",
    "burlov_styrning.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_tasks_db",
]
if OIDC_SERVER:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; static files too where they are not compressed beforehand
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "burlov_styrning.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "burlov_styrning.middleware.PastedTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "burlov_styrning.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "burlov_styrning.middleware.RefusalMiddleware",
    "burlov_styrning.once.OnceMiddleware",
    "burlov_styrning.pictures.ChartFiles",
    "burlov_styrning.published.PublishedPages",
]

ROOT_URLCONF = "burlov_styrning.urls"
WSGI_APPLICATION = "burlov_styrning.wsgi.application"
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
                "burlov_styrning.pages.context.shell",
            ],
            # The components of the look, translation and file addresses are at hand in every template.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "burlov_styrning.base.templatetags.look",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # TemplatesSetting finds Django's own widgets here
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database. IMMEDIATE makes a read-then-write safe on SQLite, where select_for_update does nothing.
# With MIGRATE_DATABASE_URL another role owns the tables and migrates; the application's can then not change the log.
DATABASES = {"default": (db := env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/db.sqlite3"))}
APPLICATION_ROLE = db.get("USER", "") if env.str("MIGRATE_DATABASE_URL", default="") else ""
if APPLICATION_ROLE and sys.argv[1:2] == ["migrate"]:
    DATABASES["default"] = db = env.db("MIGRATE_DATABASE_URL")
if db["ENGINE"].endswith("sqlite3"):
    db.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE", timeout=20, init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    )
    # A file: WAL, threads and the live server work as in production.
    db["TEST"] = {"NAME": env.str("TEST_DB_NAME", default=str(BASE_DIR / "test.sqlite3"))}
else:
    db["CONN_MAX_AGE"] = 60
    db["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters of the sign-in limit are to be shared by the server's processes, hence files in production.
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://" if LOCAL else f"filecache://{BASE_DIR}/cache")}
CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 10_000)

PUBLIC_PAGES_KEPT = 60
"""Seconds that a page of the unsigned is kept at most; sooner away when anything changes. 0: never kept."""
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"  # a signed-in page asks the database once less

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where outcomes are fetched from: the services themselves, or a stand-in that speaks as they do.
KOLADA_URL = env.str("KOLADA_URL", default="https://api.kolada.se/v3")
SCB_URL = env.str("SCB_URL", default="https://statistikdatabasen.scb.se/api/v2")

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("Engelska"))]
LOCALE_PATHS = [BASE_DIR / "burlov_styrning" / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = LOCAL  # else what collectstatic has gathered
if LOCAL:
    warnings.filterwarnings("ignore", "No directory at", UserWarning)  # nothing is gathered here
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # one decision over forty proposals, each with final words and targets
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Sign-in. Nobody signs up: an administrator makes the account.
AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}  # type: ignore[assignment]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:work"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "burlov_styrning.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address is the administrator's word, not the user's
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # the code that just went out of the display still counts (RFC 6238, 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: nobody has to verify what the administrator wrote
MFA_FORMS = {
    "add_webauthn": "burlov_styrning.keys.AddKeyForm",
    "edit_webauthn": "burlov_styrning.keys.EditKeyForm",
    "activate_totp": "burlov_styrning.keys.ActivateForm",
}
MFA_TOTP_ISSUER = PRODUCT_NAME
if OIDC_SERVER:
    SOCIALACCOUNT_ADAPTER = "burlov_styrning.oidc.SocialAccountAdapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # a known address is signed in …
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # … and joined to its account
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "EMAIL_AUTHENTICATION": True,
            "VERIFIED_EMAIL": True,  # the municipality's own directory is trusted with its addresses
            "APPS": [
                {
                    "provider_id": env.str("OIDC_PROVIDER_ID", default="entra"),
                    "name": env.str("OIDC_NAME", default="") or _("Kommunens inloggning"),
                    "client_id": env.str("OIDC_ID"),
                    "secret": env.str("OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER},
                }
            ],
        }
    }

mail = env.email("EMAIL_URL", default="consolemail://" if LOCAL else "smtp://127.0.0.1:25")
MAILERS = {
    "default": {
        "BACKEND": mail["EMAIL_BACKEND"],
        "OPTIONS": {
            name: mail[key]
            for name, key in (
                ("host", "EMAIL_HOST"),
                ("port", "EMAIL_PORT"),
                ("username", "EMAIL_HOST_USER"),
                ("password", "EMAIL_HOST_PASSWORD"),
                ("use_tls", "EMAIL_USE_TLS"),
                ("use_ssl", "EMAIL_USE_SSL"),
            )
            if mail.get(key)
        },
    }
}
# Where this site is reached: what links in mails begin with.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0]}")
# Whom the public page on accessibility tells people to turn to.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
CONTACT_PHONE = env.str("CONTACT_PHONE", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="styrning@localhost")

# To standard error, in production too: Django's own default keeps silent there about what it could not answer.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": []}, "django.request": {"level": "ERROR"}},
}

# What a page may load: only ours. The one hash is the empty string's: plotly adds an empty <style> and fills it
# through the CSSOM. Without it the chart's layers lie over the page; with it nothing else is opened.
EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, EMPTY],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # A form that leads on to the identity provider is held to this list too.
    "form-action": [CSP.SELF] + (["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER))] if OIDC_SERVER else []),
}
CSRF_FAILURE_VIEW = "burlov_styrning.pages.errors.stale_tab"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 12
if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
