"""The residents about each other's proposals: supports, the discussion, and the few that take another way."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from pb import journal
from pb.accounts.roll.models import RollEntry
from pb.demo.calendar import Calendar
from pb.demo.content import Idea, Talk
from pb.discussion import actions as discussion
from pb.discussion.rules import Stance, Standing
from pb.discussion.writer import Writer
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.proposals.forwarding.actions import forward
from pb.proposals.merging.actions import merge
from pb.proposals.models import Proposal
from pb.proposals.support.models import Support
from pb.proposals.withdrawal.actions import withdraw
from pb.town.models import Department


@dataclass(frozen=True)
class Talking:
    """`residents` are persons on the roll, `official` the one who answers for the town."""

    rows: Session
    calendar: Calendar
    chance: random.Random
    residents: list[int]
    official: int

    def pen(self, reason: str, at: datetime) -> Pen:
        return Pen(self.rows, journal.seal(), Office.COORDINATOR, reason, at)

    def support(self, proposal: Proposal, idea: Idea) -> None:
        """As many residents as the idea found stand behind it."""
        at = self.calendar.within("call", 0.9)
        who = self.chance.sample(self.residents, min(idea.supports, len(self.residents)))
        rows = [{"proposal_id": proposal.id, "person_id": person, "at": at} for person in who]
        self.rows.execute(insert(Support), rows)
        proposal.supports = len(rows)

    def discuss(self, proposal: Proposal, idea: Idea) -> None:
        for place, said in enumerate(idea.talk):
            self.say(proposal, said, self.calendar.within("review", 0.1 + 0.2 * place))

    def say(self, proposal: Proposal, said: Talk, at: datetime) -> None:
        person = self.chance.choice(self.residents)
        wanted = select(RollEntry.district).where(RollEntry.person_id == person)
        resident = Writer(person, Standing.RESIDENT, self.rows.scalars(wanted).one())
        thread = discussion.begin(self.rows, proposal, resident, Stance(said.kind), said.by, said.text, at)
        if said.answer:
            office = Writer(self.official, Standing.OFFICE, office=Office.COORDINATOR.value)
            pen = self.pen("주민 질문에 대한 답변", at + timedelta(days=2))
            discussion.answer(pen, thread, office, said.answer)

    def send_on(self, proposal: Proposal, idea: Idea, others: dict[str, Proposal]) -> None:
        """Merge, forward or withdraw, if that is what became of the idea."""
        at = self.calendar.within("review", 0.2)
        if idea.merge:
            merge(self.pen("같은 내용의 제안을 하나로 모음", at), proposal.id, others[idea.merge].id)
        elif idea.forward:
            wanted = select(Department).where(Department.name_ko == idea.forward)
            department = self.rows.scalars(wanted).one()
            forward(self.pen("제안이 아니라 민원으로 바로 처리할 일", at), proposal, department, idea.paper)
        elif idea.withdraw:
            withdraw(self.rows, proposal, proposal.person_id, idea.withdraw, at)
