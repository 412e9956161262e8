"""Published attacks on voting protocols, each by name, and that each fails here.

Where it can be shown, the attack is first shown to work against a verifier with the fault it needs.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ballots import canonical, elgamal, entry, group, mixing, proofs, shuffle, signing, transcript
from ballots.box import Box, MixGroup
from ballots.elgamal import Ciphertext
from ballots.errors import BadPoint, BadProof, BadSignature, Malformed, Refused
from ballots.group import IDENTITY, L, Point
from ballots.proofs import Knowledge
from ballots.trustees import announcements, ceremony, decryption, holder
from ballots.trustees.announcements import Batch
from tests.ballots import slow_group, slow_mix
from tests.ballots.forged_mix import forge
from tests.ballots.proof_making import (
    CASTING,
    CONTEXT,
    ELECTION,
    KEY,
    SECRET,
    messages_in,
    mix_fails_folded,
    mix_fails_plainly,
    mixed,
    opened,
    proven,
    sealed,
    source,
)

ELSEWHERE = {
    "another election": transcript.context(bytes(32), "whole", "adults"),
    "another style": transcript.context(ELECTION, "district", "adults"),
    "another voter group": transcript.context(ELECTION, "whole", "youth"),
    "names that run together": transcript.context(ELECTION, "wholea", "dults"),
}


class TestBallotCopying:
    """Cortier and Smyth, "Attacking and fixing Helios", CSF 2011: cast a copy, learn from the count."""

    def test_a_copy_in_another_slot_proves_nothing(self):
        copied, proof = proven()
        with pytest.raises(BadProof):
            proofs.check_knowledge(replace(CASTING, slot=8, device=b"\x08" * 32), copied, proof)

    def test_a_copy_by_the_same_voter_in_a_later_revision_proves_nothing(self):
        copied, proof = proven()
        with pytest.raises(BadProof):
            proofs.check_knowledge(replace(CASTING, revision=2, supersedes=b"\1" * 32), copied, proof)

    def test_a_re_encrypted_copy_with_an_adjusted_proof_proves_nothing(self):
        """alpha + G needs s + c, and that would do if the challenge did not cover alpha."""
        copied, proof = proven()
        disguised = elgamal.reseal(KEY, copied, 1)
        c = proofs.knowledge_challenge(CASTING, copied, proof.commitment)
        adjusted = Knowledge(proof.commitment, (proof.response + c) % L)
        left = group.base(adjusted.response)
        assert left == group.add(proof.commitment, group.mul(c, disguised.alpha))
        with pytest.raises(BadProof):
            proofs.check_knowledge(CASTING, disguised, adjusted)


class TestWeakFiatShamir:
    """Bernhard, Pereira and Warinschi, "How not to prove yourself", ASIACRYPT 2012."""

    def test_an_alpha_chosen_after_the_challenge_is_refused(self):
        commitment, response = group.base(11), 22
        guess, _ = sealed(1)
        c = proofs.knowledge_challenge(CASTING, guess, commitment)
        alpha = group.mul(pow(c, -1, L), group.sub(group.base(response), commitment))
        assert group.base(response) == group.add(commitment, group.mul(c, alpha))
        with pytest.raises(BadProof):
            proofs.check_knowledge(CASTING, Ciphertext(alpha, group.G), Knowledge(commitment, response))

    def test_a_mix_proof_whose_seed_leaves_out_the_commitments_lets_ballots_be_replaced(self):
        """Haenni et al. 2017 say what the seed must cover; leaving c out is the published break."""
        statement, proof = forge(3, c_in_seed=False)
        assert slow_mix.holds(statement, proof, c_in_seed=False)
        assert mix_fails_plainly(statement, proof)
        assert mix_fails_folded(statement, proof)
        with pytest.raises(Malformed):
            messages_in(statement.outputs)

    def test_the_same_forger_fails_when_reckoning_with_the_true_seed(self):
        statement, proof = forge(3, c_in_seed=True)
        assert mix_fails_plainly(statement, proof)
        assert mix_fails_folded(statement, proof)

    def test_factors_chosen_after_the_weights_are_refused(self):
        """With weights that do not cover every factor two errors could cancel in the composite."""
        statement, proof = opened(3)
        w = decryption.weights(decryption.seed(statement), 3)
        first, second, third = group.split(statement.factors)
        shift = w[0] * pow(w[1], -1, L) % L
        moved = group.add(first, group.G) + group.sub(second, group.base(shift)) + third
        points = group.split(moved)
        assert group.multiscalar(w, points) == group.multiscalar(w, group.split(statement.factors))
        with pytest.raises(BadProof):
            decryption.check(replace(statement, factors=moved), proof)


class TestTrapdooredGenerators:
    """Lewis, Pereira and Teague 2019 on the Swiss system: who chose the generators could swap ballots."""

    def test_with_a_trapdoor_one_commitment_opens_to_two_orders(self):
        one, two = 1001, 1002
        commitment = group.add(group.base(5), group.base(one))
        other_opening = group.add(group.base(5 + one - two), group.base(two))
        assert commitment == other_opening

    def test_every_generator_is_hashed_from_the_fixed_label(self):
        for number in (0, 1, 2, 257):
            uniform = transcript.digest("generator", number)
            assert group.generator(number) == slow_group.hash_to_point(uniform)

    def test_no_file_of_a_mix_has_a_place_for_generators(self):
        made = mixed(2)
        blob = announcements.write_mix(
            Batch(ELECTION, "whole", "adults"), made.statement, made.proof, signing.new_key(source())
        )
        expected = {"ballots", "election", "group", "inputs", "mixer", "number", "outputs", "points", "proof"}
        assert set(json.loads(blob)) == expected | {"scalars", "signature", "style", "type", "version"}


class TestMissingGroupChecks:
    """Points of another group or of small order, the identity, and other names of a point."""

    @pytest.mark.parametrize(
        "bad",
        [
            IDENTITY,
            Point(b"\1" + bytes(31)),
            Point(b"\xff" * 32),
            Point(group.G[:31] + bytes([group.G[31] | 128])),
        ],
        ids=["identity", "no element", "beyond the field", "second name"],
    )
    def test_a_bad_point_is_refused_wherever_it_stands(self, bad):
        ciphertext, proof = proven()
        made, (statement, opening) = mixed(2), opened(2)
        for refused in (
            lambda: proofs.check_knowledge(CASTING, replace(ciphertext, alpha=bad), proof),
            lambda: proofs.check_knowledge(CASTING, replace(ciphertext, beta=bad), proof),
            lambda: proofs.check_knowledge(CASTING, ciphertext, replace(proof, commitment=bad)),
            lambda: shuffle.check(
                replace(made.statement, inputs=bad + made.statement.inputs[32:]), made.proof
            ),
            lambda: shuffle.check(made.statement, replace(made.proof, c=bad + made.proof.c[32:])),
            lambda: decryption.check(replace(statement, factors=bad + statement.factors[32:]), opening),
        ):
            with pytest.raises(BadPoint):
                refused()

    def test_an_ed25519_key_of_small_order_is_refused(self):
        with pytest.raises(BadSignature, match="small order"):
            signing.verify(b"\1" + bytes(31), b"anything", b"\1" + bytes(63))


class TestRushingInKeyGeneration:
    """Gennaro et al. 2007: who deals last chooses values that give the key he likes."""

    def begun(self):
        drawn = source("rushing")
        people = [holder.new(name, drawn) for name in ("honest", "rushing")]
        terms = ceremony.terms("x", 2, [each.card() for each in people], bytes(32))
        agreed = ceremony.read_terms(terms)
        people = [each.begin(agreed, drawn) for each in people]
        return agreed, people, [each.commitment(agreed) for each in people], drawn

    def test_values_chosen_after_seeing_the_others_do_not_fit_the_commitment(self):
        agreed, (honest, rushing), commitments, drawn = self.begun()
        rushed = replace(rushing, coefficients=(5, 6))
        late = rushed.deal(agreed, commitments, drawn)
        with pytest.raises(BadProof, match="committed to first"):
            honest.check_deal(agreed, commitments, 2, late)

    def test_a_value_that_cancels_the_others_has_no_proof_of_possession(self):
        """A_0 = wanted key - the honest trustee's A_0: nobody knows its logarithm."""
        agreed, (honest, rushing), commitments, _ = self.begun()
        wanted = group.base(42)
        cancelling = group.sub(wanted, group.base(honest.coefficients[0]))
        points, salt = (cancelling, group.G), bytes(32)
        hashed = ceremony.commitment_hash(agreed, 2, points, salt)
        commitments[1] = ceremony.commitment(agreed, 2, hashed, rushing.signing)
        made = ceremony.Deal(2, points, salt, group.base(9), 9, (bytes(80), bytes(80)))
        late = ceremony.deal(agreed, made, rushing.signing)
        with pytest.raises(BadProof, match="knowledge of the secret"):
            honest.check_deal(agreed, commitments, 2, late)


class TestOrderThatCanBeUndone:
    """A mix whose order shows in its output, or that one person could do alone."""

    def test_no_ciphertext_and_no_half_of_one_comes_out_as_it_went_in(self):
        made = mixed(7)
        assert not set(group.split(made.statement.inputs)) & set(group.split(made.statement.outputs))

    def test_a_mix_keeps_nothing_but_outputs_and_proof(self):
        made = mixing.mix(CONTEXT, 1, 1, KEY, mixed(3).statement.inputs, source())
        assert set(made.__slots__) == {"outputs", "proof"}

    def test_the_order_is_not_that_of_the_bytes(self):
        outputs = elgamal.unpack(mixed(7).statement.outputs)
        assert sorted(outputs, key=lambda each: each.octets()) != outputs
        assert messages_in(mixed(7).statement.outputs) not in ([*range(7)], [*range(6, -1, -1)])

    def test_without_the_key_two_guesses_of_an_order_look_alike(self):
        """The difference of an output and the true input is no more recognisable than of a wrong one."""
        made = mixed(3)
        ins, outs = (elgamal.unpack(column) for column in (made.statement.inputs, made.statement.outputs))
        differences = {(group.sub(b.alpha, a.alpha), group.sub(b.beta, a.beta)) for a in ins for b in outs}
        related = [d for d in differences if group.mul(SECRET, d[0]) == d[1]]
        assert (len(differences), len(related)) == (9, 3)


class TestReplayBetweenElectionsAndStyles:
    """What was proven for one election, ballot style or voter group is worth nothing in another."""

    @pytest.mark.parametrize("where", ELSEWHERE)
    def test_a_ballot_a_mix_and_an_opening_hold_only_where_they_belong(self, where):
        there = ELSEWHERE[where]
        ciphertext, knowledge = proven()
        made, (statement, opening) = mixed(2), opened(2)
        for refused in (
            lambda: proofs.check_knowledge(replace(CASTING, context=there), ciphertext, knowledge),
            lambda: shuffle.check(replace(made.statement, context=there), made.proof),
            lambda: decryption.check(replace(statement, context=there), opening),
        ):
            with pytest.raises(BadProof):
                refused()

    def test_a_signed_entry_of_another_election_is_refused_by_the_box(self, honest):
        election = honest.election
        device = signing.new_key(source("device"))
        blob = entry.write(bytes(32), entry.Admit(0, signing.public_key(device)), election.keys.registrar)
        with pytest.raises(Refused, match="another election"):
            Box(election.manifest, election.roll).add_bytes(entry.decode(blob), blob)


class TestSmallGroups:
    """Opening a group of a few shows how each of them voted."""

    def test_a_group_under_the_limit_is_not_opened(self, honest):
        election = honest.election
        box = Box(election.manifest, election.roll)
        least = election.manifest.smallest
        small = MixGroup("whole", "adults", CONTEXT, bytes(64 * (least - 1)))
        with pytest.raises(Refused, match=f"{least - 1} ballots, at least {least}"):
            box.check_group_sizes([small])
        box.check_group_sizes([replace(small, column=bytes(64 * least))])


class TestMalleableSignatures:
    """Chalkias et al., "Taming the many EdDSAs", SSR 2020: one entry, one signature."""

    def made(self) -> tuple[bytes, bytes]:
        key = signing.new_key(source("signer"))
        return signing.public_key(key), signing.sign(key, b"entry")

    def test_s_plus_the_order_is_refused(self):
        key, signature = self.made()
        s = int.from_bytes(signature[32:], "little") + L
        with pytest.raises(BadSignature):
            signing.verify(key, b"entry", signature[:32] + s.to_bytes(32, "little"))

    def test_a_key_written_in_another_way_is_refused(self):
        """y and y + p are the same number; only y below p is a key."""
        with pytest.raises(BadSignature, match="canonical"):
            signing.check_key((2**255 - 19 + 3).to_bytes(32, "little"))

    def test_a_scalar_of_a_proof_plus_the_order_is_refused(self):
        ciphertext, proof = proven()
        with pytest.raises(BadProof, match="below the group's order"):
            proofs.check_knowledge(CASTING, ciphertext, replace(proof, response=proof.response + L))

    def test_an_entry_with_a_space_more_is_another_entry_and_refused(self, honest):
        election = honest.election
        device = signing.public_key(signing.new_key(source("device")))
        blob = entry.write(election.manifest.election, entry.Admit(0, device), election.keys.registrar)
        assert canonical.decode(blob)["slot"] == 0
        with pytest.raises(Malformed):
            entry.decode(blob.replace(b'"slot":0', b'"slot": 0'))
