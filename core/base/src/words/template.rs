//! A phrase with places for arguments: `{name}`, and in Korean `{name|이가}`.
//!
//! A brace is written by doubling it. There is no nesting and no logic.

use std::collections::BTreeSet;
use std::fmt;

use super::number;
use super::particle::Particle;

/// A value put into a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    Text(&'a str),
    /// Written with separators.
    Number(i64),
}

impl Arg<'_> {
    fn text(self) -> String {
        match self {
            Arg::Text(text) => text.to_owned(),
            Arg::Number(value) => number::grouped(value),
        }
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Arg<'a> {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Arg<'a> {
        Arg::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(value: i64) -> Self {
        Arg::Number(value)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place { name: String, particle: Option<Particle> },
}

/// A parsed phrase. `source` is kept for phrases that need no filling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    source: String,
    pieces: Vec<Piece>,
}

/// What is wrong with a phrase, at the character counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    pub column: usize,
    pub what: &'static str,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}", self.column, self.what)
    }
}

impl Template {
    pub fn parse(source: &str) -> Result<Template, TemplateError> {
        let chars: Vec<char> = source.chars().collect();
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut at = 0;
        while at < chars.len() {
            let doubled = chars.get(at + 1) == Some(&chars[at]);
            match chars[at] {
                '{' | '}' if doubled => {
                    text.push(chars[at]);
                    at += 2;
                }
                '}' => {
                    return Err(TemplateError { column: at + 1, what: "a lone `}`; double it to show it" });
                }
                '{' => {
                    let close = chars[at..].iter().position(|c| *c == '}');
                    let Some(close) = close else {
                        return Err(TemplateError { column: at + 1, what: "a `{` that is never closed" });
                    };
                    let inside: String = chars[at + 1..at + close].iter().collect();
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(place(&inside).map_err(|what| TemplateError { column: at + 1, what })?);
                    at += close + 1;
                }
                other => {
                    text.push(other);
                    at += 1;
                }
            }
        }
        let plain = pieces.is_empty();
        let source = if plain { text.clone() } else { source.to_owned() };
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(Template { source, pieces })
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    /// The names of its arguments, sorted.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Place { name, .. } => {
                    names.insert(name.as_str());
                }
            }
        }
        names
    }

    pub fn fill(&self, args: &[(&str, Arg<'_>)]) -> String {
        let mut filled = String::with_capacity(self.source.len());
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Place { name, particle } => {
                    let given = args.iter().find(|(given, _)| given == name).map(|(_, arg)| arg.text());
                    let text = given.unwrap_or_else(|| format!("{{{name}}}"));
                    filled.push_str(&text);
                    if let Some(particle) = particle {
                        filled.push_str(particle.after(&text));
                    }
                }
            }
        }
        filled
    }
}

fn place(inside: &str) -> Result<Piece, &'static str> {
    let (name, particle) = match inside.split_once('|') {
        None => (inside, None),
        Some((name, particle)) => match Particle::from_name(particle) {
            Some(particle) => (name, Some(particle)),
            None => return Err("an unknown particle; known are 이가 을를 은는 과와 이나 이라 으로"),
        },
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Err("the name of an argument is lower-case Latin letters, digits and `_`");
    }
    Ok(Piece::Place { name: name.to_owned(), particle })
}
