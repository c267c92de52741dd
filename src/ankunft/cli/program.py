"""The manners of the command: German help and complaints, exit codes 0, 1 and 2, no traceback for a refusal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from ankunft.foundation.kernel.errors import Refused

SECTIONS = {"Options": "Optionen", "Commands": "Befehle", "Positional arguments": "Argumente"}


class _Formatter(click.HelpFormatter):
    """click's help with German headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Aufruf: ")

    def section(self, name: str) -> Any:
        return super().section(SECTIONS.get(name, name))


class _Context(click.Context):
    formatter_class = _Formatter


class Option(click.Option):
    """An option whose help does not say "required" in English: the usage line shows what is needed."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        extra.pop("required", None)
        return extra


class Command(click.Command):
    """A command in German."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONEN]")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_german(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands in German, in the order in which they were added."""

    context_class = _Context
    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[OPTIONEN]")
        kwargs.setdefault("subcommand_metavar", "BEFEHL …")
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _in_german(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class Program(Group):
    """The outermost group: turns every expected end into a sentence on stderr and an exit code."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        extra["standalone_mode"] = False
        try:
            result = super().main(args, prog_name or "ankunft", **extra)
            sys.stdout.flush()
        except Refused as refused:
            _end(str(refused.reason), 1)
        except click.UsageError as error:
            _end(_complaint(error), 2)
        except (click.Abort, KeyboardInterrupt):
            _end("Abgebrochen.", 1)
        except BrokenPipeError:
            # Whoever read the output has gone: nothing is left to say, and Python must not try again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except Exception as error:
            if sentence := _of_the_database(error):
                _end(sentence, 1)
            raise
        sys.exit(result if isinstance(result, int) else 0)


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


def _in_german(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Diese Hilfe zeigen."
    return option


def _complaint(error: click.UsageError) -> str:
    """What is wrong with the call, how it should look, and where the help is."""
    if isinstance(error, NoArgsIsHelpError):
        return error.format_message()
    lines = [f"Falscher Aufruf: {_sentence(error)}"]
    if error.ctx is not None:
        lines += [error.ctx.get_usage(), f"Hilfe: {error.ctx.command_path} --help"]
    return "\n".join(lines)


def _sentence(error: click.UsageError) -> str:
    sayings: list[tuple[type[click.UsageError], Callable[[Any], str]]] = [
        (click.MissingParameter, lambda e: f"{_name(e)} fehlt."),
        (click.BadParameter, lambda e: f"{_name(e)}: {e.message}"),
        (click.NoSuchOption, lambda e: f"Die Option {e.option_name} gibt es nicht."),
        (click.NoSuchCommand, lambda e: f"Den Befehl «{e.command_name}» gibt es nicht."),
        (click.BadOptionUsage, lambda e: f"Die Option {e.option_name} ist unvollständig oder hat zu viele Werte."),
    ]
    for kind, say in sayings:
        if isinstance(error, kind):
            return say(error)
    if error.message.startswith("Got unexpected extra argument"):
        return f"Zu viele Angaben: {error.message.partition('(')[2].rstrip(').')}."
    return error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "Eine Angabe"
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.make_metavar(error.ctx or click.Context(Command("ankunft")))


def _of_the_database(error: Exception) -> str:
    """A sentence for a database that cannot be reached or used; empty for anything else."""
    django = sys.modules.get("django.db.utils")
    if django is None or not isinstance(error, django.OperationalError):
        return ""
    first_line = str(error).strip().partition("\n")[0]
    return f"Die Datenbank antwortet nicht: {first_line}"
