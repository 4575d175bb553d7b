//! Prints the picture of the README: chances under maximin and leximin for a made-up pool.

use panels::columns::{Columns, Rule};
use panels::generate::Profile;
use panels::lottery::{Lottery, TOTAL};
use panels::picture::{Line, svg};
use panels::problem::{Problem, Task};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (people, seats) = (150, 22);
    let profile = Profile::city(people, seats);
    let quotas = profile.quotas()?;
    let pool = profile.pool(&quotas, "picture")?;
    let problem = Problem::new(&pool, &quotas, Task::new(seats, Rule::Leximin))?;
    // Leximin leaves nothing to chance; of the many maximin lotteries, show the one that column
    // generation stops at.
    let (seeds, possible) = problem.cover(&[])?;
    let people_of: Vec<u32> = problem.classes.classes.iter().map(|class| class.people).collect();
    let maximin = Columns::new(&problem.program, &people_of, &possible, seeds, 100_000).run(Rule::Maximin);
    let mut lines = Vec::new();
    for (name, mixture) in [("a maximin lottery", maximin), ("the leximin lottery", problem.mixture()?)] {
        let chances = Lottery::of(&mixture, TOTAL).chances(&problem.classes);
        let of_people = problem.classes.of_person.iter().map(|&class| chances[class].value());
        lines.push(Line { name: name.to_string(), chances: of_people.collect() });
    }
    let title = format!("Chance to sit: {seats} seats, {people} made-up volunteers");
    print!("{}", svg(&title, f64::from(seats) / f64::from(people), &lines));
    Ok(())
}
