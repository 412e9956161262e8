"""The same mail server, people and browser as for the accounts."""

from tests.pb.accounts.conftest import mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live

__all__ = ["chromium_page", "live", "mailbox", "settings", "town"]
