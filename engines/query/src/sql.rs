//! The text of a question: one SELECT over known views, with `:as_of` put in as a date.
//!
//! This looks at what was written; what it means is looked at in `plan`. Both say no on their own.

use base::Day;
use base::query::{Place, Refusal};
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{
    DataType, Expr, Ident, ObjectName, Query, Select, SetExpr, Statement, TableFactor, TypedString, Value,
    ValueWithSpan, VisitMut as _, VisitorMut,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Span, Token, Tokenizer};
use std::collections::{BTreeMap, HashSet};
use std::ops::ControlFlow;

/// Bytes of a question.
const TEXT_MAX: usize = 64 * 1024;
/// Depth of nested expressions and queries.
const DEPTH_MAX: usize = 50;
/// Functions that give rows without reading anything.
const ROW_FUNCTIONS: [&str; 2] = ["generate_series", "range"];

/// Reads the text. `views` are the names that exist for this question.
pub fn read(sql: &str, as_of: Day, views: &BTreeMap<String, String>) -> Result<Parsed, Refusal> {
    let mut statement = parse(sql)?;
    let mut names = Names::default();
    let _ = statement.visit(&mut names);
    let mut check = Check { as_of, views, names: names.0 };
    match statement.visit(&mut check) {
        ControlFlow::Break(refusal) => Err(refusal),
        ControlFlow::Continue(()) => Ok(Parsed::Statement(Box::new(statement))),
    }
}

fn parse(sql: &str) -> Result<Statement, Refusal> {
    if sql.len() > TEXT_MAX {
        return Err(Refusal::Wrong {
            place: None,
            detail: format!("the text is longer than {TEXT_MAX} bytes"),
        });
    }
    let dialect = GenericDialect {};
    let tokens = Tokenizer::new(&dialect, sql)
        .tokenize_with_location()
        .map_err(|error| Refusal::Wrong { place: place(error.location), detail: error.message })?;
    let first = tokens.iter().find(|token| !matches!(token.token, Token::Whitespace(_)));
    let Some(first) = first else { return Err(Refusal::NotOne) };
    if let Token::Word(word) = &first.token
        && !["select", "with", "values"].contains(&word.value.to_ascii_lowercase().as_str())
    {
        return Err(Refusal::NotAQuery { verb: word.value.to_ascii_uppercase() });
    }
    let parsed = Parser::new(&dialect)
        .with_recursion_limit(DEPTH_MAX)
        .with_tokens_with_locations(tokens)
        .parse_statements()
        .map_err(|error| wrong(&error, sql))?;
    let [statement] = <[Statement; 1]>::try_from(parsed).map_err(|_| Refusal::NotOne)?;
    match statement {
        Statement::Query(_) => Ok(statement),
        other => {
            let verb = other.to_string().split_whitespace().next().unwrap_or("").to_ascii_uppercase();
            Err(Refusal::NotAQuery { verb })
        }
    }
}

/// The parser says the place at the end of its message; where the text ends too early, it is the end.
fn wrong(error: &ParserError, sql: &str) -> Refusal {
    let text = match error {
        ParserError::TokenizerError(text) | ParserError::ParserError(text) => text.clone(),
        ParserError::RecursionLimitExceeded => "it is nested too deeply".to_owned(),
    };
    let found = text.rsplit_once(" at Line: ").and_then(|(detail, at)| {
        let (line, column) = at.split_once(", Column: ")?;
        Some((detail.to_owned(), (line.trim().parse().ok()?, column.trim().parse().ok()?)))
    });
    match found {
        Some((detail, place)) => Refusal::Wrong { place: Some(place), detail },
        None if text.ends_with("EOF") => Refusal::Wrong { place: Some(end(sql)), detail: text },
        None => Refusal::Wrong { place: None, detail: text },
    }
}

fn end(sql: &str) -> (u64, u64) {
    let last = sql.rsplit('\n').next().unwrap_or("");
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    (count(sql.matches('\n').count() + 1), count(last.chars().count() + 1))
}

fn place(at: Location) -> Place {
    (at.line > 0).then_some((at.line, at.column))
}

/// The names that WITH gives to parts of the question.
#[derive(Default)]
struct Names(HashSet<String>);

impl VisitorMut for Names {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        for part in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.0.insert(normal(&part.alias.name));
        }
        ControlFlow::Continue(())
    }
}

/// A name as the planner reads it: lower case unless quoted.
fn normal(name: &Ident) -> String {
    match name.quote_style {
        Some(_) => name.value.clone(),
        None => name.value.to_ascii_lowercase(),
    }
}

struct Check<'a> {
    as_of: Day,
    views: &'a BTreeMap<String, String>,
    names: HashSet<String>,
}

impl Check<'_> {
    fn relation(&self, name: &ObjectName) -> ControlFlow<Refusal> {
        let idents: Vec<&Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
        if let [only] = idents.as_slice()
            && name.0.len() == 1
            && (self.views.contains_key(&normal(only)) || self.names.contains(&normal(only)))
        {
            return ControlFlow::Continue(());
        }
        ControlFlow::Break(Refusal::View {
            name: name.to_string(),
            place: idents.first().and_then(|ident| place(ident.span.start)),
            known: self.views.keys().cloned().collect(),
        })
    }
}

fn function(name: &ObjectName) -> ControlFlow<Refusal> {
    let plain = name.to_string().to_ascii_lowercase();
    match ROW_FUNCTIONS.contains(&plain.as_str()) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(Refusal::Function { name: name.to_string() }),
    }
}

fn writes(verb: &str) -> ControlFlow<Refusal> {
    ControlFlow::Break(Refusal::NotAQuery { verb: verb.to_owned() })
}

impl VisitorMut for Check<'_> {
    type Break = Refusal;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Refusal> {
        let written = [
            (!query.locks.is_empty(), "FOR UPDATE"),
            (query.for_clause.is_some(), "FOR"),
            (query.settings.is_some(), "SETTINGS"),
            (query.format_clause.is_some(), "FORMAT"),
        ];
        if let Some((_, verb)) = written.into_iter().find(|(is, _)| *is) {
            return writes(verb);
        }
        match query.body.as_ref() {
            SetExpr::Insert(_) => writes("INSERT"),
            SetExpr::Update(_) => writes("UPDATE"),
            SetExpr::Delete(_) => writes("DELETE"),
            SetExpr::Merge(_) => writes("MERGE"),
            SetExpr::Table(_) => writes("TABLE"),
            SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::SetOperation { .. } | SetExpr::Values(_) => {
                ControlFlow::Continue(())
            }
        }
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Refusal> {
        match select.into {
            Some(_) => writes("SELECT INTO"),
            None => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_statement(&mut self, statement: &mut Statement) -> ControlFlow<Refusal> {
        match statement {
            Statement::Query(_) => ControlFlow::Continue(()),
            other => writes(other.to_string().split_whitespace().next().unwrap_or("")),
        }
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Refusal> {
        match factor {
            TableFactor::Table { name, args: Some(_), .. } | TableFactor::Function { name, .. } => {
                function(name)
            }
            TableFactor::Table { name, args: None, .. } => self.relation(name),
            TableFactor::Derived { .. }
            | TableFactor::UNNEST { .. }
            | TableFactor::NestedJoin { .. }
            | TableFactor::Pivot { .. }
            | TableFactor::Unpivot { .. } => ControlFlow::Continue(()),
            other => ControlFlow::Break(Refusal::Wrong {
                place: None,
                detail: format!("{other} cannot stand in FROM"),
            }),
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Refusal> {
        if let Expr::Identifier(name) = expr
            && name.quote_style.is_none()
            && name.value.starts_with('@')
        {
            let place = place(name.span.start);
            return ControlFlow::Break(Refusal::Parameter { name: name.value.clone(), place });
        }
        let Expr::Value(ValueWithSpan { value: Value::Placeholder(name), span }) = expr else {
            return ControlFlow::Continue(());
        };
        if name != ":as_of" {
            return ControlFlow::Break(Refusal::Parameter { name: name.clone(), place: place(span.start) });
        }
        let day = Value::SingleQuotedString(self.as_of.to_string());
        *expr = Expr::TypedString(TypedString {
            data_type: DataType::Date,
            value: ValueWithSpan { value: day, span: Span::empty() },
            uses_odbc_syntax: false,
        });
        ControlFlow::Continue(())
    }
}
