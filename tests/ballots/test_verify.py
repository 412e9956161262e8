"""The verifier: however the work is shared, the report is the same, and the culprit is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ballots import canonical, logpass, mathematics, signed, workers
from ballots.box import Box
from ballots.bundle import names, open_bundle
from ballots.demo.town import Size
from ballots.errors import BadPoint
from ballots.report import Report
from ballots.trustees.announcements import sha512
from ballots.verify import STEPS, Verifier
from tests.ballots.conftest import make_election
from tests.ballots.proof_making import other_point, proven

WITHOUT_RECOUNT = STEPS[:-1]


def report(path: Path, crew: workers.Crew | None = None, plain: bool = False) -> Report:
    with open_bundle(path) as bundle:
        return Verifier(bundle, crew, plain).run(WITHOUT_RECOUNT)


def said(found: Report) -> list[tuple[str, bool, int, str]]:
    """All of a report but the seconds."""
    return [(check.code, check.ok, check.count, check.detail) for check in found.checks]


@pytest.fixture
def copy(honest, tmp_path) -> Path:
    folder = tmp_path / "bundle"
    shutil.copytree(honest.folder, folder)
    return folder


def some_group(folder: Path) -> str:
    return sorted(path.name for path in (folder / "mix").iterdir())[0]


def resigned(honest, folder: Path, name: str, signer: int, **changes: str) -> None:
    """Change members of an announcement and sign it again as its trustee would."""
    path = folder / name
    fields = canonical.decode(path.read_bytes())
    rest = {key: value for key, value in fields.items() if key not in ("signature", "version")}
    key = honest.election.holders[signer].signing
    path.write_bytes(canonical.encode(signed.sign(key, {**rest, **changes})))


def test_an_honest_election_holds_in_every_check(honest):
    found = report(honest.zip)
    assert found.failed is None
    assert [check.code for check in found.checks] == [step.code for step in WITHOUT_RECOUNT]
    assert found.counts["counted"] == found.counts["online"] + found.counts["paper"]


def test_the_codes_of_the_checks_are_all_different():
    assert len({step.code for step in STEPS}) == len(STEPS)


def test_the_plain_verifier_two_processes_and_the_folder_give_the_same_report(honest):
    alone = said(report(honest.zip))
    assert said(report(honest.zip, plain=True)) == alone
    assert said(report(honest.folder)) == alone
    with workers.gather(2) as crew:
        assert said(report(honest.zip, crew)) == alone


def test_a_dask_cluster_gives_the_same_report(honest, copy):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        workers.gather(scheduler=cluster.scheduler_address) as crew,
    ):
        assert said(report(honest.zip, crew)) == said(report(honest.zip))
        spoil_a_factor(honest, copy)
        assert said(report(copy, crew)) == said(report(copy))


def spoil_a_mix(honest, folder: Path) -> str:
    """Trustee 2 changes one output of the last mix and signs it."""
    name = some_group(folder)
    outputs = folder / names.mix_file(name, 2, "outputs")
    blob = outputs.read_bytes()
    outputs.write_bytes(other_point(blob[:32]) + blob[32:])
    hashed = sha512(outputs.read_bytes())
    resigned(honest, folder, names.mix_file(name, 2, "json"), 2, outputs=hashed)
    for trustee in (1, 2):
        place = names.decryption_file(name, trustee, "json")
        resigned(honest, folder, place, trustee, ciphertexts=hashed)
    return name


def spoil_a_factor(honest, folder: Path) -> str:
    """Trustee 1 publishes one wrong factor and signs it."""
    name = some_group(folder)
    factors = folder / names.decryption_file(name, 1, "factors")
    blob = factors.read_bytes()
    factors.write_bytes(other_point(blob[:32]) + blob[32:])
    place = names.decryption_file(name, 1, "json")
    resigned(honest, folder, place, 1, factors=sha512(factors.read_bytes()))
    return name


def swap_two_lines(honest, folder: Path) -> str:
    """The town writes two opened ballots in another order than they were opened in."""
    name = some_group(folder)
    path = folder / names.plaintexts_file(name)
    lines = path.read_bytes().splitlines(keepends=True)
    other = next(at for at, line in enumerate(lines) if line != lines[0])
    lines[0], lines[other] = lines[other], lines[0]
    path.write_bytes(b"".join(lines))
    return name


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (spoil_a_mix, "mix-proof", "mix/{}/2.json"),
        (spoil_a_factor, "decryption-proof", "decryption/{}/1.json"),
        (swap_two_lines, "opening", "plaintexts/{} line 1"),
    ],
)
def test_when_the_one_sum_fails_the_culprit_is_named(honest, copy, spoil, code, place):
    name = spoil(honest, copy)
    for plain in (False, True):
        failed = report(copy, plain=plain).failed
        assert failed is not None
        assert failed.code == code
        assert place.format(name) in failed.detail


def test_two_processes_name_the_same_culprit(honest, copy):
    spoil_a_mix(honest, copy)
    with workers.gather(2) as crew:
        assert said(report(copy, crew)) == said(report(copy))


def test_a_mixer_who_mixes_twice_is_refused(honest, copy):
    name = some_group(copy)
    resigned(honest, copy, names.mix_file(name, 2, "json"), 1, mixer=1)
    failed = report(copy).failed
    assert failed is not None
    assert (failed.code, "a second time" in failed.detail) == ("mixes", True)


def test_a_third_opening_is_refused_where_two_are_asked_for(honest, copy):
    name = some_group(copy)
    for ending in ("json", "factors"):
        blob = (copy / names.decryption_file(name, 1, ending)).read_bytes()
        (copy / names.decryption_file(name, 3, ending)).write_bytes(blob)
    failed = report(copy).failed
    assert failed is not None
    assert (failed.code, "3 trustees open, 2 are needed" in failed.detail) == ("decryptions", True)


@pytest.mark.parametrize("name", ["mix/{}/1.outputs", "mix/{}/2.proof", "decryption/{}/1.factors"])
def test_a_column_of_another_length_is_refused_before_it_is_read(copy, name):
    path = copy / name.format(some_group(copy))
    with path.open("r+b") as file:
        file.truncate(2**31)
    failed = report(copy).failed
    assert failed is not None
    assert failed.code in ("mixes", "decryptions")
    assert "2147483648 bytes" in failed.detail


def test_an_opening_of_another_trustee_is_refused_in_ones_own_place(honest, copy):
    name = some_group(copy)
    for ending in ("json", "factors"):
        (copy / names.decryption_file(name, 1, ending)).rename(copy / names.decryption_file(name, 3, ending))
    failed = report(copy).failed
    assert failed is not None
    assert failed.code == "decryptions"


def test_work_is_given_out_in_order_and_never_too_far_ahead():
    given: list[int] = []

    class Crew:
        def submit(self, work, /, *parts):
            given.append(parts[0])
            return workers.Done(work(*parts))

    answers = workers.in_order(Crew(), abs, iter(range(-20, 0)), ahead=3)
    assert next(answers) == (-20, 20)
    assert given == [-20, -19, -18]
    assert [answer for _, answer in answers] == list(range(19, 0, -1))


def test_an_uncounted_ballot_needs_real_points_too():
    """A ballot that was replaced is in no mix, so only this looks at its beta."""
    ciphertext, _ = proven()
    found = logpass.LogFound(Box(None, None))
    found.sealed[ciphertext.octets()] = 0
    mathematics.check_at_once(found, [], workers.Alone())
    found.sealed = {ciphertext.alpha + b"\1" + bytes(31): 0}
    with pytest.raises(BadPoint):
        mathematics.check_at_once(found, [], workers.Alone())


def test_solo_mode_is_said_aloud(tmp_path):
    made = make_election(tmp_path, Size(30, trustees=1, threshold=1, mixers=1), "solo")
    found = {check.code: check for check in report(made.zip).checks}
    assert found["ceremony"].ok
    assert "SOLO MODE" in found["ceremony"].detail


def test_a_watched_crew_ticks_once_for_each_answer():
    ticks: list[int] = []
    alone = workers.Watched(workers.Alone(), lambda: ticks.append(1))
    assert [alone.submit(abs, -number).result() for number in range(3)] == [0, 1, 2]
    with workers.gather(2) as pool:
        watched = workers.Watched(pool, lambda: ticks.append(1))
        assert [task.result() for task in [watched.submit(abs, -number) for number in range(3)]] == [0, 1, 2]
    assert len(ticks) == 6
