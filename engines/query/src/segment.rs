//! A segment: one Parquet file with facts of one kind, sorted by subject, written once and never changed.
//!
//! A live segment holds facts that nobody had ended when it was written; ends that came later stand beside it. A
//! segment of the past holds facts with the position that ended them, so that the present never reads it.

use crate::columns::{self, SEQ_IN, SEQ_OUT};
use arrow::array::{ArrayRef, RecordBatch};
use base::{Fault, Result};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a row group: what is read, kept and skipped as one.
pub const GROUP_ROWS: usize = 65_536;
/// Rows of a batch that goes through a query.
pub const BATCH_ROWS: usize = 8_192;
/// Bytes of distinct texts of a row group that are still written as a dictionary.
const DICTIONARY_BYTES: usize = 16 << 20;

/// What a row group says of itself.
#[derive(Clone, Debug)]
pub struct Group {
    /// Rows.
    pub rows: usize,
    /// The smallest and the largest position that stated one of its facts.
    pub seq_in: (i64, i64),
    /// The largest position that ended one of them; none = none was ended when it was written.
    pub seq_out_max: Option<i64>,
    /// The first and last subject.
    pub subjects: Option<(Vec<u8>, Vec<u8>)>,
}

/// An open segment.
#[derive(Debug)]
pub struct Segment {
    /// Its number, unique in the folder and for this run of the program.
    pub number: u64,
    /// Its file.
    pub path: PathBuf,
    /// Rows.
    pub rows: usize,
    /// Row groups; all but the last have `GROUP_ROWS` rows.
    pub groups: Vec<Group>,
    input: Pread,
    meta: ArrowReaderMetadata,
    /// The same file, names of records read as dictionaries.
    by_dictionary: ArrowReaderMetadata,
}

/// What was written.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    /// Bytes of the file.
    pub bytes: u64,
    /// CRC-32 of all of them.
    pub crc: u32,
}

/// Writes rows, already sorted, to a new file; it is durable when this returns.
pub fn write(path: &Path, rows: &RecordBatch) -> Result<Written> {
    let doing = || format!("writing {}", path.display());
    let text = |name: &str| ColumnPath::from(name);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_statistics_truncate_length(None)
        .set_column_dictionary_enabled(text("fact"), false)
        .set_column_dictionary_enabled(text("seq"), false)
        .set_column_dictionary_enabled(text("seq_out"), false)
        .build();
    let part = path.with_extension("part");
    let file = File::create(&part).map_err(|e| Fault::new(doing(), e))?;
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let sum = Summed { inner: BufWriter::new(file), crc: crc32fast::Hasher::new(), bytes: 0 };
    let mut writer = ArrowWriter::try_new_with_options(sum, columns::file_schema(), options)
        .map_err(|e| Fault::new(doing(), e))?;
    writer.write(rows).map_err(|e| Fault::new(doing(), e))?;
    let sum = writer.into_inner().map_err(|e| Fault::new(doing(), e))?;
    let written = Written { bytes: sum.bytes, crc: sum.crc.finalize() };
    let file = sum.inner.into_inner().map_err(|e| Fault::new(doing(), e.into_error()))?;
    file.sync_all().map_err(|e| Fault::new(doing(), e))?;
    std::fs::rename(&part, path).map_err(|e| Fault::new(doing(), e))?;
    Ok(written)
}

/// Counts and sums what passes.
struct Summed<W> {
    inner: W,
    crc: crc32fast::Hasher,
    bytes: u64,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.crc.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl Segment {
    /// Opens a file and compares all of it with what was written.
    ///
    /// # Errors
    /// A fault when it is missing, shorter, longer or altered.
    pub fn open(path: &Path, number: u64, written: Written) -> Result<Segment> {
        let doing = || format!("opening {}", path.display());
        let file = File::open(path).map_err(|e| Fault::new(doing(), e))?;
        let found = sum_of(&file).map_err(|e| Fault::new(doing(), e))?;
        if (found.bytes, found.crc) != (written.bytes, written.crc) {
            return Err(Fault::new(doing(), "it is not what was written").into());
        }
        let input = Pread { file: Arc::new(file), bytes: written.bytes };
        let options = |schema| ArrowReaderOptions::new().with_schema(schema);
        let meta = ArrowReaderMetadata::load(&input, options(columns::file_schema()))
            .map_err(|e| Fault::new(doing(), e))?;
        let file = Arc::clone(meta.metadata());
        let by_dictionary = ArrowReaderMetadata::try_new(file, options(columns::dictionary_schema()))
            .map_err(|e| Fault::new(doing(), e))?;
        let groups: Vec<Group> = meta
            .metadata()
            .row_groups()
            .iter()
            .map(|group| {
                let rows = usize::try_from(group.num_rows()).unwrap_or(0);
                let stats = |column: usize| group.column(column).statistics();
                let seq_in = stats(SEQ_IN).and_then(numbers).unwrap_or((0, i64::MAX));
                let seq_out_max = stats(SEQ_OUT).and_then(numbers).map(|(_, max)| max);
                let ends = |s: &Statistics| Some((s.min_bytes_opt()?.to_vec(), s.max_bytes_opt()?.to_vec()));
                Group { rows, seq_in, seq_out_max, subjects: stats(columns::SUBJECT).and_then(ends) }
            })
            .collect();
        let rows = groups.iter().map(|group| group.rows).sum();
        Ok(Segment { number, path: path.to_owned(), rows, groups, input, meta, by_dictionary })
    }

    /// Reads columns of a row group: for each column asked for, its batches of `BATCH_ROWS` rows.
    pub fn read(&self, group: usize, columns: &[usize]) -> Result<Vec<Vec<ArrayRef>>, ParquetError> {
        let mut wanted: Vec<usize> = columns.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let reader = self.reader(&self.meta, group, &wanted, BATCH_ROWS)?;
        let mut found = vec![Vec::new(); columns.len()];
        for batch in reader {
            let batch = batch?;
            for (list, column) in found.iter_mut().zip(columns) {
                let at = wanted.binary_search(column).unwrap_or(0);
                list.push(Arc::clone(batch.column(at)));
            }
        }
        Ok(found)
    }

    /// Reads a column of names of records of a row group, as dictionaries: usually one.
    pub fn names(&self, group: usize, column: usize) -> Result<Vec<ArrayRef>, ParquetError> {
        let reader = self.reader(&self.by_dictionary, group, &[column], GROUP_ROWS)?;
        reader.map(|batch| Ok(Arc::clone(batch?.column(0)))).collect()
    }

    fn reader(
        &self,
        meta: &ArrowReaderMetadata,
        group: usize,
        columns: &[usize],
        batch_rows: usize,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.input.clone(), meta.clone())
            .with_row_groups(vec![group])
            .with_projection(ProjectionMask::leaves(meta.parquet_schema(), columns.iter().copied()))
            .with_batch_size(batch_rows)
            .build()
    }
}

fn numbers(statistics: &Statistics) -> Option<(i64, i64)> {
    match statistics {
        Statistics::Int64(values) => Some((*values.min_opt()?, *values.max_opt()?)),
        _ => None,
    }
}

fn sum_of(file: &File) -> std::io::Result<Written> {
    let (mut crc, mut bytes, mut buffer) = (crc32fast::Hasher::new(), 0u64, vec![0u8; 1 << 18]);
    loop {
        match file.read_at(&mut buffer, bytes)? {
            0 => return Ok(Written { bytes, crc: crc.finalize() }),
            read => {
                crc.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// Reads at offsets, so that several threads read one open file.
#[derive(Clone, Debug)]
struct Pread {
    file: Arc<File>,
    bytes: u64,
}

impl Length for Pread {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for Pread {
    type T = BufReader<Cursor>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::new(Cursor { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let mut bytes = vec![0u8; length];
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes.into())
    }
}

struct Cursor {
    file: Arc<File>,
    at: u64,
}

impl Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
