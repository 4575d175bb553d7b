use super::{Lang, Spoken, Tri};

#[test]
fn tags_are_read_by_their_primary_part() {
    assert_eq!(Lang::from_tag("zh-Hans-CN"), Some(Lang::Zh));
    assert_eq!(Lang::from_tag("EN_gb"), Some(Lang::En));
    assert_eq!(Lang::from_tag("kok"), None);
    assert_eq!(Lang::from_tag(""), None);
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.code()), Some(lang));
        assert_eq!(Lang::from_tag(lang.html()), Some(lang));
    }
}

#[test]
fn the_browser_header_is_weighed() {
    assert_eq!(Lang::from_accept_language("fr, en;q=0.7, zh-CN;q=0.9"), Some(Lang::Zh));
    assert_eq!(Lang::from_accept_language("en, ko"), Some(Lang::En));
    assert_eq!(Lang::from_accept_language("ko;q=0, en;q=0.001"), Some(Lang::En));
    assert_eq!(Lang::from_accept_language("en;q=9, ko;q=x, zh ; q=0.5"), Some(Lang::Zh));
    assert_eq!(Lang::from_accept_language("de, *"), None);
}

#[test]
fn the_address_rules_over_cookie_and_browser() {
    assert_eq!(Lang::choose(Some("en"), Some("zh"), Some("ko")), Lang::En);
    assert_eq!(Lang::choose(Some("xx"), Some("zh"), Some("ko")), Lang::Zh);
    assert_eq!(Lang::choose(None, None, Some("en")), Lang::En);
    assert_eq!(Lang::choose(None, None, None), Lang::Ko);
}

#[test]
fn a_text_falls_back_and_says_so() {
    let name = Tri::new("광주과학기술원", "GIST", "");
    assert_eq!(name.get(Lang::En), Some(Spoken { text: "GIST", lang: Lang::En }));
    assert_eq!(name.get(Lang::Zh), Some(Spoken { text: "광주과학기술원", lang: Lang::Ko }));
    let english = Tri::new("", "GIST", "");
    assert_eq!(english.get(Lang::Zh), Some(Spoken { text: "GIST", lang: Lang::En }));
    assert_eq!(Tri::new("", "", "光州").text(Lang::Ko), "光州");
    assert!(Tri::default().is_empty());
    assert_eq!(Tri::default().get(Lang::Ko), None);
}

#[test]
fn absent_languages_are_left_out_of_json() {
    let name = Tri::new("빛고을", "", "光州");
    let json = serde_json::to_string(&name).expect("a text is always valid JSON");
    assert_eq!(json, r#"{"ko":"빛고을","zh":"光州"}"#);
    assert_eq!(serde_json::from_str::<Tri>(&json).expect("read back"), name);
    assert!(serde_json::from_str::<Tri>(r#"{"kr":"빛고을"}"#).is_err());
    assert_eq!(serde_json::to_string(&Lang::Zh).expect("a code"), r#""zh""#);
}
