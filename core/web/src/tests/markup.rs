//! Looks through markup for what no page may have. Reads only what maud writes: attributes in
//! double quotes, `<` and `"` escaped in text.

use std::collections::BTreeSet;

/// Faults of one document, in words: style and event attributes, an attribute given twice, an id
/// given twice, a reference to an id that is not there, a script in the page.
pub fn faults(document: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let mut references = Vec::new();
    for tag in document.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '!'])) {
        let end = tag_end(tag);
        let (head, after) = (&tag[..end], tag[end..].trim_start_matches('>'));
        if head.starts_with("script") && !after.is_empty() {
            faults.push("inline script".into());
        }
        let mut seen = BTreeSet::new();
        for (name, value) in attributes(head) {
            if !seen.insert(name) {
                faults.push(format!("{name} twice in <{head}>"));
            }
            match name {
                "style" => faults.push(format!("style in <{head}>")),
                "id" if !ids.insert(value) => faults.push(format!("id {value} twice")),
                "for" | "aria-labelledby" | "aria-describedby" | "popovertarget" => {
                    references.extend(value.split(' ').map(|id| (name, id)));
                }
                "href" if value.starts_with('#') => references.push(("href", &value[1..])),
                event if event.starts_with("on") => faults.push(format!("{event} in <{head}>")),
                _ => {}
            }
        }
    }
    for (name, id) in references.into_iter().filter(|(_, id)| !ids.contains(id)) {
        faults.push(format!("{name}={id} leads nowhere: #{id}"));
    }
    faults
}

/// Where the tag closes: the first `>` outside quotation marks.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

/// Name and value of each attribute; "" for one without a value.
fn attributes(head: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = head.split_once(' ').map_or("", |(_, rest)| rest).trim();
    while !rest.is_empty() {
        let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = &rest[name_end..];
        let value = match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let end = quoted.find('"').unwrap_or(quoted.len());
                rest = quoted.get(end + 1..).unwrap_or("");
                &quoted[..end]
            }
            None => "",
        };
        found.push((name, value));
        rest = rest.trim_start();
    }
    found
}
