"""A connection to PostgreSQL that does not wait for ever for an answer.

A server that is gone refuses or cuts a connection. One that hangs (a disk that does not answer, a machine that is
frozen) keeps it and says nothing; a web process whose threads all wait for it would serve nobody any more.
"""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen


class PatientConnection(psycopg.Connection[Any]):
    """The driver's connection; with a patience, closed when an answer takes longer."""

    patience_s: float | None = None
    """How long an answer may take, in seconds; None for as long as it likes."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer of the server.

        Raises:
            psycopg.OperationalError: when none comes in time; the connection is closed then, since what the server
                made of the question is not known.
        """
        patience = self.patience_s if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience)
        except psycopg.OperationalError as error:
            if timeout is None and _gave_up(error):
                self.pgconn.finish()
            raise


def _gave_up(error: psycopg.OperationalError) -> bool:
    # The driver's name for it is its own affair, but it is neither a server's error nor a broken connection.
    return type(error).__name__ == "_WaitTimeout"
