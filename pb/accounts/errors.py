"""Why something about an account is refused; each says so in words for the person."""

from flask_babel import lazy_gettext as _l

from pb.errors import Refused


class WrongPassword(Refused):
    why = _l("The e-mail address or the password is not right.")


class WrongOwnPassword(Refused):
    why = _l("This is not your password.")


class WrongCode(Refused):
    why = _l("This code is not right, or it was used before. Wait for the next one and try again.")


class DeadLink(Refused):
    why = _l("This link has been used or is too old.")


class AddressTaken(Refused):
    why = _l("This address belongs to an account by now.")


class TooManyTries(Refused):
    why = _l("Too many tries for this account. Wait a minute, then try again.")


class TooManyMails(TooManyTries):
    why = _l("Too many mails to this address. Try again in an hour.")


class NotOnRoll(Refused):
    why = _l(
        "Name, birth date and code do not fit together. Compare them with the letter, or come to the "
        "town office."
    )


class AlreadyClaimed(Refused):
    why = _l(
        "Somebody has shown this residence before. If it was you, sign in; if not, come to the town office "
        "with your identity card. This try stands in the public journal, without your name."
    )


class ConsentMissing(Refused):
    why = _l(
        "Whoever is under 14 needs the agreement of a parent or guardian. Come to the town office together; "
        "after that this code works."
    )


class NoConsentNeeded(Refused):
    why = _l("This person is 14 or older: nobody has to agree for them.")


class AlreadyResident(Refused):
    why = _l("You have shown that you live here already, with another letter.")


class LastAdministrator(Refused):
    why = _l("The town needs at least one administrator. Give the office to somebody else first.")


class HoldsOffice(Refused):
    why = _l("This account holds an office. Ask an administrator to take it back first.")


class NoSuchAccount(Refused):
    why = _l("There is no account with this e-mail address. The person has to sign up first.")


class AlreadyHeld(Refused):
    why = _l("This person already holds this office.")
