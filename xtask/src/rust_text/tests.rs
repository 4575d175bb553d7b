use super::*;

fn code(source: &str) -> String {
    RustText::read(source).code
}

fn literals(source: &str) -> Vec<&str> {
    let text = RustText::read(source);
    text.literals.iter().map(|range| &source[range.clone()]).collect()
}

#[test]
fn comments_and_strings_are_blank_and_nothing_moves() {
    assert_eq!(code("a(); // b()\nc(\"d()\")"), "a();       \nc(\"   \")");
    assert_eq!(code("a /* b /* c */ d */ e"), "a                   e");
    assert_eq!(code("// 한글\nx"), "         \nx");
}

#[test]
fn every_kind_of_string_is_found() {
    assert_eq!(literals(r##"f("a\"b", r"c\", r#"d"e"#, b"f", br"g")"##), ["a\\\"b", "c\\", "d\"e", "f", "g"]);
}

#[test]
fn a_quote_in_a_character_opens_no_string() {
    assert_eq!(literals("('\"', '\\'', \"x\")"), ["x"]);
    assert_eq!(literals("fn f<'a>(x: &'a str) { g(\"y\") }"), ["y"]);
    assert_eq!(literals("('가', \"z\")"), ["z"]);
}

#[test]
fn an_open_end_does_not_loop() {
    assert_eq!(code("\"abc"), "\"   ");
    assert_eq!(code("/* abc"), "      ");
    assert_eq!(literals("\"abc\\"), ["abc\\"]);
}

#[test]
fn items_under_cfg_test_are_no_product_lines() {
    let source = "a();\n#[cfg(test)]\nmod tests {\n    b(\"}\");\n}\nc();\n#[cfg(test)]\nmod more;\nd();";
    let text = RustText::read(source);
    let lines: Vec<&str> =
        text.lines().into_iter().filter(|line| !line.test).map(|line| line.source).collect();
    assert_eq!(lines, ["a();", "c();", "d();"]);
}
