//! The writer, reads, SQLite and PostgreSQL, migrations, named SQL.
