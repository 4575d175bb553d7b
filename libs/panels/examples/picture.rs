//! Prints the picture of the README: chances under maximin and leximin for a made-up pool.

use panels::columns::Rule;
use panels::generate::Profile;
use panels::lottery::{Lottery, TOTAL};
use panels::picture::{Line, svg};
use panels::problem::{Problem, Task};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (people, seats) = (150, 22);
    let profile = Profile::city(people, seats);
    let quotas = profile.quotas()?;
    let pool = profile.pool(&quotas, "picture")?;
    let mut lines = Vec::new();
    for rule in [Rule::Maximin, Rule::Leximin] {
        let problem = Problem::new(&pool, &quotas, Task::new(seats, rule))?;
        let lottery = Lottery::of(&problem.mixture()?, TOTAL);
        let chances = lottery.chances(&problem.classes);
        let of_people = problem.classes.of_person.iter().map(|&class| chances[class].value());
        lines.push(Line { name: rule.name().to_string(), chances: of_people.collect() });
    }
    let title = format!("Chance to sit: {seats} seats, {people} made-up volunteers");
    print!("{}", svg(&title, f64::from(seats) / f64::from(people), &lines));
    Ok(())
}
