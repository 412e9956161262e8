"""Every kind of tampering is caught, each by its own check; every flipped byte is found; honesty never is."""

import zipfile
from pathlib import Path

import pytest

from ballots.bundle import open_bundle
from ballots.tamper import KINDS, spoil
from ballots.verify import STEPS, Verifier
from tests.ballots.conftest import Made, verify
from tests.torture import ballots as torture

FLIPS = 200
HONEST = 8
CAUGHT_HERE = [name for name, kind in KINDS.items() if kind.code != "recount"]  # test_recount has the others


def test_the_honest_election_holds(honest: Made) -> None:
    report = verify(honest.zip)
    assert report.ok, report.failed
    assert [check.code for check in report.checks] == [step.code for step in STEPS[:-1]]
    assert all(check.count for check in report.checks)


def test_the_honest_election_holds_proof_by_proof(honest: Made) -> None:
    with open_bundle(honest.folder) as bundle:
        assert Verifier(bundle, plain=True).run(STEPS[:-1]).ok


@pytest.mark.parametrize("name", CAUGHT_HERE)
def test_tampering_is_caught_by_its_own_check(name: str, honest: Made, tmp_path: Path) -> None:
    spoil(name, honest.zip, tmp_path / "out.zip", honest.keys)
    failed = verify(tmp_path / "out.zip").failed
    assert failed, f"{KINDS[name].words} was not caught"
    assert failed.code == KINDS[name].code, failed.detail
    assert len(failed.detail.split(": ")) >= 3, f"no code, place and reason: {failed.detail}"


@pytest.mark.parametrize("name", [name for name in CAUGHT_HERE if "mix" in name or "factor" in name])
def test_tampering_is_caught_proof_by_proof_too(name: str, honest: Made, tmp_path: Path) -> None:
    spoil(name, honest.zip, tmp_path / "out.zip", honest.keys)
    with open_bundle(tmp_path / "out.zip") as bundle:
        failed = Verifier(bundle, plain=True).run(STEPS[:-1]).failed
    assert failed
    assert failed.code == KINDS[name].code


def test_there_are_seventy_kinds_and_every_check_but_the_first_catches_one() -> None:
    assert len(KINDS) >= 70
    assert {kind.code for kind in KINDS.values()} == {step.code for step in STEPS} - {"bundle"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return torture.small_election(tmp_path_factory.mktemp("small"))


def test_flipped_bytes_of_the_zip_are_found(small: Path) -> None:
    places = list(torture.sample(small.stat().st_size, FLIPS))
    assert [place for place, code in torture.flip_in_zip(small, places).items() if not code] == []


def test_flipped_bytes_of_the_folder_are_found(small: Path) -> None:
    """A folder has no checksums: here the checks themselves must find every change."""
    folder = small.parent / "bundle"
    total = sum(size for _, size in torture.files_of(folder))
    answers = torture.flip_in_folder(folder, torture.sample(total, FLIPS))
    assert [place for place, code in answers.items() if not code] == []
    assert len(set(answers.values())) > 5


def test_a_verifier_without_its_last_check_misses_a_flip(small: Path) -> None:
    assert torture.control_of_flips(small)


@pytest.mark.parametrize("number", range(HONEST))
def test_honest_elections_of_any_kind_raise_no_alarm(number: int) -> None:
    assert torture.alarm(number) == ""


def test_a_dishonest_election_raises_an_alarm() -> None:
    assert torture.control_of_honest()


def test_the_bundle_is_an_ordinary_zip_file(honest: Made, tmp_path: Path) -> None:
    """Any unzip tool gives the folder; and packing the folder again gives the same bytes."""
    with zipfile.ZipFile(honest.zip) as opened:
        assert opened.testzip() is None
        opened.extractall(tmp_path / "out")
    assert contents(tmp_path / "out") == contents(honest.folder)
    assert verify(tmp_path / "out").ok


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path, _ in torture.files_of(folder)}


def test_tampering_needs_the_keys_of_the_demonstration(honest: Made, tmp_path: Path) -> None:
    from ballots.__main__ import main

    assert main(["tamper", "LIST"]) == 0
    assert main(["tamper", "clash", str(honest.zip), str(tmp_path / "out.zip"), "--keys", "nowhere"]) == 1
    assert main(["tamper", "no-such-kind", str(honest.zip), str(tmp_path / "out.zip")]) == 1
    assert main(["tamper", "clash", str(honest.zip), str(tmp_path / "out.zip")]) == 0
    assert main(["verify", "--json", "--workers", "1", str(tmp_path / "out.zip")]) == 1
