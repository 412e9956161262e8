"""What a ballot is and how it stays true: signed, sealed, mixed, and verifiable by anyone offline.

FORMAT.md beside this file is the specification; each module implements one of its chapters.
"""
