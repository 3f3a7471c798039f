"""Public pages with 350 readers at once, by hand: `.venv/bin/python -m tests.benchmarks.readers`.

Not in the checks: timings have no place there. A real server (as the README starts it) answers readers who each keep a
connection and ask again as soon as they are answered. A public page is held against a view that gives the same bytes
from memory, through the same middleware; the two are asked in turn. The readers are a process of their own, whose
share of the machine is told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

HOST, PORT = "127.0.0.1", 8765
PAGE = "/2019-2022/mal/"
CONSTANT = "/konstant/"
ROOT = Path(__file__).parents[2]
KEPT = "BENCHMARK_PAGE"
"""Where the constant view (`readers_site`) has its bytes from."""


async def reader(address: str, until: float, told: dict[str, Any]) -> None:
    """One reader: asks, reads to the end, asks again."""
    question = f"GET {address} HTTP/1.1\r\nHost: {HOST}:{PORT}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    incoming, outgoing = await asyncio.open_connection(HOST, PORT)
    while time.monotonic() < until:
        begun = time.monotonic()
        outgoing.write(question)
        head = (await incoming.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await incoming.readexactly(length)
        told["seconds"].append(time.monotonic() - begun)
        told["wrong"] += not head.startswith(b"http/1.1 200")
        if b"connection: close" in head:
            outgoing.close()
            incoming, outgoing = await asyncio.open_connection(HOST, PORT)
    outgoing.close()


async def read(address: str, readers: int, seconds: float) -> dict[str, Any]:
    """All of them at once; what they were answered, how soon, and what asking cost."""
    told: dict[str, Any] = {"seconds": [], "wrong": 0}
    begun = time.monotonic()
    until = begun + seconds
    found = await asyncio.gather(*(reader(address, until, told) for _ in range(readers)), return_exceptions=True)
    used = resource.getrusage(resource.RUSAGE_SELF)
    taken = sorted(told["seconds"])
    broken = sum(isinstance(one, Exception) for one in found)
    return {
        "rate": len(taken) / (time.monotonic() - begun), "errors": told["wrong"] + broken,
        "median": taken[len(taken) // 2], "slowest": taken[-1], "processor": used.ru_utime + used.ru_stime,
    }  # fmt: skip


def load(address: str, readers: int, seconds: float) -> dict[str, Any]:
    """The readers as a process of their own."""
    command = [sys.executable, "-m", __spec__.name, "--read", address, f"--readers={readers}", f"--seconds={seconds}"]
    found: dict[str, Any] = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    return found


def processor_of(server: subprocess.Popen[bytes]) -> float:
    """Seconds that the server and its workers have used."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ticks = 0
    for pid in (str(server.pid), *children):
        ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(readers: int, seconds: float, pairs: int) -> None:
    """Start the example municipality, ask in turn, say what came."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.readers_settings", "DATABASE_URL": f"sqlite:///{folder}/a.sqlite3",
            "MEDIA_ROOT": folder, "LOCAL": "1", "DEMO": "1", "DEBUG": "0", KEPT: f"{folder}/page.html",
        }  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "demo", "--prepare-only"], cwd=ROOT, env=environment, check=True)
        command = ["-m", "gunicorn", "--threads=8", f"--bind={HOST}:{PORT}", "burlov_styrning.wsgi"]
        server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        try:
            Path(environment[KEPT]).write_bytes(_first_answer())
            found: dict[str, list[dict[str, Any]]] = {PAGE: [], CONSTANT: []}
            served = processor_of(server)
            for address in (PAGE, CONSTANT) * pairs:
                found[address].append(load(address, readers, seconds))
            served = processor_of(server) - served
        finally:
            server.terminate()
            server.wait()
    asked = sum(one["processor"] for some in found.values() for one in some)
    for address, some in found.items():
        rate = statistics.median(one["rate"] for one in some)
        print(f"{address}: {rate:.0f} a second, {sum(one['errors'] for one in some)} errors, "
              f"median {statistics.median(one['median'] for one in some):.2f} s, "
              f"slowest {max(one['slowest'] for one in some):.2f} s")  # fmt: skip
    ratios = [one["rate"] / other["rate"] for one, other in zip(found[PAGE], found[CONSTANT], strict=True)]
    print(f"{readers} readers, {pairs} pairs of {seconds:g} s: {statistics.median(ratios):.2f} of the constant view; "
          f"the readers took {asked / (asked + served):.0%} of the processor time")  # fmt: skip


def _first_answer() -> bytes:
    for _try in range(300):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{PORT}{PAGE}") as answer:
                body: bytes = answer.read()
                return body
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=350)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--read", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(asyncio.run(read(options.read, options.readers, options.seconds))))
    else:
        measure(options.readers, options.seconds, options.pairs)
