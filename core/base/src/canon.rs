//! Canonical JSON: one value has one text.
//!
//! Keys sorted by code point, no spaces, integers only, text in NFC. What is hashed or compared byte by byte
//! goes through here; a float is refused, because two machines may print it differently.

use crate::problem::{Error, Saying};
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The canonical text of `value`.
///
/// Refuses floats and integers outside i64.
pub fn canonical(value: &Value) -> Result<String, Error> {
    let mut out = String::with_capacity(128);
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), Error> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => out.push_str(&integer.to_string()),
            None => return Err(Saying::invalid("base-canon-not-an-integer").with("number", number).into()),
        },
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<(String, &Value)> = map.iter().map(|(k, v)| (nfc(k), v)).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// The text in normal form C.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Appends `text` as a JSON string in NFC. Control characters are escaped, nothing else is.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in nfc(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_value_has_one_text() {
        let a = json!({"나": 1, "a": [true, null, "줄\n바꿈"], "A": {"z": -9, "b": ""}});
        assert_eq!(
            canonical(&a).unwrap(),
            "{\"A\":{\"b\":\"\",\"z\":-9},\"a\":[true,null,\"줄\\n바꿈\"],\"나\":1}"
        );
    }

    #[test]
    fn decomposed_and_composed_text_are_equal() {
        assert_eq!(canonical(&json!("광")).unwrap(), canonical(&json!("\u{1100}\u{116A}\u{11BC}")).unwrap());
    }

    #[test]
    fn a_float_is_refused() {
        assert!(canonical(&json!({"rate": 0.1})).unwrap_err().is("base-canon-not-an-integer"));
        assert!(canonical(&json!(u64::MAX)).is_err());
    }
}
