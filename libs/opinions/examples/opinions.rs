//! The library from the command line: for benchmarks, pictures and a first look.
//!
//! It opens files and measures; everything else is in the library. Times are seconds of wall clock on
//! stderr as `name value`; the caller measures CPU time and memory of the whole process.
//!
//! ```text
//! opinions recount [--threads N] [--everything] [--json | --svg TITLE] FILE..  report; files by name
//! opinions map VOTES [--threads N] [--groups N] [--start A,B]          person,x,y,group as CSV
//! opinions make VOTES TRUTH SEED PEOPLE STATEMENTS GROUPS VOTES        a made-up conversation
//! opinions live VOTES UPDATES                                          times of single votes
//! ```

use opinions::{
    Analysis, Files, GroupCount, Live, Report, Settings, Start, Strictness, Vote, Votes, analyse, read_votes,
    recount, synthetic_conversation,
};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rest = words.get(1..).unwrap_or_default();
    match words.first().map(String::as_str) {
        Some("recount") => recount_files(rest),
        Some("map") => map(rest),
        Some("make") => make(rest),
        Some("live") => live(rest),
        Some(_) | None => Err("say recount, map, make or live".into()),
    }
}

/// Files are told apart by their names: those of a Polis export, and people, population, banned.
fn recount_files(words: &[String]) -> Result<(), Box<dyn Error>> {
    let settings = settings(words)?;
    let mut open: Vec<(String, File)> = Vec::new();
    for path in words.iter().filter(|word| word.ends_with(".csv")) {
        let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        open.push((name.to_owned(), File::open(path)?));
    }
    let mut files = Files::default();
    for (name, file) in &mut open {
        let file: &mut dyn Read = file;
        match name.as_str() {
            "votes.csv" => files.votes = Some(file),
            "participants-votes.csv" => files.matrix = Some(file),
            "comments.csv" => files.statements = Some(file),
            "people.csv" => files.people = Some(file),
            "population.csv" => files.population = Some(file),
            "banned.csv" => files.banned = Some(file),
            other => return Err(format!("what is {other}?").into()),
        }
    }
    let start = Instant::now();
    let report: Report = recount(files, &settings)?;
    eprintln!("recount {:.6}", start.elapsed().as_secs_f64());
    let text = if words.iter().any(|word| word == "--json") {
        report.to_json()
    } else if let Some(title) = value(words, "--svg") {
        report.to_svg(title)
    } else {
        report.to_text()
    };
    println!("{text}");
    Ok(())
}

fn map(words: &[String]) -> Result<(), Box<dyn Error>> {
    let settings = settings(words)?;
    let (votes, analysis) = read_and_analyse(words, &settings)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "person,x,y,group")?;
    for (person, name) in votes.people().iter().enumerate() {
        let [x, y] = analysis.positions[person];
        let group = analysis.groups.group_of[person].map(|group| group.to_string()).unwrap_or_default();
        writeln!(out, "{name},{x:?},{y:?},{group}")?;
    }
    Ok(())
}

fn read_and_analyse(words: &[String], settings: &Settings) -> Result<(Votes, Analysis), Box<dyn Error>> {
    let mut file = File::open(words.first().ok_or("name the votes file")?)?;
    let start = Instant::now();
    let (votes, _) = read_votes(&mut file)?;
    let read = start.elapsed();
    let mut analysis = analyse(&votes, settings, None)?;
    // `--repeat N` measures the analysis apart: N more of them in the same process.
    let repeats: usize = value(words, "--repeat").map_or(Ok(0), |count| count.parse())?;
    let again = Instant::now();
    for _ in 0..repeats {
        analysis = analyse(&votes, settings, None)?;
    }
    if repeats > 0 {
        eprintln!("analyse_each {:.6}", again.elapsed().as_secs_f64() / repeats as f64);
    }
    eprintln!("read {:.6}", read.as_secs_f64());
    eprintln!("steps {} residual {:e}", analysis.axes.steps, analysis.axes.residual);
    eprintln!("groups {:?} tried {:?}", analysis.groups.sizes, analysis.groups.tried);
    Ok((votes, analysis))
}

fn make(words: &[String]) -> Result<(), Box<dyn Error>> {
    let [votes_path, truth_path, numbers @ ..] = words else { return Err("name two files".into()) };
    let numbers: Vec<u64> = numbers.iter().map(|word| word.parse()).collect::<Result<_, _>>()?;
    let [seed, people, statements, groups, votes] = numbers[..] else {
        return Err("give five numbers".into());
    };
    let made = synthetic_conversation(
        seed,
        u32::try_from(people)?,
        u32::try_from(statements)?,
        u32::try_from(groups)?,
        votes,
    );
    let mut out = BufWriter::new(File::create(votes_path)?);
    writeln!(out, "timestamp,datetime,comment-id,voter-id,vote")?;
    for (row, (person, statement, vote)) in made.votes.iter().enumerate() {
        writeln!(out, "{row},made up,{statement},{person},{}", vote.value())?;
    }
    let mut out = BufWriter::new(File::create(truth_path)?);
    writeln!(out, "person,group")?;
    for (person, group) in made.truth.iter().enumerate() {
        writeln!(out, "{person},{group}")?;
    }
    eprintln!("votes {}", made.votes.len());
    Ok(())
}

/// Adds votes of people and statements spread over the conversation, and tells how long each took.
fn live(words: &[String]) -> Result<(), Box<dyn Error>> {
    let (votes, _) = read_and_analyse(words, &Settings::default())?;
    let count: usize = words.get(1).ok_or("say how many updates")?.parse()?;
    let (people, statements) = (votes.people().to_vec(), votes.statements().to_vec());
    let mut live = Live::start(votes, &Settings::default())?;
    let mut times = Vec::with_capacity(count);
    let mut moved = 0;
    for step in 0..count {
        let person = &people[step * 7919 % people.len()];
        let statement = &statements[step * 104_729 % statements.len()];
        let vote = [Vote::Agree, Vote::Disagree, Vote::Pass][step % 3];
        let start = Instant::now();
        let update = live.vote(person, statement, vote);
        times.push(start.elapsed().as_secs_f64());
        moved += usize::from(update.group.0 != update.group.1);
    }
    times.sort_by(f64::total_cmp);
    eprintln!("update_median {:.6}", times[times.len() / 2]);
    eprintln!("update_p99 {:.6}", times[times.len() * 99 / 100]);
    eprintln!("update_max {:.6}", times[times.len() - 1]);
    let before = live.analysis().groups.group_of.clone();
    let start = Instant::now();
    live.settle()?;
    eprintln!("settle {:.6}", start.elapsed().as_secs_f64());
    let same = opinions::adjusted_rand_index(&before, &live.analysis().groups.group_of);
    eprintln!("moved {moved} settled_adjusted_rand {same:.6}");
    Ok(())
}

fn settings(words: &[String]) -> Result<Settings, Box<dyn Error>> {
    let mut settings = Settings::default();
    if let Some(threads) = value(words, "--threads") {
        settings.threads = threads.parse()?;
    }
    if let Some(groups) = value(words, "--groups") {
        settings.groups = GroupCount::Exactly(groups.parse()?);
    }
    if let Some(people) = value(words, "--start") {
        settings.start = Start::People(people.split(',').map(str::to_owned).collect());
    }
    if words.iter().any(|word| word == "--everything") {
        settings.strictness = Strictness::Everything;
    }
    Ok(settings)
}

fn value<'a>(words: &'a [String], name: &str) -> Option<&'a String> {
    words.iter().position(|word| word == name).and_then(|at| words.get(at + 1))
}
