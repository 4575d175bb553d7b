use std::sync::Arc;

use super::particle::Particle;
use super::{Arg, Catalogue, Words, number};
use crate::lang::{Lang, Spoken};

const TEXT: &str = r#"
[t-hello]
ko = "안녕하세요"
en = "Hello"
zh = "您好"
[t-merged]
ko = "{name|을를} {other|으로} 합쳤습니다."
en = "Merged {name} into {other}."
zh = "已将{name}并入{other}。"
[t-staff]
staff = true
ko = "{count}건"
en = "Items: {count}"
[t-braces]
ko = "{{그대로}}"
en = "{{as is}}"
zh = "{{原样}}"
"#;

fn words(lang: Lang) -> Words {
    Words::new(lang, Arc::new(Catalogue::new().with("test", TEXT).expect("valid words")))
}

#[test]
fn phrases_are_found_and_missing_keys_show_themselves() {
    assert_eq!(words(Lang::Ko).get("t-hello"), "안녕하세요");
    assert_eq!(words(Lang::Zh).get("t-hello"), "您好");
    assert_eq!(words(Lang::Zh).get("t-nothing"), "t-nothing");
    assert_eq!(words(Lang::Zh).say("t-nothing", &[]), "t-nothing");
    assert_eq!(words(Lang::En).get("t-braces"), "{as is}");
    assert_eq!(words(Lang::En).say("t-braces", &[]), "{as is}");
    assert_eq!(words(Lang::Zh).spoken("t-staff"), Spoken { text: "{count}건", lang: Lang::Ko });
}

#[test]
fn arguments_and_particles_are_filled() {
    let args = [("name", Arg::from("가온에이아이")), ("other", Arg::from("누리로봇"))];
    assert_eq!(words(Lang::Ko).say("t-merged", &args), "가온에이아이를 누리로봇으로 합쳤습니다.");
    assert_eq!(words(Lang::En).say("t-merged", &args), "Merged 가온에이아이 into 누리로봇.");
    assert_eq!(words(Lang::Ko).say("t-merged", &args[..1]), "가온에이아이를 {other}로 합쳤습니다.");
    assert_eq!(words(Lang::Ko).say("t-staff", &[("count", 1_204_000.into())]), "1,204,000건");
}

#[test]
fn particles_follow_the_sound() {
    let subject = |word: &str| format!("{word}{}", Particle::Subject.after(word));
    let by = |word: &str| format!("{word}{}", Particle::By.after(word));
    for (word, wanted) in [
        ("기관", "기관이"),
        ("도시", "도시가"),
        ("미리내시 (가상)", "미리내시 (가상)가"),
        ("‘빛고을’", "‘빛고을’이"),
        ("(주)", "(주)가"),
        ("3", "3이"),
        ("1,002", "1,002가"),
        ("5,150", "5,150이"),
        ("1,000,000,000,000", "1,000,000,000,000가"),
        ("59.30", "59.30이"),
        ("71.2%", "71.2%가"),
        ("GPU", "GPU가"),
        ("KRDSL", "KRDSL이"),
        ("IBM", "IBM이"),
        ("Google", "Google이"),
        ("Slack", "Slack이"),
        ("AI Lab", "AI Lab이"),
        ("data", "data가"),
        ("光州", "光州이(가)"),
        ("", "이(가)"),
    ] {
        assert_eq!(subject(word), wanted);
    }
    for (word, wanted) in [
        ("서울", "서울로"),
        ("광주", "광주로"),
        ("본관", "본관으로"),
        ("1", "1로"),
        ("10", "10으로"),
        ("URL", "URL로"),
    ] {
        assert_eq!(by(word), wanted);
    }
}

#[test]
fn numbers_are_grouped_at_both_ends_of_the_range() {
    assert_eq!(number::grouped(0), "0");
    assert_eq!(number::grouped(-1_000), "−1,000");
    assert_eq!(number::grouped(999), "999");
    assert_eq!(number::grouped(i64::MIN), "−9,223,372,036,854,775,808");
    assert_eq!(number::scaled(593, 1), "59.3");
    assert_eq!(number::scaled(-5, 2), "−0.05");
    assert_eq!(number::scaled(7, 0), "7");
    assert_eq!(number::scaled(i64::MAX, 3), "9,223,372,036,854,775.807");
    assert_eq!(number::short(410_000, Lang::Ko), "41만");
    assert_eq!(number::short(-9_300_000_000, Lang::Ko), "−93억");
    assert_eq!(number::short(41_500, Lang::En), "41.5K");
    assert_eq!(number::short(999, Lang::Zh), "999");
}

#[test]
fn uneven_words_are_gaps() {
    let good = Catalogue::new().with("test", TEXT).expect("valid words");
    assert_eq!(good.gaps(), Vec::<String>::new());
    assert_eq!(good.missing(&["t-hello", "t-bye"]), ["t-bye"]);
    let uneven = "[a]\nko = \"{n}개\"\nen = \"{count} things\"\n";
    let gaps = Catalogue::new().with("test", uneven).expect("readable").gaps();
    assert_eq!(gaps, ["a: no text in zh", "a: the arguments of en differ from the first text"]);
}

#[test]
fn keys_are_found_in_code() {
    let code =
        r#"t.get("web-next") + "web" + t.say("web-pager-of", &[]) + class("Web-x") + "web-next" + "web-A""#;
    assert_eq!(super::keys_in(code, "web-"), ["web-next", "web-pager-of"]);
}

#[test]
fn broken_words_say_where() {
    let error = |text: &str| Catalogue::new().with("a.toml", text).expect_err("broken").to_string();
    assert_eq!(
        error("[a]\nko = \"{x|은}\""),
        "a.toml: [a] in ko: character 1: an unknown particle; known are 이가 을를 은는 과와 이나 이라 으로"
    );
    assert_eq!(error("[a]\nen = \"b}\""), "a.toml: [a] in en: character 2: a lone `}`; double it to show it");
    assert_eq!(error("[a]\nko = \" \""), "a.toml: [a] the text in ko is empty");
    assert_eq!(error("[a]"), "a.toml: [a] no text in any language");
    assert!(error("[a]\nkr = \"x\"").contains("line 2"), "{}", error("[a]\nkr = \"x\""));
    let twice = Catalogue::new().with("a", "[k]\nko=\"x\"").and_then(|c| c.with("b", "[k]\nko=\"y\""));
    assert_eq!(twice.expect_err("taken").place, "k");
}
