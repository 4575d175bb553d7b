//! `bitgoeul orders`: what a meeting text orders or asks for. Nothing becomes binding: a person confirms.

use crate::cli::Orders;
use crate::config::Config;
use crate::told::Stopped;
use base::Fault;
use orders::{Date, Meant, Order};
use serde_json::json;

pub fn run(config: &Config, asked: &Orders) -> Result<(), Stopped> {
    let held = base::Day::parse(&asked.held)?.date();
    let year = i32::from(held.year());
    let (month, day) = (held.month().unsigned_abs(), held.day().unsigned_abs());
    let held = Date::new(year, month, day)
        .ok_or_else(|| Stopped::input(format!("{} is out of range", asked.held)))?;
    let doing = || format!("reading {}", asked.file.display());
    let text = std::fs::read_to_string(&asked.file).map_err(|e| Fault::new(doing(), e))?;
    let text = base::canon::nfc(&text);
    for order in orders::find(&text, held) {
        tell(config, &order);
    }
    Ok(())
}

fn tell(config: &Config, order: &Order) {
    let owners: Vec<&str> = order.owners.iter().map(|owner| owner.text.as_str()).collect();
    let due = order.due.as_ref().map(|due| match due.meant {
        Meant::Day(date) => date.to_string(),
        Meant::Year(year) => year.to_string(),
        Meant::Event => due.text.clone(),
    });
    match config.json {
        true => crate::told::print(
            json!({"text": order.text, "owners": owners, "due": due, "ending": order.ending,
            "from": order.span.start, "to": order.span.end}),
        ),
        false => crate::told::print(format!(
            "- {}\n    {} · {}",
            order.text,
            if owners.is_empty() { "소관 미상".to_owned() } else { owners.join(", ") },
            due.unwrap_or_else(|| "기한 없음".to_owned())
        )),
    }
}
