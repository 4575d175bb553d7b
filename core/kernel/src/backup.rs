//! Backup of a city, and restore into a new place.
//!
//! A backup is two folders. The first holds rows and files and may be kept for long. The second holds the keys: the
//! key store, the master key when it stands in the city's folder, and the key that signs checkpoints. Keep the second
//! apart, and for fewer days: who holds both can read what people asked to be forgotten after the backup was made.
//!
//! Restoring never continues the old line of history: it opens a branch with a name, so that a checkpoint of the old
//! line and one of the new can never be taken for each other. Erasures are done again: keys of people whom the rows
//! call erased are destroyed, and people who were erased after the backup are erased again when a newer journal is at
//! hand. Without one they come back, as far as the keys are that old; nobody but the keeper of the keys can prevent it.
//!
//! A restored city grows in a folder beside its place (`scaffold`) and is moved there when it is whole.
//!
//! Not copied: a master key given by file, which has its own keeper.

mod scaffold;

use crate::account::Caller;
use crate::city::{City, Opening};
use crate::journal::export::{self, Line};
use crate::journal::verify::{self, Trusted, Verdict};
use crate::journal::{Entry, store};
use crate::person;
use crate::person::store::Known;
use base::{Fault, PersonId, Result, Saying};
use db::{Conn, Place, Read};
use scaffold::Scaffold;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// The version of this form.
pub const FORM: i64 = 1;
const MANIFEST: &str = "manifest.json";
const LITE_ROWS: &str = "city.db";
const ROWS: &str = "rows.jsonl";
const OWNERS_PAGE: i64 = 1_000;

/// What a backup says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this form.
    pub bitgoeul_backup: i64,
    /// Whose rows.
    pub city: String,
    /// The branch they were on.
    pub branch: String,
    /// Made up.
    pub synthetic: bool,
    /// The last position.
    pub position: i64,
    /// When it was made, RFC 3339.
    pub made: String,
    /// `city.db` or `rows.jsonl`.
    pub rows: String,
    /// Files copied.
    pub files: u64,
    /// The key of its checkpoints, base64.
    pub public_key: String,
    /// The newest checkpoint.
    pub checkpoint: Option<String>,
    /// True when the master key is in the folder of keys.
    pub master_key: bool,
}

/// Makes a backup of a city that is in use: rows and files in `rows_to`, keys in `keys_to`. Both folders are new.
///
/// # Errors
/// `backup-not-empty` with the folder; faults of the disk. A backup without `manifest.json` was not finished.
pub fn backup(city: &City, rows_to: &Path, keys_to: &Path) -> Result<Manifest> {
    for folder in [rows_to, keys_to] {
        new_folder(folder)?;
    }
    let about = city.about()?;
    // Rows before keys: a key is there before the rows that need it, so every person in the rows has one in the copy.
    let rows = if matches!(city.place(), Place::Sqlite { .. }) { LITE_ROWS } else { ROWS };
    let head = copy_rows(city, &rows_to.join(rows))?;
    closed_to_others(keys_to, 0o700)?;
    city.vault().copy_to(&keys_to.join("keys.db"))?;
    closed_to_others(&keys_to.join("keys.db"), 0o600)?;
    let master_key = copy_key(city.folder(), keys_to, "master.key")?;
    copy_key(city.folder(), keys_to, "signing.key")?;
    write_whole(&keys_to.join("README.txt"), KEYS_README.as_bytes())?;
    // Files after rows: a file is there before the act that names it.
    let files = copy_folder(&city.folder().join("files"), &rows_to.join("files"))?;
    let manifest = Manifest {
        bitgoeul_backup: FORM,
        city: about.slug,
        branch: head.branch,
        synthetic: about.synthetic,
        position: head.position,
        made: city.now().to_string(),
        rows: rows.into(),
        files,
        public_key: city.public_key().to_owned(),
        checkpoint: head.checkpoint,
        master_key,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|e| Fault::new("writing the manifest", e))?;
    write_whole(&rows_to.join(MANIFEST), &text)?;
    Ok(manifest)
}

const KEYS_README: &str = "Keys of a city. / 도시의 열쇠입니다.

Whoever holds these files and the rows can read people's data. Keep them apart from the rows, and delete them after
30 days: people who asked to be forgotten later stay readable as long as this copy exists.

이 파일과 기록을 함께 가진 사람은 개인정보를 읽을 수 있습니다. 기록과 따로 보관하고 30일 뒤에 지워 주세요.
뒤에 삭제를 요청한 사람의 정보도 이 사본이 남아 있는 동안에는 읽힐 수 있습니다.
";

struct HeadOfRows {
    position: i64,
    branch: String,
    checkpoint: Option<String>,
}

fn head_of(read: &impl Read) -> Result<HeadOfRows> {
    let newest = store::latest_checkpoint(read)?;
    Ok(HeadOfRows {
        position: newest.as_ref().map_or(0, |head| head.size),
        branch: crate::city::branch(read)?,
        checkpoint: newest.map(|head| head.note),
    })
}

fn copy_rows(city: &City, to: &Path) -> Result<HeadOfRows> {
    let conn = Conn::open(city.place())?;
    if !conn.is_postgres() {
        conn.copy_to(to)?;
        return head_of(&Conn::open_reader(&Place::file(to), db::readers::READ_LIMIT)?);
    }
    let file = File::create_new(to).map_err(|e| Fault::new(format!("writing {}", to.display()), e))?;
    let mut writer = BufWriter::new(file);
    let (_, head) = db::dump::write(&conn, &mut writer, head_of)?;
    writer.get_ref().sync_all().map_err(|e| Fault::new(format!("writing {}", to.display()), e))?;
    Ok(head)
}

/// Where to restore to.
pub struct Target {
    /// How to open the new city: its folder must not be there or be empty, its schema must have no tables. `clock`,
    /// `source` and `migrations` as for any city.
    pub opening: Opening,
    /// The name of the new branch: `restored-2026-11-20`.
    pub branch: String,
}

/// What a restore did.
pub struct Restored {
    /// The city, open, on its new branch.
    pub city: City,
    /// What the backup said.
    pub manifest: Manifest,
    /// People whose keys were destroyed because the rows call them erased or do not know them.
    pub keys_destroyed: u64,
    /// People erased again because a newer journal says so.
    pub erased_again: u64,
    /// The journal after all this, against the backup's own checkpoint.
    pub verdict: Verdict,
}

/// Restores rows and files from `rows_from` and keys from `keys_from`. `newer` are entries of a newer journal of the
/// same city (see [`erasures`]): whoever was erased there is erased here again.
///
/// The city grows beside its place and is moved there when it is whole; what fails leaves nothing behind.
///
/// # Errors
/// `backup-not-a-backup`, `backup-not-empty`, `backup-other-signing-key`, `db-dump-…`; faults of the disk.
pub fn restore(rows_from: &Path, keys_from: &Path, newer: &[PersonId], target: Target) -> Result<Restored> {
    let manifest = read_manifest(rows_from)?;
    let Target { opening, branch } = target;
    crate::city::branch_name(&branch)?;
    if branch == manifest.branch {
        return Err(Saying::conflict("kernel-branch-same").with("branch", &branch).into());
    }
    let place = opening.place.clone().unwrap_or_else(|| Place::file(opening.folder.join(LITE_ROWS)));
    let scaffold = Scaffold::beside(&opening.folder, &place)?;
    let from = From { rows: rows_from, keys: keys_from, manifest: &manifest };
    let built = build(&from, newer, &branch, &scaffold, &opening).and_then(|built| {
        scaffold.finish()?;
        Ok(built)
    });
    let built = match built {
        Ok(built) => built,
        Err(error) => {
            scaffold.tear_down();
            return Err(error);
        }
    };
    let city = City::open(opening)?;
    let Built { keys_destroyed, erased_again, verdict } = built;
    Ok(Restored { city, manifest, keys_destroyed, erased_again, verdict })
}

/// What a restore reads.
struct From<'a> {
    rows: &'a Path,
    keys: &'a Path,
    manifest: &'a Manifest,
}

/// What was done to the city before it was moved to its place.
struct Built {
    keys_destroyed: u64,
    erased_again: u64,
    verdict: Verdict,
}

fn build(from: &From<'_>, newer: &[PersonId], branch: &str, to: &Scaffold, asked: &Opening) -> Result<Built> {
    let (manifest, keys) = (from.manifest, to.folder().join("keys"));
    std::fs::create_dir_all(&keys).map_err(|e| Fault::new("making the folder of keys", e))?;
    for name in ["keys.db", "signing.key", "master.key"] {
        let (from, to) = (from.keys.join(name), keys.join(name));
        if from.exists() && !(name == "master.key" && asked.master_key.is_some()) {
            copy_file(&from, &to)?;
            closed_to_others(&to, 0o600)?;
        }
    }
    copy_folder(&from.rows.join("files"), &to.folder().join("files"))?;
    let now = asked.clock.now();
    load_rows(&from.rows.join(&manifest.rows), manifest, to.place(), &asked.migrations, now)?;
    let city = City::open(to.opening(asked))?;
    if city.public_key() != manifest.public_key {
        return Err(Saying::conflict("backup-other-signing-key").into());
    }
    city.open_branch(branch.to_owned(), manifest.position)?;
    let keys_destroyed = destroy_forgotten(&city)?;
    let erased_again = erase_again(&city, newer)?;
    let trusted = Trusted {
        public_key: Some(manifest.public_key.clone()),
        kept: manifest.checkpoint.iter().cloned().collect(),
    };
    // The backup's checkpoint is of the old branch, which this history left right after it: confirmed means that the
    // roots are equal there.
    let verdict = verify::of_city(&city, &trusted)?;
    city.close()?;
    Ok(Built { keys_destroyed, erased_again, verdict })
}

/// The people whom an exported journal erases after a position.
pub fn erasures(from: &mut impl std::io::BufRead, after: i64) -> Result<Vec<PersonId>> {
    let mut out = Vec::new();
    export::read_lines(from, &mut |line| {
        if let Line::Entry(entry) = line
            && entry.seq > after
        {
            out.extend(erased_person(&entry));
        }
        Ok(())
    })?;
    Ok(out)
}

fn erased_person(entry: &Entry) -> Option<PersonId> {
    let person = entry.subject.strip_prefix("person:")?;
    (entry.action == person::acts::ERASE.name).then(|| PersonId::parse(person).ok()).flatten()
}

/// Keys of people whom the rows call erased, or do not know at all.
fn destroy_forgotten(city: &City) -> Result<u64> {
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let owners = city.vault().owners_after(&after, OWNERS_PAGE)?;
        let Some(last) = owners.last() else { break };
        after.clone_from(last);
        for owner in owners {
            let of = owner.clone();
            if !city.read_blocking(move |read| person::store::is_registered(read, &of))? {
                city.vault().destroy(&owner)?;
                count += 1;
            }
        }
    }
    person::acts::destroy_ordered(city)?;
    Ok(count)
}

fn erase_again(city: &City, people: &[PersonId]) -> Result<u64> {
    let mut count = 0;
    for person in people.iter().copied() {
        let known = city.read_blocking(move |read| person::store::known(read, person))?;
        if !matches!(known, Some(Known::Here)) {
            continue;
        }
        city.act_blocking(Caller::System("restore"), None, move |tx| {
            person::acts::erase(tx, person, "erased after the backup was made", "")
        })?;
        count += 1;
    }
    person::acts::destroy_ordered(city)?;
    Ok(count)
}

fn load_rows(
    from: &Path,
    manifest: &Manifest,
    place: &Place,
    migrations: &[db::Migrations],
    now: base::Instant,
) -> Result<()> {
    match (manifest.rows.as_str(), place) {
        (LITE_ROWS, Place::Sqlite { file, .. }) => copy_file(from, file).map(|_| ()),
        (LITE_ROWS, Place::Postgres { .. }) => {
            let mut rows = tempfile().map_err(|e| Fault::new("making a temporary file", e))?;
            db::dump::write(&Conn::open(&Place::file(from))?, &mut BufWriter::new(&mut rows), |_| Ok(()))?;
            std::io::Seek::rewind(&mut rows).map_err(|e| Fault::new("reading rows again", e))?;
            db::dump::read(&Conn::open(place)?, &mut BufReader::new(rows), migrations, now).map(|_| ())
        }
        _ => {
            let rows = File::open(from).map_err(|e| Fault::new(format!("reading {}", from.display()), e))?;
            db::dump::read(&Conn::open(place)?, &mut BufReader::new(rows), migrations, now).map(|_| ())
        }
    }
}

/// A file without a name: it is gone when it is closed.
fn tempfile() -> std::io::Result<File> {
    let path = std::env::temp_dir().join(format!("bitgoeul-rows-{}", std::process::id()));
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = File::options().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

/// Reads what a backup says of itself.
pub fn read_manifest(rows_from: &Path) -> Result<Manifest> {
    let broken = |why: String| {
        Saying::invalid("backup-not-a-backup").with("folder", rows_from.display()).with("why", why)
    };
    let text = std::fs::read(rows_from.join(MANIFEST)).map_err(|e| broken(e.to_string()))?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|e| broken(e.to_string()))?;
    let form = manifest.bitgoeul_backup;
    let rows = [LITE_ROWS, ROWS].contains(&manifest.rows.as_str());
    match (form == FORM, rows) {
        (true, true) => Ok(manifest),
        _ => Err(broken(format!("form {form} with rows in {}", manifest.rows)).into()),
    }
}

fn new_folder(folder: &Path) -> Result<()> {
    let doing = || format!("making {}", folder.display());
    std::fs::create_dir_all(folder).map_err(|e| Fault::new(doing(), e))?;
    let mut inside = std::fs::read_dir(folder).map_err(|e| Fault::new(doing(), e))?;
    match inside.next() {
        None => Ok(()),
        Some(_) => Err(Saying::conflict("backup-not-empty").with("folder", folder.display()).into()),
    }
}

fn copy_key(folder: &Path, to: &Path, name: &str) -> Result<bool> {
    let from = folder.join("keys").join(name);
    if !from.exists() {
        return Ok(false);
    }
    copy_file(&from, &to.join(name))?;
    closed_to_others(&to.join(name), 0o600)?;
    Ok(true)
}

/// A key is read by its owner alone, whatever the copy came from.
fn closed_to_others(file: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode))
        .map_err(|e| Fault::new(format!("closing {} to others", file.display()), e).into())
}

fn copy_file(from: &Path, to: &Path) -> Result<u64> {
    let doing = || format!("copying {} to {}", from.display(), to.display());
    let bytes = std::fs::copy(from, to).map_err(|e| Fault::new(doing(), e))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|e| Fault::new(doing(), e))?;
    Ok(bytes)
}

/// Copies a folder of files; how many. What disappears meanwhile was erased.
fn copy_folder(from: &Path, to: &Path) -> Result<u64> {
    std::fs::create_dir_all(to).map_err(|e| Fault::new(format!("making {}", to.display()), e))?;
    let Ok(entries) = std::fs::read_dir(from) else { return Ok(0) };
    let mut count = 0;
    for entry in entries {
        let path: PathBuf = entry.map_err(|e| Fault::new(format!("reading {}", from.display()), e))?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            count += copy_folder(&path, &to.join(name))?;
        } else if path.is_file() {
            match copy_file(&path, &to.join(name)) {
                Ok(_) => count += 1,
                Err(_) if !path.exists() => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(count)
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let doing = || format!("writing {}", path.display());
    let mut file = File::create_new(path).map_err(|e| Fault::new(doing(), e))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|e| Fault::new(doing(), e).into())
}
