"""Reading .pb files: what is read, what is refused, and what each leniency does."""

import time
from pathlib import Path

import numpy as np
import pytest

from tallying import pabulib
from tallying.badfile import REASONS
from tallying.election import Election, Kind
from tallying.pabulib import ALL, MEANING, STRICT, USUAL, BadFile, Leniency, quick
from tests.tallying.files import POINTS, REAL, SMALL, each_real_file, spoilt


def read(data: bytes, *lenient: Leniency) -> Election:
    return pabulib.parse(data, "town.pb", lenient).election


def refusal(data: bytes, lenient: frozenset[Leniency] = STRICT) -> BadFile:
    with pytest.raises(BadFile) as caught:
        pabulib.parse(data, "town.pb", lenient)
    return caught.value


def test_a_small_file_is_read_as_it_stands() -> None:
    election = read(SMALL.encode())
    assert election.ids == ("park", "road", "tree")
    assert [project.cost for project in election.projects] == [60, 50, 40]
    assert election.projects[1].name == 'Road; the long "one"'
    assert election.projects[0].extra == {"selected": "1"}
    assert election.budget == 100
    assert election.kind is Kind.APPROVAL
    assert (election.limits.max_length, election.limits.max_sum_cost) == (2, 120)
    assert [(b.voter, b.marks) for b in election.ballots()] == [
        ("a", (("park", 1), ("road", 1))),
        ("b", (("park", 1),)),
        ("c", (("tree", 1), ("park", 1))),
        ("d", (("road", 1),)),
    ]
    assert election.profile.columns["age"] == ["34", "", "18-24", "70"]


def test_points_are_read_beside_their_projects() -> None:
    election = read(POINTS.encode())
    assert election.profile.points.tolist() == [2, 2, 2]
    assert election.profile.totals(election.profile.points).tolist() == [4, 2]


def test_a_ranking_counts_its_places_from_zero() -> None:
    text = POINTS.replace("cumulative", "ordinal").replace("voter_id;vote;points", "voter_id;vote")
    text = text.replace("a;1,2;2,2", "a;2,1").replace("b;1;2", "b;1").replace("1;60;2;4", "1;60;2;2")
    election = read(text.encode())
    assert election.profile.projects.tolist() == [1, 0, 0]
    assert election.profile.points.tolist() == [0, 1, 0]


def test_line_ends_and_a_missing_last_one_make_no_difference() -> None:
    plain = read(SMALL.encode())
    for text in (SMALL.replace("\n", "\r\n"), SMALL.rstrip("\n"), SMALL.replace("\nunit", "\r\nunit")):
        assert list(read(text.encode()).ballots()) == list(plain.ballots())


def test_groups_sections_conflicts_and_mandatory_projects_are_read() -> None:
    text = SMALL.replace("voter_id;vote;age", "voter_id;vote;group").replace(";selected", ";section")
    text = text.replace(";Park;1", ";Park;A").replace('";0', '";B').replace(";Tree;1", ";Tree;A")
    text = text.replace(
        "max_length;2", "sections;A,B\nbudget_per_section;60,40\nconflicts;park|tree\nmandatory;road"
    )
    election = read(text.encode())
    assert election.sections == {"A": 60, "B": 40}
    assert [project.section for project in election.projects] == ["A", "B", "A"]
    assert election.conflicts == {frozenset({"park", "tree"})}
    assert election.mandatory == {"road"}
    assert [ballot.group for ballot in election.ballots()] == ["34", "", "18-24", "70"]


# code, line, leniency that accepts it ("" for none), file
DEVIATIONS = [
    ("blank-line", 16, "blank-lines", spoilt("PROJECTS\n", "\nPROJECTS\n")),
    ("blank-line", 25, "blank-lines", spoilt("c;tree", "\nc;tree")),
    ("bom", 1, "bom", b"\xef\xbb\xbf" + SMALL.encode()),
    ("cp949", 3, "cp949", SMALL.replace("A street", "거리").encode("cp949")),
    ("spaces", 18, "spaces", spoilt("park;60", " park ;60")),
    ("spaces", 23, "spaces", spoilt("park,road;34", "park, road;34")),
    ("spaces", 23, "spaces", spoilt("park,road;34", "park,road; 34")),
    ("decimal-money", 9, "decimal-money", spoilt("budget;100", "budget;100.50")),
    ("comma-decimal", 19, "comma-decimal", spoilt(";50;2", ";50,25;2")),
    ("withdrawn", 20, "withdrawn", spoilt("tree;40", "tree;999999999", SMALL.replace("_cost;120", "_cost;"))),
    ("old-target", 17, "target", spoilt("name;selected", "name;target")),
    ("ragged", 18, "ragged-rows", spoilt(";Park;1", ";Park")),
    ("ragged", 24, "ragged-rows", spoilt("b;park;", "b;park")),
    ("ragged", 24, "ragged-rows", spoilt("b;park;", "b;park;;")),
    ("repeated-key", 4, "repeated-key", spoilt("country;", "description;x\ncountry;")),
    ("stale-count", 8, "stale-counts", spoilt("num_votes;4", "num_votes;5")),
    ("stale-count", 7, "stale-counts", spoilt("num_projects;3", "num_projects;03")),
    ("no-key", None, "stale-counts", spoilt("num_votes;4\n", "")),
    ("stale-tally", 18, "stale-tallies", spoilt("park;60;3", "park;60;2")),
    ("stale-tally", 12, "stale-tallies", spoilt("1;60;2;4", "1;60;2;5", POINTS)),
    ("empty-ballot", 24, "empty-ballot", spoilt("b;park;", "b;;").replace(b"60;3", b"60;2")),
    ("repeated-voter", 24, "repeated-voter", spoilt("b;park;", "a;park;")),
    ("repeated-project", 24, "repeated-project", spoilt("b;park;", "b;park,park;")),
    ("unknown-project", 24, "unknown-project", spoilt("b;park;", "b;park,sea;")),
    ("too-many", 23, "over-length", spoilt("max_length;2", "max_length;1")),
    ("too-few", 24, "over-length", spoilt("max_length;2", "min_length;2")),
    ("cost-above", 23, "over-cost", spoilt("max_sum_cost;120", "max_sum_cost;105")),
    ("cost-below", 26, "over-cost", spoilt("max_sum_cost;120", "min_sum_cost;55")),
    ("sum-above", 16, "over-points", spoilt("max_sum_points;4", "max_sum_points;3", POINTS)),
    ("sum-below", 17, "over-points", spoilt("min_sum_points;2", "min_sum_points;3", POINTS)),
    ("points-above", 16, "over-points", spoilt("max_points;3", "max_points;1", POINTS)),
    ("points-below", 16, "over-points", spoilt("max_points;3", "min_points;3", POINTS)),
    ("empty", None, "", b""),
    ("nul-byte", 4, "", spoilt("country", "coun\0try")),
    ("utf16", 1, "", SMALL.encode("utf-16")),
    ("not-utf8", 3, "", SMALL.encode().replace(b"street", b"\xff\xff\x80")),
    ("no-section", 1, "", b"%PDF-1.7 no election"),
    ("meta-header", 2, "", spoilt("key;value", "name;value")),
    ("truncated", None, "", SMALL.split("PROJECTS")[0].encode()),
    ("truncated", None, "", SMALL.split("VOTES")[0].encode()),
    ("truncated", None, "", SMALL.split("voter_id")[0].encode()),
    ("unclosed-quote", 19, "", spoilt('one""";', "one;")),
    ("stray-quote", 18, "", spoilt(";Park;", ';"Pa"rk;')),
    ("bare-cr", 18, "", spoilt(";Park;", ";Pa\rrk;")),
    ("cell-too-long", 18, "", spoilt(";Park;", ";" + "x" * 200_000 + ";")),
    ("cell-too-long", 19, "", spoilt('one""";', "one;" + "x" * 5_000_000)),
    ("no-key", None, "", spoilt("budget;100\n", "")),
    ("no-key", None, "", spoilt("vote_type;approval\n", "")),
    ("not-money", 9, "", spoilt("budget;100", "budget;a lot")),
    ("not-money", 9, "", spoilt("budget;100", "budget;-100")),
    ("not-money", 9, "", spoilt("budget;100", "budget;1" + "0" * 400)),
    ("not-money", 18, "", spoilt("park;60", "park;1e9")),
    ("not-money", 18, "", spoilt("park;60", "park;NaN")),
    ("not-money", 18, "", spoilt("park;60", "park;６０")),
    ("too-much", 18, "", spoilt("park;60", "park;100000000000000000")),
    ("not-whole", 14, "", spoilt("max_length;2", "max_length;two")),
    ("not-whole", 14, "", spoilt("max_length;2", "min_project_score_threshold;1e9999999")),
    ("not-whole", 16, "", spoilt("2,2", "2,2.5", POINTS)),
    ("not-whole", 17, "", spoilt("b;1;2", "b;1;٢", POINTS)),
    ("too-much", 17, "", spoilt("b;1;2", "b;1;9999999999", POINTS)),
    ("bad-kind", 10, "", spoilt("approval", "astrology")),
    ("bad-limits", 14, "", spoilt("max_length;2", "min_length;3\nmax_length;2")),
    ("empty-id", 18, "", spoilt("park;60", ";60")),
    ("empty-id", 24, "", spoilt("b;park", ";park")),
    ("repeated-id", 19, "", spoilt("road;50", "park;50")),
    ("bad-id", 18, "", spoilt("park;60", '"pa,rk";60')),
    ("repeated-column", 17, "", spoilt("name;selected", "name;name")),
    ("no-column", 17, "", spoilt("project_id", "id")),
    ("no-column", 22, "", spoilt("voter_id;vote", "voter_id;choice")),
    ("no-column", 15, "", spoilt("vote;points", "vote;marks", POINTS)),
    ("too-many-columns", 17, "", spoilt("name;selected", ";".join(map(str, range(300))))),
    ("needless-points", 22, "", spoilt("vote;age", "vote;points")),
    ("points-uneven", 16, "", spoilt("1,2;2,2", "1,2;2", POINTS)),
    ("bad-reference", 14, "", spoilt("max_length;2", "mandatory;sea")),
    ("bad-sections", 15, "", spoilt("max_length;2", "sections;A,B\nbudget_per_section;60,60")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "line", "leniency", "data"), DEVIATIONS)
def test_each_deviation_is_refused_with_its_line_and_its_leniency(
    code: str, line: int | None, leniency: str, data: bytes
) -> None:
    refused = refusal(data)
    assert (refused.code, refused.line, refused.leniency) == (code, line, leniency)
    assert refused.file == "town.pb"


@pytest.mark.parametrize(("code", "line", "leniency", "data"), [row for row in DEVIATIONS if row[2]])
def test_the_named_leniency_and_no_other_accepts_the_deviation(
    code: str, line: int | None, leniency: str, data: bytes
) -> None:
    others = ALL - {Leniency(leniency)}
    assert refusal(data, others).code == code
    reading = pabulib.parse(data, "town.pb", ALL)
    assert leniency in [notice.leniency for notice in reading.notices]


@pytest.mark.parametrize("data", [row[3] for row in DEVIATIONS if not row[2]])
def test_what_no_leniency_names_is_refused_with_all_of_them(data: bytes) -> None:
    refusal(data, ALL)


def test_every_leniency_is_explained_and_tested() -> None:
    assert set(MEANING) == set(Leniency)
    assert {row[2] for row in DEVIATIONS} - {""} == {leniency.value for leniency in Leniency}


def test_every_refusal_can_be_said_in_both_languages() -> None:
    for code, _, _, data in DEVIATIONS:
        refused = refusal(data)
        assert refused.code == code
        assert refused.reason_in("ko") != refused.reason_in("en")
        assert "{" not in refused.reason_in("ko") + refused.reason_in("en")
    assert all(len(pair) == 2 for pair in REASONS.values())


def test_a_refusal_shows_neither_control_characters_nor_endless_cells() -> None:
    sentence = refusal(spoilt("approval", "\x1b[31m" + "x" * 1000)).sentence("en")
    assert "\x1b" not in sentence
    assert len(sentence) < 200


def test_lenient_reading_does_what_it_says() -> None:
    twice = read(spoilt("b;park;", "b;park,park;"), Leniency.REPEATED_PROJECT)
    assert [b.marks for b in twice.ballots()][1] == (("park", 1),)
    unknown = read(spoilt("b;park;", "b;park,sea;"), Leniency.UNKNOWN_PROJECT)
    assert [b.marks for b in unknown.ballots()][1] == (("park", 1),)
    same = read(spoilt("b;park;", "a;park;"), Leniency.REPEATED_VOTER)
    assert same.profile.n_voters == 4
    cents = read(spoilt("budget;100", "budget;100.50"), Leniency.DECIMAL_MONEY)
    assert (cents.decimals, cents.budget, cents.projects[0].cost, cents.limits.max_sum_cost) == (
        1,
        1005,
        600,
        1200,
    )
    old = read(spoilt("name;selected", "name;target"), Leniency.OLD_TARGET)
    assert old.projects[0].targets == ("1",)


def test_a_cost_of_999999999_is_a_cost_where_the_budget_can_pay_it() -> None:
    data = spoilt("tree;40", "tree;999999999").replace(b"budget;100", b"budget;2000000000")
    assert read(data.replace(b"max_sum_cost;120\n", b"")).projects[2].cost == 999_999_999


def test_a_notice_counts_how_often_and_names_the_first_place() -> None:
    reading = pabulib.parse(spoilt("60;3", "60.0;3").replace(b"50;2", b"50.00;2"), "town.pb", USUAL)
    (notice,) = reading.notices
    assert (notice.leniency, notice.times, notice.first.line) == (Leniency.DECIMAL_MONEY, 2, 18)
    assert reading.election.decimals == 0
    assert "town.pb:18" in notice.sentence("ko")


@pytest.mark.parametrize("name", ["missing.pb", "", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadFile) as caught:
        pabulib.read(tmp_path / name)
    assert caught.value.code in ("no-file", "not-a-file")


def test_a_file_that_never_ends_is_refused() -> None:
    with pytest.raises(BadFile) as caught:
        pabulib.read("/dev/zero")
    assert caught.value.code == "not-a-file"


@pytest.mark.parametrize(
    "data",
    [
        b"META\n" * 2_000_000,
        b"META\nkey;value\n" + b"k;v\n" * 2_000_000,
        b"META\nkey;value\n" + b"".join(b"k%d;v\n" % n for n in range(500_000)),
        b'META\nkey;value\na;"' + b"x\n" * 5_000_000,
        b";" * 10_000_000,
        b"\n" * 5_000_000,
        SMALL.encode() + b"e;" + b"park," * 2_000_000 + b"park;1\n",
        SMALL.encode() + b"x" * 10_000_000,
        spoilt("voter_id;vote;age", "voter_id;vote;" + ";".join("abcdefgh")) + b"e;park" + b";" * 10_000_000,
    ],
    ids=["sections", "one key", "keys", "quote", "cells", "lines", "marks", "voter", "ragged"],
)
def test_a_large_hostile_file_is_refused_within_two_seconds(data: bytes) -> None:
    start = time.process_time()
    refusal(data)
    assert time.process_time() - start < 2


@each_real_file
def test_the_quick_and_the_patient_reader_agree_on_real_files(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = pabulib.read(path, USUAL).profile
    monkeypatch.setattr(quick, "read_ballots", lambda *_: None)
    slow = pabulib.read(path, USUAL).profile
    assert type(fast.columns) is not type(slow.columns)
    assert np.array_equal(fast.starts, slow.starts)
    assert np.array_equal(fast.projects, slow.projects)
    assert np.array_equal(fast.points, slow.points)
    assert dict(fast.columns) == slow.columns


@pytest.mark.skipif(not REAL, reason="no real elections here")
def test_real_files_need_no_leniency_but_decimal_money_in_one() -> None:
    needed = {
        path.stem: [notice.leniency for notice in pabulib.parse(path.read_bytes(), path.name, ALL).notices]
        for path in REAL
    }
    assert {name: found for name, found in needed.items() if found} == {
        "France_Toulouse_2022": [Leniency.DECIMAL_MONEY]
    }


@pytest.mark.parametrize("seed", range(300))
def test_spoilt_bytes_never_surprise_and_both_readers_agree(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray((SMALL if seed % 3 else POINTS).encode())
    for _ in range(rng.integers(1, 4)):
        place = int(rng.integers(len(data)))
        data[place : place + int(rng.integers(0, 3))] = bytes(
            rng.choice(list(b';,"\n\r 1ab\xec'), rng.integers(0, 3))
        )
    lenient = ALL if seed % 2 else STRICT
    fast = _result(bytes(data), lenient)
    monkeypatch.setattr(quick, "read_ballots", lambda *_: None)
    assert _result(bytes(data), lenient) == fast


def _result(data: bytes, lenient: frozenset[Leniency]) -> object:
    try:
        reading = pabulib.parse(data, "town.pb", lenient)
    except BadFile as refused:
        return refused.code, refused.line, refused.leniency
    return list(reading.election.ballots()), [(n.leniency, n.times, n.first.line) for n in reading.notices]
