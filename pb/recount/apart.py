"""Work on a stranger's file in a process of its own, so that a file made to be slow costs only itself."""

import copyreg
import resource
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")

SECONDS = 40
MEMORY = 2 << 30


def read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# An election keeps its unknown columns in read-only mappings, which pickle does not know by itself.
copyreg.pickle(MappingProxyType, lambda mapping: (read_only, (dict(mapping),)))


class TooMuch(Exception):
    """The work took more time or memory than one visitor may have."""


def apart(work: Callable[..., Answer], *given: object, seconds: float = SECONDS) -> Answer:
    """`work(*given)`, done by a child process. Raises TooMuch, or what the work itself raised."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sender, work, given), daemon=True)
    child.start()
    sender.close()
    try:
        answer = _wait(receiver, seconds)
    finally:
        child.kill()
        child.join()
        receiver.close()
    if isinstance(answer, Exception):
        raise answer
    return cast(Answer, answer)


def _wait(receiver: Connection, seconds: float) -> Any:
    try:
        if receiver.poll(seconds):
            return receiver.recv()
    except EOFError:  # the child is gone: it wanted too much memory
        pass
    raise TooMuch


def _child(sender: Connection, work: Callable[..., Any], given: tuple[object, ...]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = work(*given)
    except MemoryError:
        return
    except ValueError as refusal:
        answer = refusal
    sender.send(answer)
