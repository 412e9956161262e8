"""Mail that is kept with the change it tells of, and sent after the answer has left.

A letter is a row of the same transaction as the act, so nobody is told of what was not kept, and nothing is
lost when the mail server sleeps: what could not be sent waits and is tried again with the next letter.
"""

from pb.mail.post import Letter, deliver, init_app, post

__all__ = ["Letter", "deliver", "init_app", "post"]
