//! The scaffold: where a restored city grows until it is whole, beside the place where it will stand.
//!
//! On SQLite a folder with a dot before its name; on PostgreSQL a schema with a longer name as well. Nothing that was
//! there before is touched: the city's own folder must be absent or empty, its schema without tables. A process that
//! is killed leaves the scaffold, which is named after it and can be removed by hand.

use crate::city::Opening;
use base::{Fault, Result, Saying};
use db::{Conn, Place, Read as _, Sql};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const TABLES: Sql = Sql::new(
    "kernel.restore.tables",
    "select count(*) from information_schema.tables where table_schema = ?1",
);

/// A folder, and a place for rows, that become the city's own at the end.
pub struct Scaffold {
    folder: PathBuf,
    place: Place,
    final_folder: PathBuf,
    final_place: Place,
}

impl Scaffold {
    /// Raises a scaffold beside `folder` for rows that will be at `place`.
    ///
    /// # Errors
    /// `backup-not-empty` when the folder or the schema holds something; faults of the disk.
    pub fn beside(folder: &Path, place: &Place) -> Result<Scaffold> {
        if std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
            return Err(Saying::conflict("backup-not-empty").with("folder", folder.display()).into());
        }
        let number = std::process::id();
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let own = folder.with_file_name(format!(".{name}.restoring-{number}"));
        let place_of_own = match place {
            Place::Postgres { url, schema } => {
                let short: String = schema.chars().take(40).collect();
                Place::schema(url, &format!("{short}_restoring_{number}"))?
            }
            Place::Sqlite { file, sync, vfs } => {
                let inside = file
                    .strip_prefix(folder)
                    .map_err(|_| Fault::new("restoring a city", "its rows must stand in its own folder"))?;
                Place::Sqlite { file: own.join(inside), sync: *sync, vfs: vfs.clone() }
            }
        };
        super::new_folder(&own)?;
        let scaffold = Scaffold {
            folder: own,
            place: place_of_own,
            final_folder: folder.to_owned(),
            final_place: place.clone(),
        };
        if let Err(error) = scaffold.schema_is_free() {
            scaffold.tear_down();
            return Err(error);
        }
        Ok(scaffold)
    }

    fn schema_is_free(&self) -> Result<()> {
        let Place::Postgres { schema, .. } = &self.final_place else { return Ok(()) };
        let tables: i64 = Conn::open(&self.place)?.one(&TABLES, &[schema.into()], |row| row.get(0))?;
        match tables {
            0 => Ok(()),
            _ => Err(Saying::conflict("backup-not-empty").with("folder", schema).into()),
        }
    }

    /// The folder it grows in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where its rows grow.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// How to open it while it grows.
    pub fn opening(&self, asked: &Opening) -> Opening {
        Opening {
            folder: self.folder.clone(),
            place: Some(self.place.clone()),
            master_key: asked.master_key.clone(),
            migrations: asked.migrations.clone(),
            clock: Arc::clone(&asked.clock),
            source: Arc::clone(&asked.source),
            readers: asked.readers,
            accept_clock: asked.accept_clock,
        }
    }

    /// Moves the whole city to its place. Nothing of it may be open.
    pub fn finish(&self) -> Result<()> {
        let doing = || format!("moving the restored city to {}", self.final_folder.display());
        if let (Place::Postgres { schema: own, .. }, Place::Postgres { schema, .. }) =
            (&self.place, &self.final_place)
        {
            // An empty schema of that name is in the way; one that is not empty is refused by the database.
            let moved =
                format!("drop schema if exists {schema} restrict; alter schema {own} rename to {schema}");
            Conn::open(&self.place)?.script(&doing(), &moved)?;
        }
        // An empty folder of that name is replaced.
        let moved = std::fs::rename(&self.folder, &self.final_folder);
        moved.map_err(|e| self.move_back(Fault::new(doing(), e)))?;
        if let Some(parent) = self.final_folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            File::open(parent).and_then(|parent| parent.sync_all()).map_err(|e| Fault::new(doing(), e))?;
        }
        Ok(())
    }

    /// The folder could not be moved, so the schema goes back under the name that is torn down.
    fn move_back(&self, fault: Fault) -> Fault {
        if let (Place::Postgres { schema: own, .. }, Place::Postgres { schema, .. }) =
            (&self.place, &self.final_place)
        {
            let back = format!("alter schema {schema} rename to {own}");
            let moved = Conn::open(&self.final_place).and_then(|conn| conn.script("moving back", &back));
            if let Err(error) = moved {
                tracing::error!(%error, schema, "a restored schema could not be moved back");
            }
        }
        fault
    }

    /// Removes what was raised. What cannot be removed is told in the log: the first error is the one to report.
    pub fn tear_down(&self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::error!(%error, folder = %self.folder.display(), "what was restored in part could not be removed");
        }
        if let Place::Postgres { schema, .. } = &self.place {
            let drop = format!("drop schema {schema} cascade");
            let gone = Conn::open(&self.place).and_then(|conn| conn.script("removing a schema", &drop));
            if let Err(error) = gone {
                tracing::error!(%error, schema, "what was restored in part could not be removed");
            }
        }
    }
}
