"""The key ceremony: what honest trustees make, and every way in which one could cheat."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ballots import canonical, group, signed
from ballots.errors import BadPoint, BadProof, BadSignature, BallotError, Malformed, Refused
from ballots.randomness import SystemSource
from ballots.trustees import ceremony, holder, polynomial
from tests.ballots.proof_making import source

NAMES = ("server", "chair", "citizens")


@cache
def rehearsed() -> tuple[bytes, dict[int, holder.Holder]]:
    return holder.rehearse(NAMES, 2, source("ceremony"))


def transcript() -> dict[str, Any]:
    return canonical.decode(rehearsed()[0])


def resign(fields: dict[str, Any], number: int) -> dict[str, Any]:
    """The object as trustee `number` would have signed it."""
    rest = {name: value for name, value in fields.items() if name not in ("signature", "version")}
    return signed.sign(rehearsed()[1][number].signing, rest)


def refuse(whole: dict[str, Any], error: type[BallotError], match: str | None = None) -> None:
    with pytest.raises(error, match=match):
        ceremony.read(canonical.encode(whole))


def test_an_honest_ceremony_gives_each_trustee_the_secret_of_their_verification_key():
    blob, people = rehearsed()
    key = ceremony.read(blob)
    assert (key.threshold, sorted(key.verification), key.solo) == (2, [1, 2, 3], False)
    for number, person in people.items():
        assert group.base(person.share) == key.verification[number]
    factors = polynomial.lagrange((1, 3))
    secret = sum(factors[number] * people[number].share for number in (1, 3))
    assert group.base(secret) == key.public


def test_after_finishing_only_the_share_is_kept():
    for person in rehearsed()[1].values():
        assert person.coefficients == ()
        assert person.salt == b""
        assert (
            holder.from_json(canonical.decode(canonical.encode(holder.to_json(person)))).share == person.share
        )


def test_secrets_are_not_shown_when_a_holder_is_printed():
    person = rehearsed()[1][1]
    assert str(person.share) not in repr(person)


def test_solo_mode_is_told_from_the_transcript():
    blob, _ = holder.rehearse(("town",), 1, source("solo"))
    assert ceremony.read(blob).solo


@pytest.mark.parametrize("part", ["commitments", "deals", "acknowledgements"])
def test_every_trustee_must_have_spoken_in_every_round(part):
    whole = transcript()
    refuse({**whole, part: whole[part][:-1]}, Malformed)
    refuse({**whole, part: [*whole[part], whole[part][0]]}, Malformed)
    refuse({**whole, part: whole[part][::-1]}, Malformed, "belongs in this place")


@pytest.mark.parametrize("part", ["commitments", "deals", "acknowledgements"])
def test_words_that_another_signed_are_refused(part):
    whole = transcript()
    whole[part][0] = resign(whole[part][0], 2)
    refuse(whole, BadSignature)


def test_a_card_that_was_changed_is_refused():
    whole = transcript()
    whole["terms"]["cards"][0]["name"] = "somebody"
    refuse(whole, BadSignature)


def test_a_name_or_key_that_stands_twice_is_refused():
    card = rehearsed()[1][1].card()
    with pytest.raises(Malformed, match="same name"):
        ceremony.read_terms(ceremony.terms("x", 1, [card, card], bytes(32)))


@pytest.mark.parametrize("key", [bytes(32), b"\1" + bytes(31)], ids=["zero", "one"])
def test_a_sealing_key_of_small_order_is_refused(key):
    card = ceremony.card("Kim", rehearsed()[1][1].signing, key)
    with pytest.raises(BadPoint, match="hides nothing"):
        ceremony.read_card(card)


@pytest.mark.parametrize("threshold", [0, 4])
def test_a_threshold_of_none_or_more_than_all_is_refused(threshold):
    cards = [person.card() for person in rehearsed()[1].values()]
    with pytest.raises(Malformed):
        ceremony.read_terms(ceremony.terms("x", threshold, cards, bytes(32)))


def test_another_title_threshold_or_nonce_is_another_ceremony():
    whole = transcript()
    for name, value in (("title", "another"), ("threshold", 1), ("nonce", "00" * 32)):
        changed = {**whole, "terms": {**whole["terms"], name: value}}
        refuse(changed, Malformed, "another ceremony")


def test_values_other_than_those_committed_to_are_refused():
    whole = transcript()
    points = [group.base(7).hex(), *whole["deals"][2]["points"][1:]]
    whole["deals"][2] = resign({**whole["deals"][2], "points": points}, 3)
    refuse(whole, BadProof, "committed to first")


def test_an_acknowledgement_of_another_transcript_is_refused():
    whole = transcript()
    whole["acknowledgements"][1] = resign({**whole["acknowledgements"][1], "transcript": "00" * 64}, 2)
    refuse(whole, BadSignature, "another ceremony")


def test_a_share_sealed_again_after_the_acknowledgements_is_noticed():
    whole = transcript()
    shares = ["00" * 80, *whole["deals"][0]["shares"][1:]]
    whole["deals"][0] = resign({**whole["deals"][0], "shares": shares}, 1)
    refuse(whole, BadSignature, "another ceremony")


def begun() -> tuple[ceremony.Terms, list[holder.Holder], list[dict[str, Any]], list[dict[str, Any]]]:
    """Two trustees, both needed, who have committed and dealt."""
    drawn = source("begun")
    people = [holder.new(name, drawn) for name in ("one", "two")]
    terms = ceremony.terms("x", 2, [each.card() for each in people], bytes(32))
    agreed = ceremony.read_terms(terms)
    people = [each.begin(agreed, drawn) for each in people]
    commitments = [each.commitment(agreed) for each in people]
    return agreed, people, commitments, [each.deal(agreed, commitments, drawn) for each in people]


def test_words_that_were_lost_are_given_again_but_not_for_other_deals():
    agreed, (one, two), commitments, deals = begun()
    kept, words = one.finish(agreed, commitments, deals)
    assert kept.acknowledge_again(agreed, commitments, deals) == words
    people = [one, replace(two, coefficients=(5, 6))]
    others = [each.commitment(agreed) for each in people]
    again = [each.deal(agreed, others, source("again")) for each in people]
    with pytest.raises(Refused, match="not the deals that your part"):
        kept.acknowledge_again(agreed, others, again)


def forge(deal: dict[str, Any], person: holder.Holder, **changes: Any) -> dict[str, Any]:
    rest = {name: value for name, value in deal.items() if name not in ("signature", "version")}
    return signed.sign(person.signing, {**rest, **changes})


def test_a_share_that_does_not_fit_the_commitments_is_found_by_its_receiver():
    agreed, people, commitments, deals = begun()
    other = holder.rehearse(("one", "two"), 2, SystemSource())[0]
    wrong = canonical.decode(other)["deals"][0]["shares"]
    swapped = forge(deals[0], people[0], shares=deals[0]["shares"][::-1])
    strange = forge(deals[0], people[0], shares=wrong)
    for bad in (swapped, strange):
        with pytest.raises(BadProof, match="deal 1"):
            people[1].finish(agreed, commitments, [bad, deals[1]])


def test_a_dealer_must_prove_the_secret_behind_the_first_commitment():
    agreed, people, commitments, deals = begun()
    bad = forge(deals[0], people[0], response=group.scalar_octets(5).hex())
    with pytest.raises(BadProof, match="knowledge of the secret"):
        people[1].finish(agreed, commitments, [bad, deals[1]])


@pytest.mark.parametrize("bad", ["00" * 32, "01" + "00" * 31])
def test_a_commitment_that_is_no_point_or_the_identity_is_refused(bad):
    agreed, people, commitments, deals = begun()
    spoilt = forge(deals[0], people[0], points=[bad, deals[0]["points"][1]])
    with pytest.raises(BadPoint):
        people[1].finish(agreed, commitments, [spoilt, deals[1]])


def test_a_key_takes_part_in_one_ceremony_only():
    agreed, people, _, _ = begun()
    with pytest.raises(Refused, match="new key"):
        people[0].begin(agreed, SystemSource())


def test_a_stranger_has_no_number_in_the_ceremony():
    agreed, *_ = begun()
    with pytest.raises(Refused, match="not among the trustees"):
        holder.new("stranger", SystemSource()).begin(agreed, SystemSource())
