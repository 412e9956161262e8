"""The review's form as a reviewer fills it in."""

from pb.reviews.deciding.models import Criterion

EXPLANATION = "정류장 옆은 구청 땅이고 나무를 심을 수 있습니다."
CANARY = "INTERNAL-CANARY-7f3a"


def feasible(stand: int = 0, **more: str) -> dict[str, str]:
    """Everything in order, with one line of cost."""
    lights = {f"light_{one.value}": "ok" for one in Criterion}
    return {
        "stand": str(stand),
        **lights,
        "verdict": "feasible",
        "item_1": "느티나무",
        "quantity_1": "10",
        "unit_1": "그루",
        "unit_cost_1": "2,000,000",
        "yearly_1": "300,000",
        "explanation": EXPLANATION,
        "note": CANARY,
        **more,
    }


def infeasible(stand: int = 0, ground: str = "law", **more: str) -> dict[str, str]:
    typed = feasible(stand) | {"light_law": "no", "words_law": "도로법에 따라 심을 수 없습니다."}
    typed |= {"verdict": "infeasible", "ground": ground, "legal_basis": "도로법 제61조"}
    return typed | {"explanation": "인도 폭이 좁아 법에 따라 나무를 심을 수 없습니다."} | more
