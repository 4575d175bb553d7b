//! Just enough of Rust's grammar to tell code from comments and literals, and tests from the rest.
//!
//! Not a parser: rules that need types or names belong to clippy.

#[cfg(test)]
mod tests;

use std::ops::Range;

/// A Rust file, seen by the rules.
#[derive(Debug)]
pub struct RustText<'a> {
    pub source: &'a str,
    /// As long as `source`, line for line and byte for byte, but the insides of comments and literals are
    /// spaces.
    pub code: String,
    /// String literals without their quotes, in order, as byte ranges of `source`. Escapes are not undone.
    pub literals: Vec<Range<usize>>,
    /// Byte ranges of items under `#[cfg(test)]`.
    tests: Vec<Range<usize>>,
}

#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Counted from 1.
    pub number: usize,
    /// Without what stands in comments and literals.
    pub code: &'a str,
    /// As it is written.
    pub source: &'a str,
    /// Under `#[cfg(test)]`.
    pub test: bool,
}

impl<'a> RustText<'a> {
    pub fn read(source: &'a str) -> RustText<'a> {
        let (code, literals) = blank(source);
        let tests = test_items(&code);
        RustText { source, code, literals, tests }
    }

    /// All lines, in order.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (index, code) in self.code.split('\n').enumerate() {
            let end = start + code.len();
            lines.push(Line {
                number: index + 1,
                code,
                source: &self.source[start..end],
                test: self.is_test(start),
            });
            start = end + 1;
        }
        lines
    }

    /// The line, counted from 1, on which the byte at `offset` stands.
    pub fn line_of(&self, offset: usize) -> usize {
        self.source.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// Names of the modules that are declared under `#[cfg(test)]` and stand in files of their own.
    pub fn test_modules(&self) -> Vec<&str> {
        let items = self.tests.iter().map(|range| self.code[range.clone()].trim_end());
        let declared =
            items.filter_map(|item| item.strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| name));
        declared.map(str::trim).collect()
    }

    pub fn is_test(&self, offset: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&offset))
    }
}

/// Replaces the insides of comments and literals by spaces and collects the string literals.
fn blank(source: &str) -> (String, Vec<Range<usize>>) {
    let bytes = source.as_bytes();
    let mut code = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let next = match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                let end = find(bytes, at, b'\n').unwrap_or(bytes.len());
                wipe(&mut code, at..end);
                end
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = end_of_block_comment(bytes, at);
                wipe(&mut code, at..end);
                end
            }
            b'"' => {
                let inside = at + 1..end_of_string(bytes, at + 1);
                wipe(&mut code, inside.clone());
                literals.push(inside.clone());
                inside.end + 1
            }
            b'r' if !follows_a_name(bytes, at) && raw_string(bytes, at).is_some() => {
                let (inside, end) = raw_string(bytes, at).unwrap_or((at..at, at + 1));
                wipe(&mut code, inside.clone());
                literals.push(inside);
                end
            }
            b'\'' => match end_of_character(source, at) {
                Some(end) => {
                    wipe(&mut code, at + 1..end);
                    end + 1
                }
                None => at + 1,
            },
            _ => at + 1,
        };
        at = next.max(at + 1);
    }
    (String::from_utf8_lossy(&code).into_owned(), literals)
}

fn wipe(code: &mut [u8], range: Range<usize>) {
    let end = range.end.min(code.len());
    for byte in &mut code[range.start.min(end)..end] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    bytes[from..].iter().position(|byte| *byte == wanted).map(|offset| from + offset)
}

/// Block comments nest in Rust.
fn end_of_block_comment(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at + 1 < bytes.len() {
        match (bytes[at], bytes[at + 1]) {
            (b'/', b'*') => {
                depth += 1;
                at += 2;
            }
            (b'*', b'/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The closing quote of a string whose first character stands at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// `r"..."`, `r#"..."#` and their kin, at the `r`: what is inside, and the byte after the end.
fn raw_string(bytes: &[u8], at: usize) -> Option<(Range<usize>, usize)> {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let quote = at + 1 + hashes;
    if bytes.get(quote) != Some(&b'"') {
        return None;
    }
    let mut closing = vec![b'"'];
    closing.resize(1 + hashes, b'#');
    let start = quote + 1;
    let length = bytes[start..].windows(closing.len()).position(|window| window == closing)?;
    Some((start..start + length, start + length + closing.len()))
}

/// True for the `r` of `for"`; `br"` and `cr"` are raw strings.
fn follows_a_name(bytes: &[u8], at: usize) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    match at.checked_sub(1).map(|before| bytes[before]) {
        Some(b'b' | b'c') => at >= 2 && is_part(bytes[at - 2]),
        Some(byte) => is_part(byte),
        None => false,
    }
}

/// The closing quote of a character literal that opens at `at`; none when it is a lifetime.
fn end_of_character(source: &str, at: usize) -> Option<usize> {
    let rest = &source[at + 1..];
    let first = rest.chars().next()?;
    if first == '\\' {
        let escaped = 1 + rest[1..].chars().next()?.len_utf8();
        return rest[escaped..].find('\'').map(|offset| at + 1 + escaped + offset);
    }
    let after = at + 1 + first.len_utf8();
    (first != '\'' && source.as_bytes().get(after) == Some(&b'\'')).then_some(after)
}

/// From each `#[cfg(test)]` to the end of the item behind it.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut from = 0;
    while let Some(offset) = code[from..].find("#[cfg(test)]") {
        let start = from + offset;
        let end = end_of_item(code.as_bytes(), start);
        items.push(start..end);
        from = end;
    }
    items
}

fn end_of_item(code: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.iter().enumerate().skip(start) {
        match byte {
            b';' if depth == 0 => return at + 1,
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}
