//! Facts as of a position: which rows were believed, and under which names merged records stand.
//!
//! At the newest position almost nothing has to be looked at: a row group whose facts are all older, and which
//! nobody ended, passes as it is; a segment of the past is not opened at all.

use crate::cache::{Batches, Cache};
use crate::columns::{self, OTHER, SEQ_IN, SEQ_OUT, SUBJECT};
use crate::identity::{Heads, Identities};
use crate::segment::{BATCH_ROWS, GROUP_ROWS, Segment};
use crate::state::{Chunk, Ended, KindRows};
use arrow::array::{
    Array as _, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, StringViewBuilder, UInt32Array,
};
use arrow::compute::{filter_record_batch, take_record_batch};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What questions share: decoded columns, and where merged records stand.
#[derive(Debug)]
pub struct Reader {
    /// Decoded columns.
    pub cache: Cache,
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

/// A few records: only facts that name them in a column are read.
#[derive(Debug)]
pub struct Only {
    column: usize,
    /// The names under which they may stand in the rows, in order.
    names: Vec<String>,
    known: HashSet<String>,
}

impl Only {
    /// Facts whose `column` names one of these records, under its own name or one that was merged into it.
    pub fn new(column: usize, records: &datafusion::common::HashSet<String>, heads: &Heads) -> Only {
        let merged = heads.iter().filter(|(_, head)| records.contains(head.as_str())).map(|(name, _)| name);
        let known: HashSet<String> = records.iter().chain(merged).cloned().collect();
        let mut names: Vec<String> = known.iter().cloned().collect();
        names.sort_unstable();
        Only { column, names, known }
    }

    /// The rows of a batch that name one; `in_order` when its names are.
    fn rows(&self, names: &ArrayRef, in_order: bool) -> Result<Vec<u32>, ArrowError> {
        let texts = columns::texts(names).ok_or_else(columns::not_that_column)?;
        if !in_order || texts.is_empty() || texts.null_count() > 0 {
            let fits = |row: &usize| texts.is_valid(*row) && self.known.contains(texts.value(*row));
            return Ok((0..texts.len()).filter(fits).map(index).collect());
        }
        let (first, last) = (texts.value(0), texts.value(texts.len() - 1));
        let from = self.names.partition_point(|name| name.as_str() < first);
        let to = self.names.partition_point(|name| name.as_str() <= last);
        let (mut found, mut start) = (Vec::new(), 0);
        for name in &self.names[from..to] {
            start = first_not_before(texts, name, start);
            while start < texts.len() && texts.value(start) == name {
                found.push(index(start));
                start += 1;
            }
        }
        Ok(found)
    }
}

/// The first row from `from` on whose text is not before `name`.
fn first_not_before(texts: &arrow::array::StringViewArray, name: &str, from: usize) -> usize {
    let (mut low, mut high) = (from, texts.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match texts.value(middle) < name {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
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
}

impl Reader {
    /// Keeps up to so many bytes of decoded columns.
    pub fn new(cache_bytes: usize) -> Reader {
        Reader { cache: Cache::new(cache_bytes), merged: Mutex::default() }
    }

    /// Drops what is kept of segments and chunks that are gone.
    pub fn retain(&self, stays: &dyn Fn(u64) -> bool) {
        self.cache.retain(stays);
        self.merged.lock().unwrap_or_else(PoisonError::into_inner).retain(|key, _| stays(key.0));
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

    /// A whole column, in batches.
    pub fn column(&self, reader: &Reader, column: usize) -> Result<Batches, ArrowError> {
        self.columns(reader, &[column])?.pop().ok_or_else(columns::not_that_column)
    }

    /// Whole columns, in batches.
    fn columns(&self, reader: &Reader, wanted: &[usize]) -> Result<Vec<Batches>, ArrowError> {
        match self {
            Part::Live(segment, group, _) | Part::Past(segment, group) => {
                reader.columns(segment, *group, wanted)
            }
            Part::Chunk(chunk) => {
                let slices = |column: &usize| -> Batches {
                    let array = chunk.rows.column(*column);
                    let starts = (0..array.len()).step_by(BATCH_ROWS);
                    let slice = |at: usize| array.slice(at, BATCH_ROWS.min(array.len() - at));
                    Arc::new(starts.map(slice).collect())
                };
                Ok(wanted.iter().map(slices).collect())
            }
        }
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Cut {
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
        let columns = part.columns(&self.reader, &wanted)?;
        let mut renamed = Vec::new();
        if resolve && !self.heads.is_empty() {
            for (at, column) in projection.iter().enumerate().filter(|(_, c)| [SUBJECT, OTHER].contains(c)) {
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

    /// The same names, with merged records under their heads.
    fn renamed(&self, names: &ArrayRef, rows: &[u32], first: usize) -> Result<ArrayRef, ArrowError> {
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
            let batches = part.columns(&self.reader, &[column])?;
            let names =
                batches[0].iter().map(|names| columns::texts(names).ok_or_else(columns::not_that_column));
            let mut row = 0;
            for names in names {
                for name in names?.iter() {
                    if name.is_some_and(|name| new.contains(name)) {
                        rows.push(row);
                    }
                    row += 1;
                }
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
