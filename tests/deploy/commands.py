"""Proves command lines of the portal without running them."""

from collections.abc import Sequence

from click import Context, Group

from portal.cli import portal


def check_command(words: Sequence[str]) -> None:
    """Let the command line parse its words.

    Raises:
        click.UsageError: when there is no such command, option or value.
    """
    command, rest, context = portal, list(words), Context(portal, info_name="portal")
    while isinstance(command, Group):
        name, command, rest = command.resolve_command(context, rest)
        assert command is not None, name
        context = Context(command, info_name=name, parent=context)
    command.make_context(context.info_name, rest, parent=context.parent)
