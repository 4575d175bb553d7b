//! From a table to what would be written: each line is good, or is explained.

use base::{Day, Days, Error, Level, Result, Saying, Tri};
use kernel::City;
use kernel::evidence::Form;
use kernel::organisation::acts::NewPresence;
use kernel::organisation::bulk::NewLine;
use kernel::organisation::{NewOrganisation, PRESENCE, store};
use std::collections::{BTreeMap, HashMap};
use tables::{Column, Finding, Mapping, Row, Severity, Table};

/// Lines explained in full; beyond that they are counted.
const EXPLAINED_MAX: usize = 500;
/// Business numbers read at a time.
const NUMBERS_PAGE: i64 = 10_000;

/// What a file would do.
pub struct Preview {
    /// Lines that would be taken in.
    pub good: Vec<NewLine>,
    /// How many would be taken in; `good` may already have been handed over.
    pub good_count: i64,
    /// How many lines are left out.
    pub left_out: i64,
    /// What is wrong, by line, in the order of the file; the first of many.
    pub bad: Vec<BadLine>,
    /// What the reader of the file found.
    pub findings: Vec<Finding>,
    /// The first good lines, to look at.
    pub sample: Vec<NewLine>,
    /// How the file was read: `UTF-8`, `CP949`, ….
    pub encoding: &'static str,
}

/// One line that is left out, and why.
pub struct BadLine {
    /// Its number in the file, from 1.
    pub line: u32,
    /// What is wrong with which column.
    pub problems: Vec<(String, Saying)>,
}

impl Preview {
    /// The finding that stops the whole import, if there is one.
    pub fn stop(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.severity() == Severity::Stop)
    }
}

/// The columns of a file of organisations, by the headers people use.
pub fn columns() -> Vec<Column> {
    vec![
        Column::new("name_ko", &["기관명", "기업명", "회사명", "상호", "이름", "name", "name_ko", "국문명"])
            .max_chars(200),
        Column::new("name_en", &["영문명", "영문기업명", "english name", "name_en"]).max_chars(200),
        Column::new("name_zh", &["중문명", "中文名称", "名称", "chinese name", "name_zh"]).max_chars(200),
        Column::new("kind", &["구분", "기관구분", "종류", "kind", "type"]).max_chars(40),
        Column::new("aliases", &["별칭", "다른 이름", "aliases", "alias"]).max_chars(2_000),
        Column::new(
            "business_number",
            &["사업자등록번호", "사업자번호", "business number", "business_number", "brn"],
        )
        .max_chars(20),
        Column::new(
            "corporate_number",
            &["법인등록번호", "법인번호", "corporate number", "corporate_number"],
        )
        .max_chars(20)
        .corporate_number(),
        Column::new("founded", &["설립일", "설립일자", "설립", "founded"]).max_chars(30),
        Column::new("homepage", &["홈페이지", "누리집", "homepage", "website", "url"]).max_chars(500),
        Column::new("presence", &["정착단계", "정착", "정착수준", "presence"]).max_chars(20),
        Column::new("presence_from", &["정착일", "입주일", "정착시작일", "presence_from", "since"])
            .max_chars(20),
        Column::new("presence_to", &["이탈일", "퇴거일", "presence_to", "left"]).max_chars(20),
        Column::new("level", &["확인수준", "증빙수준", "level"]).max_chars(20),
        Column::new("evidence", &["증빙", "근거", "evidence"]).max_chars(500),
    ]
}

/// Reads every line, against the register as it is now.
pub fn preview(city: &City, table: &Table) -> Result<Preview> {
    let columns = columns();
    let mapping = tables::match_columns(table, &columns);
    let mut findings = table.findings.clone();
    findings.extend(mapping.findings.iter().cloned());
    findings.extend(tables::check_cells(table, &mapping));
    findings.extend(tables::personal_numbers(table, &mapping));
    let mut preview = Preview {
        good: Vec::new(),
        good_count: 0,
        left_out: 0,
        bad: Vec::new(),
        findings,
        sample: Vec::new(),
        encoding: table.encoding.name(),
    };
    if preview.stop().is_some() {
        return Ok(preview);
    }
    let refused: BTreeMap<u32, ()> = preview
        .findings
        .iter()
        .filter(|f| f.severity() == Severity::Line)
        .filter_map(|f| Some((f.place.line?, ())))
        .collect();
    let taken = taken_numbers(city)?;
    let mut seen: HashMap<String, u32> = HashMap::new();
    let today = city.today();
    for row in table.rows() {
        let read =
            read_line(&row, &mapping, today).and_then(|line| no_double(line, row.line(), &taken, &mut seen));
        match read {
            Ok(line) if !refused.contains_key(&row.line()) => {
                if preview.sample.len() < 10 {
                    preview.sample.push(line.clone());
                }
                preview.good.push(line);
            }
            Ok(_) => preview.left_out += 1,
            Err(problems) => {
                preview.left_out += 1;
                if preview.bad.len() < EXPLAINED_MAX {
                    preview.bad.push(BadLine { line: row.line(), problems });
                }
            }
        }
    }
    preview.good_count = preview.good.len() as i64;
    Ok(preview)
}

type Problems = Vec<(String, Saying)>;

fn taken_numbers(city: &City) -> Result<HashMap<String, String>> {
    let mut taken = HashMap::new();
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = city.read_blocking(move |read| store::business_numbers(read, &from, NUMBERS_PAGE))?;
        match page.last() {
            Some((last, _)) => after = last.clone(),
            None => return Ok(taken),
        }
        taken.extend(page);
    }
}

fn no_double(
    line: NewLine,
    at: u32,
    taken: &HashMap<String, String>,
    seen: &mut HashMap<String, u32>,
) -> std::result::Result<NewLine, Problems> {
    let Some(number) = &line.organisation.business_number else { return Ok(line) };
    let problem = |saying: Saying| Err(vec![("business_number".to_owned(), saying)]);
    if let Some(registered) = taken.get(number) {
        return problem(Saying::conflict("import-line-registered").with("number", registered));
    }
    if let Some(first) = seen.insert(number.clone(), at) {
        return problem(Saying::invalid("import-line-twice").with("line", first));
    }
    Ok(line)
}

fn read_line(row: &Row<'_>, mapping: &Mapping, today: Day) -> std::result::Result<NewLine, Problems> {
    let cell =
        |key: &str| mapping.cell(row, key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let new = NewOrganisation {
        kind: cell("kind").map(|kind| kind_code(&kind)).unwrap_or_default(),
        name: Tri { ko: cell("name_ko"), en: cell("name_en"), zh: cell("name_zh") },
        aliases: cell("aliases")
            .map(|list| {
                list.split([';', '|', '\n']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect()
            })
            .unwrap_or_default(),
        business_number: cell("business_number"),
        corporate_number: cell("corporate_number"),
        homepage: cell("homepage"),
        founded: cell("founded"),
        source_key: None,
    };
    let mut problems = Vec::new();
    let organisation = new.checked().unwrap_or_else(|error| {
        problems.extend(problems_of(error, "name_ko"));
        NewOrganisation::default()
    });
    let presence = presence(&cell, today).unwrap_or_else(|error| {
        problems.extend(problems_of(error, "presence"));
        None
    });
    match problems.is_empty() {
        true => Ok(NewLine { organisation, presence }),
        false => Err(problems),
    }
}

fn problems_of(error: Error, field: &str) -> Problems {
    match error {
        Error::Refused(saying) if !saying.fields.is_empty() => saying.fields,
        Error::Refused(saying) => vec![(field.to_owned(), *saying)],
        Error::Fault(fault) => {
            vec![(field.to_owned(), Saying::invalid("import-line-fault").with("why", fault))]
        }
    }
}

fn presence(cell: &dyn Fn(&str) -> Option<String>, today: Day) -> Result<Option<NewPresence>> {
    let Some(code) = cell("presence").map(|text| presence_code(&text)) else { return Ok(None) };
    let known = PRESENCE.fact.map_or(&[][..], |fact| fact.codes);
    if !known.contains(&code.as_str()) {
        return Err(Saying::invalid("import-presence-unknown").with("code", code).into());
    }
    let Some(from) = cell("presence_from") else {
        return Err(Saying::invalid("presence-from-missing").into());
    };
    let from = day_in("presence_from", &from)?;
    let to = cell("presence_to").map(|day| day_in("presence_to", &day)).transpose()?;
    let level = match cell("level") {
        None => Level::SelfDeclared,
        Some(code) => Level::parse(&level_code(&code))
            .ok_or_else(|| Saying::invalid("import-level-unknown").with("level", code))?,
    };
    let evidence = cell("evidence").map(|reference| Form::Reference { reference });
    if level >= Level::Attested && evidence.is_none() {
        return Err(Saying::invalid("presence-evidence-missing").into());
    }
    if from > today && level > Level::Intention {
        return Err(Saying::invalid("presence-in-the-future").with("from", from).into());
    }
    Ok(Some(NewPresence {
        code,
        days: Days::between(Some(from), to)?,
        level,
        evidence,
        issuer: None,
        issued: None,
    }))
}

/// A day of a column; what is wrong is told of that column.
fn day_in(column: &str, text: &str) -> Result<Day> {
    Day::parse(text).map_err(|error| match error {
        Error::Refused(saying) => Saying::invalid("import-line-day").field(column, *saying).into(),
        fault => fault,
    })
}

/// Steps of presence as files write them: the words of the pages, or the codes.
fn presence_code(text: &str) -> String {
    let code = match text.to_lowercase().as_str() {
        "협약" | "협약만" | "agreement" | "agreement only" | "仅签约" => "P0",
        "지점" | "지점 등록" | "branch" | "branch registered" | "登记分支" => "P1",
        "공간" | "공간 마련" | "space" | "premises" | "space rented" | "租用场地" => "P2",
        "직원" | "직원 상주" | "staff" | "own staff on site" | "员工常驻" => "P3",
        "연구·생산"
        | "연구"
        | "생산"
        | "research"
        | "production"
        | "research or production"
        | "研发或生产" => "P4",
        "본사" | "headquarters" | "head office" | "总部" => "P5",
        _ => text,
    };
    code.to_owned()
}

/// Levels as files write them: the words of the pages, or the codes.
fn level_code(text: &str) -> String {
    let code = match text.to_lowercase().as_str() {
        "의향" | "예측" | "의향·예측" | "intention" => "E0",
        "자기 신고" | "자기신고" | "self-declared" => "E1",
        "기관 확인" | "기관확인" | "attested" => "E2",
        "공적 자료" | "공적자료" | "official" | "official record" => "E3",
        "감사" | "audited" => "E4",
        _ => text,
    };
    code.to_owned()
}

/// Kinds as Korean files write them.
fn kind_code(text: &str) -> String {
    let code = match text {
        "기업" | "회사" | "법인" | "스타트업" | "창업기업" => "company",
        "대학" | "대학교" => "university",
        "병원" => "hospital",
        "연구소" | "연구원" => "institute",
        "공공기관" | "공사" | "공단" => "public-body",
        "투자사" | "펀드" => "fund",
        other => other,
    };
    code.to_owned()
}
