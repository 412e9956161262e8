"""What the town tells about personal data is what the tables hold."""

import re
from pathlib import Path

from pb.db import Base

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "personal-data.md"
# Tables that say nothing about any person.
IMPERSONAL = frozenset(
    (
        *("districts", "categories", "departments"),
        *("cycles", "cycle_sections", "cycle_groups", "cycle_phases"),
        *("cycle_ties", "cycle_bases", "cycle_shares"),
        *("projects", "project_ties", "bulletins", "ballot_orders", "result_counts"),
        "news_topics",
        "support_thresholds",
        *("council_outcomes", "milestones", "spending_entries", "completions"),
        *("unit_costs", "proposal_cost_items", "proposal_asked_amendments"),
        *("elections", "election_witnesses", "mix_groups", "backups"),
        *("voting_zones", "voting_zone_districts"),
        *("box_heads", "box_nodes", "box_checkpoints"),
        *("calls", "call_criteria", "call_corrections", "call_districts"),
        *("call_points", "call_decisions", "call_chosen"),
        *("outside_sheets", "ballot_pads"),
    )
)


def test_every_table_stands_in_the_document_on_personal_data() -> None:
    named = set(re.findall(r"^\| `(\w+)", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    tables = {"journal_" if name.startswith("journal_") else name for name in Base.metadata.tables}
    assert tables - IMPERSONAL == named
