"""The ways of counting that a person can choose: each rule with its variants, by name, in two languages."""

from dataclasses import dataclass, field, replace

from tallying.options import Options


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to count: a rule and its switches. `title` and `meaning` are English and Korean."""

    rule: str
    title: tuple[str, str]
    meaning: tuple[str, str]
    options: Options = field(default_factory=Options)


ADD1 = ("the budget shares grow by one won at a time", "몫을 1원씩 늘려 가며 다시 셉니다")

VARIANTS: dict[str, Variant] = {
    "greedy": Variant(
        "greedy",
        ("Most votes first", "득표순"),
        (
            "Down the list by votes; what no longer fits into the budget is skipped.",
            "득표가 많은 사업부터 차례로 뽑고, 남은 예산에 들지 않으면 건너뜁니다.",
        ),
    ),
    "greedy-no-skip": Variant(
        "greedy-no-skip",
        ("Most votes first, stop at the first misfit", "득표순, 예산을 넘으면 멈춤"),
        (
            "Down the list by votes; the count ends at the first project that does not fit.",
            "득표가 많은 사업부터 뽑다가 예산에 들지 않는 사업이 나오면 멈춥니다.",
        ),
    ),
    "greedy-threshold": Variant(
        "greedy-threshold",
        ("Most votes first, above a threshold", "득표순, 최소 득표 이상"),
        (
            "As most votes first, but only among projects that reach the votes the file demands.",
            "득표순과 같지만 파일에 적힌 최소 득표를 넘은 사업만 뽑습니다.",
        ),
    ),
    "greedy-per-won": Variant(
        "greedy-per-won",
        ("Most votes for the money", "비용 대비 득표순"),
        (
            "Down the list by votes per won: small, popular projects come first.",
            "1원당 득표가 많은 사업부터 뽑습니다. 작고 인기 있는 사업이 앞섭니다.",
        ),
    ),
    "knapsack-per-won": Variant(
        "knapsack-per-won",
        ("Won by won", "원 단위 집계"),
        (
            "Each won goes where most voters want it; the last project may get a part of its cost.",
            "1원마다 가장 많은 사람이 원하는 곳에 씁니다. 마지막 사업은 일부만 받을 수 있습니다.",
        ),
    ),
    "max-votes": Variant(
        "max-votes",
        ("Most votes in total", "총득표 최대"),
        (
            "Of all lists that fit into the budget, the one whose projects have the most votes together.",
            "예산에 드는 모든 조합 가운데 득표 합이 가장 큰 조합을 뽑습니다.",
        ),
    ),
    "equal-shares": Variant(
        "equal-shares",
        ("Equal Shares", "균등 몫"),
        (
            "Every voter holds the same share of the budget and pays only for projects of their own.",
            "유권자마다 예산을 똑같이 나눠 갖고, 자기가 고른 사업에만 씁니다.",
        ),
    ),
    "equal-shares/add1": Variant(
        "equal-shares",
        ("Equal Shares, filled up", "균등 몫, 몫 늘리기"),
        (
            f"As Equal Shares; {ADD1[0]} while the winners still fit.",
            f"균등 몫과 같되, 예산 안에 드는 동안 {ADD1[1]}.",
        ),
        Options(completion="add1"),
    ),
    "equal-shares/add1-exhaustive": Variant(
        "equal-shares",
        ("Equal Shares, filled up until nothing fits", "균등 몫, 더 들 사업이 없을 때까지"),
        (
            f"As Equal Shares; {ADD1[0]} until no further project would fit.",
            f"균등 몫과 같되, 더 들어갈 사업이 없을 때까지 {ADD1[1]}.",
        ),
        Options(completion="add1-exhaustive"),
    ),
    "equal-shares/utilitarian": Variant(
        "equal-shares",
        ("Equal Shares, then most votes", "균등 몫, 남으면 득표순"),
        (
            "As Equal Shares; what is left goes to the projects with the most votes.",
            "균등 몫으로 뽑고, 남은 예산은 득표순으로 씁니다.",
        ),
        Options(completion="utilitarian"),
    ),
    "equal-shares/comparison": Variant(
        "equal-shares",
        ("Equal Shares, compared with most votes", "균등 몫, 득표순과 비교"),
        (
            "As Equal Shares, filled up; most votes first is taken instead if more voters prefer it.",
            "균등 몫과 득표순 가운데 더 많은 유권자가 낫다고 보는 쪽을 씁니다.",
        ),
        Options(completion="comparison"),
    ),
    "phragmen": Variant(
        "phragmen",
        ("Phragmén", "프라그멘"),
        (
            "Voters earn money at the same speed; a project is bought once its supporters can pay.",
            "유권자가 같은 속도로 돈을 벌고, 지지자들이 낼 수 있게 된 사업부터 뽑습니다.",
        ),
    ),
    "maximin": Variant(
        "maximin",
        ("Most even burden", "최소 지지 최대"),
        (
            "Costs are spread over the supporters so that the heaviest burden stays as small as possible.",
            "비용을 지지자들에게 나누어 가장 무거운 부담이 되도록 작아지게 뽑습니다.",
        ),
    ),
}

# Blank ballots are a no. It is no entry of VARIANTS because it depends on the number of ballots.
MAJORITY = "greedy/majority"


def variant_of(name: str, ballots: int = 0) -> Variant:
    """The way of counting of this name, for an election with so many ballots. Raises KeyError."""
    if name != MAJORITY:
        return VARIANTS[name]
    way = VARIANTS["greedy"]
    return replace(
        way,
        title=("Most votes first, with a majority", "득표순, 과반 찬성"),
        meaning=(
            "As most votes first, but only among projects that more than half of all ballots name.",
            "득표순과 같지만 전체 투표지의 과반에 표시된 사업만 뽑습니다.",
        ),
        options=replace(way.options, quorum=ballots // 2 + 1),
    )


def every_variant() -> dict[str, Variant]:
    """All ways of counting, for a list; a majority as it is for no ballot."""
    return {**VARIANTS, MAJORITY: variant_of(MAJORITY)}
