"""All proofs of an election at once, and one by one when the sum does not come out (FORMAT.md, 26)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ballots import group, shuffle
from ballots.equations import Balance, Terms
from ballots.errors import BadProof, BallotError
from ballots.evidence import DecryptionEvidence, Evidence, MixEvidence
from ballots.logpass import LogFound
from ballots.scrutiny import Fault, Stretch, examine_plainly
from ballots.trustees import decryption
from ballots.workers import Crew, in_order


def check_at_once(found: LogFound, evidence: Sequence[Evidence], crew: Crew) -> None:
    """BadProof or BadPoint, without a name, unless every equation of the election holds."""
    balance = Balance(crew)
    balance.base(found.base)
    balance.include(found.known)
    sealed = dict(found.sealed)
    largest = max((each.group.count for each in evidence), default=0)
    generators = Terms(group.generators(largest))
    for each in evidence:
        _fold_group(balance, each, sealed, generators)
    _fold_uncounted(balance, sealed)
    balance.terms(generators)
    balance.settle()


def _fold_group(balance: Balance, each: Evidence, sealed: dict[bytes, int], generators: Terms) -> None:
    ballots = Terms(each.group.column)
    for number in range(each.group.count):
        ciphertext = each.group.column[64 * number : 64 * number + 64]
        ballots.coefficients[2 * number] += sealed.pop(ciphertext, 0)
    for mix in each.mixes:
        outputs = Terms(mix.statement.outputs)
        shuffle.fold(balance, mix.statement, mix.proof, shuffle.Sides(ballots, outputs), generators)
        balance.terms(ballots)
        ballots = outputs
    factors = {each.statement.trustee: Terms(each.statement.factors) for each in each.decryptions}
    for opening in each.decryptions:
        given = factors[opening.statement.trustee]
        decryption.fold(balance, opening.statement, opening.proof, ballots, given)
    if each.opened:
        decryption.fold_plaintexts(balance, each.opened, ballots, factors)
    for terms in (ballots, *factors.values()):
        balance.terms(terms)


def _fold_uncounted(balance: Balance, sealed: dict[bytes, int]) -> None:
    """Sealed ballots that no mix group took: replaced, voided. Their betas need only be points."""
    rest = Terms(b"".join(sealed))
    rest.add_pairs((coefficient, 0) for coefficient in sealed.values())
    balance.terms(rest)


def find_fault(stretches: Iterable[Stretch], evidence: Sequence[Evidence], crew: Crew) -> Fault | None:
    """The first proof that does not hold, each checked by itself, equation by equation; None if all hold."""
    for _, fault in in_order(crew, examine_plainly, stretches):
        if fault:
            return fault
    return next(_faults(evidence, crew), None)


def _faults(evidence: Sequence[Evidence], crew: Crew) -> Iterator[Fault]:
    mixes = [mix for each in evidence for mix in each.mixes]
    decryptions = [opening for each in evidence for opening in each.decryptions]
    yield from (fault for _, fault in in_order(crew, _mix_fault, mixes) if fault)
    yield from (fault for _, fault in in_order(crew, _decryption_fault, decryptions) if fault)
    yield from (fault for _, fault in in_order(crew, _opening_fault, evidence) if fault)


def _mix_fault(mix: MixEvidence) -> Fault | None:
    try:
        shuffle.check(mix.statement, mix.proof)
    except BallotError as error:
        return Fault("mix-proof", error.at(mix.place))
    return None


def _decryption_fault(opening: DecryptionEvidence) -> Fault | None:
    try:
        decryption.check(opening.statement, opening.proof)
    except BallotError as error:
        return Fault("decryption-proof", error.at(opening.place))
    return None


def _opening_fault(each: Evidence) -> Fault | None:
    given = {opening.statement.trustee: opening.statement.factors for opening in each.decryptions}
    if not given:
        return None
    opened = zip(decryption.combine(each.mixed, given), group.split(each.opened), strict=True)
    for number, (point, announced) in enumerate(opened, start=1):
        if point != announced:
            reason = BadProof("this is not what the sealed ballot says", f"{each.place} line {number}")
            return Fault("opening", reason)
    return None
