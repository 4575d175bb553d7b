//! What must be true of a pack beyond its form: ids once, references that lead somewhere, units, days in order.
//!
//! Pure. Everything that is wrong is found in one go; each finding names the place of the value.

use super::files::Texts;
use super::finding::{PackFinding, nearest};
use super::promised::PromisesFile;
use super::shape::{PartnersFile, PlanFile, PublicRole};
use super::value::{AsKnown, OnDay, Spanned, Text};
use super::{Pack, load, shape::CityFile};
use base::{Day, Saying, Unit};
use kernel::Role;
use kernel::organisation::KINDS;
use kernel::{agreement, obligation};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a task's name.
const TASK_STATES: [&str; 3] = ["official", "reconstructed", "open"];
/// How a number is meant.
const RELATIONS: [&str; 4] = ["=", "~", ">", ">="];
/// The most items of one kind in one file.
const ITEMS_MAX: usize = 5_000;
/// The most firms that a generator makes.
const FIRMS_MAX: i64 = 20_000;
/// The most trainees that a generator makes.
const TRAINEES_MAX: i64 = 100_000;

/// All findings of a pack that was parsed.
pub fn check(pack: &Pack, texts: &Texts, today: Day) -> Vec<PackFinding> {
    let mut checker = Checker { texts, today, findings: Vec::new() };
    checker.personal_numbers();
    checker.city(&pack.city);
    checker.plan(&pack.plan);
    let known = checker.partners(&pack.partners);
    checker.promises(&pack.promises, &known);
    checker.sign_ins(&pack.city, &known);
    checker.generator(pack);
    checker.findings.extend(super::published::check(pack, texts, today));
    checker.measures(pack);
    checker.council(pack, &known);
    checker.findings.extend(super::check_serves::check(pack, texts));
    checker.findings
}

/// What references may lead to.
struct Known {
    organisations: BTreeSet<String>,
    bodies: BTreeSet<String>,
    people: BTreeSet<String>,
    roles: BTreeSet<String>,
}

struct Checker<'a> {
    texts: &'a Texts,
    today: Day,
    findings: Vec<PackFinding>,
}

impl Checker<'_> {
    fn found<T>(&mut self, file: &str, at: &Spanned<T>, saying: Saying) {
        let text = self.texts.get(file).map_or("", String::as_str);
        self.findings.push(PackFinding::at(file, text, at.span().start, saying));
    }

    /// Numbers that identify people have no place in a pack.
    fn personal_numbers(&mut self) {
        for (name, text) in self.texts {
            for (line, content) in text.lines().enumerate() {
                if tables::personal_numbers_in_text(content).is_empty() {
                    continue;
                }
                let saying = Box::new(Saying::invalid("tower-pack-personal-number"));
                self.findings.push(PackFinding {
                    file: name.clone(),
                    line: Some(line + 1),
                    column: None,
                    saying,
                });
            }
        }
    }

    fn city(&mut self, file: &CityFile) {
        let city = &file.city;
        let slug = city.slug.get_ref().as_str();
        let plain = slug.len() <= 40
            && slug.starts_with(|c: char| c.is_ascii_lowercase())
            && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !plain {
            self.found(
                "city.toml",
                &city.slug,
                Saying::invalid("tower-pack-slug").with("slug", short(&city.slug)),
            );
        }
        self.zone("city.toml", &city.zone);
        if city.synthetic && *city.official.get_ref() {
            self.found("city.toml", &city.official, Saying::invalid("tower-pack-official-made-up"));
        }
    }

    fn zone(&mut self, file: &str, zone: &Spanned<Text>) {
        if base::time::known_zone(zone.get_ref().as_str()).is_err() {
            self.found(file, zone, Saying::invalid("tower-pack-zone").with("zone", short(zone)));
        }
    }

    /// Ids of one kind, each once and in its form.
    fn ids<'i>(&mut self, file: &str, ids: impl Iterator<Item = &'i Spanned<Text>>) -> BTreeSet<String> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for id in ids {
            let text = id.get_ref().as_str();
            let plain = text.len() <= 60
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
            if !plain {
                self.found(file, id, Saying::invalid("tower-pack-id").with("id", short(id)));
            }
            match seen.get(text) {
                Some(first) => {
                    let whole = self.texts.get(file).map_or("", String::as_str);
                    let line = PackFinding::at(file, whole, *first, Saying::invalid("tower-pack-id")).line;
                    let saying = Saying::invalid("tower-pack-id-twice").with("id", short(id));
                    self.found(file, id, saying.with("line", line.unwrap_or(1)));
                }
                None => {
                    seen.insert(text.to_owned(), id.span().start);
                }
            }
        }
        if seen.len() > ITEMS_MAX {
            let saying = Saying::invalid("tower-pack-items").with("max", ITEMS_MAX);
            self.findings.push(PackFinding::of_file(file, saying));
        }
        seen.into_keys().collect()
    }

    /// A measure is counted for a target of the plan in the unit of that target.
    fn measures(&mut self, pack: &Pack) {
        for measure in &pack.measures {
            let Some(wanted) = &measure.definition.target else { continue };
            let targets = &pack.plan.target;
            if !targets.iter().any(|target| target.id.get_ref().as_str() == wanted) {
                let near = nearest(wanted, targets.iter().map(|target| target.id.get_ref().as_str()));
                let saying = Saying::invalid("tower-measure-target").with("target", wanted);
                let at = measure.text.find("\ntarget").map_or(0, |at| at + 1);
                let saying = saying.with("near", near.unwrap_or("-"));
                self.findings.push(PackFinding::at(&measure.file, &measure.text, at, saying));
            }
        }
    }

    fn one_of(&mut self, file: &str, value: &Spanned<Text>, allowed: &[&str]) {
        let text = value.get_ref().as_str();
        if !allowed.contains(&text) {
            let saying = Saying::invalid("tower-pack-word").with("word", short(value));
            self.found(file, value, saying.with("allowed", allowed.join(", ")));
        }
    }

    fn leads_to(&mut self, file: &str, to: &Spanned<Text>, known: &[&BTreeSet<String>]) {
        let text = to.get_ref().as_str();
        if known.iter().any(|set| set.contains(text)) {
            return;
        }
        let all = known.iter().flat_map(|set| set.iter()).map(String::as_str);
        let saying = match nearest(text, all) {
            Some(near) => Saying::invalid("tower-pack-reference-near").with("near", near),
            None => Saying::invalid("tower-pack-reference"),
        };
        self.found(file, to, saying.with("id", short(to)));
    }

    fn past(&mut self, file: &str, day: Option<&Spanned<OnDay>>) {
        if let Some(day) = day.filter(|day| day.get_ref().0 > self.today) {
            let saying = Saying::invalid("tower-pack-future").with("day", day.get_ref().0);
            self.found(file, day, saying.with("today", self.today));
        }
    }

    fn past_when(&mut self, file: &str, when: Option<&Spanned<AsKnown>>) {
        let Some(when) = when else { return };
        if let Some(day) = when.get_ref().0.days().from.filter(|day| *day > self.today) {
            self.found(
                file,
                when,
                Saying::invalid("tower-pack-future").with("day", day).with("today", self.today),
            );
        }
    }

    fn in_order(&mut self, file: &str, from: Option<&Spanned<OnDay>>, to: Option<&Spanned<OnDay>>) {
        let (Some(from), Some(to)) = (from, to) else { return };
        if to.get_ref() < from.get_ref() {
            let saying = Saying::invalid("tower-pack-backwards").with("from", from.get_ref().0);
            self.found(file, to, saying.with("to", to.get_ref().0));
        }
    }

    /// An amount needs a unit of the registry and must fit its base unit.
    fn amount(&mut self, file: &str, amount: &Spanned<i64>, unit: Option<&Spanned<Text>>) {
        let Some(unit) = unit else {
            self.found(file, amount, Saying::invalid("tower-pack-unit-missing").with("units", units()));
            return;
        };
        if Unit::find(unit.get_ref().as_str()).is_err() {
            let saying = Saying::invalid("tower-pack-unit").with("unit", short(unit));
            self.found(file, unit, saying.with("units", units()));
        } else if base::Quantity::of(*amount.get_ref(), unit.get_ref().as_str()).is_err() {
            self.found(file, amount, Saying::invalid("tower-pack-amount").with("amount", amount.get_ref()));
        }
        if *amount.get_ref() < 0 {
            self.found(file, amount, Saying::invalid("tower-pack-amount").with("amount", amount.get_ref()));
        }
    }

    fn plan(&mut self, file: &PlanFile) {
        const FILE: &str = "plan.toml";
        self.past(FILE, file.plan.proclaimed.as_ref());
        self.ids(FILE, std::iter::once(&file.plan.id).chain(file.later_plan.iter().map(|later| &later.id)));
        self.ids(FILE, file.value.iter().map(|value| &value.id));
        let strategies = self.ids(FILE, file.strategy.iter().map(|strategy| &strategy.id));
        self.ids(FILE, file.task.iter().map(|task| &task.id));
        self.ids(FILE, file.target.iter().map(|target| &target.id));
        for task in &file.task {
            self.leads_to(FILE, &task.strategy, &[&strategies]);
            self.one_of(FILE, &task.status, &TASK_STATES);
        }
        for strategy in &file.strategy {
            let own =
                file.task.iter().filter(|task| task.strategy.get_ref() == strategy.id.get_ref()).count();
            let Some(said) = &strategy.task_count else { continue };
            if usize::try_from(*said.get_ref()).ok() != Some(own) {
                let saying = Saying::invalid("tower-pack-task-count").with("said", said.get_ref());
                self.found(FILE, said, saying.with("found", own));
            }
        }
        for target in &file.target {
            self.amount(FILE, &target.value, target.unit.as_ref());
            if let Some(relation) = &target.relation {
                self.one_of(FILE, relation, &RELATIONS);
            }
            self.past(FILE, target.from.as_ref());
            self.in_order(FILE, target.from.as_ref(), target.due.as_ref());
        }
        for later in &file.later_plan {
            self.past(FILE, Some(&later.date));
        }
    }

    fn partners(&mut self, file: &PartnersFile) -> Known {
        const FILE: &str = "partners.toml";
        // A reference names an organisation or a body without saying which: their ids are one list.
        let ids = file.organisation.iter().map(|o| &o.id).chain(file.body.iter().map(|b| &b.id));
        self.ids(FILE, ids);
        let people = self.ids(FILE, file.person.iter().map(|person| &person.id));
        let id = |id: &Spanned<Text>| id.get_ref().0.clone();
        let known = Known {
            organisations: file.organisation.iter().map(|o| id(&o.id)).collect(),
            bodies: file.body.iter().map(|b| id(&b.id)).collect(),
            people,
            roles: file.person.iter().flat_map(|p| &p.roles).map(|role| role.what.0.clone()).collect(),
        };
        for organisation in &file.organisation {
            self.one_of(FILE, &organisation.kind, &KINDS);
            self.past_when(FILE, organisation.founded.as_ref());
            if let Err(base::Error::Refused(why)) = load::organisations::of_file("", organisation).checked() {
                let (field, rule) =
                    why.fields.first().map_or(("", why.key), |(field, own)| (field.as_str(), own.key));
                let at = organisation.business_number.as_ref().filter(|_| field == "business_number");
                let saying =
                    Saying::invalid("tower-pack-organisation").with("field", field).with("rule", rule);
                self.found(FILE, at.unwrap_or(&organisation.id), saying);
            }
        }
        for body in &file.body {
            self.past_when(FILE, body.founded.as_ref());
            if let Some(relation) = &body.size_relation {
                self.one_of(FILE, relation, &RELATIONS);
            }
            for to in body.members.iter().chain(&body.office_at) {
                self.leads_to(FILE, to, &[&known.organisations]);
            }
        }
        for role in file.person.iter().flat_map(|person| &person.roles) {
            self.role(FILE, role, &known);
        }
        known
    }

    fn role(&mut self, file: &str, role: &PublicRole, known: &Known) {
        if let Some(at) = &role.at {
            self.leads_to(file, at, &[&known.organisations, &known.bodies]);
        }
        self.past(file, role.from.as_ref());
        self.past(file, role.to.as_ref());
        self.in_order(file, role.from.as_ref(), role.to.as_ref());
    }

    fn promises(&mut self, file: &PromisesFile, known: &Known) {
        const FILE: &str = "promises.toml";
        self.ids(FILE, file.agreement.iter().map(|item| &item.id));
        self.ids(FILE, file.directive.iter().map(|item| &item.id));
        self.ids(FILE, file.proposal.iter().map(|item| &item.id));
        self.ids(FILE, file.event.iter().map(|item| &item.id));
        self.ids(FILE, file.budget_line.iter().map(|item| &item.id));
        self.ids(FILE, file.budget_request.iter().map(|item| &item.id));
        let outcomes = obligation::Outcome::ALL.map(obligation::Outcome::code);
        for agreement in &file.agreement {
            self.one_of(FILE, &agreement.kind, &codes(agreement::KINDS));
            let states = agreement::State::ALL.map(agreement::State::code);
            agreement.state.iter().for_each(|state| self.one_of(FILE, state, &states));
            agreement.parties.iter().for_each(|party| self.leads_to(FILE, party, &[&known.organisations]));
            agreement.pledge.iter().for_each(|pledge| self.one_of(FILE, &pledge.status, &outcomes));
            self.past(FILE, agreement.signed.as_ref());
            if let Some(at) = &agreement.signed_at {
                self.zone(FILE, &at.zone);
            }
            let Some(between) = &agreement.signed_between else { continue };
            let (first, last) = between.get_ref();
            if last < first || last.0 > self.today {
                let saying = Saying::invalid("tower-pack-backwards").with("from", first.0).with("to", last.0);
                self.found(FILE, between, saying);
            }
        }
        for directive in &file.directive {
            self.past(FILE, Some(&directive.given));
            directive.status.iter().for_each(|status| self.one_of(FILE, status, &outcomes));
            self.in_order(FILE, directive.from.as_ref(), directive.due.as_ref());
            self.leads_to(FILE, &directive.by, &[&known.roles, &known.organisations, &known.bodies]);
        }
        let several: BTreeSet<String> = BTreeSet::from(["participants".to_owned()]);
        for proposal in &file.proposal {
            let by = std::iter::once(&proposal.by).chain(proposal.supported_by.iter().map(|s| &s.by));
            for by in by {
                self.leads_to(FILE, by, &[&known.organisations, &known.bodies, &several]);
            }
        }
        self.events(FILE, file, known);
        for line in &file.budget_line {
            self.amount(FILE, &line.amount, line.unit.as_ref());
        }
        for request in &file.budget_request {
            request.status.iter().for_each(|status| self.one_of(FILE, status, &outcomes));
            request.by.iter().for_each(|by| self.leads_to(FILE, by, &[&known.organisations]));
            for (_, amount) in request.stages() {
                self.amount(FILE, amount, request.unit.as_ref());
            }
        }
    }

    fn events(&mut self, file: &str, promises: &PromisesFile, known: &Known) {
        for event in &promises.event {
            self.in_order(file, event.from_date.as_ref(), event.to_date.as_ref());
            for at in event.visited.iter().chain(event.speaker_roles.iter().map(|role| &role.at)) {
                self.leads_to(file, at, &[&known.organisations]);
            }
            for person in event.met.iter().chain(&event.speakers) {
                self.leads_to(file, person, &[&known.people]);
            }
            if let Some(body) = &event.body {
                self.leads_to(file, body, &[&known.bodies]);
            }
        }
    }

    fn sign_ins(&mut self, file: &CityFile, known: &Known) {
        const FILE: &str = "city.toml";
        let ids = self.ids(FILE, file.sign_in.iter().map(|sign_in| &sign_in.id));
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        for sign_in in &file.sign_in {
            if !file.city.synthetic {
                self.found(FILE, &sign_in.id, Saying::invalid("tower-pack-sign-in-real"));
                continue;
            }
            self.one_of(FILE, &sign_in.role, &roles);
            let login = sign_in.login.get_ref().as_str();
            if !login
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.ends_with(".example"))
            {
                self.found(
                    FILE,
                    &sign_in.login,
                    Saying::invalid("tower-pack-login").with("login", short(&sign_in.login)),
                );
            }
            let least = kernel::account::password::LENGTH_MIN;
            if sign_in.password.get_ref().as_str().chars().count() < least {
                self.found(
                    FILE,
                    &sign_in.password,
                    Saying::invalid("tower-pack-password").with("min", least),
                );
            }
            for at in sign_in.organisation.iter().chain(&sign_in.office) {
                self.leads_to(FILE, at, &[&known.organisations]);
            }
            if sign_in.role.get_ref().as_str() == Role::Member.code() && sign_in.organisation.is_none() {
                self.found(FILE, &sign_in.role, Saying::invalid("tower-pack-member"));
            }
            if let Some(of) = &sign_in.deputy_of {
                self.leads_to(FILE, of, &[&ids]);
            }
        }
    }

    /// Counts of published measures on days that have come; questions of a made-up city with times that can be read.
    fn council(&mut self, pack: &Pack, known: &Known) {
        const SNAPSHOTS: &str = "snapshots.toml";
        const QUESTIONS: &str = "questions.toml";
        let published = pack.measures.iter().filter(|measure| measure.published);
        let published: BTreeSet<String> = published.map(|measure| measure.definition.id.clone()).collect();
        for snapshot in &pack.snapshots.snapshot {
            self.leads_to(SNAPSHOTS, &snapshot.measure, &[&published]);
            self.past(SNAPSHOTS, Some(&snapshot.as_of));
        }
        let kept: BTreeSet<String> = pack.snapshots.snapshot.iter().map(|snapshot| snapshot.item()).collect();
        let claims: BTreeSet<String> = pack.claims.iter().map(|claim| claim.id.clone()).collect();
        let questions = &pack.questions.question;
        self.ids(QUESTIONS, questions.iter().map(|question| &question.id));
        for question in questions {
            if !pack.city.city.synthetic {
                self.found(QUESTIONS, &question.id, Saying::invalid("tower-pack-question-real"));
            }
            if base::Instant::parse_local(&format!("2026-01-05 {}", question.at.get_ref().as_str()), "UTC")
                .is_none()
            {
                self.found(
                    QUESTIONS,
                    &question.at,
                    Saying::invalid("tower-pack-time").with("text", short(&question.at)),
                );
            }
            self.within(QUESTIONS, question.days_before.as_ref(), (0, 3_650));
            self.within(QUESTIONS, Some(&question.due_minutes), (1, 525_600));
            if let Some(owner) = &question.owner {
                self.leads_to(QUESTIONS, owner, &[&known.organisations]);
            }
            let Some(answer) = &question.answer else { continue };
            answer.claims.iter().for_each(|code| self.leads_to(QUESTIONS, code, &[&claims]));
            for snapshot in answer.snapshot.iter().filter(|snapshot| !kept.contains(&snapshot.item())) {
                self.found(
                    QUESTIONS,
                    &snapshot.measure,
                    Saying::invalid("tower-pack-reference").with("id", snapshot.item()),
                );
            }
            for promise in &answer.promise {
                self.leads_to(QUESTIONS, &promise.owner, &[&known.organisations]);
                self.within(QUESTIONS, Some(&promise.due_days), (0, 3_650));
            }
        }
    }

    fn within(&mut self, file: &str, count: Option<&Spanned<i64>>, (min, max): (i64, i64)) {
        if let Some(count) = count.filter(|count| !(min..=max).contains(count.get_ref())) {
            self.found(file, count, Saying::invalid("tower-pack-count").with("min", min).with("max", max));
        }
    }

    fn generator(&mut self, pack: &Pack) {
        const FILE: &str = "generator.toml";
        let Some(GeneratorParts { seed, count, twice, until }) =
            pack.generator.as_ref().map(GeneratorParts::of)
        else {
            return;
        };
        if !pack.city.city.synthetic {
            self.found(FILE, seed, Saying::invalid("tower-pack-generator-real"));
        }
        let max = FIRMS_MAX.min(i64::try_from(super::generate::NAMES).unwrap_or(0));
        if !(1..=max).contains(count.get_ref()) {
            self.found(FILE, count, Saying::invalid("tower-pack-count").with("min", 1).with("max", max));
        }
        if !(0..=*count.get_ref()).contains(twice.get_ref()) {
            self.found(
                FILE,
                twice,
                Saying::invalid("tower-pack-count").with("min", 0).with("max", count.get_ref()),
            );
        }
        self.past(FILE, Some(until));
        if let Some(trainees) = pack.generator.as_ref().and_then(|file| file.trainees.as_ref()) {
            if !(0..=TRAINEES_MAX).contains(trainees.count.get_ref()) {
                let saying = Saying::invalid("tower-pack-count").with("min", 0).with("max", TRAINEES_MAX);
                self.found(FILE, &trainees.count, saying);
            }
            self.past(FILE, Some(&trainees.until));
        }
    }
}

struct GeneratorParts<'a> {
    seed: &'a Spanned<i64>,
    count: &'a Spanned<i64>,
    twice: &'a Spanned<i64>,
    until: &'a Spanned<OnDay>,
}

impl GeneratorParts<'_> {
    fn of(file: &super::shape::GeneratorFile) -> GeneratorParts<'_> {
        let firms = &file.firms;
        GeneratorParts {
            seed: &firms.seed,
            count: &firms.count,
            twice: &firms.registered_twice,
            until: &firms.until,
        }
    }
}

fn short(text: &Spanned<Text>) -> String {
    super::value::short(text.get_ref().as_str())
}

fn codes<'a>(kinds: &[(&'a str, &str)]) -> Vec<&'a str> {
    kinds.iter().map(|(code, _)| *code).collect()
}

fn units() -> String {
    base::quantity::UNITS.iter().map(|unit| unit.code).collect::<Vec<_>>().join(", ")
}
