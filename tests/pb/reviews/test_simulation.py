"""A fortnight of three departments with 150 proposals: nothing lost, nothing overdue unseen, all answered."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from flask import g
from sqlalchemy.orm import Session

from pb import journal
from pb.access import Role
from pb.cycles.models import PhaseTime
from pb.cycles.rules import day
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.notices.models import News
from pb.proposals.actions import move
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.reviews import queries
from pb.reviews.assigning import actions as assigning
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.actions import Task
from pb.reviews.assigning.models import AssignmentReminder
from pb.reviews.assigning.reminders import remind
from pb.reviews.assigning.rules import Urgency
from pb.reviews.deciding import actions
from pb.reviews.deciding import queries as deciding
from pb.reviews.deciding.actions import Official, Signature
from pb.reviews.deciding.models import Criterion, Ground, Light, Review, Verdict
from pb.reviews.deciding.rules import Line, Sheet
from tests.pb.reviews.conftest import ReviewOffice

PROPOSALS, DAYS = 150, 14
LIGHTS = dict.fromkeys(Criterion, Light.OK)


def sheet(verdict: Verdict, ground: Ground | None) -> Sheet:
    lights = dict(LIGHTS)
    if verdict is Verdict.INFEASIBLE:
        lights[Criterion.LAW] = Light.NO
    elif verdict is Verdict.CHANGES:
        lights[Criterion.SITE] = Light.CHANGES
    return Sheet(
        lights=lights,
        words=dict.fromkeys(Criterion, "이유를 적습니다."),
        lines=(Line("공사", 1, "식", 10_000_000, 100_000),),
        verdict=verdict,
        ground=ground,
        legal_basis="관련 조례" if ground else "",
        explanation="주민 누구나 읽을 수 있는 검토 결과의 설명입니다.",
        changes="장소를 조금 옮깁니다." if verdict is Verdict.CHANGES else "",
        note="",
    )


@dataclass
class Fortnight:
    """The departments at work, a day at a time, with a clock of their own."""

    office: ReviewOffice
    dice: random.Random
    boss: Official
    staff: dict[int, list[Official]]
    unseen: list[int] = field(default_factory=list)

    def pen(self, rows: Session, at: datetime) -> Pen:
        return Pen(rows, journal.seal(), Office.COORDINATOR, "업무 분장에 따름", at)

    def work_on(self, at: datetime) -> None:
        with self.office.town.app.test_request_context(), self.office.town.database.transaction() as rows:
            g.roles = frozenset({Role.REVIEWER})
            remind(rows, at)
            self.assign_some(rows, at)
            self.end_some_otherwise(rows)
            for department, people in self.staff.items():
                self.review_some(rows, at, department, people)
            self.look_for_unseen(rows, day(at))

    def assign_some(self, rows: Session, at: datetime) -> None:
        """The coordinator follows the suggestion where there is one; each department has few days."""
        for one in assignments.waiting(rows, [self.office.cycle])[:25]:
            lead = one.suggestion.department if one.suggestion else self.dice.choice([*self.staff])
            due = day(at) + timedelta(days=self.dice.choice((1, 3, 6)))
            assigning.assign(self.pen(rows, at), one.case.proposal, Task(lead, (), due))

    def end_some_otherwise(self, rows: Session) -> None:
        """A few are withdrawn, passed on or merged while the departments have them."""
        found = rows.scalars(
            sa.select(Proposal).where(Proposal.state == State.IN_REVIEW).order_by(Proposal.id)
        )
        for number, proposal in enumerate(found):
            if proposal.id == 1:
                continue
            if number % 23 == 5:
                move(proposal, State.WITHDRAWN)
            elif number % 23 == 11:
                move(proposal, State.FORWARDED)
            elif number % 23 == 17:
                proposal.merged_into_id = 1
                move(proposal, State.MERGED)
        rows.flush()

    def review_some(self, rows: Session, at: datetime, department: int, people: list[Official]) -> None:
        one, two = people
        for task in assignments.work(rows, day(at), [department])[: self.dice.randint(2, 7)]:
            proposal = task.case.proposal
            conflict = self.dice.random() < 0.1
            first, second = (two, one) if conflict else (one, two)
            if conflict:
                actions.declare(Signature(rows, one, at), proposal, conflict=True)
                second = self.boss
            for official in (first, second):
                actions.declare(Signature(rows, official, at), proposal, conflict=False)
            self.decide(rows, at, proposal, first, second)

    def decide(
        self, rows: Session, at: datetime, proposal: Proposal, first: Official, second: Official
    ) -> None:
        by = Signature(rows, first, at)
        found = deciding.declaration(rows, proposal.id, first.person)
        if found is None or found.conflict:
            return
        review = actions.open_form(by, proposal)
        verdict = self.dice.choice(list(Verdict))
        ground = self.dice.choice(list(Ground)) if verdict is Verdict.INFEASIBLE else None
        typed = sheet(verdict, ground)
        actions.save(by, review, review.stand, typed)
        actions.submit(by, proposal, review, typed)
        actions.confirm(Signature(rows, second, at), proposal, review)

    def look_for_unseen(self, rows: Session, today: date) -> None:
        """Whatever is overdue since yesterday must have been mailed to the coordinator this morning."""
        told = set(
            rows.scalars(sa.select(AssignmentReminder.assignment_id).where(AssignmentReminder.kind == "late"))
        )
        self.unseen += [
            one.assignment.id
            for one in assignments.work(rows, today)
            if one.urgency is Urgency.LATE and one.assignment.id not in told
        ]


def begun(office: ReviewOffice, start: datetime) -> Fortnight:
    with office.town.database.transaction() as rows:
        rows.get_one(PhaseTime, (office.cycle, "review")).ends = start + timedelta(days=40)
        appeal = rows.get_one(PhaseTime, (office.cycle, "appeal"))
        appeal.starts, appeal.ends = start + timedelta(days=40), start + timedelta(days=60)
    staff = {}
    for place, department in enumerate(office.departments):
        emails = [f"{name}{place}@example.kr" for name in ("kim", "lee")]
        for email in emails:
            office.town.account(email, Role.REVIEWER)
            office.seat(place, email)
        staff[department] = [
            Official(office.person(email), frozenset({department}), coordinates=False) for email in emails
        ]
    office.town.account("boss@example.kr", Role.COORDINATOR)
    boss = Official(office.person("boss@example.kr"), frozenset(), coordinates=True)
    return Fortnight(office, random.Random(20270610), boss, staff)


def hand_in(office: ReviewOffice, at: datetime) -> None:
    person = office.person("kim@example.kr")
    with office.town.database.transaction() as rows:
        for number in range(1, PROPOSALS + 1):
            row = Proposal(
                cycle_id=office.cycle,
                person_id=person,
                state=State.RECEIVED.value,
                district_id=office.districts[number % 2],
                category_id=office.categories[number % 3],
                made=at,
                submitted=at,
                version=1,
            )
            text = {"problem": "문제", "idea": "내용", "beneficiaries": "모두", "place": "", "cost": None}
            row.versions = [
                ProposalVersion(number=1, at=at, person_id=person, title=f"제안 {number}", **text)
            ]
            rows.add(row)


def test_a_fortnight_of_three_departments_loses_nothing(office: ReviewOffice) -> None:
    start = datetime.now(UTC)
    fortnight = begun(office, start)
    hand_in(office, start)
    for passed in range(DAYS):
        fortnight.work_on(start + timedelta(days=passed))
    passed = DAYS
    while passed < 2 * DAYS:  # whoever is late catches up
        fortnight.work_on(start + timedelta(days=passed))
        passed += 1
    assert fortnight.unseen == []
    with office.town.database.transaction() as rows:
        sums = queries.reconciliation(rows, office.cycle)
        assert (sums.received, sums.together, sums.unanswered) == (PROPOSALS, PROPOSALS, 0)
        assert sums.is_finished
        assert min(sums.feasible, sums.infeasible, sums.merged, sums.withdrawn, sums.forwarded) > 0
        told = queries.statistics(rows, office.cycle, day(start))
        assert sum(count for _, count in told.grounds) == sums.infeasible
        assert sum(one.decided for one in told.paces) == sums.feasible + sums.infeasible
        decided = rows.scalars(sa.select(Review).where(Review.stage == "confirmed")).all()
        assert len(decided) == sums.feasible + sums.infeasible
        assert all(one.confirmer_id != one.submitter_id for one in decided)
        kinds = ("review.feasible", "review.changes", "review.infeasible")
        answers = rows.scalars(sa.select(News.address).where(News.kind.in_(kinds))).all()
        assert sorted(answers) == sorted(f"/proposals/{one.proposal_id}" for one in decided)
        letters = rows.scalar(
            sa.text("select count(*) from waiting_mails where recipient = 'kim@example.kr'")
        )
        late = rows.scalar(sa.text("select count(*) from assignment_reminders where kind = 'late'"))
        assert letters >= len(decided)
        assert late > 0
