use super::*;

#[test]
fn numbers_are_read_as_printed() {
    for (text, shown) in
        [("31.0", "31.0"), ("1100", "1,100"), ("-3.14", "-3.14"), ("0", "0"), ("-0.0", "0.0")]
    {
        assert_eq!(Printed::parse(text).map(|number| number.text()).as_deref(), Some(shown), "{text}");
    }
    for text in
        ["", "-", "1,100", "71.2%", "1e3", ".5", "5.", "1.2.3", "+4", " 4", "٣", "1234567890123456789012345"]
    {
        assert_eq!(Printed::parse(text), None, "{text}");
    }
}

#[test]
fn rounding_is_half_away_from_nought() {
    let half = |numerator: i64| Fraction::new(numerator.into(), 2.into());
    assert_eq!(rounded(&half(5), 0), "3");
    assert_eq!(rounded(&half(-5), 0), "-3");
    assert_eq!(rounded(&Fraction::new((-1).into(), 1000.into()), 1), "0.0");
    assert_eq!(rounded(&Fraction::new(1_234_567.into(), 1.into()), 0), "1,234,567");
}

#[test]
fn tolerance_is_half_of_the_last_digit() {
    let tolerance = |text: &str| Printed::parse(text).map(|number| exact(&number.half_unit()));
    assert_eq!(tolerance("142").as_deref(), Some("1/2"));
    assert_eq!(tolerance("71.20").as_deref(), Some("1/200"));
}
