//! `bitgoeul load`: a city pack.

use super::answer;
use crate::cli::Load;
use crate::config::Config;
use crate::machine::SystemClock;
use crate::told::{Problem, Stopped};
use area_tower::pack::{self, Pack, Report};
use base::Clock as _;
use serde_json::json;

pub fn run(config: &Config, load: &Load) -> Result<(), Stopped> {
    let pack = pack::read(&load.pack, SystemClock.now()).map_err(|findings| told(config, load, &findings))?;
    let city = config.open(pack.slug(), true, false)?;
    // Definitions are tried before they become public: facts must be in the engine by then.
    let report = pack::load_with(&city, &pack, &|city| {
        crate::engines::attach(city)?;
        kernel::fact::feed::catch_up(city).map(|_| ())
    })?;
    let value = json!({"city": pack.slug(), "report": report, "sign_ins": sign_ins(&pack)});
    answer(config, &value, &lines(&pack, &report));
    Ok(())
}

/// Everything that is wrong, with its place and its mend; nothing was loaded.
fn told(config: &Config, load: &Load, findings: &[pack::PackFinding]) -> Stopped {
    let words = match crate::areas::words(config.lang) {
        Ok(words) => words,
        Err(fault) => return fault.into(),
    };
    let parts = findings.iter().map(|finding| {
        let (message, mend) = finding.tell(&words);
        let place = Some(format!("{}/{}", load.pack.display(), finding.place()));
        Problem { code: finding.saying.key.into(), message, place, mend }
    });
    let place = config.json.then(|| load.pack.display().to_string());
    let message = "the pack was not loaded:".to_owned();
    let head = Problem { code: "pack-not-loaded".into(), message, place, mend: None };
    Stopped::Input(head, parts.collect())
}

fn sign_ins(pack: &Pack) -> Vec<serde_json::Value> {
    let all = pack.city.sign_in.iter();
    all.map(|sign_in| json!({"login": sign_in.login.get_ref().as_str(), "password": sign_in.password.get_ref().as_str(), "role": sign_in.role.get_ref().as_str()})).collect()
}

fn lines(pack: &Pack, report: &Report) -> String {
    let mut out = match report.changed_nothing() {
        true => format!("{}: everything was loaded before.", pack.slug()),
        false => format!("{}: loaded, up to position {}.", pack.slug(), report.after),
    };
    for (kind, tally) in &report.items {
        out.push_str(&format!("\n  {kind}: {} new, {} known", tally.new, tally.known));
    }
    for (kind, count) in &report.kept_for_later {
        out.push_str(&format!("\n  {kind}: {count} kept for later"));
    }
    if !pack.city.sign_in.is_empty() {
        out.push_str("\nDemo sign-ins of this made-up city:");
    }
    for sign_in in sign_ins(pack) {
        let text = |key: &str| sign_in[key].as_str().unwrap_or_default().to_owned();
        out.push_str(&format!("\n  {:9} {:28} {}", text("role"), text("login"), text("password")));
    }
    out
}
