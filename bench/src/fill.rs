//! Fills a city's journal with valid entries, each stating one fact: by bulk, because acting ten million times would
//! take half an hour. Commitments, tree and signed heads are real; the journal verifies.

use base::{Fault, Id, Instant, Result, Seeded, Source};
use db::{Conn, Place, Sql};
use kernel::journal::note::{Checkpoint, Signer};
use kernel::journal::tree::Frontier;
use kernel::journal::{Entry, commitment, hex, store, unhex};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Entries per signed head, as in a busy batch.
const BATCH: i64 = 64;
/// Entries per transaction; a multiple of `BATCH`.
const CHUNK: i64 = 64 * 2_000;
/// Requests are kept for 30 days: about this many of ten million entries a year.
const REQUESTS: i64 = 1_000_000;

const ENTRY: Sql = Sql::new(
    "bench.fill.entry",
    "insert into journal_entry (seq, v, at, received, request, actor, action, subject, commitment, salt, body,
       by_fact)
     values (?1, 1, ?2, ?2, ?3, ?4, 'register.presence.state', ?5, ?6, ?7, ?8, 1)",
);
const FACT: Sql = Sql::new(
    "bench.fill.fact",
    "insert into fact (id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in)
     values (?1, 'presence', ?2, null, 'P1', null, null, ?3, null, 1, null, null, ?4)",
);
const REQUEST: Sql = Sql::new(
    "bench.fill.request",
    "insert into journal_request (request, actor, fingerprint, seq, received, outcome) values (?1, ?2, ?1, ?3, ?4, ?5)",
);
const FENCE: Sql = Sql::new("bench.fill.fence", "update db_fence set seq = ?1 where id = 1");

/// One act's rows.
struct Act {
    entry: Entry,
    fact: String,
    day: i64,
    request: Option<String>,
}

/// Fills up to `entries`; how many there were before.
pub fn fill(folder: &Path, place: &Place, organisations: &[Id], entries: i64) -> Result<i64> {
    let conn = Conn::open(place)?;
    let key = std::fs::read_to_string(folder.join("keys/signing.key"))
        .ok()
        .and_then(|text| unhex(text.trim())?.try_into().ok())
        .ok_or_else(|| Fault::new("filling", "there is no signing key"))?;
    let signer = Signer::new(&key);
    let mut frontier = store::frontier(&conn)?;
    let before = frontier.size() as i64;
    let (mut at, mut random) = (store::last_at(&conn)?.micros(), Seeded::new(before as u64));
    if !conn.is_postgres() {
        conn.script("filling quickly", "pragma synchronous=off; pragma wal_autocheckpoint=100000")?;
    }
    let mut next = before + 1;
    while next <= entries {
        let last = (next + CHUNK - 1).min(entries);
        let mut acts = Vec::new();
        for seq in next..=last {
            at += 1;
            acts.push(act(seq, at, before, entries, organisations, &mut random)?);
        }
        conn.script("filling", conn.begin_write())?;
        match place {
            Place::Sqlite { .. } => acts.iter().try_for_each(|act| insert(&conn, act))?,
            Place::Postgres { url, schema } => copy(url, schema, &acts)?,
        }
        heads(&conn, &acts, &mut frontier, &signer)?;
        conn.execute(&FENCE, &[last.into()])?;
        conn.script("filling", "commit")?;
        next = last + 1;
    }
    let tidy = if conn.is_postgres() { "analyze" } else { "pragma wal_checkpoint(truncate)" };
    conn.script("tidying", tidy)?;
    Ok(before)
}

fn act(
    seq: i64,
    at: i64,
    before: i64,
    entries: i64,
    organisations: &[Id],
    random: &mut Seeded,
) -> Result<Act> {
    // In the order of the ids, so that filling is quick; the acts that are measured pick at random.
    let of = (seq - before) as usize * organisations.len() / (entries - before + 1) as usize;
    let subject = format!("organisation:{}", organisations[of.min(organisations.len() - 1)]);
    let fact = Id::new(Instant::from_micros(at), random).to_string();
    let mut salt = [0u8; 16];
    random.fill(&mut salt);
    let body = format!(
        "{{\"code\":\"P1\",\"evidence\":null,\"fact\":\"{fact}\",\"from\":\"2024-01-01\",\"level\":1,\"number\":\"2026-ORG-{of:04}\",\"to\":null}}"
    );
    // Spread over all there can be, in order.
    let number = |seq: i64| (seq as u128) * (u128::MAX / (entries as u128 + 1));
    let request = (seq > entries - REQUESTS).then(|| format!("{:032x}", number(seq)));
    let entry = Entry {
        seq,
        v: 1,
        at,
        received: Some(at),
        request: request.clone(),
        actor: "person:00000000000000000000000000000001".into(),
        action: "register.presence.state".into(),
        subject,
        commitment: hex(&commitment(&salt, &body)),
        salt: Some(hex(&salt)),
        body: Some(body),
    };
    Ok(Act { entry, fact, day: 15_000 + seq % 5_000, request })
}

fn bytes(text: &str) -> Vec<u8> {
    unhex(text).unwrap_or_default()
}

fn insert(conn: &Conn, act: &Act) -> Result<()> {
    let e = &act.entry;
    let (commitment, salt) = (bytes(&e.commitment), bytes(e.salt.as_deref().unwrap_or_default()));
    conn.execute(
        &ENTRY,
        &[
            e.seq.into(),
            e.at.into(),
            (&e.request).into(),
            (&e.actor).into(),
            (&e.subject).into(),
            (&commitment).into(),
            (&salt).into(),
            (&e.body).into(),
        ],
    )?;
    conn.execute(&FACT, &[(&act.fact).into(), (&e.subject).into(), act.day.into(), e.seq.into()])?;
    if let Some(request) = &act.request {
        let outcome = outcome(e);
        conn.execute(
            &REQUEST,
            &[request.into(), (&e.actor).into(), e.seq.into(), e.at.into(), (&outcome).into()],
        )?;
    }
    Ok(())
}

fn outcome(e: &Entry) -> String {
    format!("{{\"position\":{},\"subject\":\"{}\"}}", e.seq, e.subject)
}

/// The same rows on PostgreSQL, by COPY on a connection of its own.
fn copy(url: &str, schema: &str, acts: &[Act]) -> Result<()> {
    let doing = |e: postgres::Error| Fault::new("filling by COPY", e);
    let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(doing)?;
    client.batch_execute(&format!("set search_path to {schema}")).map_err(doing)?;
    let (mut entries, mut facts, mut requests) = (String::new(), String::new(), String::new());
    for Act { entry: e, fact, day, request } in acts {
        let (salt, body) = (e.salt.as_deref().unwrap_or_default(), e.body.as_deref().unwrap_or_default());
        let asked = request.as_deref().unwrap_or("\\N");
        let _ = writeln!(
            entries,
            "{}\t1\t{}\t{}\t{asked}\t{}\t{}\t{}\t\\\\x{}\t\\\\x{salt}\t{body}\t1",
            e.seq, e.at, e.at, e.actor, e.action, e.subject, e.commitment
        );
        let _ = writeln!(facts, "{fact}\tpresence\t{}\tP1\t{day}\t1\t{}", e.subject, e.seq);
        if let Some(request) = request {
            let _ =
                writeln!(requests, "{request}\t{}\t{request}\t{}\t{}\t{}", e.actor, e.seq, e.at, outcome(e));
        }
    }
    for (into, text) in [
        (
            "journal_entry (seq, v, at, received, request, actor, action, subject, commitment, salt, body, by_fact)",
            entries,
        ),
        ("fact (id, kind, subject, code, valid_from, level, seq_in)", facts),
        ("journal_request (request, actor, fingerprint, seq, received, outcome)", requests),
    ] {
        let mut writer = client.copy_in(&format!("copy {into} from stdin")).map_err(doing)?;
        writer.write_all(text.as_bytes()).map_err(|e| Fault::new("filling by COPY", e))?;
        writer.finish().map_err(doing)?;
    }
    Ok(())
}

fn heads(conn: &Conn, acts: &[Act], frontier: &mut Frontier, signer: &Signer) -> Result<()> {
    for batch in acts.chunks(BATCH as usize) {
        let leaves: Vec<_> = batch.iter().map(|act| act.entry.leaf()).collect();
        leaves.iter().for_each(|leaf| frontier.push(*leaf));
        let at = batch.last().map_or(0, |act| act.entry.at);
        let origin = "bitgoeul/bench/main".to_owned();
        let checkpoint = Checkpoint { origin, size: frontier.size(), root: frontier.root(), at };
        store::save_head(conn, frontier, Instant::from_micros(at), &signer.sign(&checkpoint), &leaves)?;
    }
    Ok(())
}
