"""What the command line says, in English and Korean."""

from tallying.badfile import Language

WORDS: dict[str, tuple[str, str]] = {
    "about": (
        "Count participatory-budgeting elections exactly, and say why.",
        "주민참여예산 투표를 정확히 세고 이유를 설명합니다.",
    ),
    "exit": (
        "Exit codes: 0 done; 1 the file deviates (check), or its `selected` is not what its rule gives; 2 "
        "wrong usage, an unreadable file, or weights and rules that do not fit it; 130 interrupted; 141 our "
        "output was cut off.",
        "종료 코드: 0 완료, 1 파일이 형식과 다르거나 적힌 선정 결과가 규칙과 다름(check), 2 잘못된 사용이나 "
        "읽을 수 없는 파일, 맞지 않는 가중치나 규칙, 130 중단, 141 출력이 끊김.",
    ),
    "count": ("count an election by one rule", "한 가지 방식으로 셉니다"),
    "compare": ("count by every rule, side by side", "모든 방식으로 세어 나란히 보여 줍니다"),
    "rules": ("name the rules and what they mean", "방식의 이름과 뜻을 보여 줍니다"),
    "check": ("check a file strictly, and its stated result", "파일과 적힌 결과를 엄격히 검사합니다"),
    "convert": ("turn .pb into CSV files and back", ".pb와 CSV를 서로 바꿉니다"),
    "file": ("a .pb file", ".pb 파일"),
    "rule": ("the rule; see `rules`", "집계 방식(`rules` 참고)"),
    "utility": ("what a funded project is worth to its voters", "선정된 사업의 가치 기준"),
    "completion": ("what Equal Shares does with money left over", "균등 몫에서 남은 예산 처리"),
    "ties": (
        "tie-breaks in order: votes, cost, lexico, lot:SEED, most:COLUMN, least:COLUMN",
        "동점 처리 순서: votes, cost, lexico, lot:SEED, most:COLUMN, least:COLUMN",
    ),
    "weights": ("CSV or JSON with the weight of each voter group", "투표자 집단별 가중치 파일(CSV, JSON)"),
    "conditions": (
        "JSON with projects that exclude each other and mandatory ones",
        "함께 선정할 수 없는 사업과 의무 사업 파일(JSON)",
    ),
    "quorum": ("ballots that must name a project", "최소 득표 수"),
    "threshold": ("score a project must reach", "최소 점수"),
    "partial": (
        "give what is left to the first that did not fit",
        "남은 예산을 맞지 않은 첫 사업에 일부 배정",
    ),
    "ranked": ("how a ranking becomes points", "순위를 점수로 바꾸는 방법"),
    "first": ("ranks that count under first-k", "first-k에서 세는 순위"),
    "format": ("text for people or json for programs", "사람용 text 또는 프로그램용 json"),
    "charts": (
        "write SVG, PNG, PDF and CSV of each chart into this folder",
        "그림(SVG, PNG, PDF)과 표(CSV)를 저장할 폴더",
    ),
    "report": ("write a PDF report", "PDF 보고서 저장"),
    "explain": (
        "every round, every project's reason, how near each loser was",
        "모든 단계와 이유, 얼마나 모자랐는지",
    ),
    "lenient": (
        "deviations to accept: names joined by commas, or all",
        "허용할 형식 위반: 쉼표로 이은 이름 또는 all",
    ),
    "lang": ("ko or en", "ko 또는 en"),
    "only": ("rules to compare, joined by commas", "비교할 방식(쉼표로 연결)"),
    "sources": (
        "FILE.pb, or PROJECTS.csv BALLOTS.csv [META.csv]",
        "FILE.pb 또는 PROJECTS.csv BALLOTS.csv [META.csv]",
    ),
    "target": ("FILE.pb, or a folder for the CSV files", "FILE.pb 또는 CSV를 저장할 폴더"),
    "meta": ("a fact about the election, such as budget=1000000", "선거 정보, 예: budget=1000000"),
    "encoding": ("of CSV files written", "저장할 CSV의 문자 부호화"),
    "complete": ("keep what pabulib-checker does not know", "pabulib-checker가 모르는 항목도 저장"),
    "voters": ("voters", "투표자"),
    "projects": ("projects", "사업"),
    "budget": ("budget", "예산"),
    "rule-is": ("rule", "방식"),
    "id": ("id", "번호"),
    "name": ("project", "사업명"),
    "votes": ("votes", "득표"),
    "cost": ("cost", "비용"),
    "order": ("#", "순서"),
    "line": (
        "---- funding line: {funded} projects, {cost} of {budget} ({share}), {left} left",
        "---- 선정선: {funded}개 사업, 예산 {budget} 중 {cost} 배정({share}), {left} 남음",
    ),
    "more": ("     … {count} more (--explain shows all)", "     … 외 {count}개 (--explain으로 모두 보기)"),
    "no-ties": ("No ties.", "동점이 없었습니다."),
    "ties-met": ("Ties ({count}):", "동점 ({count}건):"),
    "more-ties": ("  … {count} more (--explain shows all)", "  … 외 {count}건 (--explain으로 모두 보기)"),
    "why": ("Why:", "이유:"),
    "rounds": ("Rounds:", "단계:"),
    "round": (
        "{number}. {action} {project}: {paid}, {left} left",
        "{number}. {action} {project}: {paid}, {left} 남음",
    ),
    "funded": ("funded", "선정"),
    "mandatory": ("mandatory", "의무"),
    "partly": ("partly", "일부"),
    "skipped": ("skipped", "건너뜀"),
    "stopped": ("stopped at", "멈춤"),
    "completion-round": ("completed with", "보완"),
    "served": ("voters with a funded project", "선정 사업이 있는 투표자"),
    "count-of": ("projects", "사업 수"),
    "some-rules": ("Projects that not all rules fund:", "방식에 따라 달라지는 사업:"),
    "all-rules": ("{count} projects are funded by every rule.", "{count}개 사업은 모든 방식에서 선정됩니다."),
    "counting": ("counting", "집계"),
    "margins": ("recounting for margins", "차이 계산"),
    "drawing": ("drawing", "그리기"),
    "accept-with": ("it can be read with: --lenient {names}", "다음으로 읽을 수 있습니다: --lenient {names}"),
    "noted": ("note", "알림"),
    "strict": ("{file}: strict, nothing to accept.", "{file}: 형식에 맞습니다."),
    "deviates": ("{file}: deviates from the format:", "{file}: 형식과 다릅니다:"),
    "sum": (
        "{ballots} ballots name {marks} projects; the votes of all projects add up to {votes}.",
        "투표지 {ballots}장이 고른 사업은 모두 {marks}개, 사업별 득표의 합은 {votes}입니다.",
    ),
    "selected-same": (
        "`selected` is what the rule {rule} gives.",
        "적힌 선정 결과가 방식 {rule}의 결과와 같습니다.",
    ),
    "selected-differs": (
        "`selected` is not what the rule {rule} gives: only stated {stated}; only counted {counted}.",
        "적힌 선정 결과가 방식 {rule}의 결과와 다릅니다. 적힌 것만: {stated}, 센 것만: {counted}.",
    ),
    "selected-unknown": (
        "The file states no result that can be recounted.",
        "다시 셀 수 있는 결과가 적혀 있지 않습니다.",
    ),
    "wrote": ("wrote {file}", "저장함: {file}"),
    "dropped": (
        "left out, as Pabulib has no place for it: {names} (--complete keeps it)",
        "Pabulib 형식에 없어 뺌: {names} (--complete로 유지)",
    ),
    "impossible": ("cannot count: {why}", "셀 수 없습니다: {why}"),
    "bad-tie": ("{why}", "{why}"),
    "unknown-leniency": (
        "unknown leniency {name}; known are {known}",
        "모르는 허용 이름 {name}. 가능한 이름: {known}",
    ),
    "unknown-rule": ("unknown rule {name}; known are {known}", "모르는 방식 {name}. 가능한 방식: {known}"),
    "bad-meta": ("--meta wants KEY=VALUE, found {name}", "--meta는 KEY=VALUE 꼴이어야 합니다: {name}"),
    "bad-number": ("{name} is not a number of 0 or more", "{name}은(는) 0 이상의 수가 아닙니다"),
    "not-whole": ("{name} is not a whole number", "{name}은(는) 정수가 아닙니다"),
    "cannot-print": ("cannot print: {why}", "출력할 수 없습니다: {why}"),
    "cannot-write": ("cannot write {file}: {why}", "{file}에 저장할 수 없습니다: {why}"),
    "leniencies": (
        "Leniencies (* accepted without asking, with a note):",
        "허용할 수 있는 형식 위반 (*는 알리고 바로 허용):",
    ),
    "interrupted": ("interrupted", "중단되었습니다"),
}


def word(key: str, language: Language, **parts: object) -> str:
    """One sentence or word, with its parts filled in."""
    return WORDS[key][language == "ko"].format(**parts)
