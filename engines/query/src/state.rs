//! The facts of a city at one moment: segments on the disk, chunks in memory, and which of their rows were ended.
//!
//! A state is never changed: pushing makes a new one that shares almost everything with the old, and a question
//! keeps the one it began with.

use crate::columns::{self, FACT};
use crate::identity::{self, Identities};
use crate::segment::{GROUP_ROWS, Segment};
use arrow::array::{Array as _, ArrayRef, RecordBatch, StringViewArray};
use arrow::compute::concat_batches;
use arrow::error::ArrowError;
use base::query::{Changes, FactRow};
use base::{Fault, Result};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows that were ended after they were written, and by which position; sorted by row.
pub type Ended = Arc<Vec<(u32, i64)>>;

/// Everything at one moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The position whose facts are all here.
    pub reached: i64,
    /// The position at which it was read from files: what changed before is not told apart by kind.
    pub opened: i64,
    /// Facts by kind.
    pub kinds: BTreeMap<String, Arc<KindRows>>,
    /// Who is whom.
    pub identities: Arc<Identities>,
}

/// The facts of one kind.
#[derive(Clone, Debug, Default)]
pub struct KindRows {
    /// Facts that nobody had ended when they were written; each with those ended since.
    pub live: Vec<(Arc<Segment>, Ended)>,
    /// Facts of the past, with the position that ended them.
    pub past: Vec<Arc<Segment>>,
    /// Facts that are not written yet, oldest first.
    pub chunks: Vec<Chunk>,
    /// The last position that changed something, since the files were read.
    pub changed: i64,
}

/// Some facts in memory, in the order in which they came.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Unique among chunks and segments.
    pub number: u64,
    /// All columns.
    pub rows: RecordBatch,
    /// The smallest and the largest position that stated one of them.
    pub seq_in: (i64, i64),
    /// Rows that were ended.
    pub ended: Ended,
}

/// Numbers for chunks and segments: never given twice.
#[derive(Debug, Default)]
pub struct Numbers(AtomicU64);

impl Numbers {
    /// After `last`.
    pub fn after(last: u64) -> Numbers {
        Numbers(AtomicU64::new(last))
    }
    /// The next one.
    pub fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl State {
    /// Rows that are only in memory.
    pub fn rows_in_memory(&self) -> usize {
        self.kinds.values().flat_map(|kind| &kind.chunks).map(|chunk| chunk.rows.num_rows()).sum()
    }

    /// The last position at which facts of these kinds, or who is whom, changed.
    pub fn changed(&self, kinds: &[String]) -> i64 {
        let own = kinds.iter().map(String::as_str).chain([identity::KIND]);
        own.filter_map(|kind| self.kinds.get(kind)).map(|rows| rows.changed).fold(self.opened, i64::max)
    }

    /// The state after these changes, which begin where this one ends.
    pub fn after(&self, changes: &Changes, numbers: &Numbers) -> Result<State> {
        let doing = || "taking facts into the query engine";
        let mut next = self.clone();
        next.reached = changes.up_to;
        let mut by_kind: BTreeMap<&str, (Vec<FactRow>, Vec<&FactRow>)> = BTreeMap::new();
        for row in &changes.stated {
            by_kind.entry(&row.kind).or_default().0.push(row.clone());
        }
        for row in &changes.ended {
            by_kind.entry(&row.kind).or_default().1.push(row);
        }
        for (kind, (mut stated, ended)) in by_kind {
            stated.sort_by_key(|a| (a.seq_in, a.id));
            if kind == identity::KIND {
                let identities = Arc::make_mut(&mut next.identities);
                stated.iter().for_each(|row| identities.state(row));
                for row in &ended {
                    identities.end(&row.id.to_string(), out_of(row)?);
                }
            }
            let rows = Arc::make_mut(next.kinds.entry(kind.to_owned()).or_default());
            rows.changed = changes.up_to;
            if !ended.is_empty() {
                rows.end(&ended)?;
            }
            if !stated.is_empty() {
                rows.add(&stated, numbers).map_err(|e| Fault::new(doing(), e))?;
            }
        }
        Ok(next)
    }
}

fn out_of(row: &FactRow) -> Result<i64> {
    row.seq_out.ok_or_else(|| {
        Fault::new("ending a fact in the query engine", format!("{} has no position that ended it", row.id))
            .into()
    })
}

impl KindRows {
    /// Adds a chunk; small ones are joined, so that there are never many.
    fn add(&mut self, stated: &[FactRow], numbers: &Numbers) -> Result<(), ArrowError> {
        let mut new = Chunk::of(stated, numbers)?;
        while self.chunks.last().is_some_and(|last| last.rows.num_rows() <= 2 * new.rows.num_rows()) {
            let Some(last) = self.chunks.pop() else { break };
            new = last.joined(&new, numbers)?;
        }
        self.chunks.push(new);
        Ok(())
    }

    /// Marks facts as ended, wherever they are.
    fn end(&mut self, ended: &[&FactRow]) -> Result<()> {
        let mut wanted: HashMap<String, &FactRow> =
            ended.iter().map(|row| (row.id.to_string(), *row)).collect();
        for chunk in &mut self.chunks {
            let found = found_in(chunk.rows.column(FACT), 0, &mut wanted)?;
            mark(&mut chunk.ended, found);
        }
        for (segment, marks) in self.live.iter_mut().rev() {
            if wanted.is_empty() {
                return Ok(());
            }
            let found = found_in_segment(segment, &mut wanted)?;
            mark(marks, found);
        }
        match wanted.keys().next() {
            None => Ok(()),
            Some(id) => {
                Err(Fault::new("ending a fact in the query engine", format!("{id} was never given")).into())
            }
        }
    }
}

/// Rows of a column of ids that are wanted; they are wanted no more.
fn found_in(
    ids: &ArrayRef,
    first_row: usize,
    wanted: &mut HashMap<String, &FactRow>,
) -> Result<Vec<(u32, i64)>> {
    let Some(ids) = columns::texts(ids) else {
        return Err(Fault::new("looking for a fact", columns::not_that_column()).into());
    };
    let mut found = Vec::new();
    for (row, id) in ids.iter().enumerate() {
        if let Some(ended) = id.and_then(|id| wanted.remove(id)) {
            found.push((u32::try_from(first_row + row).unwrap_or(u32::MAX), out_of(ended)?));
        }
    }
    Ok(found)
}

/// Looks only into row groups that can hold a wanted fact, by subject and position.
fn found_in_segment(segment: &Segment, wanted: &mut HashMap<String, &FactRow>) -> Result<Vec<(u32, i64)>> {
    let mut found = Vec::new();
    for (at, group) in segment.groups.iter().enumerate() {
        let may_hold = |row: &&FactRow| {
            let subject = row.subject.to_string();
            let inside = group.subjects.as_ref().is_none_or(|(first, last)| {
                first.as_slice() <= subject.as_bytes() && subject.as_bytes() <= last.as_slice()
            });
            inside && group.seq_in.0 <= row.seq_in && row.seq_in <= group.seq_in.1
        };
        if !wanted.values().any(may_hold) {
            continue;
        }
        let columns = segment.read(at, &[FACT]).map_err(|e| Fault::new("looking for a fact", e))?;
        let mut row = at * GROUP_ROWS;
        for ids in columns.iter().flatten() {
            found.extend(found_in(ids, row, wanted)?);
            row += ids.len();
        }
    }
    Ok(found)
}

fn mark(ended: &mut Ended, found: Vec<(u32, i64)>) {
    if !found.is_empty() {
        let all = Arc::make_mut(ended);
        all.extend(found);
        all.sort_unstable();
    }
}

impl Chunk {
    fn of(stated: &[FactRow], numbers: &Numbers) -> Result<Chunk, ArrowError> {
        let positions = || stated.iter().map(|row| row.seq_in);
        let ended = stated
            .iter()
            .enumerate()
            .filter_map(|(at, row)| row.seq_out.map(|out| (u32::try_from(at).unwrap_or(u32::MAX), out)));
        Ok(Chunk {
            number: numbers.next(),
            rows: columns::batch(stated)?,
            seq_in: (positions().min().unwrap_or(0), positions().max().unwrap_or(0)),
            ended: Arc::new(ended.collect()),
        })
    }

    fn joined(&self, newer: &Chunk, numbers: &Numbers) -> Result<Chunk, ArrowError> {
        let rows = concat_batches(&columns::file_schema(), [&self.rows, &newer.rows])?;
        let offset = u32::try_from(self.rows.num_rows()).unwrap_or(u32::MAX);
        let moved = newer.ended.iter().map(|(row, out)| (row + offset, *out));
        Ok(Chunk {
            number: numbers.next(),
            rows: tight(&rows)?,
            seq_in: (self.seq_in.0.min(newer.seq_in.0), self.seq_in.1.max(newer.seq_in.1)),
            ended: Arc::new(self.ended.iter().copied().chain(moved).collect()),
        })
    }
}

/// The same rows with each column's texts in one buffer.
pub fn tight(rows: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let copy = |column: &ArrayRef| -> ArrayRef {
        match column.as_any().downcast_ref::<StringViewArray>() {
            Some(texts) => Arc::new(texts.gc()),
            None => Arc::clone(column),
        }
    };
    RecordBatch::try_new(rows.schema(), rows.columns().iter().map(copy).collect())
}
