//! XML as a tree, for tests: elements with their attributes and children, names as they are written.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Default, Debug)]
pub struct Node {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Node {
    /// The root of a text that is well-formed.
    pub fn read(text: &str) -> Node {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut open = vec![Node::default()];
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(start) => open.push(Node::of(&start)),
                Event::Empty(start) => open.last_mut().expect("a parent").children.push(Node::of(&start)),
                Event::End(_) => {
                    let done = open.pop().expect("an element that was opened");
                    open.last_mut().expect("a parent").children.push(done);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every element is closed");
        let mut roots = open.remove(0).children;
        assert_eq!(roots.len(), 1, "one root");
        roots.remove(0)
    }

    fn of(start: &BytesStart<'_>) -> Node {
        let attributes = start.attributes().map(|found| found.expect("an attribute that is named once"));
        let attributes = attributes.map(|found| (found.key.as_ref().to_owned(), found.value.to_string()));
        Node {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            children: Vec::new(),
        }
    }

    /// The value of an attribute that must be there.
    pub fn get(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{} has no {name}", self.name)).1
    }

    /// The number in an attribute.
    pub fn number(&self, name: &str) -> u32 {
        let value = self.get(name);
        value.parse().unwrap_or_else(|_| panic!("{} {name}={value:?} is no number", self.name))
    }

    /// This element and all below it, in the order of the text.
    pub fn all(&self) -> Vec<&Node> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Node::all));
        all
    }

    /// All elements of a name, this one or below it.
    pub fn named(&self, name: &str) -> Vec<&Node> {
        self.all().into_iter().filter(|node| node.name == name).collect()
    }

    /// The one element of a name.
    pub fn one(&self, name: &str) -> &Node {
        let found = self.named(name);
        assert_eq!(found.len(), 1, "{name} in {}", self.name);
        found[0]
    }

    /// The names of the children.
    pub fn inside(&self) -> Vec<&str> {
        self.children.iter().map(|child| child.name.as_str()).collect()
    }
}
