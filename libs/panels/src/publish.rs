//! The lottery as a file that is published before the draw, and its reader.
//!
//! JSON, one panel per line, keys in fixed order, so that equal lotteries are equal bytes and one
//! digest (SHA-256) commits to all of it. Classes are listed with their values, number of people
//! and exact chance; no person is named.

use crate::classes::Classes;
use crate::error::{Kind, Place, Problems, Source};
use crate::lottery::{Draw, Lottery};
use crate::pool::{Pool, Quotas};
use crate::problem::Problem;
use crate::random;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{Read, Write};

/// First field of the file.
pub const FORMAT: &str = "panels-lottery-1";

/// The canonical text of a lottery.
pub fn text(lottery: &Lottery, problem: &Problem, quotas: &Quotas) -> String {
    let chances = lottery.chances(&problem.classes);
    let mut out = String::new();
    let features: Vec<&str> = quotas.features.iter().map(|feature| feature.name.as_str()).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{{\"format\":{},\"rule\":{},", json!(FORMAT), json!(problem.task.rule.name()));
    let _ = writeln!(
        out,
        "\"seats\":{},\"one_per_address\":{},",
        problem.task.seats, problem.task.one_per_address
    );
    let _ = writeln!(out, "\"total\":{},\"features\":{},\"classes\":[", lottery.total, json!(features));
    for (index, (class, chance)) in problem.classes.classes.iter().zip(&chances).enumerate() {
        let values = values_of(&class.values, quotas);
        let comma = if index + 1 < chances.len() { "," } else { "" };
        let line = json!({"class": index, "values": values, "people": class.people, "household": class.kind,
            "chance": [chance.numerator, chance.denominator]});
        let _ = writeln!(out, "{line}{comma}");
    }
    out.push_str("],\"panels\":[\n");
    for (index, draw) in lottery.draws.iter().enumerate() {
        let comma = if index + 1 < lottery.draws.len() { "," } else { "" };
        let line = json!({"weight": draw.weight, "counts": draw.counts});
        let _ = writeln!(out, "{line}{comma}");
    }
    out.push_str("]}\n");
    out
}

fn values_of<'a>(values: &[usize], quotas: &'a Quotas) -> Vec<&'a str> {
    quotas.features.iter().zip(values).map(|(feature, &value)| feature.values[value].name.as_str()).collect()
}

/// Digest of the canonical text, to be published before the seed is known.
pub fn digest(lottery: &Lottery, problem: &Problem, quotas: &Quotas) -> String {
    random::digest(text(lottery, problem, quotas).as_bytes())
}

/// Reads a published lottery and checks it against the problem: every panel possible, weights
/// complete.
///
/// # Errors
/// Not JSON, another format, missing fields, panels that do not fit.
pub fn read(mut input: impl Read, problem: &Problem) -> Result<Lottery, Problems> {
    let wrong = |cause: String| Problems::one(Kind::LotteryMismatch { cause }, Place::whole(Source::Lottery));
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| wrong(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if value["format"] != FORMAT {
        return Err(wrong(format!("the format is not {FORMAT}")));
    }
    let total = value["total"].as_u64().filter(|&total| 0 < total && total <= crate::lottery::TOTAL);
    let total = total.ok_or_else(|| wrong("there is no total between 1 and 10^12".into()))?;
    let panels = value["panels"].as_array().ok_or_else(|| wrong("there are no panels".into()))?;
    let mut draws = Vec::with_capacity(panels.len());
    for (index, panel) in panels.iter().enumerate() {
        draws.push(
            draw_of(panel).ok_or_else(|| wrong(format!("panel {} has no weight or counts", index + 1)))?,
        );
    }
    let lottery = Lottery { total, draws };
    lottery.check(problem)?;
    Ok(lottery)
}

fn draw_of(panel: &Value) -> Option<Draw> {
    let weight = panel["weight"].as_u64()?;
    let mut counts = Vec::new();
    for pair in panel["counts"].as_array()? {
        let class = usize::try_from(pair[0].as_u64()?).ok()?;
        counts.push((class, u32::try_from(pair[1].as_u64()?).ok()?));
    }
    Some(Draw { weight, counts })
}

/// Writes `id,chance,numerator,denominator` for every person, ascending by id.
pub fn write_chances(
    out: &mut dyn Write,
    lottery: &Lottery,
    classes: &Classes,
    pool: &Pool,
) -> std::io::Result<()> {
    let chances = lottery.chances(classes);
    let mut order: Vec<usize> = (0..pool.people.len()).collect();
    order.sort_by(|&a, &b| pool.people[a].id.cmp(&pool.people[b].id));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["id", "chance", "numerator", "denominator"])?;
    for person in order {
        let chance = chances[classes.of_person[person]];
        let (digits, top, bottom) =
            (chance.digits(9), chance.numerator.to_string(), chance.denominator.to_string());
        writer.write_record([&pool.people[person].id, &digits, &top, &bottom])?;
    }
    writer.flush()
}
