//! From Arrow to plain values, and from DataFusion's errors to refusals.

use crate::names::{self, Names};
use arrow::array::{
    Array as _, ArrayRef, AsArray as _, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Date32Type, Int64Type, SchemaRef};
use base::query::{Answer, Column, Place, QueryError, Refusal, Values};
use base::{Day, Fault};
use datafusion::common::{Diagnostic, SchemaError};
use datafusion::error::DataFusionError;
use std::collections::HashSet;

/// Refuses columns that an answer does not carry, before anything is computed.
pub fn fits(schema: &SchemaRef) -> Result<(), Refusal> {
    let mut names = HashSet::new();
    for field in schema.fields() {
        let column = field.name().clone();
        if field.data_type().is_floating() {
            return Err(Refusal::Float { column });
        }
        if shape(field.data_type()).is_none() {
            return Err(Refusal::Type { column, type_name: field.data_type().to_string() });
        }
        if !names.insert(column.clone()) {
            return Err(Refusal::SameName { column });
        }
    }
    Ok(())
}

/// The type that a column is brought to.
fn shape(data_type: &DataType) -> Option<DataType> {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(DataType::Utf8View),
        DataType::Dictionary(_, value) => shape(value),
        DataType::Boolean => Some(DataType::Boolean),
        DataType::Date32 => Some(DataType::Date32),
        DataType::Null => Some(DataType::Null),
        integer if integer.is_integer() => Some(DataType::Int64),
        _ => None,
    }
}

/// Columns of an answer that hold numbers in place of names.
pub struct Numbered<'a> {
    pub names: &'a Names,
    /// For each column, whether it does.
    pub columns: &'a [bool],
}

impl Numbered<'_> {
    fn is(&self, column: usize) -> bool {
        self.columns.get(column).copied().unwrap_or(false)
    }

    /// Bytes of the names that these numbers stand for.
    pub fn bytes(&self, batch: &RecordBatch) -> usize {
        let columns = batch.columns().iter().enumerate().filter(|(at, _)| self.is(*at));
        columns
            .filter_map(|(_, column)| names::numbers_of(column))
            .map(|numbers| self.names.bytes(numbers))
            .sum()
    }
}

/// The answer in plain values.
pub fn plain(
    schema: &SchemaRef,
    batches: &[RecordBatch],
    numbered: &Numbered<'_>,
    position: i64,
    engine: String,
) -> Result<Answer, QueryError> {
    let rows = batches.iter().map(RecordBatch::num_rows).sum();
    let mut columns = Vec::with_capacity(schema.fields().len());
    for (at, field) in schema.fields().iter().enumerate() {
        let to = shape(field.data_type()).unwrap_or(DataType::Null);
        let mut values = empty(&to, rows);
        for batch in batches {
            if let (true, Some(numbers)) = (numbered.is(at), names::numbers_of(batch.column(at))) {
                if let Values::Text(all) = &mut values {
                    all.extend(numbered.names.told(numbers));
                }
                continue;
            }
            let strict = CastOptions { safe: false, ..CastOptions::default() };
            let array = cast_with_options(batch.column(at), &to, &strict)
                .map_err(|e| Refusal::Value { detail: format!("{}: {e}", field.name()) })?;
            append(&mut values, &array);
        }
        columns.push(Column { name: field.name().clone(), values });
    }
    Ok(Answer { columns, rows, position, engine })
}

fn empty(data_type: &DataType, rows: usize) -> Values {
    match data_type {
        DataType::Utf8View => Values::Text(Vec::with_capacity(rows)),
        DataType::Int64 => Values::Integer(Vec::with_capacity(rows)),
        DataType::Date32 => Values::Day(Vec::with_capacity(rows)),
        DataType::Boolean => Values::Bool(Vec::with_capacity(rows)),
        _ => Values::Null(0),
    }
}

fn append(values: &mut Values, array: &ArrayRef) {
    match values {
        Values::Text(all) => all.extend(array.as_string_view().iter().map(|text| text.map(str::to_owned))),
        Values::Integer(all) => all.extend(array.as_primitive::<Int64Type>().iter()),
        Values::Day(all) => {
            let days = array.as_primitive::<Date32Type>().iter();
            all.extend(days.map(|day| day.map(|day| Day::from_number(i64::from(day)))));
        }
        Values::Bool(all) => all.extend(array.as_boolean().iter()),
        Values::Null(rows) => *rows += array.len(),
    }
}

/// What went wrong while the question was planned.
pub fn planning(error: &DataFusionError) -> QueryError {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => executing(error, 0),
        DataFusionError::Internal(cause) => Fault::new("planning a question", cause).into(),
        DataFusionError::IoError(cause) => Fault::new("planning a question", cause).into(),
        root => Refusal::Wrong { place: place(error), detail: told(error, root) }.into(),
    }
}

fn place(error: &DataFusionError) -> Place {
    let span = error.diagnostic().and_then(|Diagnostic { span, .. }| *span)?;
    Some((span.start.line, span.start.column))
}

fn told(error: &DataFusionError, root: &DataFusionError) -> String {
    let text = match (error.diagnostic(), root) {
        (Some(diagnostic), _) => diagnostic.message.clone(),
        (None, DataFusionError::SchemaError(schema, _)) => match schema.as_ref() {
            SchemaError::FieldNotFound { field, .. } => format!("there is no column {field}"),
            other => other.to_string(),
        },
        (None, other) => other.strip_backtrace(),
    };
    text.lines().next().unwrap_or("").chars().take(300).collect()
}

/// What went wrong while it was computed; `memory` is the limit it had.
pub fn executing(error: &DataFusionError, memory: usize) -> QueryError {
    match error.find_root() {
        DataFusionError::ResourcesExhausted(_) => Refusal::Memory { most: memory }.into(),
        DataFusionError::ArrowError(arrow, _) => match arrow.as_ref() {
            arrow::error::ArrowError::ParquetError(cause) | arrow::error::ArrowError::SchemaError(cause) => {
                Fault::new("reading facts", cause).into()
            }
            arrow::error::ArrowError::IoError(cause, _) => Fault::new("reading facts", cause).into(),
            other => Refusal::Value { detail: first_line(&other.to_string()) }.into(),
        },
        DataFusionError::Execution(cause) => Refusal::Value { detail: first_line(cause) }.into(),
        root => Fault::new("computing an answer", root.strip_backtrace()).into(),
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").chars().take(300).collect()
}

/// Bytes of a batch as an answer will hold them, roughly: a place for each value, and the letters of texts.
pub fn bytes(batch: &RecordBatch) -> usize {
    let letters = |column: &ArrayRef| -> usize {
        let any = column.as_any();
        if let Some(texts) = any.downcast_ref::<StringViewArray>() {
            return texts.lengths().map(|length| length as usize).sum();
        }
        if let Some(texts) = any.downcast_ref::<StringArray>() {
            return texts.value_data().len();
        }
        any.downcast_ref::<LargeStringArray>().map_or(0, |texts| texts.value_data().len())
    };
    let places = batch.num_rows() * batch.num_columns() * size_of::<Option<String>>();
    places + batch.columns().iter().map(letters).sum::<usize>()
}
