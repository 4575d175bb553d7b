//! `bitgoeul question`: council questions - list, show, ask, answer.

use super::answer as tell;
use crate::cli::{AnswerQuestion, AskQuestion, Question, ShowQuestion};
use crate::config::Config;
use crate::told::{Stopped, print};
use area_tower::bundle;
use area_tower::question::acts::{self, Names};
use area_tower::question::attached::Note;
use area_tower::question::form::{SentAnswer, SentPromise, SentQuestion};
use area_tower::question::view::{self, QuestionLine, QuestionView};
use area_tower::question::{pack, pins};
use area_tower::who::Reader;
use base::Fault;
use base::words::Words;
use kernel::{Actor, Caller, City};
use serde_json::json;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// More than any answer; what is longer is refused with a sentence.
const BYTES_MAX: u64 = 256 * 1024;
/// Whoever has the folder writes as the program.
const OPERATOR: Caller = Caller::System("command-line");

pub fn run(config: &Config, asked: &Question) -> Result<(), Stopped> {
    match asked {
        Question::List => list(config),
        Question::Show(wanted) => show(config, wanted),
        Question::Ask(new) => ask(config, new),
        Question::Answer(new) => answer(config, new),
    }
}

/// Whoever has the folder sees everything in it.
fn reader(city: &City) -> Reader {
    Reader {
        actor: Actor::System("command-line"),
        today: city.now().day_in(&city.zone()),
        now: city.position(),
        vault: Arc::clone(city.vault()),
    }
}

fn list(config: &Config) -> Result<(), Stopped> {
    let (city, words) = (config.open_to_read(&config.slug()?)?, crate::areas::words(config.lang)?);
    let (reader, now) = (reader(&city), city.now());
    let found = city.read_blocking(move |read| view::list(read, &reader, now))?;
    for line in &found.items {
        match config.json {
            true => print(json!(line)),
            false => print(short(&city, line, &words)),
        }
    }
    Ok(())
}

/// `2026-CQN-0001  답변 대기  2026-11-21 17:00  question`.
fn short(city: &City, line: &QuestionLine, words: &Words) -> String {
    let key = format!("tower-question-state-{}", line.state.code());
    let state = words.get(&key);
    let text: String = line.text.chars().take(60).collect();
    format!("{}  {state}  {}  {text}", line.number, line.due.local(&city.zone()))
}

fn show(config: &Config, wanted: &ShowQuestion) -> Result<(), Stopped> {
    let (city, words) = (config.open_to_read(&config.slug()?)?, crate::areas::words(config.lang)?);
    let found = one(&city, &wanted.number)?;
    if let Some(to) = &wanted.zip {
        let about = city.about()?;
        let at = config.address_of(&format!("/{}", about.slug));
        let documents = pack::documents(&found, &pack::About::of(&about, at, &words))?;
        let (note, view, today) = (Note::of(&about, &words), found.clone(), city.now().day_in(&city.zone()));
        let files = city.read_blocking(move |read| pack::files(read, &view, documents, &note, today))?;
        let bytes = bundle::zipped(&files)?;
        std::fs::write(to, bytes).map_err(|e| Fault::new(format!("writing {}", to.display()), e))?;
    }
    if config.json {
        print(json!(found));
        return Ok(());
    }
    print(short(&city, &found.line, &words));
    print(format!("  {} · {}", found.line.session, found.line.text));
    for answer in &found.answers {
        let version = answer.version;
        print(format!("  [{version}] {}  {}", answer.answered.local(&city.zone()), answer.text));
        for pin in &answer.pins {
            print(format!("      {}  {}  {}", pin.of, pins::line(pin, &words), pin.hash));
        }
    }
    for promise in &found.promises {
        let due = promise.due.map(|day| day.to_string()).unwrap_or_default();
        print(format!("  {}  {due}  {}", promise.number, promise.what.text(config.lang)));
    }
    Ok(())
}

fn one(city: &City, number: &str) -> Result<QuestionView, Stopped> {
    let (reader, now, number) = (reader(city), city.now(), number.to_owned());
    Ok(city.read_blocking(move |read| view::show(read, &reader, &number, now))?)
}

fn names(city: &City) -> Result<Names, Stopped> {
    let vault = Arc::clone(city.vault());
    Ok(city.read_blocking(move |read| Names::open(read, &vault))?)
}

fn ask(config: &Config, new: &AskQuestion) -> Result<(), Stopped> {
    let city = config.open(&config.slug()?, false, false)?;
    let sent = SentQuestion {
        session: new.session.clone(),
        asker: new.asker.clone(),
        text: new.text.clone(),
        asked: new.asked.clone().unwrap_or_default(),
        due: new.due.clone(),
    };
    let says = sent.read(&city.zone(), city.now())?;
    let (names, due) = (names(&city)?, says.due);
    let done = city.act_blocking(OPERATOR, None, move |tx| acts::ask(tx, &names, says))?;
    let number = done.number.unwrap_or_default();
    let line = format!("{number}  {}", due.local(&city.zone()));
    tell(config, &json!({"number": number, "position": done.position, "due": due.to_string()}), &line);
    Ok(())
}

fn answer(config: &Config, new: &AnswerQuestion) -> Result<(), Stopped> {
    let city = config.open(&config.slug()?, false, false)?;
    let text = match (&new.text, &new.text_file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => read(file)?,
        (None, None) => String::new(),
    };
    let promises = new.promise.iter().map(|text| promise(text)).collect::<Result<Vec<_>, Stopped>>()?;
    let sent = SentAnswer { text, pins: new.pin.clone(), promises, why: String::new() };
    let (names, number) = (names(&city)?, new.number.clone());
    let done = city.act_blocking(OPERATOR, None, move |tx| {
        acts::answer(tx, &names, pins::FINDERS, &number, (&sent, None))
    })?;
    let found = one(&city, &new.number)?;
    let promised: Vec<&str> = found.promises.iter().map(|promise| promise.number.as_str()).collect();
    let line = format!("{}  {}", new.number, promised.join(" "));
    let value = json!({"number": new.number, "position": done.position, "promises": promised});
    tell(config, &value, line.trim_end());
    Ok(())
}

/// `what|owner|last day`.
fn promise(text: &str) -> Result<SentPromise, Stopped> {
    let mut parts = text.rsplitn(3, '|').map(str::trim);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(due), Some(owner), Some(what)) => {
            Ok(SentPromise { what: what.to_owned(), owner: owner.to_owned(), due: due.to_owned() })
        }
        _ => Err(Stopped::input(format!("{text:?} is no promise; write it as what|owner|2027-01-31"))),
    }
}

fn read(path: &Path) -> Result<String, Stopped> {
    let doing = || format!("reading {}", path.display());
    let file = std::fs::File::open(path).map_err(|e| Fault::new(doing(), e))?;
    let mut bytes = Vec::new();
    file.take(BYTES_MAX).read_to_end(&mut bytes).map_err(|e| Fault::new(doing(), e))?;
    String::from_utf8(bytes)
        .map_err(|_| Stopped::input(format!("{} is not UTF-8; save it as UTF-8", path.display())))
}
