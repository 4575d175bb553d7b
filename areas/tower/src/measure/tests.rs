//! Measures end to end inside the tower: definitions, counting by an engine that answers from a table, keeping,
//! comparing, and what each reader sees.

mod definitions;
mod privacy;
mod served;

use base::query::{Answer, Answering, Changes, Column, Engine, QueryError, Question, Refusal, Values};
use std::sync::{Arc, Mutex};

/// What a table answers to a question.
type Says = Box<dyn Fn(&Question) -> Result<Answer, Refusal> + Send + Sync>;

/// An engine whose answers a test writes down: it counts nothing, it only speaks the port.
pub struct Table {
    answer: Says,
    pub reached: Mutex<i64>,
}

/// A row of a table: unit, part, low, high, level, series, reason.
pub type Line = (String, &'static str, i64, Option<i64>, i64, Option<String>, Option<&'static str>);

impl Table {
    /// Answers every question by this function of the question.
    pub fn new(answer: impl Fn(&Question) -> Result<Answer, Refusal> + Send + Sync + 'static) -> Arc<Table> {
        Arc::new(Table { answer: Box::new(answer), reached: Mutex::new(1) })
    }
}

/// Lines as the engine would give them.
pub fn lines(rows: &[Line], with_series: bool) -> Answer {
    let text = |of: &dyn Fn(&Line) -> Option<String>| Values::Text(rows.iter().map(of).collect());
    let number = |of: &dyn Fn(&Line) -> Option<i64>| Values::Integer(rows.iter().map(of).collect());
    let column = |name: &str, values: Values| Column { name: name.to_owned(), values };
    let mut columns = vec![
        column("unit", text(&|row| Some(row.0.clone()))),
        column("part", text(&|row| Some(row.1.to_owned()))),
        column("low", number(&|row| Some(row.2))),
        column("high", number(&|row| row.3)),
        column("level", number(&|row| Some(row.4))),
        column("record", text(&|_| Some(String::new()))),
        column("reason", text(&|row| row.6.map(str::to_owned))),
    ];
    if with_series {
        columns.push(column("series", text(&|row| row.5.clone())));
    }
    Answer { columns, rows: rows.len(), position: 1, engine: "table 1".to_owned() }
}

impl Engine for Table {
    fn reached(&self) -> i64 {
        *self.reached.lock().unwrap()
    }
    fn changed(&self, _kinds: &[String]) -> i64 {
        self.reached()
    }
    fn push(&self, changes: Changes) -> Result<(), QueryError> {
        *self.reached.lock().unwrap() = changes.up_to;
        Ok(())
    }
    fn flush(&self) -> Result<(), QueryError> {
        Ok(())
    }
    fn reset(&self) -> Result<(), QueryError> {
        *self.reached.lock().unwrap() = 0;
        Ok(())
    }
    fn ask(&self, question: Question) -> Answering {
        let answer = self.ask_blocking(question);
        Box::pin(async move { answer })
    }
    fn ask_blocking(&self, question: Question) -> Result<Answer, QueryError> {
        let position = question.position.unwrap_or(self.reached());
        Ok((self.answer)(&question).map(|answer| Answer { position, ..answer })?)
    }
    fn version(&self) -> String {
        "table 1".to_owned()
    }
}
