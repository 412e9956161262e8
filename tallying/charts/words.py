"""Names of voter groups and columns, as charts write them."""

from tallying.badfile import Language

GROUPS: dict[str, tuple[str, str]] = {
    "internet": ("online", "온라인"),
    "paper": ("on paper", "종이"),
    "F": ("women", "여성"),
    "M": ("men", "남성"),
    "O": ("other", "기타"),
}
COLUMNS: dict[str, tuple[str, str]] = {
    "group": ("voter group", "투표자 집단"),
    "voting_method": ("voting channel", "투표 방법"),
    "sex": ("sex", "성별"),
    "age": ("age", "나이"),
    "district": ("district", "지역"),
    "neighborhood": ("neighbourhood", "동네"),
    "education": ("education", "학력"),
}


def name_of(words: dict[str, tuple[str, str]], word: str, language: Language) -> str:
    """The word in this language, or itself."""
    return words[word][language == "ko"] if word in words else word
