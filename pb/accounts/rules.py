"""What is a lawful address, a good password, a right code: decisions without rows and without pages."""

import re
from datetime import datetime, timedelta

import pyotp

SHORTEST, LONGEST = 10, 200
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
STEP = 30
# A clock may be one step off.
DRIFT = 1

LINK_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(days=14)
OFFICIAL_SESSION_LASTS = timedelta(hours=10)

# Passwords that guessers try first and that are long enough to pass (counted in the public lists of leaks).
COMMON = frozenset(
    (
        *("1234567890", "0123456789", "0987654321", "1111111111", "0000000000", "1q2w3e4r5t", "q1w2e3r4t5"),
        *(
            "1q2w3e4r5t6y",
            "qwertyuiop",
            "qwerty12345",
            "asdfghjkl1",
            "abcdefghij",
            "password12",
            "password123",
        ),
        *("passw0rd12", "iloveyou12", "tkfkdgody1", "dkssudgktpdy"),
    )
)


def is_address(email: str) -> bool:
    return len(email) <= 254 and EMAIL.fullmatch(email) is not None and ".." not in email


def email_key(email: str) -> str:
    """What makes two spellings of one address the same."""
    return email.casefold()


def is_guessable(password: str, email: str) -> bool:
    lower = password.casefold()
    return (
        lower in COMMON
        or len(set(lower)) < 4
        or lower in (email.casefold(), email.partition("@")[0].casefold())
    )


def step_of(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """The time step that `code` is of, if it is near `at` and after the last one used; else None."""
    now = int(at.timestamp()) // STEP
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > last_step and pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None


def device(agent: str) -> str:
    """A browser and a system in two words, to recognise one's own by."""
    browsers = {
        "Whale": "Whale",
        "SamsungBrowser": "Samsung Internet",
        "Edg": "Edge",
        "Firefox": "Firefox",
        "Chrome": "Chrome",
        "Safari": "Safari",
    }
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "Mac OS": "macOS",
        "Linux": "Linux",
    }
    found = [
        next((word for sign, word in signs.items() if sign in agent), "") for signs in (browsers, systems)
    ]
    return " · ".join(filter(None, found))
