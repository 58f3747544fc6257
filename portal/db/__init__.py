"""The database: engine, unit of work, outbox table and migrations."""
