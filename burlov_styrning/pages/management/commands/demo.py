"""The example municipality on this machine: what make run starts."""

import contextlib
import errno
import importlib
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

HOST = "127.0.0.1"
OWN_APPS = ("base", "indicators", "goals", "followup")


class Command(BaseCommand):
    """Migrate, load the example into an empty database, start server and worker, stop both together."""

    help = "Starts the example municipality on 127.0.0.1: server and background worker."
    requires_system_checks = ()  # they read every view, which the server does a moment later

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port, and --prepare-only for what comes before the server."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="Migrate and load, start nothing.")

    def handle(self, *args: Any, port: int, prepare_only: bool, **options: Any) -> None:
        """Prepare, then serve until Ctrl-C."""
        if not prepare_only:
            require_free(port)
        call_command("migrate", verbosity=0)
        if settings.DEMO and is_empty():
            self.stdout.write("Loading the example municipality …")
            load_example(reports=not prepare_only)
        if not prepare_only:
            self.serve(port)

    def serve(self, port: int) -> None:
        """Run both processes until one ends or somebody stops them."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        children = start(port)
        try:
            wait_until_answering(port, children)
            self.stdout.write(self.style.SUCCESS(f"\nBurlövs styrning: http://{HOST}:{port}/"))
            if settings.DEMO:
                self.stdout.write(f"Sign in as one of the example people: http://{HOST}:{port}/demo/")
            self.stdout.write("Stop with Ctrl-C.\n")
            self.stdout.flush()
            while all(child.poll() is None for child in children):
                time.sleep(0.2)
            raise CommandError("The server or its background worker has stopped; see above.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        finally:
            stop(children)


def interrupt(number: int, frame: FrameType | None) -> None:
    """A polite kill and a closed terminal end like Ctrl-C."""
    raise KeyboardInterrupt


def is_empty() -> bool:
    """Nothing in any table of ours; what somebody has put there is never touched."""
    models = (model for label in OWN_APPS for model in apps.get_app_config(label).get_models())
    return not any(model._base_manager.exists() for model in models)


def load_example(*, reports: bool) -> None:
    """All of it or nothing, so that a kill in between leaves no half a municipality behind.

    With `reports` the worker that starts next issues the closed term's. Imported only when it is wanted: no other
    installation needs it.
    """
    example = importlib.import_module("burlov_styrning.example.load")
    with transaction.atomic():
        example.load()
        if reports:
            importlib.import_module("burlov_styrning.example.reports").issue_closed_terms.enqueue()


def require_free(port: int) -> None:
    """Say at once that the port is taken, before anything is changed."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from error


def start(port: int) -> list[subprocess.Popen[bytes]]:
    """The server (threads, since SQLite has one writer anyway) and the worker, in this process group."""
    server = ["-m", "gunicorn", "burlov_styrning.wsgi", f"--bind={HOST}:{port}", "--threads=8", "--log-level=warning"]
    worker = ["manage.py", "worker", "--no-reload", "--no-startup-delay", "--verbosity=0"]
    return [subprocess.Popen([sys.executable, *what], cwd=settings.BASE_DIR) for what in (server, worker)]


def wait_until_answering(port: int, children: list[subprocess.Popen[bytes]], seconds: float = 30) -> None:
    """Wait until the server answers, so that the address printed is one that works."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and all(child.poll() is None for child in children):
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask both to stop, and end what has not after ten seconds."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
