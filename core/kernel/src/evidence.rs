//! Evidence: what a statement rests on. A file by random id with its digest, or a reference to something outside.
//!
//! Files may name people, so each is sealed under a key of its own in the folder `files`; the row holds only the
//! digest. The bytes are durable before the act that registers them.

use crate::city::City;
use crate::tx::Tx;
use crate::vault::Sealed;
use base::{Day, Fault, Id, Level, Result, Saying};
use db::{Read, Row, Sql};
use sha2::{Digest, Sha256};

const INSERT: Sql = Sql::new(
    "kernel.evidence.insert",
    "insert into evidence (id, form, reference, digest, media, size, issuer, issued, level, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
);
const FIND: Sql = Sql::new(
    "kernel.evidence.find",
    "select id, form, reference, digest, media, size, issuer, issued, level from evidence where id = ?1",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, FIND];

/// A file that is already stored: what `store_file` returns.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct StoredFile {
    /// Random id; also the name in the folder `files`.
    pub id: Id,
    /// Hex of SHA-256 of the plain bytes.
    pub digest: String,
    /// Media type, from the bytes, not from the sender.
    pub media: String,
    /// Bytes.
    pub size: i64,
}

/// What a piece of evidence is.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// A file in the city's folder.
    File(StoredFile),
    /// Something outside: a source key, an address, a document number.
    Reference {
        /// As the source names it.
        reference: String,
    },
}

/// Evidence as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Evidence {
    /// Its id.
    pub id: Id,
    /// File or reference.
    #[serde(flatten)]
    pub form: Form,
    /// Who issued it.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued: Option<Day>,
    /// How strong it is.
    pub level: Level,
}

/// Registers evidence, inside an act.
pub fn register(
    tx: &mut Tx<'_>,
    form: &Form,
    issuer: Option<&str>,
    issued: Option<Day>,
    level: Level,
) -> Result<Id> {
    let (id, kind, reference, file) = match form {
        Form::File(file) => (file.id, "file", None, Some(file)),
        Form::Reference { reference } if reference.trim().is_empty() => {
            return Err(Saying::invalid("evidence-reference-empty").into());
        }
        Form::Reference { reference } => (tx.new_id(), "reference", Some(reference.as_str()), None),
    };
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            kind.into(),
            reference.into(),
            file.map(|f| f.digest.as_str()).into(),
            file.map(|f| f.media.as_str()).into(),
            file.map(|f| f.size).into(),
            issuer.into(),
            issued.into(),
            level.number().into(),
            tx.seq().into(),
        ],
    )?;
    Ok(id)
}

/// One piece of evidence.
pub fn find(read: &impl Read, id: Id) -> Result<Option<Evidence>> {
    read.opt(&FIND, &[(&id.to_string()).into()], evidence)
}

fn evidence(row: &Row) -> Result<Evidence> {
    let broken = || Fault::new("reading evidence", "its row is broken");
    let form = match row.get::<String>(1)?.as_str() {
        "reference" => Form::Reference { reference: row.get(2)? },
        _ => Form::File(StoredFile {
            id: row.get(0)?,
            digest: row.get(3)?,
            media: row.get(4)?,
            size: row.get(5)?,
        }),
    };
    Ok(Evidence {
        id: row.get(0)?,
        form,
        issuer: row.get(6)?,
        issued: row.get(7)?,
        level: Level::from_number(row.get(8)?).ok_or_else(broken)?,
    })
}

/// Seals and stores a file, durable when this returns. Before the act.
pub fn store_file(city: &City, bytes: &[u8], media: &str) -> Result<StoredFile> {
    use std::io::Write as _;
    let mut source = city.source();
    let id = Id::new(city.now(), source.as_mut());
    let owner = format!("file:{id}");
    city.vault().make_key(&owner, city.now().micros(), source.as_mut())?;
    let mut nonce = [0u8; 12];
    source.fill(&mut nonce);
    let sealed = city.vault().seal(&owner, &owner, bytes, nonce)?;
    let folder = city.folder().join("files");
    let (path, part) = (folder.join(id.to_string()), folder.join(format!("{id}.part")));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(&sealed.nonce)?;
        file.write_all(&sealed.bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, &path)?;
        std::fs::File::open(&folder)?.sync_all()
    };
    write().map_err(|e| Fault::new("storing a file", e))?;
    Ok(StoredFile {
        id,
        digest: crate::journal::hex(&Sha256::digest(bytes)),
        media: media.to_owned(),
        size: bytes.len() as i64,
    })
}

/// Opens a stored file and checks its digest; none when its key was destroyed.
pub fn open_file(city: &City, file: &StoredFile) -> Result<Option<Vec<u8>>> {
    let bytes = std::fs::read(city.folder().join("files").join(file.id.to_string()))
        .map_err(|e| Fault::new("reading a file", e))?;
    let Some((nonce, bytes)) = bytes.split_first_chunk::<12>() else {
        return Err(Fault::new("reading a file", "it is shorter than its nonce").into());
    };
    let owner = format!("file:{}", file.id);
    let plain = city.vault().unseal(&owner, &owner, &Sealed { nonce: *nonce, bytes: bytes.to_vec() })?;
    match plain {
        Some(plain) if crate::journal::hex(&Sha256::digest(&plain)) != file.digest => {
            Err(Fault::new("reading a file", "its digest is not the registered one").into())
        }
        other => Ok(other),
    }
}

/// Removes the sealed bytes of a file whose key is gone.
pub(crate) fn remove_file(city: &City, id: &str) -> Result<()> {
    // The id comes from the key store; what is no id is no name of ours in the folder.
    let Ok(id) = Id::parse(id) else { return Ok(()) };
    match std::fs::remove_file(city.folder().join("files").join(id.to_string())) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Fault::new("removing a file", error).into())
        }
        _ => Ok(()),
    }
}
