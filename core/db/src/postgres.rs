//! PostgreSQL: how a statement runs there and what its errors mean.

use crate::sql::{Cell, Param, Row, Sql, dollar_placeholders};
use base::{Error, Fault, FaultKind, Result};
use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

pub struct Pg(RefCell<Inner>);

struct Inner {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + std::marker::Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Param::Int(v) => v.to_sql(ty, out),
            Param::Text(v) => v.to_sql(ty, out),
            Param::Blob(v) => v.to_sql(ty, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

impl Pg {
    pub fn open(url: &str, schema: &str) -> Result<Pg> {
        let mut client = connect(url)?;
        client
            .batch_execute(&format!(
                "create schema if not exists {schema}; set search_path to {schema};
                 set client_min_messages to warning; set standard_conforming_strings to on;
                 set lock_timeout to '5s'; set idle_in_transaction_session_timeout to '60s'"
            ))
            .map_err(|e| fault("opening the schema", e))?;
        Ok(Pg(RefCell::new(Inner { client, prepared: HashMap::new() })))
    }

    pub fn open_reader(url: &str, schema: &str, limit: Duration) -> Result<Pg> {
        let mut client = connect(url)?;
        client
            .batch_execute(&format!(
                "set search_path to {schema}; set default_transaction_read_only to on; set statement_timeout to {}",
                limit.as_millis()
            ))
            .map_err(|e| fault("opening the schema for reading", e))?;
        Ok(Pg(RefCell::new(Inner { client, prepared: HashMap::new() })))
    }

    pub fn each(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        take: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        let mut rows_out = Vec::new();
        {
            let inner = &mut *self.0.borrow_mut();
            let statement = inner.statement(sql)?;
            let types = row_types(&statement, sql)?;
            let mut rows = inner.client.query_raw(&statement, params).map_err(|e| fault(sql.name, e))?;
            while let Some(row) = rows.next().map_err(|e| fault(sql.name, e))? {
                let mut cells = Vec::with_capacity(types.len());
                for (index, ty) in types.iter().enumerate() {
                    cells.push(cell(&row, index, ty).map_err(|e| fault(sql.name, e))?);
                }
                rows_out.push(Row(cells));
            }
        }
        rows_out.into_iter().try_for_each(take)
    }

    pub fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64> {
        let inner = &mut *self.0.borrow_mut();
        let statement = inner.statement(sql)?;
        let params: Vec<&(dyn ToSql + std::marker::Sync)> = params.iter().map(|p| p as _).collect();
        inner.client.execute(&statement, &params).map_err(|e| fault(sql.name, e))
    }

    pub fn script(&self, doing: &str, text: &str) -> Result<()> {
        self.0.borrow_mut().client.batch_execute(text).map_err(|e| fault(doing, e))
    }

    pub fn prepare(&self, sql: &Sql) -> Result<()> {
        self.0.borrow_mut().statement(sql).map(|_| ())
    }

    pub fn is_open(&self) -> bool {
        !self.0.borrow().client.is_closed()
    }
}

impl Inner {
    fn statement(&mut self, sql: &Sql) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql.text) {
            return Ok(statement.clone());
        }
        let statement =
            self.client.prepare(&dollar_placeholders(sql.text)).map_err(|e| fault(sql.name, e))?;
        self.prepared.insert(sql.text, statement.clone());
        Ok(statement)
    }
}

/// Plain TCP only on loopback and local sockets: a city's rows never cross a network unencrypted.
fn connect(url: &str) -> Result<Client> {
    let config: postgres::Config = url.parse().map_err(|e| fault("reading the database address", e))?;
    let local = config.get_hosts().iter().all(|host| match host {
        postgres::config::Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
        postgres::config::Host::Unix(_) => true,
    });
    if !local {
        return Err(Fault::new(
            "opening the database",
            "a PostgreSQL server on another machine needs TLS, which this build does not speak; use a local socket or a local TLS proxy",
        )
        .into());
    }
    config.connect(NoTls).map_err(|e| fault("opening the database", e))
}

fn row_types(statement: &Statement, sql: &Sql) -> Result<Vec<Type>> {
    let known = [Type::INT8, Type::INT4, Type::TEXT, Type::VARCHAR, Type::BYTEA, Type::BOOL, Type::NAME];
    statement
        .columns()
        .iter()
        .map(|column| match known.contains(column.type_()) {
            true => Ok(column.type_().clone()),
            false => {
                Err(Fault::new(sql.name, format!("column {} has type {}", column.name(), column.type_()))
                    .into())
            }
        })
        .collect()
}

fn cell(row: &postgres::Row, index: usize, ty: &Type) -> Result<Cell, postgres::Error> {
    let null = Cell::Null;
    Ok(match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map_or(null, Cell::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map_or(null, |v| Cell::Int(v.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map_or(null, |v| Cell::Int(v.into())),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map_or(null, Cell::Blob),
        _ => row.try_get::<_, Option<String>>(index)?.map_or(null, Cell::Text),
    })
}

fn fault(doing: &str, error: postgres::Error) -> Error {
    let kind = match error.as_db_error() {
        None => FaultKind::Lost,
        Some(db) if *db.code() == SqlState::UNIQUE_VIOLATION => unique_columns(db.detail().unwrap_or("")),
        Some(db) if *db.code() == SqlState::QUERY_CANCELED => FaultKind::Slow,
        Some(_) => FaultKind::Other,
    };
    let cause = match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => error.to_string(),
    };
    Fault::new(doing, cause).kind(kind).into()
}

/// `Key (a, b)=(1, 2) already exists.` names the columns.
fn unique_columns(detail: &str) -> FaultKind {
    match detail.strip_prefix("Key (").and_then(|rest| rest.split_once(")=(")) {
        Some((list, _)) => FaultKind::Unique(list.split(", ").map(str::to_owned).collect()),
        None => FaultKind::Other,
    }
}
