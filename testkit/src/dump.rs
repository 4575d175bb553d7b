//! The whole content of a city's tables as text, to compare two databases byte by byte.

use base::Result;
use db::{Cell, Conn, Read, Sql};

const LITE_TABLES: Sql = Sql::new(
    "testkit.dump.tables",
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
);
const PG_TABLES: Sql = Sql::new(
    "testkit.dump.tables",
    "select table_name::text from information_schema.tables where table_schema = current_schema() order by 1",
);
const PG_COLUMNS: &str = "select column_name::text from information_schema.columns
   where table_schema = current_schema() and table_name = ?1 order by ordinal_position";
const LITE_COLUMNS: &str = "select name from pragma_table_info(?1) order by cid";

/// Every table with its columns and its rows in order. The migrations' own times are left out: they are the
/// machine's affair.
pub fn dump(conn: &Conn) -> Result<String> {
    let postgres = conn.is_postgres();
    let tables =
        conn.list(if postgres { &PG_TABLES } else { &LITE_TABLES }, &[], |row| row.get::<String>(0))?;
    let mut out = String::new();
    for table in tables {
        let columns_sql = Sql::new("testkit.dump.columns", if postgres { PG_COLUMNS } else { LITE_COLUMNS });
        let mut columns = conn.list(&columns_sql, &[(&table).into()], |row| row.get::<String>(0))?;
        if table == "db_migration" {
            columns.retain(|column| column != "at");
        }
        let text = format!("select {} from {table}", columns.join(", "));
        // Tests may leak: statements are static so that each has one place in the code.
        let sql = Sql::new("testkit.dump.rows", Box::leak(text.into_boxed_str()));
        let mut rows = conn.list(&sql, &[], |row| Ok(row.clone()))?;
        rows.sort();
        out.push_str(&format!("## {table} ({})\n", columns.join(", ")));
        for row in rows {
            let cells: Vec<String> = row.0.iter().map(cell).collect();
            out.push_str(&cells.join(" | "));
            out.push('\n');
        }
    }
    Ok(out)
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".into(),
        Cell::Int(v) => v.to_string(),
        Cell::Text(v) => format!("{v:?}"),
        Cell::Blob(v) => format!("x{}", kernel::journal::hex(v)),
    }
}
