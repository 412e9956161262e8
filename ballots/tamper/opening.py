"""Tampering with mixes and decryptions by trustees, who sign whatever they publish."""

from __future__ import annotations

from ballots import group
from ballots.bundle import names
from ballots.elgamal import seal
from ballots.randomness import SystemSource, scalar
from ballots.tamper.workshop import Workshop
from ballots.trustees import announcements


def mix_outputs_altered(shop: Workshop) -> None:
    shop.flip(names.mix_file(shop.group(), 1, "outputs"), 0)


def mixes_swapped(shop: Workshop) -> None:
    for ending in ("json", "outputs", "proof"):
        first, second = (names.mix_file(shop.group(), number, ending) for number in (1, 2))
        one, other = shop.read(first), shop.read(second)
        shop.write(first, other)
        shop.write(second, one)


def mixer_twice(shop: Workshop) -> None:
    name = names.mix_file(shop.group(), 2, "json")
    shop.edit(name, lambda fields: fields.update(mixer=1), shop.holders[1].signing)


def mix_signed_by_other(shop: Workshop) -> None:
    name = names.mix_file(shop.group(), 1, "json")
    shop.edit(name, lambda fields: fields.update(ballots=fields["ballots"]), shop.holders[2].signing)


def mix_proof_short(shop: Workshop) -> None:
    name = names.mix_file(shop.group(), 1, "proof")
    shop.write(name, shop.read(name)[:-32])


def mix_ballot_replaced(shop: Workshop) -> None:
    """The last mixer puts a ballot of its own in the place of a voter's."""
    last = shop.manifest.trustees.mixers
    name = names.mix_file(shop.group(), last, "outputs")
    own = seal(shop.key.public, group.encode_message(bytes(30)), scalar(SystemSource()))
    _republish_outputs(shop, last, own.octets() + shop.read(name)[64:])


def mix_ballot_doubled(shop: Workshop) -> None:
    """The last mixer leaves one ballot out and puts another in twice."""
    last = shop.manifest.trustees.mixers
    outputs = shop.read(names.mix_file(shop.group(), last, "outputs"))
    _republish_outputs(shop, last, outputs[64:128] + outputs[64:])


def mix_not_reencrypted(shop: Workshop) -> None:
    """The last mixer undoes its mix: everyone could follow the ballots."""
    last = shop.manifest.trustees.mixers
    _republish_outputs(shop, last, shop.read(names.mix_file(shop.group(), last - 1, "outputs")))


def mix_proof_scalar(shop: Workshop) -> None:
    name = names.mix_file(shop.group(), 1, "json")
    one = group.scalar_octets(1).hex()
    shop.edit(name, lambda fields: fields["scalars"].__setitem__(0, one), shop.holders[1].signing)


def mix_commitments_altered(shop: Workshop) -> None:
    name = names.mix_file(shop.group(), 1, "proof")
    column = shop.read(name)
    _publish_proof(shop, 1, shop.key.public + column[32:])


def decryption_missing(shop: Workshop) -> None:
    for ending in ("json", "factors"):
        shop.remove(names.decryption_file(shop.group(), 1, ending))


def factors_altered(shop: Workshop) -> None:
    shop.flip(names.decryption_file(shop.group(), 1, "factors"), 0)


def decryption_signed_by_other(shop: Workshop) -> None:
    name = names.decryption_file(shop.group(), 1, "json")
    shop.edit(name, lambda fields: fields.update(trustee=1), shop.holders[2].signing)


def factor_forged(shop: Workshop) -> None:
    """A trustee gives a false factor, which would turn one ballot into another."""
    name = names.decryption_file(shop.group(), 1, "factors")
    factors = shop.read(name)
    _publish_factors(shop, shop.key.public + factors[32:])


def factors_swapped(shop: Workshop) -> None:
    name = names.decryption_file(shop.group(), 1, "factors")
    factors = shop.read(name)
    _publish_factors(shop, factors[32:64] + factors[:32] + factors[64:])


def decryption_proof_altered(shop: Workshop) -> None:
    name = names.decryption_file(shop.group(), 1, "json")
    one = group.scalar_octets(1).hex()
    shop.edit(name, lambda fields: fields.update(s=one), shop.holders[1].signing)


def _publish_factors(shop: Workshop, factors: bytes) -> None:
    shop.write(names.decryption_file(shop.group(), 1, "factors"), factors)
    hashed = announcements.sha512(factors)
    name = names.decryption_file(shop.group(), 1, "json")
    shop.edit(name, lambda fields: fields.update(factors=hashed), shop.holders[1].signing)


def _publish_proof(shop: Workshop, number: int, column: bytes) -> None:
    shop.write(names.mix_file(shop.group(), number, "proof"), column)
    hashed = announcements.sha512(column)
    name = names.mix_file(shop.group(), number, "json")
    shop.edit(name, lambda fields: fields.update(proof=hashed), shop.holders[number].signing)


def _republish_outputs(shop: Workshop, number: int, outputs: bytes) -> None:
    """Other outputs of the last mix, with every signature after them made to fit."""
    shop.write(names.mix_file(shop.group(), number, "outputs"), outputs)
    hashed = announcements.sha512(outputs)
    name = names.mix_file(shop.group(), number, "json")
    shop.edit(name, lambda fields: fields.update(outputs=hashed), shop.holders[number].signing)
    for trustee in range(1, shop.manifest.trustees.threshold + 1):
        name = names.decryption_file(shop.group(), trustee, "json")
        key = shop.holders[trustee].signing
        shop.edit(name, lambda fields: fields.update(ciphertexts=hashed), key)
