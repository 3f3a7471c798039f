"""The settings of every test run, whatever .env or the shell says; only the database may be chosen there."""

import os

os.environ["DEBUG"] = "1"
os.environ["DEMO"] = "0"
os.environ["SECRET_KEY"] = "only-for-tests"
for name in ("TODAY", "OIDC_SERVER", "CACHE_URL", "EMAIL_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PROXIES"):
    os.environ[name] = ""
    del os.environ[name]
# Playwright's sync API runs an event loop in the thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from burlov_styrning.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a cast signs in hundreds of times
