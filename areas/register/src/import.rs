//! Import: a file of organisations becomes records in one act, after a preview that explains each bad line.
//!
//! The file is read off the writer, sealed in the city's folder, and shown as it would be taken in. Accepting reads
//! the same bytes again: what was previewed is what is imported. Resident, foreigner and card numbers stop it.

pub mod api;
pub mod pages;
pub mod plan;
pub mod store;
pub mod web;

use base::{Error, Fault, Id, Lang, PersonId, Result, Saying};
use kernel::evidence::{self, StoredFile};
use kernel::journal::{hex, unhex};
use kernel::organisation::bulk::{self, Origin};
use kernel::policy::{Kind, Retention, Target, Visibility};
use kernel::vault::Sealed;
use kernel::{Caller, City, Done, Request};
use plan::Preview;
use tables::{Options, Table};

/// Files of imports: they may name people, so they go when nobody needs to look anything up in them any more.
pub const KIND: Kind = Kind {
    name: "import",
    area: "register",
    visibility: Visibility::Own,
    retention: Retention {
        years: Some(1),
        basis: "the source of an import, kept to answer questions about it",
    },
    fact: None,
};

/// What was staged: the file and what it would do.
pub struct Staged {
    /// The import's id.
    pub id: Id,
    /// What it would do.
    pub preview: Preview,
}

/// Reads, seals and previews a file. Nothing is written when the file cannot be read or must not be kept.
pub fn stage(city: &City, person: PersonId, name: &str, bytes: &[u8]) -> Result<Staged> {
    let table = tables::read(bytes, &Options::default()).map_err(stopped)?;
    let preview = plan::preview(city, &table)?;
    if let Some(stop) = preview.stop() {
        return Err(stopped(stop.clone()));
    }
    let file = evidence::store_file(city, bytes, media(&table))?;
    let (row, name) = (file.clone(), sealed_name(city, &file, name)?);
    city.tidy_blocking(move |tx| store::insert(tx, &row, person, &name))?;
    Ok(Staged { id: file.id, preview })
}

/// Reads a staged file again and previews it against the register of now.
pub fn preview(city: &City, id: Id, person: PersonId) -> Result<(store::ImportFile, Preview)> {
    let mut found = city.read_blocking(move |read| store::find(read, id, person))?;
    found.name = opened_name(city, &found)?;
    let table = table_of(city, &found.file)?;
    Ok((found, plan::preview(city, &table)?))
}

/// Takes a staged file in: one act, everything that the preview called good. A file that was taken in before answers
/// with its first outcome, however often and in whatever haste it is asked for again.
pub fn accept(
    city: &City,
    caller: Caller,
    request: Option<Request>,
    id: Id,
    person: PersonId,
) -> Result<Done> {
    if let Some(done) = accepted(city, id, person)? {
        return Ok(done);
    }
    match take_in(city, caller, request, id, person) {
        // Somebody else's click may have come first while the file was read.
        Err(Error::Refused(saying)) => accepted(city, id, person)?.ok_or(Error::Refused(saying)),
        other => other,
    }
}

/// What taking the file in did, when that is done.
fn accepted(city: &City, id: Id, person: PersonId) -> Result<Option<Done>> {
    let found = city.read_blocking(move |read| store::find(read, id, person))?;
    let position = found.seq.filter(|_| found.state == "accepted");
    Ok(position.map(|position| Done { position, subject: bulk::as_ref(id), number: None }))
}

fn take_in(city: &City, caller: Caller, request: Option<Request>, id: Id, person: PersonId) -> Result<Done> {
    let (found, preview) = preview(city, id, person)?;
    if found.state != "staged" {
        return Err(Saying::conflict("import-not-staged").into());
    }
    if preview.good.is_empty() {
        return Err(Saying::invalid("import-nothing-good").into());
    }
    let origin = Origin { import: id, digest: found.file.digest.clone(), left_out: preview.left_out };
    let lines = preview.good;
    city.act_blocking(caller, request, move |tx| {
        store::accepted(tx, id)?;
        bulk::import(tx, &origin, lines)
    })
}

/// Reads, previews and takes in, from the command line.
pub fn import_now(city: &City, bytes: &[u8]) -> Result<(Preview, Option<Done>)> {
    use sha2::{Digest as _, Sha256};
    let table = tables::read(bytes, &Options::default()).map_err(stopped)?;
    let mut preview = plan::preview(city, &table)?;
    if preview.stop().is_some() || preview.good.is_empty() {
        return Ok((preview, None));
    }
    let id = Id::new(city.now(), city.source().as_mut());
    let digest = kernel::journal::hex(&Sha256::digest(bytes));
    let origin = Origin { import: id, digest, left_out: preview.left_out };
    let lines = std::mem::take(&mut preview.good);
    let done =
        city.act_blocking(Caller::System("import"), None, move |tx| bulk::import(tx, &origin, lines))?;
    Ok((preview, Some(done)))
}

/// May this caller import at all? Asked before the file is read.
pub fn allow(actor: &kernel::Actor) -> Result<()> {
    bulk::IMPORT.allow(actor, &Target::default())
}

fn table_of(city: &City, file: &StoredFile) -> Result<Table> {
    let bytes =
        evidence::open_file(city, file)?.ok_or_else(|| Error::from(Saying::not_found("base-not-found")))?;
    tables::read(&bytes, &Options::default()).map_err(stopped)
}

/// A finding that stops the import, as a refusal that brings its sentence in each language.
pub fn stopped(finding: tables::Finding) -> Error {
    let saying = Saying::invalid("import-stopped").with("why", finding.en());
    saying.with("ko", finding.ko()).with("zh", finding.zh()).into()
}

/// The same refusal with the finding's own sentence in the reader's language alone.
pub fn told_in(error: Error, lang: Lang) -> Error {
    match error {
        Error::Refused(mut saying) if saying.key == "import-stopped" => {
            let own = match lang {
                Lang::Ko => "ko",
                Lang::En => "why",
                Lang::Zh => "zh",
            };
            let sentence = saying.fact(own).unwrap_or_default().to_owned();
            saying.facts = vec![("why", sentence)];
            Error::Refused(saying)
        }
        other => other,
    }
}

/// A finding of the table reader in the reader's language.
pub fn sentence_of(finding: &tables::Finding, lang: Lang) -> String {
    match lang {
        Lang::Ko => finding.ko(),
        Lang::En => finding.en(),
        Lang::Zh => finding.zh(),
    }
}

fn media(table: &Table) -> &'static str {
    match table.sheet() {
        Some(_) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        None => "text/csv",
    }
}

/// A file's name may name a person, so it is sealed as the file is: nonce and cipher text, in hex.
fn sealed_name(city: &City, file: &StoredFile, name: &str) -> Result<String> {
    let mut nonce = [0u8; 12];
    city.source().fill(&mut nonce);
    let sealed = city.vault().seal(&key_of(file), "name", short_name(name).as_bytes(), nonce)?;
    Ok(hex(&sealed.nonce) + &hex(&sealed.bytes))
}

/// The name again; empty when the file was forgotten.
fn opened_name(city: &City, found: &store::ImportFile) -> Result<String> {
    let bytes = unhex(&found.name).unwrap_or_default();
    let Some((nonce, bytes)) = bytes.split_first_chunk::<12>() else { return Ok(String::new()) };
    let plain = city.vault().unseal(
        &key_of(&found.file),
        "name",
        &Sealed { nonce: *nonce, bytes: bytes.to_vec() },
    )?;
    Ok(String::from_utf8_lossy(&plain.unwrap_or_default()).into_owned())
}

fn key_of(file: &StoredFile) -> String {
    format!("file:{}", file.id)
}

/// The file's own name, cut to what a list can show.
fn short_name(name: &str) -> String {
    kernel::organisation::one_line(name).chars().take(120).collect()
}

/// A fault of the thread that worked on a file.
pub(crate) fn broken(error: tokio::task::JoinError) -> Error {
    Fault::new("importing a file", error).into()
}
