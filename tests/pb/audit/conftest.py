"""The same mail server, people and browser as for the accounts, and an election whose ballots are opened."""

from tests.pb.accounts.conftest import mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live
from tests.pb.results.made import honest

__all__ = ["chromium_page", "honest", "live", "mailbox", "settings", "town"]
