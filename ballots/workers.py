"""Sharing work among processes of this machine, or among the machines of a dask cluster.

A crew has one verb, `submit`, as `concurrent.futures` and `dask.distributed` have; everything else of the
library is written against that. What is submitted are plain functions on byte columns.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, Protocol, TypeVar

from ballots.errors import Malformed

Answer = TypeVar("Answer")
Part = TypeVar("Part")
Result = TypeVar("Result", covariant=True)

PIECE: Final = 2_048
"""How many records one task takes: about a tenth of a second of work."""


CONNECT_SECONDS: Final = 10


class Task(Protocol[Result]):
    """Work under way."""

    def result(self) -> Result:
        """The answer, waited for; raises what the work raised."""


class Crew(Protocol):
    """Whoever does the work."""

    def submit(self, work: Callable[..., Any], /, *parts: Any) -> Task[Any]:
        """Begin `work(*parts)`."""


class Done:
    """A task that was finished when it was given."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def result(self) -> Any:
        return self._answer


class Alone:
    """This process does everything itself, at once."""

    def submit(self, work: Callable[..., Any], /, *parts: Any) -> Task[Any]:
        return Done(work(*parts))


class Watched:
    """A crew that calls `tick` for each task whose answer has come."""

    def __init__(self, crew: Crew, tick: Callable[[], object]) -> None:
        self._crew = crew
        self._tick = tick

    def submit(self, work: Callable[..., Any], /, *parts: Any) -> Task[Any]:
        task = self._crew.submit(work, *parts)
        if isinstance(task, Done):
            self._tick()
            return task
        return _Ticking(task, self._tick)


class _Ticking:
    def __init__(self, task: Task[Any], tick: Callable[[], object]) -> None:
        self._task = task
        self._tick = tick

    def result(self) -> Any:
        answer = self._task.result()
        self._tick()
        return answer


@contextmanager
def gather(workers: int = 1, scheduler: str | None = None) -> Iterator[Crew]:
    """A crew of `workers` processes, or the cluster with this `scheduler` address (extra `cluster`)."""
    if scheduler:
        with _connect(scheduler) as client:
            yield _Cluster(client)
    elif workers > 1:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            yield pool
    else:
        yield Alone()


def _connect(scheduler: str) -> Any:
    """A client of the cluster; Malformed if there is none at this address, or no program to reach one."""
    try:
        from distributed import Client  # an optional extra: nothing else needs it

        return Client(scheduler, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]  # has no types
    except ImportError:
        raise Malformed("for a cluster, install the extra `cluster`", scheduler) from None
    except (OSError, ValueError) as error:
        raise Malformed(f"no cluster answers at this address: {error}", scheduler) from None


class _Cluster:
    """dask looks for equal work done before; ours is never repeated, so it need not hash it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, work: Callable[..., Any], /, *parts: Any) -> Task[Any]:
        task: Task[Any] = self._client.submit(work, *parts, pure=False)
        return task


def in_order(
    crew: Crew, work: Callable[[Part], Answer], parts: Iterable[Part], ahead: int = 32
) -> Iterator[tuple[Part, Answer]]:
    """Each part with the answer of `work`, in order; never more than `ahead` parts are out at once."""
    waiting: deque[tuple[Part, Task[Answer]]] = deque()
    for part in parts:
        waiting.append((part, crew.submit(work, part)))
        if len(waiting) == ahead:
            first, task = waiting.popleft()
            yield first, task.result()
    for first, task in waiting:
        yield first, task.result()


def ranges(count: int, piece: int = PIECE) -> list[slice]:
    """0 .. count cut into pieces."""
    return [slice(start, min(start + piece, count)) for start in range(0, count, piece)]


def spread(
    crew: Crew, work: Callable[..., Answer], count: int, *columns: tuple[Sequence[Any], int]
) -> list[Answer]:
    """`work` on each piece of the columns side by side; a column comes with its items per record."""
    tasks: list[Task[Answer]] = [
        crew.submit(work, *(column[part.start * width : part.stop * width] for column, width in columns))
        for part in ranges(count)
    ]
    return [task.result() for task in tasks]
