"""Run every benchmark and print its table: ``python -m bench`` or ``make bench``; one of them by its name."""

import os
import platform
import tempfile
from pathlib import Path

import click
from rich.console import Console

from bench import (
    audits,
    content,
    desk,
    faults,
    fitting,
    growth,
    likeness,
    mail,
    masking,
    pages,
    peers,
    plots,
    submits,
    wapiti,
)
from bench.portal import make_portal
from bench.search import commands
from bench.serving import commands as serving


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Benchmarks of the portal; without a name all of them."""
    console = Console()
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    if context.invoked_subcommand is None:
        with tempfile.TemporaryDirectory() as folder:
            app = make_portal(Path(folder))
            console.print(pages.run(app))
            commands.run_all(app, console)
        console.print(likeness.run())
        console.print(content.run())
        masking.run(console)
        console.print(mail.run())
        console.print(desk.run())
        console.print(submits.run(console))
        serving.run(console)
        audits.main(console)


main.add_command(commands.search)
main.add_command(serving.serving)
main.add_command(likeness.likeness)
main.add_command(fitting.fit_likeness)
main.add_command(faults.faults)
main.add_command(growth.growth)
main.add_command(peers.peers)
main.add_command(plots.plots)
main.add_command(submits.submits)
main.add_command(wapiti.wapiti)


@main.command("masking")
@click.option("--verbose", is_flag=True, help="List what is missed and what is masked in vain.")
def measure_masking(*, verbose: bool) -> None:
    """Secrets found and false alarms, by kind and language."""
    masking.run(Console(), verbose=verbose)


@main.command("mail")
def measure_mail() -> None:
    """Mails a second with one, two and four workers."""
    Console().print(mail.run())


@main.command("desk")
def measure_desk() -> None:
    """Pages of the support team with a hundred thousand cases in PostgreSQL."""
    Console().print(desk.run())


@main.command("lighthouse")
def audit_pages() -> None:
    """What Lighthouse says of the main pages; 1 when a goal is missed."""
    audits.main(Console())


if __name__ == "__main__":
    main(prog_name="python -m bench")
