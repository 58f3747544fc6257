from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import portal.cases.model
import portal.desk.model
import portal.identity.model
import portal.intake.model
import portal.search.learning.model  # noqa: F401
from portal.db import outbox, schema
from portal.db.base import Base


def test_migrations_make_the_tables_that_the_code_maps(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    assert outbox.OutboxRow.__tablename__ in Base.metadata.tables


def test_schema_is_current_after_upgrade_and_empty_after_downgrade(scratch):
    assert schema.is_current(scratch)

    with scratch.engine.begin() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    assert not schema.is_current(scratch)


def test_upgrade_twice_does_nothing(database):
    schema.upgrade(database)

    assert schema.is_current(database)
