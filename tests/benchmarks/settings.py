"""The test settings with a second database, for ten times the data beside the first."""

from tests.settings import *  # noqa: F403
from tests.settings import BASE_DIR, DATABASES

DATABASES["large"] = {**DATABASES["default"], "TEST": {"NAME": str(BASE_DIR / "test-large.sqlite3")}}
