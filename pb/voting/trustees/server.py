"""The town's server as trustee 1: its own private folder, locked with a passphrase made from the app's
secret.

It takes the same steps, by the same code, as every trustee at home (`ballots.trustees.steps`).
"""

from pathlib import Path

from ballots.errors import BadKeyFile
from ballots.trustees import keyfile, steps
from ballots.workers import Alone, Crew
from pb.accounts.secrets import Keys
from pb.config import Settings
from pb.voting import keys
from pb.voting.models import Election

# The passphrase is 256 random bits, so guessing it is hopeless at any cost of a guess.
COST = 10
NAME_KO, NAME_EN = "자치단체 서버", "Town server"


def own(settings: Settings, election: int) -> Path:
    return keys.folder(settings, election) / "trustee"


def shared(settings: Settings, election: int) -> Path:
    """The folder that all trustees see during the ceremony."""
    return keys.folder(settings, election) / "ceremony"


def passphrase(settings: Settings, election: Election) -> str:
    return Keys.of(settings.secret_key).digest("trustee", election.nonce.hex())


def make_keys(settings: Settings, election: Election) -> None:
    where = shared(settings, election.id)
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{NAME_KO} {NAME_EN}"
    steps.new(own(settings, election.id), where, name, passphrase(settings, election), COST)


def deal(settings: Settings, election: Election) -> None:
    """Commit, and when all have committed, deal."""
    steps.deal(
        own(settings, election.id), shared(settings, election.id), passphrase(settings, election), cost=COST
    )


def finish(settings: Settings, election: Election) -> None:
    """Check the deals and acknowledge; when everybody has, the ceremony is written."""
    steps.finish(
        own(settings, election.id), shared(settings, election.id), passphrase(settings, election), COST
    )


def mix(settings: Settings, election: Election, bundle: Path, crew: Crew | None = None) -> None:
    steps.mix(own(settings, election.id), bundle, passphrase(settings, election), crew or Alone())


def decrypt(settings: Settings, election: Election, bundle: Path, crew: Crew | None = None) -> None:
    steps.decrypt(own(settings, election.id), bundle, passphrase(settings, election), crew or Alone())


def is_ready(settings: Settings, election: int) -> bool:
    """Whether the server's key file is there and nobody else may read it."""
    path = own(settings, election) / steps.KEY
    try:
        keyfile.read_private(path)
    except BadKeyFile:
        return False
    return True
