//! What a command that cannot be done says: what happened, where, and how to mend it; as lines for a person on standard
//! error, or with `--json` as one object on standard output. The exit code is the same.

use crate::cli::Common;
use base::words::{Arg, Words};
use base::{Error, Saying};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Why a command stopped.
#[derive(Debug)]
pub enum Stopped {
    /// The input was wrong: exit code 2. What, and its parts when there are several.
    Input(Problem, Vec<Problem>),
    /// A refusal or a fault of the system: exit code 1.
    Error(Error),
}

/// One thing that is wrong, in the reader's words.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Problem {
    /// Its name, for programs.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where: a file with line and column, a folder, a field.
    pub place: Option<String>,
    /// How to mend it.
    pub mend: Option<String>,
}

impl Problem {
    fn line(&self) -> String {
        let place = self.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let mend = self.mend.as_ref().map(|mend| format!(" {mend}")).unwrap_or_default();
        format!("{place}{}{mend}", self.message)
    }
}

impl Stopped {
    /// Wrong input, said in one sentence.
    pub fn input(sentence: impl Into<String>) -> Stopped {
        let problem = Problem { code: "input".into(), message: sentence.into(), ..Problem::default() };
        Stopped::Input(problem, Vec::new())
    }

    /// Wrong input in a file.
    pub fn input_in(file: &std::path::Path, why: impl std::fmt::Display) -> Stopped {
        let place = Some(file.display().to_string());
        let problem = Problem { code: "input".into(), message: why.to_string(), place, mend: None };
        Stopped::Input(problem, Vec::new())
    }

    fn exit_code(&self) -> u8 {
        match self {
            Stopped::Input(..) => 2,
            Stopped::Error(_) => 1,
        }
    }

    /// Says it as the command line was asked to answer.
    pub fn tell(self, common: &Common) -> ExitCode {
        let lang = common.lang.unwrap_or_else(crate::config::machine_lang);
        let words = crate::areas::words(lang).ok();
        match common.json {
            true => print(self.as_json(words.as_ref())),
            false => eprintln!("bitgoeul: {}", self.as_lines(words.as_ref())),
        }
        ExitCode::from(self.exit_code())
    }

    fn as_lines(&self, words: Option<&Words>) -> String {
        match (self, words) {
            (Stopped::Input(problem, parts), _) => {
                let lines = std::iter::once(problem).chain(parts).map(Problem::line);
                lines.collect::<Vec<_>>().join("\n")
            }
            (Stopped::Error(Error::Refused(saying)), Some(words)) => sentence(saying, words),
            (Stopped::Error(error), _) => error.to_string(),
        }
    }

    /// `{"error": {code, message, place, mend, problems}}`.
    fn as_json(&self, words: Option<&Words>) -> Value {
        let (problem, parts) = match (self, words) {
            (Stopped::Input(problem, parts), _) => (problem.clone(), parts.clone()),
            (Stopped::Error(Error::Refused(saying)), Some(words)) => {
                let parts = saying
                    .fields
                    .iter()
                    .map(|(field, inner)| Problem { place: Some(field.clone()), ..problem_of(inner, words) });
                (problem_of(saying, words), parts.collect())
            }
            (Stopped::Error(error), _) => {
                let code = error.saying().map_or("fault", |saying| saying.key);
                (Problem { code: code.into(), message: error.to_string(), ..Problem::default() }, Vec::new())
            }
        };
        json!({"error": {"code": problem.code, "message": problem.message, "place": problem.place,
            "mend": problem.mend, "problems": parts}})
    }
}

impl<E: Into<Error>> From<E> for Stopped {
    fn from(error: E) -> Stopped {
        Stopped::Error(error.into())
    }
}

/// Words of the command line that it does not know, as it was asked to answer: this is before it was understood.
pub fn unknown_words(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|word| word == "--json");
    if !(wants_json && error.use_stderr()) {
        error.exit()
    }
    let message = error.render().to_string().trim().to_owned();
    let mend = Some("bitgoeul --help".to_owned());
    let problem = Problem { code: "usage".into(), message, place: None, mend };
    print(Stopped::Input(problem, Vec::new()).as_json(None));
    ExitCode::from(2)
}

fn problem_of(saying: &Saying, words: &Words) -> Problem {
    let args = args(saying);
    let mend = format!("{}-mend", saying.key);
    Problem {
        code: saying.key.into(),
        message: words.say(saying.key, &args),
        place: place_of(saying),
        mend: words.has(&mend).then(|| words.say(&mend, &args)),
    }
}

/// The place that a refusal names among its facts.
fn place_of(saying: &Saying) -> Option<String> {
    let file = ["place", "file", "folder"].into_iter().find_map(|name| saying.fact(name));
    let numbers = ["line", "column"].into_iter().filter_map(|name| saying.fact(name));
    let parts: Vec<&str> = file.into_iter().chain(numbers).collect();
    (!parts.is_empty()).then(|| parts.join(":"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use base::Lang;

    fn words(lang: Lang) -> Words {
        crate::areas::words(lang).expect("the words")
    }

    #[test]
    fn a_refusal_is_one_object_with_code_message_place_and_mend() {
        let saying = Saying::conflict("backup-not-empty").with("folder", "/backup/rows");
        let stopped = Stopped::from(saying);
        let told = stopped.as_json(Some(&words(Lang::En)));
        assert_eq!((told["error"]["code"].as_str(), stopped.exit_code()), (Some("backup-not-empty"), 1));
        assert_eq!(told["error"]["place"], "/backup/rows");
        assert!(
            told["error"]["message"].as_str().is_some_and(|text| text.contains("is not empty")),
            "{told}"
        );
        let korean = stopped.as_json(Some(&words(Lang::Ko)));
        assert!(
            korean["error"]["message"].as_str().is_some_and(|text| text.contains("비어 있지")),
            "{korean}"
        );
        assert!(!told.to_string().contains('\n'), "one line");
    }

    #[test]
    fn fields_findings_and_faults_keep_their_parts() {
        let number = Saying::invalid("organisation-business-number-wrong").with("number", "124-81-00999");
        let stopped =
            Stopped::from(Saying::invalid("organisation-not-right").field("business_number", number));
        let told = stopped.as_json(Some(&words(Lang::En)));
        assert_eq!(told["error"]["problems"][0]["place"], "business_number");
        assert_eq!(told["error"]["problems"][0]["code"], "organisation-business-number-wrong");

        let fault = Stopped::from(base::Fault::new("opening x.db", "no such file"));
        let told = fault.as_json(Some(&words(Lang::En)));
        assert_eq!(
            told["error"],
            json!({"code": "fault", "message": "opening x.db: no such file", "place": null,
            "mend": null, "problems": []})
        );

        let place = Some("firms.csv:3:2".to_owned());
        let part = Problem { code: "empty".into(), message: "It is empty.".into(), place, mend: None };
        let head = Problem { code: "pack".into(), message: "Not loaded:".into(), ..Problem::default() };
        let stopped = Stopped::Input(head, vec![part]);
        assert_eq!(stopped.as_lines(None), "Not loaded:\nfirms.csv:3:2: It is empty.");
        assert_eq!(stopped.as_json(None)["error"]["problems"][0]["place"], "firms.csv:3:2");
        assert_eq!(stopped.exit_code(), 2);
    }
}
