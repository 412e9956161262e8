"""The departments at work: each proposal assigned, examined, and decided with two signatures."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import journal
from pb.accounts.models import Account
from pb.cycles.rules import day
from pb.demo import people
from pb.demo.calendar import Calendar
from pb.demo.content import Idea
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.proposals.models import Proposal
from pb.reviews.assigning import actions as assigning
from pb.reviews.assigning.actions import Task
from pb.reviews.deciding import actions as deciding
from pb.reviews.deciding.actions import Official, Signature
from pb.reviews.deciding.models import Criterion, Ground, Light, Verdict
from pb.reviews.deciding.rules import GROUNDS, Line, Sheet
from pb.town.models import Department

COORDINATOR = "budget@hanbyeol.example"
# Which criterion each ground is about.
FAILS = {
    Ground.LAW: Criterion.LAW,
    Ground.COMPETENCE: Criterion.COMPETENCE,
    Ground.DUPLICATE: Criterion.COMPETENCE,
    Ground.PRIVATE: Criterion.EQUITY,
    Ground.FUNDED: Criterion.COST,
    Ground.COST: Criterion.COST,
    Ground.RECURRING: Criterion.COST,
}
DAYS_TO_EXAMINE = 21
UPKEEP = 40
FEASIBLE = "검토한 결과 추진할 수 있습니다."


@dataclass(frozen=True)
class Reviewing:
    """`accounts` are persons by address, `departments` numbers by Korean name."""

    rows: Session
    calendar: Calendar
    accounts: dict[str, int]
    departments: dict[str, int]

    def pen(self, reason: str, at: datetime) -> Pen:
        return Pen(self.rows, journal.seal(), Office.COORDINATOR, reason, at)

    def seat(self) -> None:
        """Every reviewer works in their department."""
        pen = self.pen("업무 분장에 따름", self.calendar.at(-160, hours=9))
        for part in people.PARTS:
            if part.department:
                account = self.rows.scalars(select(Account).where(Account.email == part.email)).one()
                department = self.rows.get_one(Department, self.departments[part.department])
                assigning.seat(pen, account, department)

    def review(self, proposal: Proposal, idea: Idea, share: float) -> None:
        """From assignment to decision; what needs no decision is left as it is."""
        if idea.verdict is None:
            return
        lead = next(p for p in people.PARTS if p.department == people.department_of(idea.category))
        begins = self.calendar.within("review", share * 0.4)
        due = day(begins) + timedelta(days=DAYS_TO_EXAMINE)
        task = Task(self.departments[lead.department], (), due)
        assigning.assign(self.pen("분야에 따른 배정", begins), proposal, task)
        self.decide(proposal, idea, lead, self.calendar.within("review", 0.4 + share * 0.55))

    def decide(self, proposal: Proposal, idea: Idea, lead: people.Part, at: datetime) -> None:
        department = self.departments[lead.department]
        first = Official(self.accounts[lead.email], frozenset({department}), coordinates=False)
        second = Official(self.accounts[COORDINATOR], frozenset(), coordinates=True)
        writing = Signature(self.rows, first, at)
        deciding.declare(writing, proposal, conflict=False)
        review = deciding.open_form(writing, proposal)
        found = sheet(idea)
        deciding.save(writing, review, review.stand, found)
        deciding.submit(writing, proposal, review, found)
        signing = Signature(self.rows, second, at + timedelta(hours=24))
        deciding.declare(signing, proposal, conflict=False)
        deciding.confirm(signing, proposal, review)


def sheet(idea: Idea) -> Sheet:
    """The filled-in form."""
    fails = FAILS[idea.ground] if idea.ground else None
    careful = Criterion.SITE if idea.verdict is Verdict.CHANGES else None
    lights: dict[Criterion, Light | None] = dict.fromkeys(Criterion, Light.OK)
    if fails:
        lights[fails] = Light.NO
    if careful:
        lights[careful] = Light.CHANGES
    words = {one: idea.paper if one in (fails, careful) else "" for one in Criterion}
    yearly = idea.reviewed_cost // UPKEEP // 10_000 * 10_000
    cost = max(idea.reviewed_cost, 10_000)
    return Sheet(
        lights=lights,
        words=words,
        lines=(Line("사업비", 1, "식", cost, yearly),),
        verdict=idea.verdict,
        ground=idea.ground,
        legal_basis=GROUNDS[idea.ground][1] if idea.ground else "",
        explanation=idea.paper if idea.ground else f"{FEASIBLE} {idea.paper}",
        changes=idea.paper if idea.verdict is Verdict.CHANGES else "",
        note="",
    )
