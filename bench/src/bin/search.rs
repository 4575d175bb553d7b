//! `search`: filling the index, following changes, asking; beside it SQLite's FTS5 with trigrams on the same texts.
//!
//! Names and texts are put together from syllables by a seed, so that every run has the same ones; the words of a
//! question are parts of them.
//!
//! `search [--documents N] [--questions N]`

use base::search::{Change, Document, Entry, Index as _, Question, Reach};
use base::{Lang, Ref, Seeded, Source as _, Tri};
use bench::measure::{Cpu, Latencies};
use db::{Conn, Place, Read as _, Sql};
use search::Search;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

const SYLLABLES: &str =
    "가나다라마바사아자차카타파하광주무등빛고을인공지능산업융합사업단연구원데이터센터병원대학교육실증";
const HAN: &str = "光州人工智能集团科技大学研究院数据中心创业企业";
const LATIN: [&str; 10] =
    ["ai", "data", "robot", "cluster", "gwangju", "cloud", "health", "energy", "vision", "labs"];
const HITS: usize = 101;
const CREATE: &str = "create virtual table words using fts5 (ref unindexed, body, tokenize = 'trigram')";
const PUT: Sql = Sql::new("bench.search.put", "insert into words (ref, body) values (?1, ?2)");
const GONE: Sql = Sql::new("bench.search.gone", "delete from words where rowid = ?1");
const FIND: Sql =
    Sql::new("bench.search.find", "select ref from words where words match ?1 order by rank limit 101");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (documents, questions) = wanted()?;
    let folder = tempfile::tempdir()?;
    println!("load of the machine before: {}", std::fs::read_to_string("/proc/loadavg")?.trim());
    let mut chance = Seeded::new(20_261_120);
    let texts: Vec<(String, String)> = (0..documents).map(|_| text(&mut chance)).collect();
    let words: Vec<String> = (0..questions).map(|_| word(&mut chance, &texts)).collect();
    let index = ours(&folder.path().join("index"), &texts)?;
    let (found, our_cpu) = ask_ours(&index, &words)?;
    let conn = peer(&folder.path().join("peer.db"), &texts)?;
    let peer_cpu = ask_peer(&conn, &words, &found)?;
    println!("CPU of the same questions, ours / FTS5: {:.2}", our_cpu / peer_cpu.max(0.01));
    println!("load of the machine after: {}", std::fs::read_to_string("/proc/loadavg")?.trim());
    Ok(())
}

fn wanted() -> Result<(usize, usize), Box<dyn std::error::Error>> {
    let (mut documents, mut questions) = (100_000, 2_000);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or("a number is missing")?.parse()?;
        match name.as_str() {
            "--documents" => documents = value,
            "--questions" => questions = value,
            other => return Err(format!("{other} is not known").into()),
        }
    }
    Ok((documents, questions))
}

fn below(chance: &mut Seeded, most: usize) -> usize {
    let mut bytes = [0u8; 8];
    chance.fill(&mut bytes);
    usize::try_from(u64::from_le_bytes(bytes) % most.max(1) as u64).unwrap_or(0)
}

fn run_of(chance: &mut Seeded, letters: &[char], least: usize, more: usize) -> String {
    let length = least + below(chance, more);
    (0..length).map(|_| letters[below(chance, letters.len())]).collect()
}

/// A title of two or three words and a text of some forty.
fn text(chance: &mut Seeded) -> (String, String) {
    let (hangul, han): (Vec<char>, Vec<char>) = (SYLLABLES.chars().collect(), HAN.chars().collect());
    let mut any = |count: usize| {
        let words = (0..count).map(|_| match below(chance, 10) {
            0 => run_of(chance, &han, 2, 5),
            1 | 2 => LATIN[below(chance, LATIN.len())].to_owned(),
            _ => run_of(chance, &hangul, 2, 7),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    (any(3), any(40))
}

/// Part of a word that stands somewhere; now and then two words of one record.
fn word(chance: &mut Seeded, texts: &[(String, String)]) -> String {
    let (title, body) = &texts[below(chance, texts.len())];
    let from = if below(chance, 2) == 0 { title } else { body };
    let words: Vec<&str> = from.split(' ').collect();
    let part = |chance: &mut Seeded| -> String {
        let word = words[below(chance, words.len())];
        let length = 2 + below(chance, 3);
        word.chars().take(length.max(if word.is_ascii() { 10 } else { 0 })).collect()
    };
    match below(chance, 4) {
        0 => format!("{} {}", part(chance), part(chance)),
        _ => part(chance),
    }
}

fn entry(number: usize, (title, body): &(String, String)) -> Change {
    let says = Document { title: Tri::korean(title), text: Tri::korean(body), ..Document::default() };
    let of = Ref::new("organisation", format!("{number:06}"));
    Change::Put(Box::new(Entry { of, open: Some(says.clone()), inside: says }))
}

fn ours(folder: &Path, texts: &[(String, String)]) -> Result<Search, Box<dyn std::error::Error>> {
    let index = Search::open(folder, "bench")?;
    let (begun, cpu) = (Instant::now(), Cpu::now());
    let mut pages = texts.chunks(500).enumerate().map(|(page, texts)| {
        texts.iter().enumerate().map(|(at, text)| entry(page * 500 + at, text)).collect::<Vec<_>>()
    });
    index.push(0, 1, &mut || Ok(pages.next()))?;
    say_filled("ours, filled in one go", texts.len(), begun.elapsed(), cpu.since());
    let begun = Instant::now();
    let changes = 200.min(texts.len());
    for number in 0..changes {
        let mut page = Some(vec![entry(number, &texts[texts.len() - 1 - number])]);
        let at = index.reached();
        index.push(at, at + 1, &mut || Ok(page.take()))?;
    }
    say_filled("ours, changed one by one, durable each", changes, begun.elapsed(), cpu.since());
    let mut page = Some((0..changes).map(|number| entry(number, &texts[number])).collect());
    let at = index.reached();
    index.push(at, at + 1, &mut || Ok(page.take()))?;
    println!("ours: {:.1} MB on the disk", bytes(folder) as f64 / 1e6);
    let begun = Instant::now();
    drop(index);
    let index = Search::open(folder, "bench")?;
    println!("ours: opened again and read through in {:.3} s", begun.elapsed().as_secs_f64());
    Ok(index)
}

/// The refs that each question found, and the CPU seconds of all.
type Asked = (Vec<Vec<String>>, f64);

fn ask_ours(index: &Search, words: &[String]) -> Result<Asked, Box<dyn std::error::Error>> {
    let (mut times, mut found) = (Latencies::default(), Vec::new());
    let (begun, cpu) = (Instant::now(), Cpu::now());
    for word in words {
        let question = Question {
            text: word.clone(),
            lang: Lang::Ko,
            kinds: Vec::new(),
            reach: Reach::Open,
            limit: HITS,
            offset: 0,
        };
        let one = Instant::now();
        let hits = index.find(&question)?.hits;
        times.add(one.elapsed());
        found.push(hits.into_iter().map(|hit| hit.of.to_string()).collect());
    }
    let spent = cpu.since();
    println!("ours: {}", times.say(begun.elapsed(), spent));
    Ok((found, spent))
}

fn peer(file: &Path, texts: &[(String, String)]) -> Result<Conn, Box<dyn std::error::Error>> {
    let conn = Conn::open(&Place::file(file.to_owned()))?;
    conn.script("making the table", CREATE)?;
    let (begun, cpu) = (Instant::now(), Cpu::now());
    conn.script("beginning", "begin")?;
    for (number, (title, body)) in texts.iter().enumerate() {
        let (of, text) = (format!("organisation:{number:06}"), format!("{title}\n{body}"));
        conn.execute(&PUT, &[(&of).into(), (&text).into()])?;
    }
    conn.script("committing", "commit")?;
    say_filled("FTS5, filled in one go", texts.len(), begun.elapsed(), cpu.since());
    let begun = Instant::now();
    let changes = 200.min(texts.len());
    for (number, (title, body)) in texts.iter().take(changes).enumerate() {
        conn.execute(&GONE, &[(number as i64 + 1).into()])?;
        let (of, text) = (format!("organisation:{number:06}"), format!("{title}\n{body}"));
        conn.execute(&PUT, &[(&of).into(), (&text).into()])?;
    }
    say_filled("FTS5, changed one by one, durable each", changes, begun.elapsed(), cpu.since());
    Ok(conn)
}

/// Asks what the peer can answer, and compares the sets where both mean the same and no list was cut.
fn ask_peer(conn: &Conn, words: &[String], ours: &[Vec<String>]) -> Result<f64, Box<dyn std::error::Error>> {
    let mut times = Latencies::default();
    let (mut compared, mut differ) = (0, 0);
    let (begun, cpu) = (Instant::now(), Cpu::now());
    for (word, own) in words.iter().zip(ours) {
        let asked = word.split(' ').map(|part| format!("\"{part}\"")).collect::<Vec<_>>().join(" ");
        let one = Instant::now();
        let hits = conn.list(&FIND, &[(&asked).into()], |row| row.get::<String>(0))?;
        times.add(one.elapsed());
        let same_meaning = !word.is_ascii() && !word.contains(' ') && word.chars().count() >= 3;
        if same_meaning && own.len() < HITS && hits.len() < HITS {
            compared += 1;
            let set = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
            differ += usize::from(set(&hits) != set(own));
        }
    }
    let spent = cpu.since();
    println!("FTS5: {}", times.say(begun.elapsed(), spent));
    println!("sets of hits compared: {compared}, different: {differ}");
    Ok(spent)
}

fn say_filled(what: &str, count: usize, took: Duration, cpu: f64) {
    let seconds = took.as_secs_f64();
    println!("{what}: {count} in {seconds:.2} s, {:.0}/s, {cpu:.2} CPU seconds", count as f64 / seconds);
}

fn bytes(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}
