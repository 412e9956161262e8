"""One trustee's secrets, and what that trustee says at each step of the ceremony.

Nothing here touches files: `steps` keeps a holder in an encrypted key file and its words in a shared folder,
the demonstration keeps all holders in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ballots import canonical, group, randomness
from ballots.canonical import array, members, octets, text
from ballots.errors import Refused
from ballots.trustees import ceremony, polynomial, shares
from ballots.trustees.ceremony import Deal, Terms

_MEMBERS = frozenset(
    {"coefficients", "heard", "name", "salt", "sealing", "share", "signing", "terms", "type"}
)


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """A trustee's secrets; `coefficients` and `salt` live from commitment to finish, `share` from then on.

    `heard` are the commitment hashes, 64 bytes each, for which this trustee has dealt.
    """

    name: str
    signing: Ed25519PrivateKey
    sealing: X25519PrivateKey
    terms: bytes = b""
    coefficients: tuple[int, ...] = ()
    salt: bytes = b""
    heard: tuple[bytes, ...] = ()
    share: int = 0

    def card(self) -> dict[str, Any]:
        """Step 1: who I am."""
        return ceremony.card(self.name, self.signing, self.sealing.public_key().public_bytes_raw())

    def number(self, agreed: Terms) -> int:
        """My number in this ceremony; Refused if I am not in it."""
        own = ceremony.read_card(self.card())
        if own not in agreed.cards:
            raise Refused("this key is not among the trustees of the ceremony")
        return agreed.cards.index(own) + 1

    def begin(self, agreed: Terms, source: randomness.Source) -> Holder:
        """Step 2: draw my part of the secret. Refused if I have begun a ceremony already."""
        if self.terms:
            raise Refused("this key has taken part in a ceremony; a new ceremony needs a new key")
        self.number(agreed)
        drawn = polynomial.draw(source, agreed.threshold)
        return replace(self, terms=agreed.name, coefficients=drawn, salt=source.octets(32))

    def commitment(self, agreed: Terms) -> dict[str, Any]:
        """Step 2: what I commit to."""
        number = self._number_in_progress(agreed)
        points = polynomial.commit(self.coefficients)
        hashed = ceremony.commitment_hash(agreed, number, points, self.salt)
        return ceremony.commitment(agreed, number, hashed, self.signing)

    def hear(self, agreed: Terms, commitments: Sequence[Mapping[str, Any]]) -> Holder:
        """Step 3, before dealing: note what all have committed to.

        Refused if I dealt for other commitments: whoever changed theirs since may have seen my values.
        """
        hashes = tuple(read_commitments(agreed, commitments))
        if self.heard and self.heard != hashes:
            raise Refused(
                "a trustee's commitment is not the one you dealt for: stop, begin again with new keys"
            )
        return replace(self, heard=hashes)

    def deal(
        self, agreed: Terms, commitments: Sequence[Mapping[str, Any]], source: randomness.Source
    ) -> dict[str, Any]:
        """Step 3, only when every trustee has committed: my values, and a sealed share for each."""
        number = self._number_in_progress(agreed)
        hashes = read_commitments(agreed, commitments)
        proof = ceremony.prove_possession(
            agreed, number, hashes, self.coefficients, randomness.scalar(source)
        )
        sealed = shares.seal_all(agreed, number, self.coefficients)
        points = polynomial.commit(self.coefficients)
        return ceremony.deal(agreed, Deal(number, points, self.salt, *proof, sealed), self.signing)

    def finish(
        self, agreed: Terms, commitments: Sequence[Mapping[str, Any]], deals: Sequence[Mapping[str, Any]]
    ) -> tuple[Holder, dict[str, Any]]:
        """Step 4: check every deal and every share for me, keep my part of the key, acknowledge.

        Raises BadProof, BadPoint or BadSignature, with the dealer as place, if a deal is wrong.
        """
        self._number_in_progress(agreed)
        return self._acknowledged(agreed, commitments, deals)

    def acknowledge_again(
        self, agreed: Terms, commitments: Sequence[Mapping[str, Any]], deals: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Step 4 once more, when the words were lost; Refused unless these deals gave the share I keep."""
        again, words = self._acknowledged(agreed, commitments, deals)
        if (again.terms, again.share) != (agreed.name, self.share):
            raise Refused("these are not the deals that your part of the key came from")
        return words

    def _acknowledged(
        self, agreed: Terms, commitments: Sequence[Mapping[str, Any]], deals: Sequence[Mapping[str, Any]]
    ) -> tuple[Holder, dict[str, Any]]:
        values = array(list(deals), "deals", agreed.count, agreed.count)
        shared = (
            self.check_deal(agreed, commitments, dealer, value)
            for dealer, value in enumerate(values, start=1)
        )
        share = sum(shared) % group.L
        transcript = ceremony.transcript_hash(agreed, commitments, deals)
        kept = replace(self, share=share, coefficients=(), salt=b"")
        return kept, ceremony.acknowledgement(agreed, self.number(agreed), transcript, self.signing)

    def check_deal(
        self,
        agreed: Terms,
        commitments: Sequence[Mapping[str, Any]],
        dealer: int,
        value: Mapping[str, Any],
    ) -> int:
        """The share for me in one deal; raises BadProof, BadPoint or BadSignature if the deal is wrong."""
        hashes = read_commitments(agreed, commitments)
        made = ceremony.read_deal(agreed, dealer, value, hashes, f"deal {dealer}")
        return shares.open_share(agreed, made, self.number(agreed), self.sealing)

    def _number_in_progress(self, agreed: Terms) -> int:
        if self.terms != agreed.name or not self.coefficients:
            raise Refused("this key is not in the middle of this ceremony")
        return self.number(agreed)


def new(name: str, source: randomness.Source) -> Holder:
    """A trustee with fresh keys."""
    return Holder(
        name,
        Ed25519PrivateKey.from_private_bytes(source.octets(32)),
        X25519PrivateKey.from_private_bytes(source.octets(32)),
    )


def read_commitments(agreed: Terms, commitments: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Every trustee's commitment hash; raises if one is missing or not signed."""
    values = array(list(commitments), "commitments", agreed.count, agreed.count)
    return [
        ceremony.read_commitment(agreed, number, value, f"commitment {number}")
        for number, value in enumerate(values, start=1)
    ]


def rehearse(
    names: Sequence[str], threshold: int, source: randomness.Source
) -> tuple[bytes, dict[int, Holder]]:
    """A whole ceremony in one memory: the bytes of ceremony.json, and the holders by number.

    For demonstrations, tests and the solo mode: whoever runs it could read every vote.
    """
    people = [new(name, source) for name in names]
    terms = ceremony.terms("rehearsal", threshold, [each.card() for each in people], source.octets(32))
    agreed = ceremony.read_terms(terms)
    people = [each.begin(agreed, source) for each in people]
    commitments = [each.commitment(agreed) for each in people]
    deals = [each.deal(agreed, commitments, source) for each in people]
    finished = [each.finish(agreed, commitments, deals) for each in people]
    whole = ceremony.assemble(terms, commitments, deals, [words for _, words in finished])
    return canonical.encode(whole), {number: each for number, (each, _) in enumerate(finished, start=1)}


def to_json(holder: Holder) -> dict[str, Any]:
    """All secrets, for the inside of an encrypted key file."""
    return {
        "type": "trustee-secrets",
        "name": holder.name,
        "signing": holder.signing.private_bytes_raw().hex(),
        "sealing": holder.sealing.private_bytes_raw().hex(),
        "terms": holder.terms.hex(),
        "coefficients": [group.scalar_octets(each).hex() for each in holder.coefficients],
        "salt": holder.salt.hex(),
        "heard": [each.hex() for each in holder.heard],
        "share": group.scalar_octets(holder.share).hex(),
    }


def from_json(value: Any, place: str = "key file") -> Holder:
    """The holder that `to_json` wrote; Malformed or BadProof otherwise."""
    fields = members(value, _MEMBERS, place)
    listed, heard = (array(fields[name], place, 0, ceremony.MOST) for name in ("coefficients", "heard"))
    return Holder(
        name=text(fields["name"], place, 100),
        signing=Ed25519PrivateKey.from_private_bytes(octets(fields["signing"], 32, place)),
        sealing=X25519PrivateKey.from_private_bytes(octets(fields["sealing"], 32, place)),
        terms=octets(fields["terms"], 32 if fields["terms"] else 0, place),
        coefficients=tuple(group.read_scalar(octets(each, 32, place), place) for each in listed),
        salt=octets(fields["salt"], 32 if fields["salt"] else 0, place),
        heard=tuple(octets(each, 64, place) for each in heard),
        share=group.read_scalar(octets(fields["share"], 32, place), place),
    )
