//! What a person at a terminal is told when a command cannot be done: what happened, where, and how to mend it.

use base::words::{Arg, Words};
use base::{Error, Lang, Saying};
use std::process::ExitCode;

/// Why a command stopped.
#[derive(Debug)]
pub enum Stopped {
    /// The input was wrong: exit code 2.
    Input(String),
    /// A refusal or a fault of the system: exit code 1.
    Error(Error),
}

impl Stopped {
    /// Wrong input, said in one sentence.
    pub fn input(sentence: impl Into<String>) -> Stopped {
        Stopped::Input(sentence.into())
    }

    /// Says it on standard error.
    pub fn tell(self) -> ExitCode {
        match self {
            Stopped::Input(sentence) => {
                eprintln!("bitgoeul: {sentence}");
                ExitCode::from(2)
            }
            Stopped::Error(Error::Refused(saying)) => {
                eprintln!("bitgoeul: {}", refusal(&saying));
                ExitCode::from(1)
            }
            Stopped::Error(Error::Fault(fault)) => {
                eprintln!("bitgoeul: {fault}");
                ExitCode::from(1)
            }
        }
    }
}

impl<E: Into<Error>> From<E> for Stopped {
    fn from(error: E) -> Stopped {
        Stopped::Error(error.into())
    }
}

fn refusal(saying: &Saying) -> String {
    let lang = std::env::var("BITGOEUL_LANG").ok().and_then(|tag| Lang::from_tag(&tag)).unwrap_or(Lang::En);
    match crate::areas::words(lang) {
        Ok(words) => sentence(saying, &words),
        Err(_) => format!("{saying:?}"),
    }
}

/// A refusal with its mend and its fields, as lines.
pub fn sentence(saying: &Saying, words: &Words) -> String {
    let args = args(saying);
    let mut lines = vec![words.say(saying.key, &args)];
    let mend = format!("{}-mend", saying.key);
    if words.has(&mend) {
        lines.push(words.say(&mend, &args));
    }
    lines.extend(saying.fields.iter().map(|(field, inner)| format!("  {field}: {}", sentence(inner, words))));
    lines.join("\n")
}

/// The facts of a refusal, as the words take them.
pub fn args(saying: &Saying) -> Vec<(&str, Arg<'_>)> {
    saying.facts.iter().map(|(name, value)| (*name, value.into())).collect()
}

/// Prints a line. Whoever reads us may have stopped reading (`| head`): that is no reason to fail.
pub fn print(line: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
