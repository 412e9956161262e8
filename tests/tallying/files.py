"""Where real elections are found, and small files to spoil."""

import os
from pathlib import Path

import pytest

PABULIB = Path(os.environ.get("PB_PABULIB", Path(__file__).parents[3] / "shared" / "data" / "pabulib"))
REAL = sorted(PABULIB.glob("*.pb"))
each_real_file = pytest.mark.parametrize(
    "path",
    REAL or [pytest.param(None, marks=pytest.mark.skip(reason=f"no real elections in {PABULIB}"))],
    ids=lambda path: path.stem if path else "none",
)

SMALL = """\
META
key;value
description;A street and a park
country;Worldwide
unit;Somewhere
instance;2026
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
date_begin;2026
date_end;2026
max_length;2
max_sum_cost;120
PROJECTS
project_id;cost;votes;name;selected
park;60;3;Park;1
road;50;2;"Road; the long ""one""\";0
tree;40;1;Tree;1
VOTES
voter_id;vote;age
a;park,road;34
b;park;
c;tree,park;18-24
d;road;70
"""

POINTS = """\
META
key;value
num_projects;2
num_votes;2
budget;100
vote_type;cumulative
max_points;3
max_sum_points;4
min_sum_points;2
PROJECTS
project_id;cost;votes;score
1;60;2;4
2;50;1;2
VOTES
voter_id;vote;points
a;1,2;2,2
b;1;2
"""


def spoilt(old: str, new: str, text: str = SMALL) -> bytes:
    """The file with one piece replaced, once; fails when the piece is not there."""
    assert old in text
    return text.replace(old, new, 1).encode()
