"""The settings of an installation, for `readers`."""

from burlov_styrning.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.readers_site"
