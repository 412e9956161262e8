"""An election as spreadsheets, in and out."""

from pathlib import Path

import pytest

from tallying import csvpair, pabulib
from tallying.badfile import BadFile
from tallying.csvpair import Sheet, guarded
from tallying.election import Election
from tallying.pabulib import USUAL, Reading
from tests.tallying.files import POINTS, SMALL, each_real_file

PROJECTS = "사업번호,사업명,사업비,분야\n1,가로등,100,안전\n2,=cmd|' /C calc'!A0,50,\n"
BALLOTS = '투표자,선택\n가,1\n나,"1,2"\n다,2;1\n라,2 1\n마,2|1\n'
META = {"budget": "120"}


def pair(projects: str = PROJECTS, ballots: str = BALLOTS, encoding: str = "utf-8", **meta: str) -> Reading:
    sheets = (
        Sheet("projects.csv", projects.encode(encoding)),
        Sheet("ballots.csv", ballots.encode(encoding)),
    )
    return csvpair.read_pair(*sheets, META | meta)


def test_korean_headings_and_any_separator_are_understood() -> None:
    election = pair().election
    assert [(p.id, p.name, p.cost, p.categories) for p in election.projects] == [
        ("1", "가로등", 100, ("안전",)),
        ("2", "=cmd|' /C calc'!A0", 50, ()),
    ]
    assert [[project for project, _ in ballot.marks] for ballot in election.ballots()] == [
        ["1"],
        ["1", "2"],
        ["2", "1"],
        ["2", "1"],
        ["2", "1"],
    ]
    assert election.meta["num_votes"] == "5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_what_excel_in_korea_saves_is_read(encoding: str) -> None:
    reading = pair(encoding=encoding)
    assert reading.election.projects[0].name == "가로등"
    assert reading.notices == ()


def test_semicolons_between_cells_are_understood() -> None:
    election = pair(ballots="voter_id;vote\na;1,2\nb;2\n").election
    assert [len(ballot.marks) for ballot in election.ballots()] == [2, 1]


def test_voters_without_numbers_are_numbered() -> None:
    assert pair(ballots="vote\n1\n2\n").election.profile.columns["voter_id"] == ["1", "2"]


REFUSALS = [
    ("unknown-project", "ballots.csv", 3, {"ballots": "voter_id,vote\na,1\nb,9\n"}),
    ("unknown-project", "ballots.csv", 4, {"ballots": "voter_id,vote\na,1\n\nb,9\n"}),
    ("repeated-voter", "ballots.csv", 3, {"ballots": "voter_id,vote\na,1\na,2\n"}),
    ("not-money", "projects.csv", 2, {"projects": "project_id,cost\n1,lots\n"}),
    ("no-column", "projects.csv", 1, {"projects": "cost\n1\n"}),
    ("no-column", "ballots.csv", 1, {"ballots": "voter_id,who\na,b\n"}),
    ("repeated-id", "projects.csv", 3, {"projects": "project_id,cost\n1,5\n1,6\n"}),
    ("ragged", "ballots.csv", 2, {"ballots": "voter_id,vote\na,1,2\n"}),
    ("unclosed-quote", "ballots.csv", 2, {"ballots": 'voter_id,vote\na,"1\n'}),
    ("empty", "ballots.csv", None, {"ballots": ""}),
    ("too-many", "ballots.csv", 3, {"max_length": "1"}),
    ("not-money", "META", None, {"budget": "-1"}),
]


@pytest.mark.parametrize(("code", "file", "line", "changed"), REFUSALS)
def test_a_refusal_names_the_sheet_and_its_line(
    code: str, file: str, line: int | None, changed: dict[str, str]
) -> None:
    with pytest.raises(BadFile) as caught:
        pair(**changed)
    assert (caught.value.code, caught.value.file, caught.value.line) == (code, file, line)


@each_real_file
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_what_is_exported_reads_as_the_same_election(path: Path, encoding: str) -> None:
    election = pabulib.read(path, USUAL)
    if election.profile.n_voters > 20_000:
        pytest.skip("large files add nothing here")
    assert pabulib.write(_there_and_back(pabulib.write(election), encoding)) == pabulib.write(election)


def _there_and_back(data: bytes, encoding: str) -> Election:
    written = csvpair.write_pair(pabulib.parse(data, "town.pb").election, encoding)
    sheets = {name: Sheet(name, content) for name, content in written.items()}
    meta = csvpair.read_meta(sheets["meta.csv"])
    return csvpair.read_pair(sheets["projects.csv"], sheets["ballots.csv"], meta).election


@pytest.mark.parametrize("text", [SMALL, POINTS, SMALL.replace(";Park;", ";=HYPERLINK(1);")])
def test_small_files_go_there_and_back(text: str) -> None:
    written = pabulib.write(pabulib.parse(text.encode(), "town.pb").election, standard=False)
    assert pabulib.write(_there_and_back(written, "cp949"), standard=False) == written


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1"])
def test_no_exported_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "park", "1", "'tis", "a=b"])
def test_other_cells_are_exported_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell
