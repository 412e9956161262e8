"""Why an act of an election is refused; each says so in words, and what can be done instead."""

from flask_babel import lazy_gettext as _l

from pb.errors import Refused


class NotABallot(Refused):
    why = _l("These bytes are no sealed ballot of this election. Load the page again and seal it once more.")


class NotOpen(Refused):
    why = _l("Voting is not open now. The times stand on the page of this year.")


class VotingClosed(Refused):
    why = _l("Voting has closed. A ballot that came too late does not count.")


class NoSlot(Refused):
    why = _l("You have no place on the roll of this vote. The town office can tell you why.")


class Barred(Refused):
    why = _l("A paper ballot was handed out for you, so you cannot vote online any more.")


class PaperOnly(Refused):
    why = _l("Your voter group votes on paper only. Come to the polling place.")


class OnlineOnly(Refused):
    why = _l("This voter group votes online only, so that there is no paper ballot for it.")


class OtherDevice(Refused):
    why = _l(
        "You went on voting on another device. Say on this one that you want to vote here, then try again."
    )


class OutOfDate(Refused):
    why = _l("Another ballot of yours came first. Load the page again: it shows which one is in the box.")


class DeviceTaken(Refused):
    why = _l("This device's key is in use already. Load the page again, so that it makes a new one.")


class TooOften(Refused):
    why = _l(
        "You changed your vote or device very often. Your last ballot stays in the box; the desk can help."
    )


class NothingToVoid(Refused):
    why = _l("There is no ballot of this person in the box.")


class TooMuchPaper(Refused):
    why = _l(
        "More paper ballots than were handed out for this ballot and voter group. Count the stack again."
    )


class NotTwoClerks(Refused):
    why = _l("A batch needs two different clerks of this election.")


class PapersDiffer(Refused):
    why = _l("The two clerks read the stack differently. Look at the papers again together.")


class NoCosignature(Refused):
    why = _l("This is no checkpoint of this box with the signature of one of its witnesses.")


class RolledBack(Refused):
    why = _l(
        "This box does not hold what was in it before. An older backup may have been restored: let nobody "
        "vote, and restore a newer one."
    )


class TooEarly(Refused):
    why = _l("Voting has not ended, or the last minute for late ballots still runs. Wait until it is over.")


class NoBulletin(Refused):
    why = _l("The ballot is not published yet. Publish the bulletin first: after that no project changes.")


class NoVotingPhase(Refused):
    why = _l("The plan of this year has no voting phase.")


class AlreadyPrepared(Refused):
    why = _l("The vote of this year is being prepared already. A rehearsal can be added at any time.")


class AlreadyFrozen(Refused):
    why = _l("The rules of this vote are frozen. Nothing of them can be changed any more.")


class NothingToVoteOn(Refused):
    why = _l("There is nobody who could vote on anything: the roll or the ballot is empty.")


class NoSlots(Refused):
    why = _l("The slots are not drawn yet.")


class NoCeremony(Refused):
    why = _l("The trustees have not made the key yet.")


class DoesNotFit(Refused):
    """The rules of the format refuse the manifest; the message of the library says which one."""

    why = _l("The ballot cannot be frozen as it is: %(reason)s")

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.why) % {"reason": self.reason}


class AlreadyBegun(Refused):
    why = _l("The trustees are making the key already.")


class CeremonyStopped(Refused):
    why = _l("A trustee has complained, so this ceremony has stopped. All begin again with new keys.")


class HandedInBefore(Refused):
    why = _l("You handed this in before. What you gave first stays.")


class NameTaken(Refused):
    why = _l("Another trustee has this name already. Make your keys again with another name.")


class NotATrusteeFile(Refused):
    why = _l("This is not the file that is due, or it was changed. Take the one that the program wrote last.")


class NotYourTurn(Refused):
    why = _l("This file is not due from you now. The list below says what comes next.")


class TrusteesComplete(Refused):
    why = _l("Every place of a trustee is taken.")


class NoScores(Refused):
    why = _l(
        "The plan counts a score sheet beside the ballots, but none is signed yet: the committee signs "
        "its own, and one from outside is taken in on the page of this vote."
    )


class TwoSheets(Refused):
    why = _l(
        "The plan counts several score sheets beside the ballots, and more than one is not signed yet. Take "
        "in those from outside on the page of this vote; the committee signs its own."
    )


class TooFewOnRoll(Refused):
    """Even if everyone voted, these ballots would be too few to be opened."""

    why = _l(
        "Too few people are on the roll for these ballots to be opened: %(styles)s. Nothing of the vote "
        "could be opened then. Choose a smaller least number (5 or more), or draw the places again when more "
        "people have joined the roll."
    )

    def __init__(self, styles: list[str]) -> None:
        super().__init__(*styles)
        self.styles = styles

    def __str__(self) -> str:
        return str(self.why) % {"styles": ", ".join(self.styles)}


class NotFrozen(Refused):
    why = _l("The rules of this vote are not frozen yet, or voting was opened before.")


class NotReady(Refused):
    """`wrong` says everything that is not in order, a sentence each."""

    why = _l("Voting cannot be opened yet. What is missing stands on the page with the steps.")

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(*wrong)
        self.wrong = wrong


class NotClosed(Refused):
    why = _l("The box is not closed yet. Nothing can be mixed or opened before.")


class NotAKey(Refused):
    why = _l("This is no key that may sign.")


class WitnessNamed(Refused):
    why = _l("A witness of this name is there already.")


class TooFewWitnesses(Refused):
    why = _l("There are not so many witnesses. Name them first, or ask for fewer.")


class FewerWitnesses(Refused):
    """Fewer witnesses must sign than the published plan says."""

    why = _l(
        "The plan promises that %(count)s witnesses cosign the ballot box. Name so many and let so many "
        "sign, on the page of the witnesses."
    )

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return str(self.why) % {"count": self.count}


class ListUnreadable(Refused):
    why = _l("This list cannot be read. Save it as CSV (UTF-8) with the columns 성명 and 생년월일.")


class NoFreeTestSlot(Refused):
    why = _l("Every test voter of this rehearsal is taken.")


class Damaged(Refused):
    why = _l("This is no whole backup: a part of it is missing or was changed. Take another copy of it.")


class NotOfThisTown(Refused):
    why = _l(
        "The backup belongs to other keys of the service. Copy secret_key and journal_key from its folder "
        "into the instance folder, or set PB_SECRET_KEY and PB_JOURNAL_KEY as they were, then try again."
    )


class OtherVersion(Refused):
    why = _l(
        "Another version of the program made this backup. Install that version, restore, and upgrade "
        "afterwards."
    )


class TargetNotEmpty(Refused):
    why = _l("The database is not empty. A backup is only put into an empty one, so that nothing gets lost.")


class NothingKnown(Refused):
    why = _l(
        "It cannot be told whether this backup is the newest. Ask the witnesses and watchers for their "
        "checkpoints and give them with --checkpoint; --nobody-watched says that there are none."
    )


class TooFewDistricts(Refused):
    why = _l("Choose at least two districts that vote together.")


class ZoneNamed(Refused):
    why = _l("Districts that vote together under this name are there already.")


class DistrictTaken(Refused):
    why = _l("One of these districts votes together with others already. Take those apart first.")
