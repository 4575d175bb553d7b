//! Facts as of a position: which rows were believed, and under which names merged records stand.
//!
//! At the newest position almost nothing has to be looked at: a row group whose facts are all older, and which
//! nobody ended, passes as it is; a segment of the past is not opened at all.

use crate::cache::{Batches, Cache};
use crate::columns::{self, SEQ_IN, SEQ_OUT, SUBJECT};
use crate::identity::{Heads, Identities};
use crate::names::{self, Names};
use crate::only::Only;
use crate::segment::{BATCH_ROWS, GROUP_ROWS, Segment};
use crate::state::{Chunk, Ended, KindRows};
use arrow::array::{
    Array, ArrayRef, AsArray as _, BooleanArray, RecordBatch, RecordBatchOptions, StringViewBuilder,
    UInt32Array,
};
use arrow::compute::{concat, filter_record_batch, take_record_batch};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Columns of numbers in place of names are kept under the number of the column and this.
const NUMBERED: usize = 100;

/// What questions share: decoded columns, names of records, and where merged records stand.
#[derive(Debug)]
pub struct Reader {
    /// Decoded columns.
    pub cache: Cache,
    /// Names of records and their numbers.
    pub names: Names,
    merged: Mutex<HashMap<(u64, u32, u8), Merged>>,
}

/// Rows of one column of a row group or chunk that name a record which was ever merged.
#[derive(Clone, Debug, Default)]
struct Merged {
    /// Identities that were looked for.
    seen: usize,
    rows: Arc<Vec<u32>>,
}

/// A part of a kind that is read as one.
#[derive(Clone, Debug)]
pub enum Part {
    /// In memory.
    Chunk(Chunk),
    /// A row group of facts that hold, and those ended since; rows count from the start of the segment.
    Live(Arc<Segment>, u32, Ended),
    /// A row group of facts that were ended.
    Past(Arc<Segment>, u32),
}

/// A position, and who is whom there.
#[derive(Clone, Debug)]
pub struct Cut {
    /// As which position facts are read.
    pub position: i64,
    /// Merged records and what they are.
    pub heads: Arc<Heads>,
    /// All identities of the state that is read.
    pub identities: Arc<Identities>,
    /// What questions share.
    pub reader: Arc<Reader>,
    /// None = all records.
    pub only: Option<Arc<Only>>,
    /// Gives numbers in place of names of records.
    pub numbered: bool,
    /// The same as `heads`, in numbers.
    pub numbered_heads: Arc<HashMap<u32, u32>>,
}

impl Reader {
    /// Keeps up to so many bytes of decoded columns.
    pub fn new(cache_bytes: usize) -> Reader {
        Reader { cache: Cache::new(cache_bytes), names: Names::default(), merged: Mutex::default() }
    }

    /// Drops what is kept of segments and chunks that are gone.
    pub fn retain(&self, stays: &dyn Fn(u64) -> bool) {
        self.cache.retain(stays);
        self.merged.lock().unwrap_or_else(PoisonError::into_inner).retain(|key, _| stays(key.0));
    }

    /// The numbers of the names in a column of a part, from memory where they are kept.
    fn numbers(&self, part: &Part, column: usize) -> Result<Batches, ArrowError> {
        let (number, group) = part.number();
        let key = (number, group, u8::try_from(NUMBERED + column).unwrap_or(u8::MAX));
        if let Some(kept) = self.cache.get(key) {
            return Ok(kept);
        }
        let mut whole = Vec::new();
        match part {
            Part::Live(segment, group, _) | Part::Past(segment, group) => {
                for names in segment.names(*group as usize, column)? {
                    let names = names.as_dictionary_opt().ok_or_else(columns::not_that_column)?;
                    whole.push(self.names.column(names)?);
                }
            }
            Part::Chunk(chunk) => {
                let names = columns::texts(chunk.rows.column(column)).ok_or_else(columns::not_that_column)?;
                whole.push(self.names.texts(names)?);
            }
        }
        let whole: Vec<&dyn Array> = whole.iter().map(|part| part as &dyn Array).collect();
        let whole = concat(&whole)?;
        let batches = Arc::new(in_batches(&whole));
        self.cache.put(key, Arc::clone(&batches));
        Ok(batches)
    }

    /// Columns of a row group, from memory where they are kept.
    fn columns(&self, segment: &Segment, group: u32, wanted: &[usize]) -> Result<Vec<Batches>, ArrowError> {
        let key = |column: usize| (segment.number, group, u8::try_from(column).unwrap_or(u8::MAX));
        let mut found: Vec<Option<Batches>> =
            wanted.iter().map(|column| self.cache.get(key(*column))).collect();
        let missing: Vec<usize> =
            wanted.iter().zip(&found).filter(|(_, kept)| kept.is_none()).map(|(column, _)| *column).collect();
        if !missing.is_empty() {
            let read = segment.read(group as usize, &missing)?;
            for (column, batches) in missing.iter().zip(read) {
                let batches = Arc::new(batches);
                self.cache.put(key(*column), Arc::clone(&batches));
                for (slot, _) in found.iter_mut().zip(wanted).filter(|(_, at)| *at == column) {
                    *slot = Some(Arc::clone(&batches));
                }
            }
        }
        Ok(found.into_iter().flatten().collect())
    }
}

impl Part {
    /// The parts of a kind that hold anything at `position`.
    pub fn all(kind: &KindRows, position: i64) -> Vec<Part> {
        let mut parts = Vec::new();
        for (segment, ended) in &kind.live {
            for (at, group) in segment.groups.iter().enumerate() {
                if group.seq_in.0 <= position {
                    parts.push(Part::Live(Arc::clone(segment), index(at), Arc::clone(ended)));
                }
            }
        }
        for segment in &kind.past {
            for (at, group) in segment.groups.iter().enumerate() {
                if group.seq_in.0 <= position && group.seq_out_max.is_some_and(|out| out > position) {
                    parts.push(Part::Past(Arc::clone(segment), index(at)));
                }
            }
        }
        let chunks = kind.chunks.iter().filter(|chunk| chunk.seq_in.0 <= position);
        parts.extend(chunks.cloned().map(Part::Chunk));
        parts
    }

    /// Rows, before the cut.
    pub fn rows(&self) -> usize {
        match self {
            Part::Chunk(chunk) => chunk.rows.num_rows(),
            Part::Live(segment, group, _) | Part::Past(segment, group) => {
                segment.groups[*group as usize].rows
            }
        }
    }

    fn newest(&self) -> i64 {
        match self {
            Part::Chunk(chunk) => chunk.seq_in.1,
            Part::Live(segment, group, _) | Part::Past(segment, group) => {
                segment.groups[*group as usize].seq_in.1
            }
        }
    }

    fn number(&self) -> (u64, u32) {
        match self {
            Part::Chunk(chunk) => (chunk.number, 0),
            Part::Live(segment, group, _) | Part::Past(segment, group) => (segment.number, *group),
        }
    }

    /// Ends that came after the rows were written, by row from the start of the part.
    pub fn ended(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        let (all, first): (&[(u32, i64)], usize) = match self {
            Part::Chunk(chunk) => (&chunk.ended, 0),
            Part::Live(segment, group, ended) => {
                let first = *group as usize * GROUP_ROWS;
                let end = first + segment.groups[*group as usize].rows;
                let from = ended.partition_point(|(row, _)| (*row as usize) < first);
                let to = ended.partition_point(|(row, _)| (*row as usize) < end);
                (&ended[from..to], first)
            }
            Part::Past(..) => (&[], 0),
        };
        all.iter().map(move |(row, out)| (*row as usize - first, *out))
    }

    /// A whole column, in batches; names of records as numbers.
    pub fn column(&self, reader: &Reader, column: usize) -> Result<Batches, ArrowError> {
        self.columns(reader, &[column], true)?.pop().ok_or_else(columns::not_that_column)
    }

    /// Whole columns, in batches.
    fn columns(&self, reader: &Reader, wanted: &[usize], numbered: bool) -> Result<Vec<Batches>, ArrowError> {
        let is_number = |column: &usize| numbered && columns::names_records(*column);
        let plain: Vec<usize> = wanted.iter().copied().filter(|column| !is_number(column)).collect();
        let plain = match self {
            Part::Live(segment, group, _) | Part::Past(segment, group) => {
                reader.columns(segment, *group, &plain)?
            }
            Part::Chunk(chunk) => {
                plain.iter().map(|column| Arc::new(in_batches(chunk.rows.column(*column)))).collect()
            }
        };
        let mut plain = plain.into_iter();
        let one = |column: &usize| match is_number(column) {
            true => reader.numbers(self, *column),
            false => plain.next().ok_or_else(columns::not_that_column),
        };
        wanted.iter().map(one).collect()
    }
}

fn in_batches(whole: &ArrayRef) -> Vec<ArrayRef> {
    let slice = |at: usize| whole.slice(at, BATCH_ROWS.min(whole.len() - at));
    (0..whole.len()).step_by(BATCH_ROWS).map(slice).collect()
}

/// A row as arrays count them.
pub fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Cut {
    /// The same cut, giving numbers in place of names.
    pub fn by_number(&self) -> Result<Cut, ArrowError> {
        let names = &self.reader.names;
        let merged = names.numbers(self.heads.keys().map(String::as_str))?;
        let heads = names.numbers(self.heads.values().map(String::as_str))?;
        Ok(Cut {
            numbered: true,
            numbered_heads: Arc::new(merged.into_iter().zip(heads).collect()),
            ..self.clone()
        })
    }

    /// The rows of a part that hold at the position: these columns, under the names that hold there.
    ///
    /// `resolve` is false for the identities themselves: "A is B" must not become "B is B".
    pub fn batches(
        &self,
        part: &Part,
        projection: &[usize],
        schema: &SchemaRef,
        resolve: bool,
    ) -> Result<Vec<RecordBatch>, ArrowError> {
        let by_position = part.newest() > self.position;
        let past = matches!(part, Part::Past(..));
        let ended: Vec<usize> =
            part.ended().filter(|(_, out)| *out <= self.position).map(|(row, _)| row).collect();
        let mut wanted = projection.to_vec();
        wanted.extend(by_position.then_some(SEQ_IN));
        wanted.extend(past.then_some(SEQ_OUT));
        wanted.extend(self.only.as_ref().map(|only| only.column));
        let columns = part.columns(&self.reader, &wanted, self.numbered)?;
        let mut renamed = Vec::new();
        if resolve && !self.heads.is_empty() {
            for (at, column) in projection.iter().enumerate().filter(|(_, c)| columns::names_records(**c)) {
                renamed.push((at, self.merged(part, *column)?));
            }
        }
        let (mut found, mut first, mut ended) = (Vec::new(), 0, ended.into_iter().peekable());
        for rows in sizes(part.rows()) {
            let at = first / BATCH_ROWS;
            let chosen = match (&self.only, columns.last()) {
                (Some(only), Some(names)) => {
                    let in_order = only.column == SUBJECT && !matches!(part, Part::Chunk(_));
                    Some(only.rows(&names[at], in_order)?)
                }
                (_, _) => None,
            };
            if chosen.as_ref().is_some_and(Vec::is_empty) {
                while ended.next_if(|row| *row < first + rows).is_some() {}
                first += rows;
                continue;
            }
            let mut arrays: Vec<ArrayRef> =
                columns[..projection.len()].iter().map(|batches| Arc::clone(&batches[at])).collect();
            for (column, named) in &renamed {
                let from = named.partition_point(|row| (*row as usize) < first);
                let to = named.partition_point(|row| (*row as usize) < first + rows);
                if from < to {
                    arrays[*column] = self.renamed(&arrays[*column], &named[from..to], first)?;
                }
            }
            let options = RecordBatchOptions::new().with_row_count(Some(rows));
            let batch = RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options)?;
            let mut holds = None;
            let extra = |n: usize| columns.get(projection.len() + n).map(|batches| &batches[at]);
            if by_position {
                self.mark(extra(0), rows, &mut holds, |seq| seq <= self.position)?;
            }
            if past {
                self.mark(extra(usize::from(by_position)), rows, &mut holds, |out| out > self.position)?;
            }
            while let Some(row) = ended.next_if(|row| *row < first + rows) {
                holds.get_or_insert_with(|| vec![true; rows])[row - first] = false;
            }
            found.push(match (chosen, holds) {
                (None, None) => batch,
                (None, Some(holds)) => filter_record_batch(&batch, &BooleanArray::from(holds))?,
                (Some(mut chosen), holds) => {
                    chosen.retain(|row| holds.as_ref().is_none_or(|holds| holds[*row as usize]));
                    take_record_batch(&batch, &UInt32Array::from(chosen))?
                }
            });
            first += rows;
        }
        Ok(found)
    }

    fn mark(
        &self,
        numbers: Option<&ArrayRef>,
        rows: usize,
        holds: &mut Option<Vec<bool>>,
        test: impl Fn(i64) -> bool,
    ) -> Result<(), ArrowError> {
        let numbers = numbers.and_then(columns::numbers).ok_or_else(columns::not_that_column)?;
        let holds = holds.get_or_insert_with(|| vec![true; rows]);
        for (hold, number) in holds.iter_mut().zip(numbers.values()) {
            *hold &= test(*number);
        }
        Ok(())
    }

    /// The same names or numbers, with merged records under their heads.
    fn renamed(&self, names: &ArrayRef, rows: &[u32], first: usize) -> Result<ArrayRef, ArrowError> {
        if let Some(numbers) = names::numbers_of(names) {
            let mut new = numbers.values().to_vec();
            for row in rows.iter().map(|row| *row as usize - first) {
                new[row] = self.numbered_heads.get(&new[row]).copied().unwrap_or(new[row]);
            }
            return Ok(Arc::new(UInt32Array::new(new.into(), numbers.nulls().cloned())));
        }
        let names = columns::texts(names).ok_or_else(columns::not_that_column)?;
        let mut new = StringViewBuilder::with_capacity(names.len());
        let mut rows = rows.iter().map(|row| *row as usize - first).peekable();
        for (row, name) in names.iter().enumerate() {
            let named = rows.next_if_eq(&row).and(name).and_then(|name| self.heads.get(name));
            new.append_option(named.map(String::as_str).or(name));
        }
        Ok(Arc::new(new.finish()))
    }

    /// Rows of a column that name a record which was ever merged; kept, and completed when more are merged.
    fn merged(&self, part: &Part, column: usize) -> Result<Arc<Vec<u32>>, ArrowError> {
        let (number, group) = part.number();
        let key = (number, group, u8::try_from(column).unwrap_or(u8::MAX));
        let kept = self.reader.merged.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let kept = kept.unwrap_or_default();
        if kept.seen >= self.identities.count() {
            return Ok(kept.rows);
        }
        let mut new: HashSet<&str> = self.identities.merged_from(kept.seen).collect();
        if let (Part::Live(segment, group, _) | Part::Past(segment, group), SUBJECT) = (part, column)
            && let Some((first, last)) = &segment.groups[*group as usize].subjects
        {
            new.retain(|name| first.as_slice() <= name.as_bytes() && name.as_bytes() <= last.as_slice());
        }
        let mut rows = kept.rows.to_vec();
        if !new.is_empty() {
            let new: HashSet<u32> = self.reader.names.numbers(new)?.into_iter().collect();
            let mut row = 0;
            for batch in part.column(&self.reader, column)?.iter() {
                let numbers = names::numbers_of(batch).ok_or_else(columns::not_that_column)?;
                let named = numbers.iter().enumerate();
                let named = named.filter(|(_, number)| number.is_some_and(|number| new.contains(&number)));
                rows.extend(named.map(|(at, _)| index(row + at)));
                row += numbers.len();
            }
            rows.sort_unstable();
            rows.dedup();
        }
        let merged = Merged { seen: self.identities.count(), rows: Arc::new(rows) };
        let rows = Arc::clone(&merged.rows);
        self.reader.merged.lock().unwrap_or_else(PoisonError::into_inner).insert(key, merged);
        Ok(rows)
    }
}

/// Rows of the batches of a part.
fn sizes(rows: usize) -> impl Iterator<Item = usize> {
    (0..rows).step_by(BATCH_ROWS).map(move |at| BATCH_ROWS.min(rows - at))
}
