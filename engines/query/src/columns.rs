//! The columns of facts, and rows of the register as Arrow arrays.
//!
//! A file holds all columns; a view shows all but the position that ended a fact: at a cut it says nothing.

use arrow::array::{
    ArrayRef, Date32Array, Int32Array, Int64Array, RecordBatch, StringViewArray, StringViewBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use base::query::FactRow;
use std::sync::{Arc, LazyLock};

/// Where each column stands, in files and in views.
pub const FACT: usize = 0;
pub const SUBJECT: usize = 1;
pub const OTHER: usize = 2;
/// The position that stated a fact: `seq`.
pub const SEQ_IN: usize = 11;
/// The last one, in files only.
pub const SEQ_OUT: usize = 12;

static FILE: LazyLock<SchemaRef> = LazyLock::new(|| {
    let mut fields = view_fields();
    fields.push(Field::new("seq_out", DataType::Int64, true));
    Arc::new(Schema::new(fields))
});
static VIEW: LazyLock<SchemaRef> = LazyLock::new(|| Arc::new(Schema::new(view_fields())));
static NUMBERED: LazyLock<SchemaRef> =
    LazyLock::new(|| Arc::new(with_names(view_fields(), &DataType::UInt32)));
static DICTIONARIES: LazyLock<SchemaRef> = LazyLock::new(|| {
    let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    Arc::new(with_names(FILE.fields().iter().map(|field| field.as_ref().clone()).collect(), &text))
});

fn view_fields() -> Vec<Field> {
    let text = |name: &str, nullable: bool| Field::new(name, DataType::Utf8View, nullable);
    vec![
        text("fact", false),
        text("subject", false),
        text("other", true),
        text("code", true),
        Field::new("amount", DataType::Int64, true),
        text("place", true),
        Field::new("valid_from", DataType::Date32, true),
        Field::new("valid_to", DataType::Date32, true),
        Field::new("level", DataType::Int32, false),
        text("evidence", true),
        text("source", true),
        Field::new("seq", DataType::Int64, false),
    ]
}

/// All columns of a file.
pub fn file_schema() -> SchemaRef {
    Arc::clone(&FILE)
}

/// All columns of a view.
pub fn view_schema() -> SchemaRef {
    Arc::clone(&VIEW)
}

/// All columns of a view that shows numbers in place of names of records.
pub fn numbered_schema() -> SchemaRef {
    Arc::clone(&NUMBERED)
}

/// All columns of a file, names of records as dictionaries.
pub fn dictionary_schema() -> SchemaRef {
    Arc::clone(&DICTIONARIES)
}

/// True for the columns that name records.
pub fn names_records(column: usize) -> bool {
    [SUBJECT, OTHER].contains(&column)
}

fn with_names(mut fields: Vec<Field>, data_type: &DataType) -> Schema {
    for column in [SUBJECT, OTHER] {
        fields[column] = fields[column].clone().with_data_type(data_type.clone());
    }
    Schema::new(fields)
}

/// Rows as arrays. A `seq_out` of a row is left out: it is kept beside the rows until they are written.
pub fn batch(rows: &[FactRow]) -> Result<RecordBatch, ArrowError> {
    let text = |of: &dyn Fn(&FactRow) -> Option<String>| {
        let mut all = StringViewBuilder::with_capacity(rows.len());
        rows.iter().for_each(|row| all.append_option(of(row)));
        Arc::new(all.finish()) as ArrayRef
    };
    let day = |of: &dyn Fn(&FactRow) -> Option<base::Day>| {
        let days = rows.iter().map(|row| of(row).map(|day| i32::try_from(day.number()).unwrap_or(i32::MAX)));
        Arc::new(days.collect::<Date32Array>()) as ArrayRef
    };
    let columns: Vec<ArrayRef> = vec![
        text(&|row| Some(row.id.to_string())),
        text(&|row| Some(row.subject.to_string())),
        text(&|row| row.other.as_ref().map(ToString::to_string)),
        text(&|row| row.code.clone()),
        Arc::new(rows.iter().map(|row| row.amount).collect::<Int64Array>()),
        text(&|row| row.place.clone()),
        day(&|row| row.valid.from),
        day(&|row| row.valid.to),
        Arc::new(rows.iter().map(|row| row.level as i32).collect::<Int32Array>()),
        text(&|row| row.evidence.map(|id| id.to_string())),
        text(&|row| row.source.clone()),
        Arc::new(rows.iter().map(|row| row.seq_in).collect::<Int64Array>()),
        Arc::new(Int64Array::new_null(rows.len())),
    ];
    RecordBatch::try_new(file_schema(), columns)
}

/// A column of text.
pub fn texts(array: &ArrayRef) -> Option<&StringViewArray> {
    array.as_any().downcast_ref()
}

/// A column of 64-bit numbers.
pub fn numbers(array: &ArrayRef) -> Option<&Int64Array> {
    array.as_any().downcast_ref()
}

/// What is wrong when a column is not what the schema says.
pub fn not_that_column() -> ArrowError {
    ArrowError::SchemaError("a column of facts has another type than its schema says".into())
}
