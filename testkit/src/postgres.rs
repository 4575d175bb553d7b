//! A real PostgreSQL for tests: the one that the script started, or one of our own on a private socket.
//!
//! Ours lives as long as this process: a shell holds it and stops it when the pipe from us closes, however we end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Names the server that the script started: `host=… user=…`.
const GIVEN: &str = "BITGOEUL_TEST_POSTGRES";

static URL: OnceLock<Option<String>> = OnceLock::new();
static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// The address of a server; none when there is no PostgreSQL on this machine.
pub fn url() -> Option<String> {
    URL.get_or_init(|| std::env::var(GIVEN).ok().or_else(start)).clone()
}

/// A schema name that no other test uses.
pub fn new_schema() -> String {
    format!("t{}_{}", std::process::id(), SCHEMAS.fetch_add(1, Ordering::SeqCst))
}

/// The folder of the newest server programs.
pub fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn start() -> Option<String> {
    let folder = tempfile::Builder::new().prefix("bitgoeul-pg-").tempdir().ok()?.keep();
    start_in(&folder, &[])
}

/// Makes a cluster in `folder` and starts it; the folder goes when this process ends. `extra` are more settings as `name=value`. Durability is as delivered
/// (fsync on) unless a setting says otherwise.
pub fn start_in(folder: &Path, extra: &[&str]) -> Option<String> {
    start_with(folder, extra, &[])
}

/// The same with an environment for the server's processes. `BITGOEUL_INITDB` is one more word for `initdb`.
pub fn start_with(folder: &Path, extra: &[&str], environment: &[(&str, String)]) -> Option<String> {
    let bin = programs()?;
    let script = r#"
set -eu
bin="$1"; folder="$2"; shift 2
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"; chmod 755 "$folder"
  as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
fi
cd "$folder"
[ -d "$folder/data" ] || as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C ${BITGOEUL_INITDB:-} >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
set -- -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=120 -c log_min_messages=fatal "$@"
as "$bin/postgres" "$@" 2>>"$folder/server.log" &
server=$!
# The server runs behind a shell that ignores an interrupt: it is told by its own number.
stop() { kill -INT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || true; wait $server 2>/dev/null || true; }
trap 'stop; cd /; rm -rf "$folder"' EXIT
for _ in $(seq 1 200); do
  as "$bin/pg_isready" -q -h "$folder" -U postgres && break
  kill -0 $server 2>/dev/null || { cat "$folder/server.log" >&2; exit 1; }
  sleep 0.05
done
echo ready
exec >/dev/null
cat >/dev/null
"#;
    let mut command = Command::new("bash");
    command.args(["-c", script, "postgres-for-tests"]).arg(bin).arg(folder);
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    for setting in extra {
        command.args(["-c", setting]);
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take()?), &mut line).ok()?;
    if line.trim() != "ready" {
        return None;
    }
    // The pipe must live as long as this process; it closes when we end, however we end.
    std::mem::forget(child);
    Some(format!("host={} user=postgres dbname=postgres", folder.display()))
}
