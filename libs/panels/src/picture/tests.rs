use super::{Line, svg};

#[test]
fn a_picture_shows_title_lines_and_least_chances_escaped() {
    let line = Line { name: "a < b".into(), chances: vec![0.3, 0.1, 0.2] };
    let picture = svg("20 & 5", 0.2, &[line]);
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("20 &amp; 5") && picture.contains("a &lt; b: smallest chance 10.00 %"));
    assert!(!picture.contains("NaN"));
}

#[test]
fn nothing_to_draw_is_still_a_picture() {
    let picture = svg("empty", 0.0, &[Line { name: "none".into(), chances: vec![] }]);
    assert!(!picture.contains("NaN") && !picture.contains("inf"));
}
