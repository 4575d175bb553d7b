//! Named: a Parquet table whose columns have names and types, as data frames write it.
//!
//! Each row becomes the text that a CSV table would hold and is read by the same rules: the same names of
//! columns, the same units, the same refusals. Times keep their type: adjusted to UTC they are instants,
//! else local. Integers without a type are seconds, milli-, micro- or nanoseconds since 1970 by their size,
//! which is unambiguous from 1990 to 2100. Columns that nobody asks for are not decoded.

use super::{PART, broken};
use crate::civil::{date_of, number_of};
use crate::fault::{Fault, FaultKind};
use crate::readings::Loaded;
use crate::readings::csv::{How, TextRows};
use ::csv::StringRecord;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

const SECOND: i64 = 1;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cells {
    /// As they are.
    Plain,
    /// Integers of which so many digits follow the point.
    Decimal(i32),
    /// Days since 1970.
    Days,
    /// So many parts of a second since 1970, an instant or a local time.
    Since { parts: i64, utc: bool },
}

/// Reads a table by the names of its columns.
///
/// # Errors
/// `Missing` when no name is known (saying which names there are), `Format` for what is no Parquet or has
/// columns of lists, and the faults of reading a table of text.
pub fn read_named<R: ChunkReader + 'static>(file: R, how: &How) -> Result<Loaded, Fault> {
    let reader = SerializedFileReader::new(file).map_err(|error| broken(&error))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let columns: Vec<(Cells, &ColumnDescriptor)> =
        (schema.columns().iter()).map(|column| (cells(column), &**column)).collect();
    let header = header(&columns);
    let Some(mut rows) = TextRows::new(&header, how) else {
        let names: Vec<&str> = columns.iter().map(|(_, column)| column.name()).collect();
        let what = format!("no column of times and of values among: {}", names.join(", "));
        let mend = "name them timestamp and kWh (or Wh)";
        return Err(Fault::new(FaultKind::Missing, PART, what, mend));
    };
    let mut line = 0_u64;
    for at in 0..reader.num_row_groups() {
        let group = reader.get_row_group(at).map_err(|error| broken(&error))?;
        let count = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let mut table: Vec<Vec<String>> = vec![Vec::new(); columns.len()];
        for column in rows.wanted() {
            table[column] = texts(&*group, column, count, columns[column])?;
        }
        let mut record = StringRecord::new();
        for row in 0..count {
            record.clear();
            table.iter().for_each(|column| record.push_field(column.get(row).map_or("", String::as_str)));
            line += 1;
            rows.row(&record, line).map_err(in_parquet)?;
        }
    }
    rows.finish().map_err(in_parquet)
}

fn in_parquet(mut fault: Fault) -> Fault {
    fault.place.part = PART.to_owned();
    fault
}

/// Names of columns; the first column of times is one whatever it is called (data frames call it an index).
fn header(columns: &[(Cells, &ColumnDescriptor)]) -> StringRecord {
    let is_time = |cells: &Cells| matches!(cells, Cells::Since { .. });
    let first = columns.iter().position(|(cells, _)| is_time(cells));
    let name = |(at, (_, column)): (usize, &(Cells, &ColumnDescriptor))| match Some(at) == first {
        true => "timestamp".to_owned(),
        false => column.name().to_owned(),
    };
    columns.iter().enumerate().map(name).collect::<Vec<String>>().into()
}

fn cells(column: &ColumnDescriptor) -> Cells {
    match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Timestamp(time)), _) => Cells::Since {
            parts: match time.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            },
            utc: time.is_adjusted_to_u_t_c,
        },
        (_, ConvertedType::TIMESTAMP_MILLIS) => Cells::Since { parts: 1_000, utc: true },
        (_, ConvertedType::TIMESTAMP_MICROS) => Cells::Since { parts: 1_000_000, utc: true },
        (_, ConvertedType::DATE) | (Some(LogicalType::Date), _) => Cells::Days,
        (_, ConvertedType::DECIMAL) => Cells::Decimal(column.type_scale()),
        _ if column.name().to_lowercase().contains("time") || column.name().eq_ignore_ascii_case("ts") => {
            Cells::Since { parts: SECOND, utc: true }
        }
        _ => Cells::Plain,
    }
}

/// One column of a row group as text; nulls are empty.
fn texts(
    group: &dyn RowGroupReader,
    at: usize,
    rows: usize,
    (cells, column): (Cells, &ColumnDescriptor),
) -> Result<Vec<String>, Fault> {
    let fault = |what: String| {
        let mend = "write one value in each row: a time, a number or a text";
        Fault::new(FaultKind::Format, PART, what, mend)
    };
    if column.max_rep_level() > 0 {
        return Err(fault(format!("column {} holds lists", column.name())));
    }
    let levels = column.max_def_level();
    let reader = group.get_column_reader(at).map_err(|error| broken(&error))?;
    let texts = match reader {
        ColumnReader::Int32ColumnReader(reader) => {
            values(reader, rows, levels, |value| integer(i64::from(*value), cells))
        }
        ColumnReader::Int64ColumnReader(reader) => values(reader, rows, levels, |v| integer(*v, cells)),
        ColumnReader::FloatColumnReader(reader) => values(reader, rows, levels, |v| Some(v.to_string())),
        ColumnReader::DoubleColumnReader(reader) => values(reader, rows, levels, |v| Some(v.to_string())),
        ColumnReader::ByteArrayColumnReader(reader) => {
            values(reader, rows, levels, |value| std::str::from_utf8(value.data()).ok().map(str::to_owned))
        }
        _ => return Err(fault(format!("column {} is of a type that is not read", column.name()))),
    }?;
    texts.ok_or_else(|| fault(format!("column {} holds a value that cannot be read", column.name())))
}

/// The values of a column as text; `None` when one has no text.
fn values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    most: i16,
    text: impl Fn(&T::T) -> Option<String>,
) -> Result<Option<Vec<String>>, Fault> {
    let (mut found, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let some = reader.read_records(rows - read, (most > 0).then_some(&mut levels), None, &mut found);
        match some.map_err(|error| broken(&error))?.0 {
            0 => break,
            more => read += more,
        }
    }
    let mut next = found.iter();
    let level = |row: usize| levels.get(row).copied().unwrap_or(most);
    let texts = (0..rows).map(|row| match level(row) == most {
        true => next.next().and_then(&text),
        false => Some(String::new()),
    });
    Ok(texts.collect())
}

fn integer(value: i64, cells: Cells) -> Option<String> {
    match cells {
        Cells::Plain => Some(value.to_string()),
        Cells::Decimal(scale) => {
            let digits = u32::try_from(scale).ok().filter(|digits| *digits <= 18)?;
            Some(crate::decimal::text(value, digits))
        }
        Cells::Days => Some(date_of(i32::try_from(value).ok()?).to_string()),
        Cells::Since { parts: SECOND, .. } => moment(value.div_euclid(parts_of(value)?), true),
        Cells::Since { parts, utc } => moment(value.div_euclid(parts), utc),
    }
}

/// By its size, how many parts of a second an integer counts: from 1990 to 2100.
fn parts_of(value: i64) -> Option<i64> {
    let (first, last) = (i64::from(number_of(jiff::civil::date(1990, 1, 1))), 47_482);
    let fits = |parts: &i64| (first * 86_400..last * 86_400).contains(&value.div_euclid(*parts));
    [1, 1_000, 1_000_000, 1_000_000_000].into_iter().find(fits)
}

/// Seconds since 1970 as a time that the table's reader knows.
fn moment(seconds: i64, utc: bool) -> Option<String> {
    let day = i32::try_from(seconds.div_euclid(86_400)).ok()?;
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let zone = if utc { "Z" } else { "" };
    Some(format!("{}T{hour:02}:{minute:02}:{second:02}{zone}", date_of(day)))
}
