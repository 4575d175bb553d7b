//! The search index of one city, as files in its folder, through tantivy.
//!
//! What a word is stands in `runs`, what a question means in `terms`; both are plain text rules and know nothing of
//! the index. `fields` says how a record lies in it, `ask` how it is asked, `folder` when its files are trusted.
//!
//! Invariant: the files hold words and refs, no texts that could be read back as a page, and never a person's name.

mod ask;
mod fields;
mod folder;
mod runs;
mod terms;
#[cfg(test)]
mod tests;

use base::problem::Class;
use base::search::{Change, Document, Found, Index, Pages, Piece, Question, Reach, Refusal, SearchError};
use base::{Fault, Ref, Saying};
use fields::Fields;
use folder::Mark;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, RwLock};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument};

/// Bytes of records that wait in memory for their commit; the least that tantivy takes is 15 MB.
const WRITER_BYTES: usize = 32_000_000;

/// The index of a city.
pub struct Search {
    fields: Fields,
    history: String,
    reader: IndexReader,
    /// One at a time; made with the first change, because a city that is only read needs none.
    writer: Mutex<Writing>,
    seen: RwLock<Seen>,
}

struct Writing {
    index: tantivy::Index,
    writer: Option<IndexWriter>,
}

/// What questions look at: files and the position they stand for, changed together.
struct Seen {
    searcher: Searcher,
    position: i64,
}

impl Search {
    /// Opens the folder, which is the index's own. Files that are torn, of another history or of another form are
    /// thrown away, and the index stands at 0.
    pub fn open(folder: &Path, history: &str) -> Result<Search, Fault> {
        let fields = Fields::new();
        let (index, position) = folder::open(folder, &fields, history)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|e: tantivy::TantivyError| Fault::new("opening the search index", e))?;
        let seen = RwLock::new(Seen { searcher: reader.searcher(), position });
        let writer = Mutex::new(Writing { index, writer: None });
        Ok(Search { fields, history: history.to_owned(), reader, writer, seen })
    }

    /// Records in the index, counting one that insiders see otherwise twice.
    pub fn documents(&self) -> Result<u64, SearchError> {
        Ok(self.seen()?.searcher.num_docs())
    }

    fn seen(&self) -> Result<std::sync::RwLockReadGuard<'_, Seen>, Fault> {
        self.seen.read().map_err(|_| Fault::new("reading the search index", "an earlier use panicked"))
    }

    fn writing(&self) -> Result<MutexGuard<'_, Writing>, Fault> {
        self.writer.lock().map_err(|_| Fault::new("writing the search index", "an earlier use panicked"))
    }

    /// Makes what stands in the writer durable with its position, and shows it to later questions.
    fn commit(&self, writer: &mut IndexWriter, position: i64) -> Result<(), SearchError> {
        let mark = Mark { position, history: self.history.clone(), form: fields::FORM };
        let mut prepared = writer.prepare_commit().map_err(broken)?;
        prepared.set_payload(&mark.text());
        prepared.commit().map_err(broken)?;
        self.reader.reload().map_err(broken)?;
        self.show(position)
    }

    fn show(&self, position: i64) -> Result<(), SearchError> {
        let mut seen = self
            .seen
            .write()
            .map_err(|_| Fault::new("showing the search index", "an earlier use panicked"))?;
        *seen = Seen { searcher: self.reader.searcher(), position };
        Ok(())
    }

    /// Puts all pages into the writer; how many changes there were.
    fn take(&self, writer: &mut IndexWriter, pages: &mut Pages<'_>) -> Result<usize, SearchError> {
        let mut taken = 0;
        while let Some(page) = pages().map_err(SearchError::Broken)? {
            taken += page.len();
            page.into_iter().try_for_each(|change| self.write(writer, change))?;
        }
        Ok(taken)
    }

    fn write(&self, writer: &IndexWriter, change: Change) -> Result<(), SearchError> {
        let forget = |of: &Ref| writer.delete_term(self.fields.of(of));
        let entry = match change {
            Change::Gone(of) => {
                forget(&of);
                return Ok(());
            }
            Change::Put(entry) => entry,
        };
        forget(&entry.of);
        let (inside, open) = (&entry.inside, entry.open.as_ref());
        let add = |document: TantivyDocument| writer.add_document(document).map(|_| ()).map_err(broken);
        match open {
            Some(open) if open == inside => {
                add(self.fields.document(&entry.of, inside, &[Reach::Open, Reach::Inside]))
            }
            Some(open) => {
                add(self.fields.document(&entry.of, open, &[Reach::Open]))?;
                add(self.fields.document(&entry.of, inside, &[Reach::Inside]))
            }
            None => add(self.fields.document(&entry.of, inside, &[Reach::Inside])),
        }
    }
}

impl Writing {
    /// The writer; it takes a lock on the folder, which a program that crashed leaves free.
    fn writer(&mut self) -> Result<&mut IndexWriter, SearchError> {
        if self.writer.is_none() {
            self.writer = Some(self.index.writer_with_num_threads(1, WRITER_BYTES).map_err(busy)?);
        }
        self.writer.as_mut().ok_or_else(|| Fault::new("writing the search index", "no writer").into())
    }

    /// Forgets what was not committed. A writer that cannot do that is given up, and the next begins anew.
    fn undo(&mut self) {
        let gone = self.writer.as_mut().is_some_and(|writer| writer.rollback().is_err());
        if gone {
            self.writer = None;
        }
    }
}

impl Index for Search {
    fn reached(&self) -> i64 {
        self.seen().map_or(0, |seen| seen.position)
    }

    fn push(&self, after: i64, up_to: i64, pages: &mut Pages<'_>) -> Result<(), SearchError> {
        let mut writing = self.writing()?;
        let reached = self.seen()?.position;
        if after != reached {
            return Err(Refusal::Moved { after, reached }.into());
        }
        let writer = writing.writer()?;
        let done = match self.take(writer, pages) {
            // Nothing to write down: where it stands is found out again after a restart.
            Ok(0) => return self.show(up_to),
            Ok(_) => self.commit(writer, up_to),
            Err(error) => Err(error),
        };
        if done.is_err() {
            writing.undo();
        }
        done
    }

    fn reset(&self) -> Result<(), SearchError> {
        let mut writing = self.writing()?;
        let writer = writing.writer()?;
        let done = match writer.delete_all_documents() {
            Ok(_) => self.commit(writer, 0),
            Err(error) => Err(broken(error)),
        };
        if done.is_err() {
            writing.undo();
        }
        done
    }

    fn find(&self, question: &Question) -> Result<Found, SearchError> {
        let seen = self.seen()?;
        let (searcher, position) = (seen.searcher.clone(), seen.position);
        drop(seen);
        Ok(Found { hits: ask::hits(&searcher, &self.fields, question)?, position })
    }

    fn matches(&self, text: &str, document: &Document) -> bool {
        let terms = terms::of(text);
        !terms.is_empty() && terms::all_stand_in(&terms, document)
    }

    fn excerpt(&self, text: &str, from: &str, length: usize) -> Vec<Piece> {
        terms::excerpt(&terms::of(text), from, length)
    }
}

/// Another program holds the folder, as when a new one takes over: it is waited for, not counted as a failure.
fn busy(error: tantivy::TantivyError) -> SearchError {
    match error {
        tantivy::TantivyError::LockFailure(..) => {
            SearchError::Broken(Saying::new(Class::Unavailable, "search-busy").into())
        }
        error => broken(error),
    }
}

fn broken(error: tantivy::TantivyError) -> SearchError {
    Fault::new("using the search index", error).into()
}
