"""The settings of every test run, whatever .env or the shell says; only the database may be chosen there."""

import os
import tempfile

FILES = tempfile.TemporaryDirectory(prefix="styrning-")  # gone when the run ends
os.environ.update(  # what is set here, .env does not change
    DEBUG="1",
    LOCAL="1",
    DEMO="0",
    SECRET_KEY="only-for-tests",
    TODAY="",
    OIDC_SERVER=os.environ.get("TEST_OIDC_SERVER", ""),
    OIDC_ID="styrning",
    OIDC_SECRET="only-for-tests",
    CACHE_URL="locmemcache://",
    EMAIL_URL="memorymail://",
    ALLOWED_HOSTS="127.0.0.1,localhost",
    CSRF_TRUSTED_ORIGINS="",
    PROXIES="0",
    MEDIA_ROOT=FILES.name,
    MIGRATE_DATABASE_URL="",
)
# Playwright's sync API runs an event loop in the thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from burlov_styrning.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a cast signs in hundreds of times
WHITENOISE_AUTOREFRESH = True  # a file of static/ is found when it is asked for: each Client() would read them all
PUBLIC_PAGES_KEPT = 0  # each test is its own municipality; tests/burlov_styrning/test_published.py keeps them
SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # the same questions on a page, fewer to sign in
