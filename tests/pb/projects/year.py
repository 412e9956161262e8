"""A town in the middle of its year: districts, feasible proposals, and a ballot made of them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Person
from pb.cycles import actions, rules
from pb.cycles.plan import Plan
from pb.cycles.presets import PRESETS
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.reviews.assigning.models import Assignment
from pb.reviews.deciding.models import Review
from pb.town.models import Category, Department, District
from tests.pb.accounts.conftest import Town

APPEAL, BULLETIN, VOTING = 16, 19, 21


def today() -> date:
    return rules.day(datetime.now(UTC))


def running(town: Town, preset: str, weeks: int = APPEAL) -> int:
    """A published cycle that began so many weeks and two days ago."""
    plan: Plan = PRESETS[preset].plan(2028, today() - timedelta(weeks=weeks, days=2))
    with town.database.transaction() as rows:
        cycle = actions.draft(rows, plan)
        cycle.published = plan.spans[0].starts - timedelta(days=5)
        return cycle.id


def districts(town: Town, *names: str) -> None:
    with town.database.transaction() as rows:
        rows.add_all(
            District(name_ko=one, name_en=f"{one} dong", outline="{}", retired=None) for one in names
        )


def categories(town: Town, *names: str) -> None:
    with town.database.transaction() as rows:
        rows.add_all(Category(name_ko=one, name_en=f"{one} (en)", retired=None) for one in names)


def feasible(
    town: Town,
    cycle: int,
    title: str,
    district: int | None = None,
    category: int | None = None,
    state: State = State.FEASIBLE,
) -> int:
    """A proposal that went through its review, by somebody without an account."""
    now = datetime.now(UTC)
    with town.database.transaction() as rows:
        person = Person()
        rows.add(person)
        rows.flush()
        words = {"problem": "불편합니다.", "idea": f"{title}: 만듭니다.", "beneficiaries": "주민"}
        text = ProposalVersion(
            number=1, at=now, person_id=person.id, title=title, place="시장길", cost=30_000_000, **words
        )
        proposal = Proposal(
            cycle_id=cycle,
            person_id=person.id,
            state=state.value,
            district_id=district,
            category_id=category,
            made=now,
            submitted=now,
            version=1,
            versions=[text],
        )
        rows.add(proposal)
        rows.flush()
        if state in (State.FEASIBLE, State.INFEASIBLE):
            decide(rows, proposal)
        return proposal.id


def decide(rows: Session, proposal: Proposal) -> None:
    """The department's decision behind the state of a proposal, signed by two."""
    writer, signer, at = Person(), Person(), proposal.made
    department = rows.scalars(select(Department)).first() or Department(
        name_ko="공원녹지과", name_en="Parks", retired=None
    )
    rows.add_all([writer, signer, department])
    rows.flush()
    lead = Assignment(
        proposal_id=proposal.id,
        department_id=department.id,
        part="lead",
        since=at,
        due=rules.day(at),
        question="",
        answer="",
        ended=at,
        outcome="decided",
    )
    rows.add(lead)
    rows.flush()
    infeasible = proposal.state == State.INFEASIBLE
    rows.add(
        Review(
            proposal_id=proposal.id,
            assignment_id=lead.id,
            version=1,
            stage="confirmed",
            stand=1,
            begun=at,
            saved=at,
            writer_id=writer.id,
            submitted=at,
            submitter_id=writer.id,
            confirmed=at,
            confirmer_id=signer.id,
            verdict="infeasible" if infeasible else "feasible",
            ground="law" if infeasible else None,
            legal_basis="도로법 제61조" if infeasible else "",
            explanation="설명",
            changes="",
            note="",
            returned="",
        )
    )
    rows.flush()


def typed(title: str, section: int = 1, cost: str = "30,000,000") -> dict[str, str]:
    """The form of one project, filled in."""
    return {
        "section": str(section),
        "title_ko": title,
        "title_en": f"{title} (en)",
        "text_ko": f"{title} 만들기",
        "text_en": f"Making {title}",
        "place": "시장길",
        "cost": cost,
        "department": "0",
    }
