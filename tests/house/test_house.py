"""The house keeps its own rules: what may stand where, and who may do what."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import dev, translations

ROOT = dev.ROOT
# The one place for each of these.
ONLY = {
    "datetime.now": "pb/clock.py",
    "datetime.utcnow": "pb/clock.py",
    "time.time": "pb/clock.py",
    "os.environ": "pb/config.py",
    "os.getenv": "pb/config.py",
}


def sources(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute) else ""


def test_only_the_clock_reads_the_time_and_only_config_the_environment() -> None:
    strays = [
        f"{name}:{node.lineno}: {dotted(node)}"
        for name, tree in sources("pb")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ONLY.get(dotted(node), name) != name
    ]
    assert strays == []


def test_only_the_database_commits() -> None:
    strays = [
        f"{name}:{node.lineno}"
        for name, tree in sources("pb")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
        if not name.startswith(("pb/db/", "pb/migrations/"))
    ]
    assert strays == []


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """Whether it stops every exception; one that tidies up and raises on is no end of the way."""
    catches_all = handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")
    return catches_all and ast.unparse(handler.body[-1]) != "raise"


def test_only_the_error_pages_catch_everything() -> None:
    strays = [
        f"{name}:{node.lineno}"
        for folder in ("pb", "ballots", "tallying")
        for name, tree in sources(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node) and name != "pb/errors.py"
    ]
    assert strays == []


def test_only_the_app_imports_views() -> None:
    strays = [
        f"{name}:{node.lineno}"
        for name, tree in sources("pb")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and name != "pb/app.py" and "/views/" not in name
        if node.module.endswith(".views") or any(alias.name == "views" for alias in node.names)
    ]
    assert strays == []


def test_templates_and_tests_are_named_like_the_rooms() -> None:
    rooms = {
        path.name for path in (ROOT / "pb").iterdir() if path.is_dir() and (path / "__init__.py").exists()
    }
    furniture = {"macros", "parts", "errors", "style"}
    templates = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    tests = {path.name for path in (ROOT / "tests" / "pb").iterdir() if (path / "__init__.py").exists()}
    assert templates - furniture <= rooms
    assert tests <= rooms


def test_every_page_keeps_its_text_in_both_languages() -> None:
    assert translations.faults() == []


def test_a_sentence_without_its_korean_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = translations.extract()
    catalog.add("A sentence that nobody has translated")
    monkeypatch.setattr(translations, "extract", lambda: catalog)
    assert "not in the file: 'A sentence that nobody has translated'" in translations.faults()


def test_no_list_of_packages_says_from_where_to_take_them() -> None:
    lists = [*ROOT.glob("tools/*.txt"), ROOT / "package-lock.json", ROOT / "tools/browser/package-lock.json"]
    origins = ("index-url", "find-links", '"resolved"', "@ http", "@ file")
    texts = {path.name: path.read_text(encoding="utf-8") for path in lists}
    assert [name for name, text in texts.items() if any(origin in text for origin in origins)] == []


def dependencies() -> set[str]:
    """The packages that setup.cfg asks for, extras included."""
    setup = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    block = setup[setup.index("install_requires") : setup.index("[options.package_data]")]
    lines = (line.strip() for line in block.splitlines() if line.startswith("    "))
    return {line.split(">")[0].split("[")[0] for line in lines if not line.endswith("*")}


def test_every_dependency_has_a_line_that_says_why() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in dependencies() if f"`{name}`" not in told} == set()


def test_every_dependency_is_locked() -> None:
    lock = dev.lock_file("dev").read_text(encoding="utf-8")
    locked = {line.split("==")[0].split("[")[0] for line in lock.splitlines() if "==" in line}
    assert {name for name in dependencies() if name.lower() not in locked} == set()


def test_an_unknown_command_is_explained() -> None:
    done = subprocess.run(
        [sys.executable, "tools/dev.py", "dance"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "usage" in done.stderr
    assert "run|setup|test" in done.stderr


def test_a_step_is_made_again_only_when_its_sources_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    source, made, times = tmp_path / "source", tmp_path / "made", []

    def make() -> None:
        times.append(source.read_text())
        made.touch()

    for text in ("a", "a", "b"):
        source.write_text(text)
        dev.once("thing", [source], [made], make)
    made.unlink()
    dev.once("thing", [source], [made], make)
    assert times == ["a", "b", "b"]


def test_every_make_target_is_one_that_make_can_read() -> None:
    """Everything else here calls `tools/dev.py` itself, so that nothing else would notice."""
    asked = subprocess.run(
        ["make", "-n", "-C", str(ROOT), *dev.COMMANDS.keys() - {"node"}],
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.stderr == ""
    for command in dev.COMMANDS.keys() - {"node"}:
        assert f"tools/dev.py {command}" in asked.stdout
