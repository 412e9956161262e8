"""Tampering with the box by insiders who can sign: registrar, log and witnesses together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ballots import canonical, entry, group, log, sealing, signing, styles
from ballots.entry import NOTHING_BEFORE, Admit, Cast, Paper, Sealed, Void
from ballots.errors import Refused
from ballots.group import IDENTITY, L, Point
from ballots.paper import Typed, empty_batch, seal_batch, sign
from ballots.proofs import Casting
from ballots.randomness import SystemSource
from ballots.tamper.workshop import Workshop
from ballots.transcript import context

Sealing = Callable[[Casting], Sealed]


def entry_spaced(shop: Workshop) -> None:
    entries = shop.entries()
    shop.rebuild([entries[0].replace(b",", b", ", 1), *entries[1:]])


def entry_with_more(shop: Workshop) -> None:
    entries = shop.entries()
    fields = canonical.decode(entries[0])
    shop.rebuild([canonical.encode({**fields, "note": "hello"}), *entries[1:]])


def ballot_altered(shop: Workshop) -> None:
    """The box puts another sealed ballot under the voter's signature."""
    index = shop.find(lambda each: isinstance(each.entry, Cast))
    entries = shop.entries()
    fields = canonical.decode(entries[index])
    entries[index] = canonical.encode({**fields, "beta": shop.key.public.hex()})
    shop.rebuild(entries)


def signature_malleable(shop: Workshop) -> None:
    """S + L verifies wherever S is not compared with the group's order."""
    entries = shop.entries()
    fields = canonical.decode(entries[0])
    old = bytes.fromhex(fields["signature"])
    shifted = (int.from_bytes(old[32:], "little") + L).to_bytes(32, "little")
    entries[0] = canonical.encode({**fields, "signature": (old[:32] + shifted).hex()})
    shop.rebuild(entries)


def admitted_by_stranger(shop: Workshop) -> None:
    stranger = signing.new_key(SystemSource())
    own = signing.public_key(signing.new_key(SystemSource()))
    shop.insert(entry.write(shop.election, Admit(_absent(shop), own), stranger))


def one_clerk_twice(shop: Workshop) -> None:
    batch = _extra_batch(shop, 0)
    clerk = shop.keys.clerks[0]
    signed_once = sign(shop.manifest, batch, (clerk, clerk))
    shop.insert(shop.registered(signed_once))


def ballot_twice(shop: Workshop) -> None:
    entries = shop.entries()
    shop.insert(entries[shop.find(lambda each: isinstance(each.entry, Cast))])


def ballot_dropped(shop: Workshop) -> None:
    """A first ballot is left out though a second follows it."""
    again = shop.find(lambda each: isinstance(each.entry, Cast) and each.entry.revision == 2)
    before = canonical.decode(shop.entries()[again])["supersedes"]
    kept = [blob for blob in shop.entries()[:-1] if log.leaf_hash(blob).hex() != before]
    shop.rebuild([*kept, shop.close_after(len(kept))])


def entry_after_close(shop: Workshop) -> None:
    own = signing.public_key(signing.new_key(SystemSource()))
    shop.rebuild([*shop.entries(), shop.registered(Admit(_absent(shop), own))])


def never_closed(shop: Workshop) -> None:
    shop.rebuild(shop.entries()[:-1])


def close_miscounts(shop: Workshop) -> None:
    entries = shop.entries()[:-1]
    shop.rebuild([*entries, shop.close_after(len(entries) + 1)])


def two_voters_one_device(shop: Workshop) -> None:
    """Two voters are led to the same key, so that one ballot seems to be both of theirs (a clash)."""
    first = shop.decoded()[shop.find(lambda each: isinstance(each.entry, Admit))].entry
    device = first.device if isinstance(first, Admit) else b""
    shop.insert(shop.registered(Admit(_absent(shop), device)))


def admitted_twice(shop: Workshop) -> None:
    first = shop.decoded()[shop.find(lambda each: isinstance(each.entry, Admit))].entry
    own = signing.public_key(signing.new_key(SystemSource()))
    slot = first.slot if isinstance(first, Admit) else 0
    shop.insert(shop.registered(Admit(slot, own)))


def slot_beyond_roll(shop: Workshop) -> None:
    own = signing.public_key(signing.new_key(SystemSource()))
    shop.insert(shop.registered(Admit(shop.manifest.slots, own)))


def official_votes(shop: Workshop) -> None:
    shop.insert(shop.registered(Admit(_absent(shop), shop.manifest.registrar)))


def voided_twice(shop: Workshop) -> None:
    slot = _absent(shop)
    shop.insert(*(shop.registered(Void(slot, "death", 0)) for _ in range(2)))


def nothing_to_take_back(shop: Workshop) -> None:
    shop.insert(shop.registered(Void(_absent(shop), "request", 0)))


def paper_without_voter(shop: Workshop) -> None:
    """Ballot papers for people who never came to the desk."""
    shop.insert(shop.registered(sign(shop.manifest, _extra_batch(shop, 1000), shop.keys.clerks)))


def batch_skipped(shop: Workshop) -> None:
    batch = replace(_extra_batch(shop, 0), batch=99)
    shop.insert(shop.registered(sign(shop.manifest, batch, shop.keys.clerks)))


def other_election(shop: Workshop) -> None:
    """An entry replayed from another election."""
    own = signing.public_key(signing.new_key(SystemSource()))
    shop.insert(entry.write(bytes(32), Admit(_absent(shop), own), shop.keys.registrar))


def group_made_small(shop: Workshop) -> None:
    """So many ballots are voided that opening the rest would show how somebody voted."""
    papers = sum(len(each.entry.ballots) for each in shop.decoded() if isinstance(each.entry, Paper))
    if papers + 1 >= shop.manifest.smallest:
        raise Refused(f"{papers} paper ballots cannot be voided; make a demonstration with less paper")
    last: dict[int, int] = {}
    barred: set[int] = set()
    for decoded in shop.decoded():
        if isinstance(decoded.entry, Cast):
            last[decoded.entry.slot] = decoded.entry.revision
        if isinstance(decoded.entry, Void) and decoded.entry.reason != "request":
            barred.add(decoded.entry.slot)
    doomed = sorted(last.keys() - barred)[1:]
    shop.insert(*(shop.registered(Void(slot, "death", last[slot])) for slot in doomed))


def ballot_copied(shop: Workshop) -> None:
    """Somebody casts another voter's sealed ballot as their own (Cortier and Smyth 2011)."""
    found = shop.decoded()[shop.find(lambda each: isinstance(each.entry, Cast))].entry
    if isinstance(found, Cast):
        _cast_and_take_back(shop, lambda _: found.sealed)


def proof_altered(shop: Workshop) -> None:
    _cast_and_take_back(shop, lambda casting: replace(_sealed(shop, casting), response=bytes(31) + b"\1"))


def identity_sealed(shop: Workshop) -> None:
    _cast_and_take_back(shop, lambda casting: replace(_sealed(shop, casting), alpha=bytes(IDENTITY)))


def no_point_sealed(shop: Workshop) -> None:
    _cast_and_take_back(shop, lambda casting: replace(_sealed(shop, casting), beta=b"\xff" * 32))


def other_style(shop: Workshop) -> None:
    """A ballot sealed for another ballot style is cast here (replay between styles)."""
    foreign = context(shop.election, "other", "resident")
    _cast_and_take_back(shop, lambda casting: _sealed(shop, replace(casting, context=foreign)))


def other_slot(shop: Workshop) -> None:
    """A ballot sealed for another slot is cast here."""
    _cast_and_take_back(shop, lambda casting: _sealed(shop, replace(casting, slot=casting.slot + 1)))


def weak_challenge(shop: Workshop) -> None:
    """A proof whose challenge leaves the ciphertext out (weak Fiat-Shamir, Bernhard and others 2012)."""

    def forge(casting: Casting) -> Sealed:
        response = 12345
        commitment = group.sub(group.base(response), group.mul(7, group.base(99)))
        alpha, beta = group.base(99), shop.key.public
        return Sealed(alpha, beta, commitment, group.scalar_octets(response))

    _cast_and_take_back(shop, forge)


def _cast_and_take_back(shop: Workshop, seal: Sealing) -> None:
    """Cast in an absent voter's slot and void it, so that only the ballot itself can be found wrong."""
    slot, device = _absent(shop), signing.new_key(SystemSource())
    public = signing.public_key(device)
    tied = context(shop.election, shop.roll.style(slot).name, shop.roll.group(slot).name)
    sealed = seal(Casting(tied, slot, public, 1, NOTHING_BEFORE))
    cast = entry.write(shop.election, Cast(slot, public, 1, NOTHING_BEFORE, sealed), device)
    shop.insert(shop.registered(Admit(slot, public)), cast, shop.registered(Void(slot, "request", 1)))


def _sealed(shop: Workshop, casting: Casting) -> Sealed:
    """An honest ballot for `casting`: the lawful one with the smallest number."""
    return sealing.seal(Point(shop.key.public), bytes(30), casting, SystemSource()).sealed


def _extra_batch(shop: Workshop, papers: int) -> Paper:
    """One more batch; spoiled papers only, or more ballots than anybody asked for."""
    number = 1 + sum(isinstance(decoded.entry, Paper) for decoded in shop.decoded())
    style, voters = shop.manifest.styles[0], shop.manifest.groups[0]
    batch = empty_batch(number, style.name, voters.name)
    if not papers:
        return replace(batch, spoiled=1)
    ballot = styles.unpack(style, shop.manifest.sections, bytes(30))
    typed = Typed((ballot,) * min(papers, entry.MOST_PAPER), 0)
    return seal_batch(shop.manifest, shop.key.public, batch, typed, SystemSource())


def _absent(shop: Workshop) -> int:
    """A slot the log never speaks of."""
    known = {decoded.fields.get("slot") for decoded in shop.decoded()}
    for number in range(shop.manifest.slots):
        if number not in known:
            return number
    raise Refused("everybody voted; make a larger demonstration")
