//! Problems: a refusal is a value a person can read, a fault is a report for the log.
//!
//! A refusal names a rule (`key`, found in the words of its crate) and the facts its sentence needs.
//! A fault (disk, network, bug) says what we were doing; a person sees only a reference.

use std::fmt;

/// What an operation of this system returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Either a refusal that a person should read, or a fault that the operator should read.
#[derive(Debug)]
pub enum Error {
    /// Expected: a rule said no.
    Refused(Box<Saying>),
    /// Not expected: something broke.
    Fault(Box<Fault>),
}

/// The class of a refusal; it decides the HTTP status and the CLI exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// 422: the input is wrong; place and mend are in the facts or fields.
    Invalid,
    /// 401: sign in first.
    SignIn,
    /// 403: seen, but not allowed.
    Forbidden,
    /// 404: not there, or not visible to the asker: the two are never told apart.
    NotFound,
    /// 405: the address is right, what is asked of it is not.
    WrongMethod,
    /// 409: the state of the record says no.
    Conflict,
    /// 412: the record changed since it was read.
    Stale,
    /// 413: larger than a stated limit.
    TooLarge,
    /// 429: too often.
    TooMany,
    /// 503: not now; trying again may help.
    Unavailable,
}

impl Class {
    /// The HTTP status code.
    pub fn status(self) -> u16 {
        match self {
            Class::Invalid => 422,
            Class::SignIn => 401,
            Class::Forbidden => 403,
            Class::NotFound => 404,
            Class::WrongMethod => 405,
            Class::Conflict => 409,
            Class::Stale => 412,
            Class::TooLarge => 413,
            Class::TooMany => 429,
            Class::Unavailable => 503,
        }
    }
}

/// A refusal: a key into the words, the facts that fill its sentence, and problems by field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saying {
    /// The class.
    pub class: Class,
    /// The key of the sentence, for example `register-organisation-number-wrong`.
    pub key: &'static str,
    /// The facts that the sentence names.
    pub facts: Vec<(&'static str, String)>,
    /// Problems of single form fields: (field name, saying of its own).
    pub fields: Vec<(String, Saying)>,
}

impl Saying {
    /// A refusal of `class` with the sentence `key`.
    pub fn new(class: Class, key: &'static str) -> Saying {
        Saying { class, key, facts: Vec::new(), fields: Vec::new() }
    }
    /// Wrong input.
    pub fn invalid(key: &'static str) -> Saying {
        Saying::new(Class::Invalid, key)
    }
    /// The state of the record says no.
    pub fn conflict(key: &'static str) -> Saying {
        Saying::new(Class::Conflict, key)
    }
    /// Not there, or not visible.
    pub fn not_found(key: &'static str) -> Saying {
        Saying::new(Class::NotFound, key)
    }
    /// Seen, but not allowed.
    pub fn forbidden(key: &'static str) -> Saying {
        Saying::new(Class::Forbidden, key)
    }
    /// Adds a fact of the sentence.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Saying {
        self.facts.push((name, value.to_string()));
        self
    }
    /// Adds the problem of one field.
    pub fn field(mut self, field: &str, saying: Saying) -> Saying {
        self.fields.push((field.to_owned(), saying));
        self
    }
    /// The value of a fact, for tests and logs.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }
}

/// A refusal type of a noun says itself.
pub trait Problem {
    /// The sentence for a person.
    fn say(&self) -> Saying;
}

impl<P: Problem> From<P> for Error {
    fn from(problem: P) -> Error {
        Error::Refused(Box::new(problem.say()))
    }
}

impl From<Saying> for Error {
    fn from(saying: Saying) -> Error {
        Error::Refused(Box::new(saying))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Fault(Box::new(fault))
    }
}

/// What broke.
#[derive(Debug)]
pub struct Fault {
    /// What we were doing, in lower case without full stop.
    pub doing: String,
    /// The cause as the library told it.
    pub cause: String,
    /// The class that code may react to.
    pub kind: FaultKind,
}

/// The few faults that code reacts to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A unique rule of the database, by its columns (without the table).
    Unique(Vec<String>),
    /// The connection or the whole transaction is gone; nothing of the batch was kept.
    Lost,
    /// It took longer than its limit.
    Slow,
    /// Anything else.
    Other,
}

impl Fault {
    /// A fault while `doing`.
    pub fn new(doing: impl Into<String>, cause: impl fmt::Display) -> Fault {
        Fault { doing: doing.into(), cause: cause.to_string(), kind: FaultKind::Other }
    }
    /// The same fault with a kind.
    pub fn kind(mut self, kind: FaultKind) -> Fault {
        self.kind = kind;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(saying) => {
                write!(f, "{}", saying.key)?;
                for (name, value) in &saying.facts {
                    write!(f, " {name}={value}")?;
                }
                for (field, inner) in &saying.fields {
                    write!(f, " [{field}: {}]", inner.key)?;
                }
                Ok(())
            }
            Error::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// The refusal, if it is one.
    pub fn saying(&self) -> Option<&Saying> {
        match self {
            Error::Refused(saying) => Some(saying),
            Error::Fault(_) => None,
        }
    }
    /// True for the refusal with this key.
    pub fn is(&self, key: &str) -> bool {
        self.saying().is_some_and(|s| s.key == key)
    }
}

/// Says which field of a form or of a body a refusal is about, where the field is read.
pub trait InField<T> {
    /// A refusal of wrong input becomes one that names `field`; what names fields already, and anything else, goes on.
    fn in_field(self, field: &str) -> Result<T>;
}

impl<T> InField<T> for Result<T> {
    fn in_field(self, field: &str) -> Result<T> {
        match self {
            Err(Error::Refused(saying)) if saying.class == Class::Invalid && saying.fields.is_empty() => {
                let own = (*saying).clone();
                Err(saying.field(field, own).into())
            }
            other => other,
        }
    }
}

/// What is wrong with the fields of a form or of a body so far: all of it is told at once, not one after the other.
#[derive(Debug, Default)]
pub struct Wrong(Vec<(String, Saying)>);

impl Wrong {
    /// The value; none when the field is wrong, which is remembered. What is not about the input goes on.
    pub fn take<T>(&mut self, field: &str, found: Result<T>) -> Result<Option<T>> {
        match found {
            Ok(value) => Ok(Some(value)),
            Err(Error::Refused(saying)) if saying.class == Class::Invalid => {
                match saying.fields.is_empty() {
                    true => self.0.push((field.to_owned(), *saying)),
                    false => self.0.extend(saying.fields),
                }
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Refuses with everything that was found, under the sentence of the whole.
    pub fn refuse(self, whole: &'static str) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Saying { fields: self.0, ..Saying::invalid(whole) }.into())
    }

    /// The same; one wrong field alone speaks for the whole.
    pub fn refuse_one_by_name(mut self, whole: &'static str) -> Result<()> {
        match self.0.len() {
            1 => self.0.pop().map_or(Ok(()), |(field, own)| Err(own.clone().field(&field, own).into())),
            _ => self.refuse(whole),
        }
    }
}

/// Turns a known constraint into a refusal where it happens.
pub trait OnUnique<T> {
    /// A breach of the unique rule over exactly these columns becomes `refusal`.
    fn on_unique(self, columns: &[&str], refusal: impl Into<Error>) -> Result<T>;
}

impl<T> OnUnique<T> for Result<T> {
    fn on_unique(self, columns: &[&str], refusal: impl Into<Error>) -> Result<T> {
        match self {
            Err(Error::Fault(fault)) if matches!(&fault.kind, FaultKind::Unique(found) if found == columns) => {
                Err(refusal.into())
            }
            other => other,
        }
    }
}
