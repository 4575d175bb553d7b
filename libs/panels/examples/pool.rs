//! Writes a made-up pool for trials: pool PEOPLE SEATS SEED QUOTAS-FILE PEOPLE-FILE

use panels::generate::{Profile, write_people, write_quotas};
use std::fs::File;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [people, seats, seed, quota_path, people_path] = arguments.as_slice() else {
        return Err("pool PEOPLE SEATS SEED QUOTAS-FILE PEOPLE-FILE".into());
    };
    let profile = Profile::city(people.parse()?, seats.parse()?);
    let quotas = profile.quotas()?;
    let pool = profile.pool(&quotas, seed)?;
    write_quotas(&mut File::create(quota_path)?, &quotas)?;
    write_people(&mut File::create(people_path)?, &pool, &quotas)?;
    Ok(())
}
