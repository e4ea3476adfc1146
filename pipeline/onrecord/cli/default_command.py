"""A group of commands that does its main job unless the first word names one of them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup


class MainJobOrCommand(TyperGroup):
    """Runs its own callback, or the command that the first word names; options may be anywhere.

    A first word that is neither a path nor a command, but much like a command's name, ends with exit code 2.
    """

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        position = self._first_word(args)
        word = args[position] if position is not None else ""
        if word in self.commands:
            args = [argument for at, argument in enumerate(args) if at != position]
            return self.commands[word].make_context(f"{info_name} {word}", args, parent, **extra)
        likely = get_close_matches(word, self.commands, n=1)
        if likely and not extra.get("resilient_parsing") and not Path(word).exists():
            typer.echo(f"{info_name}: {word} does not exist; did you mean {likely[0]}?", err=True)
            raise typer.Exit(2)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)

    def _first_word(self, args: Sequence[str]) -> int | None:
        """The position of the first argument that is neither an option nor the value of one."""
        with_value = {
            name
            for command in (self, *self.commands.values())
            for option in command.params
            if not getattr(option, "is_flag", False)
            for name in option.opts
        }
        is_value = False
        for position, argument in enumerate(args):
            if is_value:
                is_value = False
            elif argument == "--" or not argument.startswith("-"):
                return position if argument != "--" else None
            elif argument.startswith("--"):
                is_value = argument in with_value
            else:  # -o, -odata or -qo
                taking = [at for at, letter in enumerate(argument) if f"-{letter}" in with_value]
                is_value = bool(taking) and taking[0] == len(argument) - 1
        return None
