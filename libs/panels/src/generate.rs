//! Synthetic pools for tests, trials and pictures. Everything here is made up and says so.
//!
//! People are drawn from population shares; who volunteers depends on an eagerness per value, so
//! pools are skewed as real ones are; quotas follow the population, widened by `slack` on both
//! sides. Integers and `random::Stream` only: one seed gives one pool on every machine.

use crate::error::Problems;
use crate::pool::{Feature, Person, Pool, Quotas, Value};
use crate::random::Stream;
use std::io::Write;

#[cfg(test)]
mod tests;

/// One value of a made-up population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub name: &'static str,
    /// Share of the population, in thousandths.
    pub thousandths: u32,
    /// Relative readiness to volunteer, 100 is usual. Some value of each feature needs one above 0.
    pub eagerness: u32,
}

/// A made-up population and a panel to draw from its volunteers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub features: Vec<(&'static str, Vec<Share>)>,
    /// Size of the pool, in people.
    pub people: u32,
    /// Seats of the panel the quotas are for.
    pub seats: u32,
    /// People by which each quota is wider than the rounded population share, on both sides.
    pub slack: u32,
    /// Of a thousand people, how many share the address of the person before them.
    pub sharing: u32,
}

impl Profile {
    /// A city like Gwangju in outline: five districts, sex, age, schooling, view of AI. The shares
    /// are rounded guesses for trials, not statistics.
    pub fn city(people: u32, seats: u32) -> Profile {
        let share = |name, thousandths, eagerness| Share { name, thousandths, eagerness };
        let district = vec![
            share("동구", 70, 130),
            share("서구", 200, 100),
            share("남구", 150, 110),
            share("북구", 290, 80),
            share("광산구", 290, 90),
        ];
        let age = vec![
            share("18-29", 180, 60),
            share("30-44", 240, 90),
            share("45-59", 280, 120),
            share("60+", 300, 140),
        ];
        let school =
            vec![share("high school", 450, 60), share("college", 430, 120), share("graduate", 120, 260)];
        let view = vec![share("hopeful", 400, 140), share("worried", 350, 110), share("unsure", 250, 50)];
        let sex = vec![share("female", 505, 95), share("male", 495, 105)];
        Profile {
            features: vec![
                ("district", district),
                ("sex", sex),
                ("age", age),
                ("school", school),
                ("view", view),
            ],
            people,
            seats,
            slack: 1,
            sharing: 60,
        }
    }

    /// Quotas that follow the population.
    pub fn quotas(&self) -> Result<Quotas, Problems> {
        let mut features = Vec::new();
        for (name, shares) in &self.features {
            let sum: u32 = shares.iter().map(|share| share.thousandths).sum::<u32>().max(1);
            let values = shares.iter().map(|share| {
                let fair = u64::from(share.thousandths) * u64::from(self.seats);
                let floor = (fair / u64::from(sum)) as u32;
                let ceiling = fair.div_ceil(u64::from(sum)) as u32;
                let (minimum, maximum) = (floor.saturating_sub(self.slack), ceiling + self.slack);
                Value { name: share.name.to_string(), minimum, maximum, line: None }
            });
            features.push(Feature { name: name.to_string(), values: values.collect() });
        }
        Quotas::new(features)
    }

    /// People who volunteer. Ids `synthetic-00001` and on; addresses `made-up 1` and on.
    pub fn pool(&self, quotas: &Quotas, seed: &str) -> Result<Pool, Problems> {
        let mut stream = Stream::new(seed, "generate");
        let mut people: Vec<Person> = Vec::new();
        let mut homes = 0_u32;
        while people.len() < self.people as usize {
            let values: Vec<usize> =
                self.features.iter().map(|(_, shares)| pick(shares, &mut stream)).collect();
            if !self.volunteers(&values, &mut stream) {
                continue;
            }
            let shares_home = homes > 0 && stream.below(1000) < u64::from(self.sharing);
            homes += u32::from(!shares_home);
            let id = format!("synthetic-{:05}", people.len() + 1);
            people.push(Person { id, values, address: Some(format!("made-up {homes}")) });
        }
        Pool::new(people, quotas)
    }

    /// Accepts with probability product(eagerness / greatest eagerness of the feature).
    fn volunteers(&self, values: &[usize], stream: &mut Stream) -> bool {
        self.features.iter().zip(values).all(|((_, shares), &value)| {
            let most = shares.iter().map(|share| share.eagerness).max().unwrap_or(1).max(1);
            let own = shares.get(value).map_or(most, |share| share.eagerness);
            stream.below(u64::from(most)) < u64::from(own)
        })
    }
}

fn pick(shares: &[Share], stream: &mut Stream) -> usize {
    let sum: u64 = shares.iter().map(|share| u64::from(share.thousandths)).sum();
    let mut ball = stream.below(sum);
    for (index, share) in shares.iter().enumerate() {
        if ball < u64::from(share.thousandths) {
            return index;
        }
        ball -= u64::from(share.thousandths);
    }
    0
}

/// Writes the quotas as the table that `read::quotas` reads.
pub fn write_quotas(out: &mut dyn Write, quotas: &Quotas) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["feature", "value", "min", "max"])?;
    for (_, _, feature, value) in quotas.pairs() {
        let (minimum, maximum) = (value.minimum.to_string(), value.maximum.to_string());
        writer.write_record([&feature.name, &value.name, &minimum, &maximum])?;
    }
    writer.flush()
}

/// Writes people as the table that `read::people` reads, with columns `id` and `address`.
pub fn write_people(out: &mut dyn Write, pool: &Pool, quotas: &Quotas) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut header = vec!["id", "address"];
    header.extend(quotas.features.iter().map(|feature| feature.name.as_str()));
    writer.write_record(&header)?;
    for person in &pool.people {
        let mut row = vec![person.id.as_str(), person.address.as_deref().unwrap_or("")];
        for (feature, &value) in quotas.features.iter().zip(&person.values) {
            row.push(feature.values.get(value).map_or("", |value| value.name.as_str()));
        }
        writer.write_record(&row)?;
    }
    writer.flush()
}
