//! The folder: which files hold what, up to which position; writing what is new and joining what is small.
//!
//! `facts.json` names every file with its length and checksum and is replaced as a whole. What it does not name
//! is left over from an unfinished write and is removed. Files that were joined into others stay until the next
//! write, so that a second process which only reads can go on. A folder that cannot be trusted - another city,
//! another form, a file that is missing or altered - is emptied: everything in it can be had again from position 0.

use crate::columns::{self, FACT, SEQ_IN, SEQ_OUT, SUBJECT};
use crate::identity::{self, Identities, Same};
use crate::segment::{self, Segment, Written};
use crate::state::{Ended, KindRows, Numbers, State};
use arrow::array::{Array as _, ArrayRef, Int64Array, RecordBatch};
use arrow::compute::{
    SortColumn, concat_batches, filter_record_batch, lexsort_to_indices, take_record_batch,
};
use arrow::error::ArrowError;
use base::{Fault, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The form of the folder.
const FORM: u32 = 1;
const MANIFEST: &str = "facts.json";
/// Segments are joined up to this many rows: it bounds the memory that joining takes.
const SEGMENT_ROWS_MAX: usize = 1 << 20;
/// A live segment with more than a share of 1/8 ended rows is written anew.
const ENDED_SHARE: usize = 8;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    form: u32,
    views: u32,
    city: String,
    position: i64,
    segments: Vec<Listed>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    file: String,
    number: u64,
    kind: String,
    past: bool,
    bytes: u64,
    crc: u32,
    ended: Vec<(u32, i64)>,
}

/// The folder of one city.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    city: String,
    /// Held while this process may write.
    lock: Option<File>,
    listed: BTreeMap<u64, Listed>,
    /// Files that the manifest no longer names.
    leaving: Vec<PathBuf>,
}

/// A folder that was opened, and what was in it.
pub struct Opened {
    pub store: Store,
    pub state: State,
    pub numbers: Numbers,
    /// Why what was there is not used, when it was thrown away.
    pub distrusted: Option<String>,
}

impl Store {
    /// Opens the folder of `city`, a text that is another for every history of positions.
    pub fn open(folder: &Path, city: &str) -> Result<Opened> {
        std::fs::create_dir_all(folder).map_err(|e| Fault::new(format!("making {}", folder.display()), e))?;
        let lock = lock(folder)?;
        let mut store = Store {
            folder: folder.to_owned(),
            city: city.to_owned(),
            lock,
            listed: BTreeMap::new(),
            leaving: Vec::new(),
        };
        let (state, distrusted) = match store.read() {
            Ok(state) => (state, None),
            Err(why) => {
                store.listed.clear();
                (State::default(), Some(why.to_string()))
            }
        };
        let highest = store.highest_number();
        if store.may_write() {
            store.sweep()?;
        }
        Ok(Opened { store, state, numbers: Numbers::after(highest), distrusted })
    }

    /// False when another process has the folder: this one then keeps everything in memory.
    pub fn may_write(&self) -> bool {
        self.lock.is_some()
    }

    /// Lets the folder go, so that the next who opens it may write.
    pub fn release(&mut self) {
        self.lock = None;
    }

    fn read(&mut self) -> Result<State> {
        let path = self.folder.join(MANIFEST);
        let doing = || format!("reading {}", path.display());
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(Fault::new(doing(), error).into()),
        };
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| Fault::new(doing(), e))?;
        if (manifest.form, manifest.views, manifest.city.as_str())
            != (FORM, base::query::VIEW_VERSION, self.city.as_str())
        {
            return Err(Fault::new(doing(), "it belongs to another city or another form").into());
        }
        let mut state = State { reached: manifest.position, opened: manifest.position, ..State::default() };
        for listed in manifest.segments {
            let written = Written { bytes: listed.bytes, crc: listed.crc };
            let file = self.folder.join(plain(&listed.file)?);
            let segment = Arc::new(Segment::open(&file, listed.number, written)?);
            let kind = Arc::make_mut(state.kinds.entry(listed.kind.clone()).or_default());
            match listed.past {
                true => kind.past.push(segment),
                false => kind.live.push((segment, Arc::new(listed.ended.clone()))),
            }
            self.listed.insert(listed.number, listed);
        }
        state.identities = Arc::new(identities(&state)?);
        Ok(state)
    }

    fn highest_number(&self) -> u64 {
        let names = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let in_files = names.filter_map(|entry| number_of(entry.file_name().to_str()?)).max();
        in_files.max(self.listed.keys().next_back().copied()).unwrap_or(0)
    }

    /// Removes files that nothing names.
    fn sweep(&self) -> Result<()> {
        let doing = || format!("sweeping {}", self.folder.display());
        let named: HashSet<&str> = self.listed.values().map(|listed| listed.file.as_str()).collect();
        for entry in std::fs::read_dir(&self.folder).map_err(|e| Fault::new(doing(), e))? {
            let entry = entry.map_err(|e| Fault::new(doing(), e))?;
            let name = entry.file_name();
            let ours = name.to_str().is_some_and(|name| {
                !named.contains(name) && (name.ends_with(".parquet") || name.ends_with(".part"))
            });
            if ours {
                std::fs::remove_file(entry.path()).map_err(|e| Fault::new(doing(), e))?;
            }
        }
        Ok(())
    }

    /// Writes what is only in memory, joins small segments, and gives the state over the new files.
    pub fn write(&mut self, state: &State, numbers: &Numbers) -> Result<State> {
        if !self.may_write() {
            return Ok(state.clone());
        }
        for path in std::mem::take(&mut self.leaving) {
            // Left over at worst: the next start sweeps it.
            let _ = std::fs::remove_file(path);
        }
        let mut next = state.clone();
        let mut listed = BTreeMap::new();
        for (kind, rows) in &state.kinds {
            let (rows, new) = self.write_kind(kind, rows, numbers)?;
            for (segment, past, ended) in rows
                .live
                .iter()
                .map(|(segment, ended)| (segment, false, Arc::clone(ended)))
                .chain(rows.past.iter().map(|segment| (segment, true, Ended::default())))
            {
                let line = new.get(&segment.number).or_else(|| self.listed.get(&segment.number));
                let Some(line) = line else {
                    let what = segment.path.display().to_string();
                    return Err(Fault::new("listing the files of facts", what).into());
                };
                listed.insert(segment.number, Listed { past, ended: ended.to_vec(), ..line.clone() });
            }
            next.kinds.insert(kind.clone(), Arc::new(rows));
        }
        self.replace_manifest(state.reached, &listed)?;
        let gone = self.listed.values().filter(|old| !listed.contains_key(&old.number));
        self.leaving = gone.map(|old| self.folder.join(&old.file)).collect();
        self.listed = listed;
        Ok(next)
    }

    fn replace_manifest(&self, position: i64, listed: &BTreeMap<u64, Listed>) -> Result<()> {
        let path = self.folder.join(MANIFEST);
        let doing = || format!("writing {}", path.display());
        let manifest = Manifest {
            form: FORM,
            views: base::query::VIEW_VERSION,
            city: self.city.clone(),
            position,
            segments: listed.values().cloned().collect(),
        };
        let text = serde_json::to_vec(&manifest).map_err(|e| Fault::new(doing(), e))?;
        let part = path.with_extension("part");
        std::fs::write(&part, text).map_err(|e| Fault::new(doing(), e))?;
        File::open(&part).and_then(|file| file.sync_all()).map_err(|e| Fault::new(doing(), e))?;
        std::fs::rename(&part, &path).map_err(|e| Fault::new(doing(), e))?;
        File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|e| Fault::new(doing(), e).into())
    }

    /// Forgets everything.
    pub fn empty(&mut self) -> Result<()> {
        if !self.may_write() {
            return Ok(());
        }
        self.replace_manifest(0, &BTreeMap::new())?;
        self.leaving.extend(self.listed.values().map(|old| self.folder.join(&old.file)));
        self.listed.clear();
        Ok(())
    }

    /// One kind: its chunks become segments; a segment that is small beside what comes after it is joined with it.
    fn write_kind(
        &self,
        kind: &str,
        rows: &KindRows,
        numbers: &Numbers,
    ) -> Result<(KindRows, BTreeMap<u64, Listed>)> {
        let doing = || format!("writing facts of the kind {kind}");
        let (mut live, mut past) = (Vec::new(), Vec::new());
        for chunk in &rows.chunks {
            split(&chunk.rows, &chunk.ended, &mut live, &mut past).map_err(|e| Fault::new(doing(), e))?;
        }
        let mut kept = KindRows { changed: rows.changed, ..KindRows::default() };
        for (segment, ended) in &rows.live {
            match ended.len() * ENDED_SHARE > segment.rows {
                true => split(&whole(segment)?, ended, &mut live, &mut past)
                    .map_err(|e| Fault::new(doing(), e))?,
                false => kept.live.push((Arc::clone(segment), Arc::clone(ended))),
            }
        }
        kept.past.clone_from(&rows.past);
        kept.live.sort_by_key(|(segment, _)| std::cmp::Reverse(segment.rows));
        kept.past.sort_by_key(|segment| std::cmp::Reverse(segment.rows));
        while let Some((last, ended)) = kept.live.last().cloned().filter(|(last, _)| joins(last, &live)) {
            split(&whole(&last)?, &ended, &mut live, &mut past).map_err(|e| Fault::new(doing(), e))?;
            kept.live.pop();
        }
        while let Some(last) = kept.past.last().cloned().filter(|last| joins(last, &past)) {
            past.push(whole(&last)?);
            kept.past.pop();
        }
        let mut new = BTreeMap::new();
        for (parts, is_past) in [(live, false), (past, true)] {
            let Some(all) = sorted(&parts).map_err(|e| Fault::new(doing(), e))? else { continue };
            drop(parts);
            let (segment, line) = self.new_segment(kind, is_past, &all, numbers)?;
            new.insert(line.number, line);
            match is_past {
                true => kept.past.push(segment),
                false => kept.live.push((segment, Ended::default())),
            }
        }
        Ok((kept, new))
    }

    fn new_segment(
        &self,
        kind: &str,
        past: bool,
        rows: &RecordBatch,
        numbers: &Numbers,
    ) -> Result<(Arc<Segment>, Listed)> {
        let number = numbers.next();
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let time = if past { "past" } else { "live" };
        let file = format!("{}-{time}-{number}.parquet", kind.chars().map(plain).collect::<String>());
        let path = self.folder.join(&file);
        let written = segment::write(&path, rows)?;
        let segment = Arc::new(Segment::open(&path, number, written)?);
        let line = Listed {
            file,
            number,
            kind: kind.to_owned(),
            past,
            bytes: written.bytes,
            crc: written.crc,
            ended: Vec::new(),
        };
        Ok((segment, line))
    }
}

/// The lock of whoever may write; none when another process has it.
fn lock(folder: &Path) -> Result<Option<File>> {
    let path = folder.join("lock");
    let doing = || format!("locking {}", path.display());
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|e| Fault::new(doing(), e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(Fault::new(doing(), error).into()),
    }
}

/// A name that stays in the folder.
fn plain(file: &str) -> Result<&str> {
    match file.contains(['/', '\\']) || file.starts_with('.') {
        true => Err(Fault::new("reading the list of facts", format!("{file} is not a name")).into()),
        false => Ok(file),
    }
}

fn number_of(file: &str) -> Option<u64> {
    file.split('.').next()?.rsplit('-').next()?.parse().ok()
}

/// True when a segment is at most twice as large as what it would be joined with: so a row is written again only as
/// often as the number of rows doubles.
fn joins(last: &Segment, new: &[RecordBatch]) -> bool {
    let rows: usize = new.iter().map(RecordBatch::num_rows).sum();
    rows > 0 && last.rows <= 2 * rows && last.rows + rows <= SEGMENT_ROWS_MAX
}

/// All rows of a segment.
fn whole(segment: &Segment) -> Result<RecordBatch> {
    let doing = || format!("reading {}", segment.path.display());
    let schema = columns::file_schema();
    let all: Vec<usize> = (0..schema.fields().len()).collect();
    let mut batches = Vec::new();
    for group in 0..segment.groups.len() {
        let columns = segment.read(group, &all).map_err(|e| Fault::new(doing(), e))?;
        for at in 0..columns.first().map_or(0, Vec::len) {
            let arrays = columns.iter().map(|batches| Arc::clone(&batches[at])).collect();
            batches
                .push(RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(|e| Fault::new(doing(), e))?);
        }
    }
    concat_batches(&schema, &batches).map_err(|e| Fault::new(doing(), e).into())
}

/// Parts rows into those that still hold and those that were ended, which get the position that ended them.
fn split(
    rows: &RecordBatch,
    ended: &[(u32, i64)],
    live: &mut Vec<RecordBatch>,
    past: &mut Vec<RecordBatch>,
) -> Result<(), ArrowError> {
    if ended.is_empty() {
        live.push(rows.clone());
        return Ok(());
    }
    let mut outs: Vec<Option<i64>> = vec![None; rows.num_rows()];
    for (row, out) in ended {
        if let Some(place) = outs.get_mut(*row as usize) {
            *place = Some(*out);
        }
    }
    let outs: ArrayRef = Arc::new(Int64Array::from(outs));
    let holds = arrow::compute::is_null(&outs)?;
    let over = arrow::compute::is_not_null(&outs)?;
    let mut arrays = rows.columns().to_vec();
    arrays[SEQ_OUT] = outs;
    let rows = RecordBatch::try_new(rows.schema(), arrays)?;
    live.push(filter_record_batch(&rows, &holds)?);
    past.push(filter_record_batch(&rows, &over)?);
    Ok(())
}

/// All rows in the order of a segment: by subject, then as they were stated. None without rows.
fn sorted(parts: &[RecordBatch]) -> Result<Option<RecordBatch>, ArrowError> {
    let all = concat_batches(&columns::file_schema(), parts)?;
    if all.num_rows() == 0 {
        return Ok(None);
    }
    let by = |column: usize| SortColumn { values: Arc::clone(all.column(column)), options: None };
    let order = lexsort_to_indices(&[by(SUBJECT), by(SEQ_IN), by(FACT)], None)?;
    take_record_batch(&all, &order).map(Some)
}

/// The facts "A is B" of a state, from its files.
fn identities(state: &State) -> Result<Identities> {
    let mut all: Vec<Same> = Vec::new();
    let Some(kind) = state.kinds.get(identity::KIND) else { return Ok(Identities::default()) };
    let none = Ended::default();
    let live = kind.live.iter().map(|(segment, ended)| (segment, ended));
    for (segment, ended) in live.chain(kind.past.iter().map(|segment| (segment, &none))) {
        let rows = whole(segment)?;
        let broken = || Fault::new("reading identities", columns::not_that_column());
        let text = |column: usize| columns::texts(rows.column(column)).ok_or_else(broken);
        let number = |column: usize| columns::numbers(rows.column(column)).ok_or_else(broken);
        let (facts, subjects, others) = (text(FACT)?, text(SUBJECT)?, text(columns::OTHER)?);
        let (ins, outs) = (number(SEQ_IN)?, number(SEQ_OUT)?);
        for row in (0..rows.num_rows()).filter(|row| others.is_valid(*row)) {
            let late = ended.iter().find(|(at, _)| *at as usize == row).map(|(_, out)| *out);
            all.push(Same {
                fact: facts.value(row).to_owned(),
                subject: subjects.value(row).to_owned(),
                other: others.value(row).to_owned(),
                seq_in: ins.value(row),
                seq_out: late.or_else(|| outs.is_valid(row).then(|| outs.value(row))),
            });
        }
    }
    all.sort_by(|a, b| (a.seq_in, &a.fact).cmp(&(b.seq_in, &b.fact)));
    let mut identities = Identities::default();
    all.into_iter().for_each(|same| identities.add(same));
    Ok(identities)
}
