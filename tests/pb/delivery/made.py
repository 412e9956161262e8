"""A town whose result is published: three projects stood on the ballot and the first two are funded."""

from datetime import UTC, datetime

from pb.accounts.models import Account
from pb.projects.models import Bulletin
from pb.proposals.models import Proposal, State
from pb.results.models import Publication, ResultCount
from pb.results.places import Place
from pb.voting.models import Election
from tests.pb.accounts.conftest import Town
from tests.pb.projects import year
from tests.pb.results.made import project

VOTED = 10_000_000
FUNDED = ("P1", "P2")


def published(of: Town, weeks: int) -> int:
    """The number of the cycle, which began so many weeks ago; its projects are called 1, 2 and 3."""
    cycle, now = year.running(of, "exactly-3", weeks), datetime.now(UTC)
    proposals = [year.feasible(of, cycle, f"사업 {number}") for number in (1, 2, 3)]
    signers = [of.account("il@example.kr"), of.account("i@example.kr")]
    with of.database.transaction() as rows:
        for number, proposal in enumerate(proposals, 1):
            rows.get_one(Proposal, proposal).state = State.FUNDED.value
            rows.add(project(cycle, number, proposal))
            rows.flush()
        rows.add(Bulletin(cycle_id=cycle, published=now))
        election = Election(
            cycle_id=cycle, kind="real", state="unsealed", nonce=b"n" * 32, origin="town.example/box",
            trustees=3, threshold=2, smallest=5, quorum=2, prepared=now, frozen=now, began=now, ended=now,
            unsealed=now, fingerprint="a" * 64, ceremony=b"{}", manifest=b"{}",
        )  # fmt: skip
        rows.add(election)
        rows.flush()
        rows.add(
            ResultCount(
                election_id=election.id, state="ready", stage="verifying", done=5, total=5, begun=now,
                seen=now, words="", checks="[]", verified="{}", sha256="a" * 64, size=1,
            )
        )  # fmt: skip
        rows.flush()
        rows.add(
            Publication(
                election_id=election.id, cycle_id=cycle, sha256="a" * 64, first_id=signers[0],
                first_at=now, second_id=signers[1], published=now,
            )
        )  # fmt: skip
        place = Place.of(of.app.extensions["pb.settings"], election.id)
    verdicts = [
        {"id": code, "funded": code in FUNDED, "paid": VOTED * (code in FUNDED), "votes": "1", "why": "이유"}
        for code in ("P1", "P2", "P3")
    ]
    told = {"sections": [{"funded": list(FUNDED), "projects": verdicts}]}
    for name in ("result.json", "page-ko.json", "page-en.json"):
        place.keep(name, told)
    return cycle


def proposer(of: Town, email: str) -> None:
    """Whoever proposed project 1 has this address."""
    account = of.account(email)
    with of.database.transaction() as rows:
        rows.get_one(Proposal, 1).person_id = rows.get_one(Account, account).person_id
