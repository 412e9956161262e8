"""A trustee's work on files: each step returns, in plain words, what it did and what comes next.

A trustee has a folder of their own (key.json, encrypted; signed.json, which batches were opened), and all
share one folder during the ceremony, where each puts signed files and nobody can change another's unseen.
After the close the shared folder is the unzipped bundle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ballots import canonical, group, mixing, randomness, shuffle
from ballots.bundle import names, open_bundle
from ballots.errors import BallotError, Refused
from ballots.evidence import Evidence
from ballots.trustees import ceremony, decryption, holder, keyfile
from ballots.trustees.announcements import Batch, sha512, write_decryption, write_mix
from ballots.trustees.ceremony import Terms
from ballots.trustees.holder import Holder
from ballots.verify import MIXED_STEPS, Verifier
from ballots.workers import Crew

KEY: Final = "key.json"
SIGNED: Final = "signed.json"
TERMS: Final = "terms.json"
_PLAIN_NAME = re.compile(r"[^0-9A-Za-z가-힣]+")

Words = list[str]


def new(own: Path, shared: Path, name: str, passphrase: str, cost: int = keyfile.COST) -> Words:
    """Make this trustee's keys and put the public card where the others see it."""
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (own / KEY).exists():
        raise Refused("there is a key already; a new one would make the old one's share worthless", str(own))
    card = shared / "cards" / f"{_PLAIN_NAME.sub('-', name)}.json"
    if card.exists():
        raise Refused("another trustee has this name already", str(card))
    made = holder.new(name, randomness.SystemSource())
    ceremony.read_card(made.card())
    _keep(own, made, passphrase, cost)
    _publish(card, made.card())
    return [
        f"Your keys are in {own / KEY}, locked with your passphrase. Without both nobody can do your part.",
        "Make a copy of the file on another medium now; write the passphrase on paper, kept elsewhere.",
        f"Your card is {card}. Read its signing key to the other trustees by telephone:",
        f"  {made.card()['signing']}",
        "Next: when every trustee's card is there, one of you runs `trustee deal` with --threshold.",
    ]


def deal(
    own: Path, shared: Path, passphrase: str, threshold: int | None = None, cost: int = keyfile.COST
) -> Words:
    """Fix the terms (once, with `threshold`), then commit, then, when all have committed, deal."""
    me = _holder(own, passphrase)
    said = _fix_terms(shared, me, threshold) if threshold is not None else []
    agreed, _ = _terms(shared)
    number = me.number(agreed)
    if not _file(shared, "commitments", number).exists():
        if not me.terms:
            me = me.begin(agreed, randomness.SystemSource())
            _keep(own, me, passphrase, cost)
        _publish(_file(shared, "commitments", number), me.commitment(agreed))
        said.append(f"You are trustee {number} of {agreed.count}; any {agreed.threshold} can open the box.")
        said.append("Your secret is drawn and your commitment to it published. The trustees' keys are:")
        said += [f"  {at} {card.name} {card.signing.hex()}" for at, card in enumerate(agreed.cards, start=1)]
        said.append("Compare them by telephone; if one is not its owner's, stop and begin again.")
    missing = _missing(shared, "commitments", agreed)
    if missing:
        return [*said, f"Next: wait for the commitments of {missing}, then run `trustee deal` again."]
    if not _file(shared, "deals", number).exists():
        commitments = _all(shared, "commitments", agreed)
        me = me.hear(agreed, commitments)
        _keep(own, me, passphrase, cost)
        made = me.deal(agreed, commitments, randomness.SystemSource())
        _publish(_file(shared, "deals", number), made)
        said.append("Everybody has committed; your part is dealt, a sealed share for each trustee.")
    return [*said, "Next: when every deal is there, run `trustee finish`."]


def finish(own: Path, shared: Path, passphrase: str, cost: int = keyfile.COST) -> Words:
    """Check every deal, keep the share, acknowledge; the last one's run writes ceremony.json."""
    agreed, terms = _terms(shared)
    me = _holder(own, passphrase)
    number = me.number(agreed)
    missing = _missing(shared, "deals", agreed)
    if missing:
        return [
            f"The deals of {missing} are not there yet. Next: ask them to run `trustee deal`.",
            "If one of them cannot go on, the ceremony starts again with new keys and without them.",
        ]
    _refuse_complaints(shared)
    said: Words = []
    commitments, deals = (_all(shared, kind, agreed) for kind in ("commitments", "deals"))
    if not me.share:
        me, words = _finish(shared, agreed, me, commitments, deals)
        _keep(own, me, passphrase, cost)
        _publish(_file(shared, "acknowledgements", number), words)
        said += ["Every share you got is right; your part of the key is kept.", "Copy your key file again."]
    elif not _file(shared, "acknowledgements", number).exists():
        _publish(_file(shared, "acknowledgements", number), me.acknowledge_again(agreed, commitments, deals))
        said.append("Your word that the shares are right was missing; it is there again.")
    missing = _missing(shared, "acknowledgements", agreed)
    if missing:
        return [*said, f"Next: wait for {missing}; when they have finished, run `trustee finish` again."]
    whole = ceremony.assemble(terms, commitments, deals, _all(shared, "acknowledgements", agreed))
    blob = canonical.encode(whole)
    key = ceremony.read(blob)
    (shared / names.CEREMONY).write_bytes(blob)
    said.append(f"The ceremony is complete: {shared / names.CEREMONY}, key {key.public.hex()}.")
    if key.solo:
        said.append("SOLO MODE: you alone could read every vote. Every page must say so.")
    return [*said, "Next: give that file to the town; its hash goes into the manifest before opening."]


def _finish(
    shared: Path,
    agreed: Terms,
    me: Holder,
    commitments: Sequence[dict[str, Any]],
    deals: Sequence[dict[str, Any]],
) -> tuple[Holder, dict[str, Any]]:
    """My share and acknowledgement; on a wrong deal a signed complaint is published, and Refused raised."""
    number = me.number(agreed)
    for dealer in range(1, agreed.count + 1):
        try:
            me.check_deal(agreed, commitments, dealer, deals[dealer - 1])
        except BallotError as error:
            words = ceremony.complaint(agreed, number, dealer, str(error)[:500], me.signing)
            path = _file(shared, "complaints", number)
            _publish(path, words)
            name = agreed.cards[dealer - 1].name
            raise Refused(
                f"the deal of {name} is wrong ({error}). Your signed complaint is {path}. This ceremony "
                f"stops: {name} may show the share in public, since it opens nothing; then all begin "
                f"again with new keys, without whoever was at fault",
                str(_file(shared, "deals", dealer)),
            ) from None
    return me.finish(agreed, commitments, deals)


def mix(own: Path, folder: Path, passphrase: str, crew: Crew) -> Words:
    """Check the bundle so far, then mix each group that still needs a mixer."""
    me = _holder(own, passphrase)
    verifier = _verified(folder, crew)
    number = _own_number(verifier, me)
    said = ["The log, the rules of the box and every mix so far hold."]
    wanted = verifier.election.trustees.mixers
    for each in verifier.evidence:
        name = each.group.name
        if len(each.mixes) == wanted:
            said.append(f"{name}: has its {wanted} mixes; nothing to do.")
        elif number in {mix.statement.mixer for mix in each.mixes}:
            said.append(f"{name}: you mixed it before; another trustee is next.")
        else:
            _mix_group(folder, verifier, me, each, crew)
            said.append(f"{name}: {each.group.count} ballots mixed; the order existed only in memory.")
    return [*said, f"Next: another trustee mixes, until each group has {wanted}; then `trustee decrypt`."]


def _mix_group(folder: Path, verifier: Verifier, me: Holder, each: Evidence, crew: Crew) -> None:
    number, place = _own_number(verifier, me), len(each.mixes) + 1
    batch = Batch(verifier.election.election, each.group.style, each.group.group)
    public = verifier.key.public
    source = randomness.SystemSource()
    made = mixing.mix(batch.context, place, number, public, each.mixed, source, crew)
    statement = shuffle.Statement(batch.context, place, number, public, each.mixed, made.outputs)
    header = write_mix(batch, statement, made.proof, me.signing)
    parts = {"outputs": made.outputs, "proof": made.proof.octets(), "json": header}
    for ending, blob in parts.items():
        _write(folder / names.mix_file(each.group.name, place, ending), blob)


def decrypt(own: Path, folder: Path, passphrase: str, crew: Crew) -> Words:
    """Check the bundle up to the last mix, then publish this trustee's factors, once for each group."""
    me = _holder(own, passphrase)
    verifier = _verified(folder, crew)
    number = _own_number(verifier, me)
    wanted = verifier.election.trustees.mixers
    said = [
        "The log, the rules of the box and every mix hold.",
        f"You open election {verifier.election.election.hex()}: it must be the one on the poster.",
        f"Its box has {verifier.final.size} entries, with root {verifier.final.root.hex()}.",
        "Ask the other trustees whether theirs is the same before you hand on anything.",
    ]
    for each in verifier.evidence:
        if len(each.mixes) != wanted:
            raise Refused(f"{len(each.mixes)} of {wanted} mixes are there", each.group.name)
    threshold = verifier.key.threshold
    for each in verifier.evidence:
        name = each.group.name
        if len(_others(folder, verifier, name, number)) >= threshold:
            said.append(
                f"{name}: {threshold} others opened it; a further part would spoil it. Nothing to do."
            )
            continue
        remember(own, Batch(verifier.election.election, each.group.style, each.group.group), each.mixed)
        _decrypt_group(folder, verifier, me, number, each, crew)
        said.append(f"{name}: your part for {each.group.count} ballots is published.")
    return [
        *said,
        f"Next: {threshold} trustees must do this. If one is missing, any other of the "
        f"{len(verifier.key.cards)} can; with fewer than {threshold} nobody can open the box.",
    ]


def _others(folder: Path, verifier: Verifier, name: str, own: int) -> list[int]:
    """Which other trustees' parts lie there for a mix group."""
    return [
        number
        for number in verifier.key.cards
        if number != own and (folder / names.decryption_file(name, number, "json")).exists()
    ]


def _decrypt_group(
    folder: Path, verifier: Verifier, me: Holder, number: int, each: Evidence, crew: Crew
) -> None:
    batch = Batch(verifier.election.election, each.group.style, each.group.group)
    column = decryption.factors(me.share, each.mixed, crew)
    statement = decryption.Statement(
        batch.context, number, verifier.key.verification[number], each.mixed, column
    )
    proof = decryption.prove(statement, me.share, randomness.SystemSource(), crew)
    header = write_decryption(batch, statement, proof, me.signing)
    for ending, blob in (("factors", column), ("json", header)):
        _write(folder / names.decryption_file(each.group.name, number, ending), blob)


def remember(own: Path, batch: Batch, ciphertexts: bytes) -> None:
    """Note, on the disk, that this batch is the one opened for its group; Refused if another was.

    Refused too for a second election: whoever made voters cast in a false one could have it opened first.
    """
    path = own / SIGNED
    noted: dict[str, str] = {}
    if path.exists():
        noted = canonical.decode(keyfile.read_private(path), str(path))
    name = f"{batch.election.hex()}/{batch.style}.{batch.group}"
    hashed = sha512(ciphertexts)
    if any(not each.startswith(f"{batch.election.hex()}/") for each in noted):
        raise Refused("your key opened another election before; each election has keys of its own", name)
    if noted.setdefault(name, hashed) != hashed:
        raise Refused("you opened other ballots for this group before; a second batch is never opened", name)
    keyfile.write_private(path, canonical.encode(noted))


def _verified(folder: Path, crew: Crew) -> Verifier:
    if folder.is_file():
        raise Refused("unzip the bundle first: your part is written beside the others'", str(folder))
    with open_bundle(folder) as bundle:
        verifier = Verifier(bundle, crew, unfinished=True)
        report = verifier.run(MIXED_STEPS)
    if report.failed:
        raise Refused(f"nothing is mixed or opened: {report.failed.detail}", report.failed.code)
    return verifier


def _own_number(verifier: Verifier, me: Holder) -> int:
    own = ceremony.read_card(me.card())
    for number, card in verifier.key.cards.items():
        if card == own:
            if group.base(me.share) != verifier.key.verification[number]:
                raise Refused("this is not the ceremony that you took part in; open nothing for it")
            return number
    raise Refused("your key is not among the trustees of this election")


def _holder(own: Path, passphrase: str) -> Holder:
    return holder.from_json(keyfile.read(own / KEY, passphrase), str(own / KEY))


def _keep(own: Path, me: Holder, passphrase: str, cost: int) -> None:
    keyfile.write(own / KEY, holder.to_json(me), passphrase, randomness.SystemSource(), cost)


def _fix_terms(shared: Path, me: Holder, threshold: int) -> Words:
    if (shared / TERMS).exists():
        raise Refused("the terms are fixed already; run `trustee deal` without --threshold", str(shared))
    cards = [_read(path) for path in sorted((shared / "cards").glob("*.json"))]
    terms = ceremony.terms(shared.name, threshold, cards, randomness.SystemSource().octets(32))
    agreed = ceremony.read_terms(terms)
    me.number(agreed)
    _publish(shared / TERMS, terms)
    people = ", ".join(card.name for card in agreed.cards)
    return [f"The terms are fixed: {people}; any {threshold} of these {agreed.count} can open the box."]


def _terms(shared: Path) -> tuple[Terms, dict[str, Any]]:
    if not (shared / TERMS).exists():
        raise Refused("no terms yet: one trustee runs `trustee deal --threshold T`", str(shared))
    terms = _read(shared / TERMS)
    return ceremony.read_terms(terms, str(shared / TERMS)), terms


def _refuse_complaints(shared: Path) -> None:
    complaints = sorted((shared / "complaints").glob("*.json"))
    if complaints:
        raise Refused(
            "a trustee complained: stop, read the complaint, begin again with new keys", str(complaints[0])
        )


def _file(shared: Path, kind: str, number: int) -> Path:
    return shared / kind / f"{number}.json"


def _missing(shared: Path, kind: str, agreed: Terms) -> str:
    absent = (
        card.name
        for number, card in enumerate(agreed.cards, start=1)
        if not _file(shared, kind, number).exists()
    )
    return ", ".join(absent)


def _all(shared: Path, kind: str, agreed: Terms) -> list[dict[str, Any]]:
    return [_read(_file(shared, kind, number)) for number in range(1, agreed.count + 1)]


def _read(path: Path) -> Any:
    return canonical.decode(path.read_bytes(), str(path))


def _publish(path: Path, words: dict[str, Any]) -> None:
    _write(path, canonical.encode(words))


def _write(path: Path, blob: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(blob)
