//! Draws a panel from two tables and prints the report; a bare stand-in for the program's command.
//!
//! panel QUOTAS PEOPLE SEATS maximin|leximin SEED [json|text|chances|time] [ID-COLUMN [ADDRESS-COLUMN ..]]
//! `time` prints one JSON line with the seconds of CPU-bound work after reading, and the chances.

use panels::columns::Rule;
use panels::lottery::{Lottery, TOTAL};
use panels::problem::{Problem, Task};
use panels::{publish, read, recount};
use std::fs::File;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [quotas, people, seats, rule, seed, rest @ ..] = arguments.as_slice() else {
        return Err(
            "panel QUOTAS PEOPLE SEATS maximin|leximin SEED [json|text|chances|time] [ID [ADDRESS ..]]"
                .into(),
        );
    };
    let rule = if rule == "leximin" { Rule::Leximin } else { Rule::Maximin };
    let task = Task::new(seats.parse()?, rule);
    let columns =
        read::PeopleColumns { id: rest.get(1).cloned(), address: rest.iter().skip(2).cloned().collect() };
    let (mut quotas, mut people) = (File::open(quotas)?, File::open(people)?);
    match rest.first().map_or("text", String::as_str) {
        form @ ("json" | "text") => {
            let report = recount::recount(recount::Request {
                quotas: &mut quotas,
                people: &mut people,
                columns,
                task,
                seed,
                lottery: None,
                digest: None,
                panel: None,
            })?;
            println!("{}", if form == "json" { report.json() } else { report.text() });
        }
        form => measure(quotas, people, &columns, task, form == "chances")?,
    }
    Ok(())
}

fn measure(
    quotas: File,
    people: File,
    columns: &read::PeopleColumns,
    task: Task,
    list: bool,
) -> Result<(), Failure> {
    let quotas = read::quotas(quotas)?;
    let pool = read::people(people, &quotas, columns)?;
    let start = Instant::now();
    let problem = Problem::new(&pool, &quotas, task)?;
    let mixture = problem.mixture()?;
    let lottery = Lottery::of(&mixture, TOTAL);
    let seconds = start.elapsed().as_secs_f64();
    if list {
        publish::write_chances(&mut std::io::stdout(), &lottery, &problem.classes, &pool)?;
        return Ok(());
    }
    println!(
        "{{\"seconds\":{seconds:.6},\"classes\":{},\"panels\":{},\"least\":{:.9},\"bound\":{:.9},\"digest\":\"{}\"}}",
        problem.classes.classes.len(),
        lottery.draws.len(),
        mixture.least,
        mixture.bound,
        publish::digest(&lottery, &problem, &quotas)
    );
    Ok(())
}
