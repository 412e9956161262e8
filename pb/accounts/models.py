"""Persons, accounts, and what opens them. No table here keeps a password, a code or a token in the clear."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class Person(Base):
    """Somebody, with or without an account. All that a person does hangs on this row."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)


class Account(Base):
    """The way a person comes back. `email` is as it was typed, `email_key` is what makes it unique."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    made: Mapped[datetime]
    # The second factor's secret, encrypted; none as long as it is not set up.
    secret: Mapped[str | None] = mapped_column(Text)
    # The last time step whose code was used, so that no code works twice.
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class HeldRole(Base):
    """An office that an account holds."""

    __tablename__ = "held_roles"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime]


class RecoveryCode(Base):
    """A one-time code in place of the second factor: only its keyed digest."""

    __tablename__ = "recovery_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)


class SignedIn(Base):
    """A browser that is signed in. The browser holds the token, this row only its digest."""

    __tablename__ = "signed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    second_factor: Mapped[bool]
    device: Mapped[str] = mapped_column(String(60))
    begun: Mapped[datetime]
    seen: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)


class MailedLink(Base):
    """A link sent to `email`, good once and for a short time. `account_id` is empty for a newcomer."""

    __tablename__ = "mailed_links"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    ends: Mapped[datetime] = mapped_column(index=True)
