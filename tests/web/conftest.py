from tests.web.databases import (  # noqa: F401
    database,
    migrated_file,
    migrated_postgres,
    postgres,
    postgres_server,
    scratch,
    sqlite,
)
