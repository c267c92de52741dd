"""Answers that stay the same while nothing is written, kept for the length of a reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer", bound=Hashable)

_answers: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block a `remembered` function answers the same question once. For blocks that write nothing."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Keep the answers of a function that reads, while somebody remembers; otherwise it reads each time.

    Its arguments and answers are hashable, so that nobody changes what another one is given.
    """

    @wraps(function)
    def ask(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return function(*args, **kwargs)
        question = (function, args, tuple(sorted(kwargs.items())))
        if question not in answers:
            answers[question] = function(*args, **kwargs)
        answer: Answer = answers[question]
        return answer

    return ask
