"""The product on a day that the test chooses: `day` in the server's own folder names it, read anew at each request."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from burlov_styrning import clock
from burlov_styrning.wsgi import application as product

DAY = Path(os.environ["DAY_IN"])


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The product's answer as it would have been that day."""
    with clock.at(date.fromisoformat(DAY.read_text())):
        return product(environ, start_response)
