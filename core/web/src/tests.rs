//! Tests of the kit as a whole: words, shell, components, and what every page must hold to.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use base::lang::{Lang, Tri};
use base::words::{Catalogue, Words, keys_in};
use maud::{Markup, html};

use crate::assets::{Assets, style_sheet};
use crate::charts::{ChartRow, ChartTable, bar, line, stacked};
use crate::components::button::{self, Weight};
use crate::components::choice::{ChoiceGroup, tick};
use crate::components::date::when;
use crate::components::evidence::{EvidenceBar, Level, percent};
use crate::components::field::{Choice, Field};
use crate::components::form::{FieldError, Form};
use crate::components::nav::Pager;
use crate::components::notice::{Notice, Tone, empty};
use crate::components::number::{Count, Figure, bounds};
use crate::components::table::{Column, Row, Sorted, Table, name, text};
use crate::page::{City, Frame, JournalFoot, NavLink, Origin, Page, Reader};
use crate::text::tri;

mod markup;

pub(crate) fn words(lang: Lang) -> Words {
    Words::new(lang, Arc::new(catalogue()))
}

fn catalogue() -> Catalogue {
    let own = Catalogue::new().with("core/web/src/words.toml", crate::WORDS);
    let both = own.and_then(|own| own.with("core/web/src/http/words.toml", crate::HTTP_WORDS));
    both.expect("the kit's own words can be read")
}

fn frame(origin: Origin) -> Frame {
    let city = City { name: "미리내시".into(), href: "/mirinae/".into(), origin };
    let other = City { name: "광주".into(), href: "/gwangju/".into(), origin: Origin::PublicRecord };
    Frame {
        assets: Assets::new("/assets/", None).expect("no manifest is fine"),
        city: Some(city.clone()),
        cities: vec![other, city],
        home_href: "/mirinae/".into(),
        nav: vec![NavLink { label: "기업".into(), href: "/mirinae/organisations".into(), current: true }],
        languages: Lang::ALL.iter().map(|lang| (*lang, format!("?lang={}", lang.code()))).collect(),
        large: false,
        large_action: "/settings/letters".into(),
        here: "/mirinae/organisations?q=\"<b>".into(),
        search_action: Some("/mirinae/search".into()),
        search_query: "\"><script>".into(),
        reader: Reader::Visitor { sign_in_href: "/sign-in".into() },
        journal: Some(JournalFoot { position: 18_204, checkpoint_at: None, verify_href: "/verify".into() }),
        footer_links: Vec::new(),
    }
}

/// A page with one of everything that carries ids, labels or references.
fn crowded(t: &Words) -> Markup {
    let rows =
        vec![ChartRow::new("2026-01", vec![Count::Exact(3)]), ChartRow::new("2026-02", vec![Count::Unknown])];
    let chart = |id: &str| ChartTable {
        id: id.into(),
        title: "기업".into(),
        series: vec!["곳".into()],
        rows: rows.clone(),
        ..ChartTable::default()
    };
    let errors =
        [FieldError::new("name", "이름을 써 주세요."), FieldError::new("", "지금은 바꿀 수 없습니다.")];
    let form = html! {
        (Field::text("name", "이름").hint("등록증 그대로").error(Some("이름을 써 주세요.")).required().view(t))
        (Field::number("staff", "직원", "명").view(t))
        (Field::select("kind", "종류", vec![Choice::new("a", "가")]).value("a").view(t))
        (Field::file("paper", "파일", ".csv").view(t))
        (Field::lines("note", "알릴 것", 3).value("<b>").view(t))
        (ChoiceGroup::one("way", "방법").answer_with_hint("x", "전화", "낮에만", true).answer("y", "글", false).view(t))
        (tick("agree", "맞습니다", false, Some("표시해 주세요."), t))
        (button::row(&[button::submit("저장", Weight::Main)]))
    };
    let table = Table::new(
        "기업",
        vec![Column::head("이름").sort("?sort=name", Sorted::Ascending), Column::number("직원").wide_only()],
        vec![
            Row::new(vec![name("<script>alert(1)</script>", "/a", "2026"), text("3")])
                .id("row-1")
                .muted(true),
        ],
        empty("없음", "", None),
    );
    html! {
        (Form::post("/save", "token").errors(&errors).multipart().view(t, form))
        (table.pager(Pager { shown: 1, total: Some(2), next_href: Some("?after=1".into()), previous_href: None }).view(t))
        (bar(&chart("c1"), t)) (stacked(&chart("c2"), t)) (line(&chart("c3"), t))
        (EvidenceBar::new().part_with_rows(Level::Official, 3, "/rows").target(5).view(t))
        (Notice::new(Tone::Bad, "잘못").view(t))
    }
}

#[test]
fn the_kits_words_are_whole_in_three_languages() {
    assert_eq!(catalogue().gaps(), Vec::<String>::new());
}

#[test]
fn every_word_the_kit_uses_is_in_its_catalogue_and_none_is_left_over() {
    let mut sources = String::new();
    read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let used = keys_in(&sources, "web-");
    assert!(used.len() > 40, "found only {} keys", used.len());
    let catalogue = catalogue();
    assert_eq!(catalogue.missing(&used), Vec::<&str>::new());
    // A mend is found by the key of what it mends.
    let mends = |key: &str| key.strip_suffix("-mend").is_some_and(|mended| used.contains(&mended));
    let unused: Vec<&str> = catalogue.keys().filter(|key| !used.contains(key) && !mends(key)).collect();
    assert_eq!(unused, Vec::<&str>::new());
}

/// All code but tests, one file after the other.
fn read_sources(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).expect("the crate's own sources") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or("");
        if path.is_dir() && file != "tests" {
            read_sources(&path, sources);
        } else if file.ends_with(".rs") && file != "tests.rs" {
            // An odd number of quotation marks in one file must not turn the next inside out.
            let text = fs::read_to_string(&path).expect("a source file");
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                sources.push_str(
                    &keys_in(line, "web-").iter().map(|key| format!("\"{key}\" ")).collect::<String>(),
                );
            }
        }
    }
}

#[test]
fn every_page_says_where_its_records_come_from() {
    for (lang, made_up, not_official) in [
        (Lang::Ko, "이 도시는 지어낸 것입니다", "공식 누리집이 아닙니다"),
        (Lang::En, "This city is made up", "This is not an official site"),
        (Lang::Zh, "这座城市是虚构的", "本网站不是官方网站"),
    ] {
        let t = words(lang);
        let page = |origin| Page::new("기업").view(&frame(origin), &t, html! {}).into_string();
        assert!(page(Origin::Synthetic).contains(made_up));
        assert!(page(Origin::PublicRecord).contains(not_official));
        let official = page(Origin::Official);
        assert!(!official.contains(made_up) && !official.contains(not_official));
        assert!(page(Origin::Synthetic).contains(&format!("<html lang=\"{}\"", lang.html())));
    }
}

#[test]
fn a_page_holds_under_the_strict_policy_and_its_references_lead_somewhere() {
    for lang in Lang::ALL {
        let t = words(lang);
        let page =
            Page::new("기업").crumb("현황", "/").staff().view(&frame(Origin::Synthetic), &t, crowded(&t));
        assert_eq!(markup::faults(&page.into_string()), Vec::<String>::new());
    }
}

#[test]
fn the_check_of_markup_finds_faults() {
    let bad = r##"<p style="x" class="a" class="b"><a onclick="y" href="#gone"></a><label for="no"></label><i id="k"></i><i id="k"></i><script>1</script>"##;
    let faults = markup::faults(bad).join("\n");
    for wanted in ["style", "class twice", "onclick", "#gone", "for=no", "id k twice", "inline script"] {
        assert!(faults.contains(wanted), "{wanted} not in {faults}");
    }
}

#[test]
fn what_people_type_is_never_markup() {
    let t = words(Lang::Ko);
    let page = Page::new("<title>").view(&frame(Origin::Synthetic), &t, crowded(&t)).into_string();
    assert!(!page.contains("<script>") && !page.contains("\"<b>"));
    assert!(page.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn what_is_wrong_is_named_by_its_fields_in_the_order_of_the_form() {
    let t = words(Lang::En);
    let errors = [
        FieldError::new("due", "The day cannot be read."),
        FieldError::new("gone", "Too late."),
        FieldError::new("name", "It is empty."),
    ];
    let fields = html! { (Field::text("name", "Name <b>").view(&t)) (Field::date("due", "Due").view(&t)) };
    let shown = Form::post("/save", "token").errors(&errors).view(&t, fields).into_string();
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("{text} is not in {shown}"));
    let whole = at("Too late.");
    let name = at(">Name &lt;b&gt;: It is empty.</a>");
    let due = at(">Due: The day cannot be read.</a>");
    assert!(whole < name && name < due, "{shown}");
}

#[test]
fn a_text_in_another_language_is_marked() {
    let name = Tri::new("광주과학기술원", "GIST", "");
    assert_eq!(tri(&name, Lang::En).into_string(), "GIST");
    assert_eq!(tri(&name, Lang::Zh).into_string(), r#"<span lang="ko">광주과학기술원</span>"#);
    assert_eq!(tri(&Tri::default(), Lang::Ko).into_string(), "");
}

#[test]
fn numbers_say_their_bounds_and_unknown_is_said() {
    let ko = words(Lang::Ko);
    let between = |high| Count::Between { low: 412, high };
    assert_eq!(bounds(between(Some(530)), &ko).as_deref(), Some("적어도 412, 많아도 530"));
    assert_eq!(bounds(between(None), &ko).as_deref(), Some("적어도 412, 위로는 모름"));
    assert_eq!(bounds(between(Some(412)), &ko), None);
    assert_eq!(bounds(Count::Exact(0), &ko), None);
    let en = words(Lang::En);
    assert!(Figure::new(Count::Unknown, "firms").inline(&en).into_string().contains("Unknown"));
    let linked = Figure::new(Count::Exact(1_204), "곳").rows("/rows").inline(&ko).into_string();
    assert_eq!(linked, r#"<a class="amount num" href="/rows">1,204<small class="unit">곳</small></a>"#);
}

#[test]
fn bars_survive_zero_and_the_largest_numbers() {
    assert_eq!(percent(0, 0), "0.00%");
    assert_eq!(percent(-5, 10), "0.00%");
    assert_eq!(percent(i64::MAX, i64::MAX), "100.00%");
    assert_eq!(percent(1, 3), "33.33%");
    let bar = EvidenceBar::new().part(Level::Official, i64::MAX).part(Level::Unknown, i64::MAX).bar();
    assert_eq!(bar.into_string().matches("class=\"part\"").count(), 2);
    let none = EvidenceBar::new().part(Level::Official, 0).bar().into_string();
    assert!(!none.contains("class=\"part\""));
}

#[test]
fn dates_are_marked_as_far_as_they_are_known() {
    let t = words(Lang::Ko);
    assert_eq!(when("2024-11", &t).into_string(), r#"<time class="num" datetime="2024-11">2024-11</time>"#);
    assert_eq!(when("", &t).into_string(), r#"<span class="unknown">모름</span>"#);
    assert!(when("2021..2024", &t).into_string().contains(r#"<span class="hidden"> 부터 </span>"#));
    assert!(!when("spring 2024", &t).into_string().contains("<time"));
}

#[test]
fn a_table_without_rows_says_what_would_be_here() {
    let t = words(Lang::Ko);
    let none = empty("아직 없습니다", "올리면 보입니다", None);
    let view = Table::new("기업", vec![Column::head("이름")], Vec::new(), none).view(&t).into_string();
    assert!(view.contains("아직 없습니다") && !view.contains("<table"));
}

#[test]
fn files_come_from_the_manifest_or_are_done_without() {
    let bare = Assets::new("/a/", None).expect("no manifest");
    assert_eq!(bare.style_urls().len(), 1);
    assert_eq!(bare.script_url(), None);
    let manifest = r#"{"fonts.css":"fonts.1.css","htmx.js":"htmx.2.js"}"#;
    let full = Assets::new("/a/", Some(manifest)).expect("a manifest");
    assert_eq!(full.style_urls()[0], "/a/fonts.1.css");
    assert_eq!(full.script_url().as_deref(), Some("/a/htmx.2.js"));
    assert!(Assets::new("/a/", Some("{")).is_err());
    let sheet = style_sheet();
    assert!(!sheet.contains("@import") && !sheet.contains("url("), "our style sheet loads nothing");
}
