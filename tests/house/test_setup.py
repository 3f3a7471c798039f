"""What a newcomer's two commands stand on: find-python, the locks, the vendored files, nothing that names a host."""

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def find_python(home: Path, *path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run find-python with nothing but the given folders on PATH, beside the system's own tools."""
    tools = home / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "ls", "sort"):
        (tools / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    search = ":".join(str(folder) for folder in (*path, tools))
    clean = {"PATH": search, "HOME": str(home), "PYENV_ROOT": str(home / ".pyenv")} | environment
    return subprocess.run(
        ["/bin/sh", str(ROOT / "find-python")], env=clean, capture_output=True, text=True, check=False
    )


def fake(file: Path, *, new_enough: bool) -> Path:
    """A Python that is one, or one that is too old."""
    file.parent.mkdir(parents=True)
    file.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n' if new_enough else "#!/bin/sh\nexit 1\n")
    file.chmod(0o755)
    return file


def test_a_python_on_the_path_is_found(tmp_path: Path) -> None:
    found = fake(tmp_path / "bin" / "python3", new_enough=True)
    assert find_python(tmp_path, found.parent).stdout.strip() == sys.executable


def test_one_that_is_too_old_is_passed_over_for_one_of_pyenv(tmp_path: Path) -> None:
    old = fake(tmp_path / "bin" / "python3.12", new_enough=False)  # pyenv's shim for a version that is not chosen
    fake(tmp_path / ".pyenv" / "versions" / "3.13.1" / "bin" / "python", new_enough=True)
    assert find_python(tmp_path, old.parent).stdout.strip() == sys.executable


def test_with_none_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.12 or newer is needed: apt install python3-venv")
    assert len(done.stderr.splitlines()) == 1


def test_what_the_system_lacks_is_named_with_the_command_where_one_is_not_root(tmp_path: Path) -> None:
    for name in ("sh", "ls", "grep", "find"):
        (tmp_path / name).symlink_to(next(at for at in (f"/bin/{name}", f"/usr/bin/{name}") if Path(at).exists()))
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    command = ["/bin/sh", str(ROOT / "scripts/system"), "test"]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(
        r"System packages are missing; install them with: sudo apt-get install .+ chromium.+\n", done.stderr
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_has_a_hash_for_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|file:", text)
    packages = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(packages) > 30
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_for_tests_holds_the_other_one_whole() -> None:
    run, dev = ({line.split()[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line} for lock in LOCKS)
    assert run - dev == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_made_from_the_project_as_it_stands(lock: str) -> None:
    project = (ROOT / "pyproject.toml").read_text()
    groups = project.split("[dependency-groups]")
    text = groups[0] if lock == "requirements.txt" else project.split("[tool.")[0]
    wanted = {match.lower() for match in re.findall(r'^    "([A-Za-z0-9-]+)', text, re.MULTILINE)}
    locked = {line.split("==")[0] for line in (ROOT / lock).read_text().splitlines() if "==" in line}
    assert wanted - locked == set()


def vendored() -> dict[str, str]:
    """Package: version, as scripts/vendor wrote them down."""
    return dict(line.split() for line in (ROOT / "static/vendor/VERSIONS").read_text().splitlines())


def test_what_is_vendored_is_what_the_script_names() -> None:
    script = (ROOT / "scripts/vendor").read_text()
    assert [name for name, number in vendored().items() if f"{name}@{number}" not in script] == []


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("static/vendor/bootstrap.min.css", "bootstrap"),
        ("static/vendor/bootstrap.bundle.min.js", "bootstrap"),
        ("static/vendor/plotly-basic.min.js", "plotly.js-basic-dist-min"),
        ("tests/browser/axe.min.js", "axe-core"),
    ],
)
def test_a_vendored_file_is_of_the_version_written_down(file: str, package: str) -> None:
    assert f"v{vendored()[package]}" in (ROOT / file).read_text()[:400]


def test_page_and_print_draw_with_the_same_plotly() -> None:
    import plotly_print

    bundled = next(Path(plotly_print.__file__).parent.rglob("plotly*.js")).read_text()
    assert f'"{vendored()["plotly.js-basic-dist-min"]}"' in bundled
    assert version("plotly").startswith("7.1.")


def test_every_typeface_is_here_with_its_licence() -> None:
    assert {file.name for file in (ROOT / "static/fonts").iterdir()} >= {
        "source-sans-3-latin-wght-normal.woff2",
        "source-sans-3-latin-400.ttf",
        "source-sans-3-latin-600.ttf",
        "source-sans-3-signs.woff2",
        "source-serif-4-latin-wght-normal.woff2",
    }
    for licence in ("source-sans", "source-serif"):
        assert "Open Font License" in (ROOT / f"static/vendor/licences/{licence}.txt").read_text()


def committed() -> list[Path]:
    """Every text file that git holds, vendored ones apart."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    skip = ("static/vendor", "static/fonts", "tests/browser/axe")
    return [ROOT / name for name in listed if not name.startswith(skip) and (ROOT / name).suffix in TEXT]


TEXT = {".py", ".toml", ".txt", ".md", ".html", ".css", ".js", ".json", ".po", ".java", ""}


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_nothing_committed_names_a_folder_of_somebodys_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/\w|(?<![\w.])/tmp/\w")
    assert [
        f"{file.relative_to(ROOT)}" for file in committed() if machine.search(file.read_text(errors="ignore"))
    ] == []
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_a_start_pays_for_no_library_that_few_pages_need() -> None:
    """A second start is to take seconds: what makes PDFs and spreadsheets is imported where it is used."""
    heavy = re.compile(
        r"^(from|import) (weasyprint|openpyxl|pypdf|burlov_styrning\.pdf)\b|^from burlov_styrning import .*\bpdf\b",
        re.M,
    )
    files = [
        file for app in ("burlov_styrning", "indicators", "goals", "followup") for file in (ROOT / app).rglob("*.py")
    ]
    assert len(files) > 300
    paying = {str(file.relative_to(ROOT)) for file in files if heavy.search(file.read_text())}
    assert paying == {"burlov_styrning/pdf.py"}
