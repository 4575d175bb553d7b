//! Kinds of facts that measures count and that no other area states yet. The area that comes to own one takes it over.
//!
//! About people nothing is said but outcomes: no name, no employer. The subject is a random number.

use kernel::policy::{FactKind, Kind, Retention, Visibility};

const PUBLIC: Kind = Kind {
    name: "",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};
/// What is known of one person is for the office; the public sees counts.
const OF_PEOPLE: Kind = Kind {
    visibility: Visibility::Office,
    retention: Retention { years: Some(10), basis: "public records" },
    ..PUBLIC
};

/// "The city counts this organisation among its AI firms": founded here, moved here or with a branch here. It holds
/// from the day the firm was founded, as far as known.
pub const FIRM: Kind = Kind {
    name: "firm_listed",
    fact: Some(FactKind { subject: "organisation", codes: &["founded", "moved", "branch"], unit: None }),
    ..PUBLIC
};

/// "This organisation signed an agreement with the city", on a day; `other` is the agreement when there is a record.
pub const SIGNING: Kind = Kind {
    name: "signing",
    fact: Some(FactKind {
        subject: "organisation",
        codes: &["mou", "investment", "cooperation"],
        unit: None,
    }),
    ..PUBLIC
};

/// "So many people worked here in this month": it holds for the days of the month.
pub const HEADCOUNT: Kind = Kind {
    name: "headcount",
    visibility: Visibility::Organisation,
    fact: Some(FactKind { subject: "organisation", codes: &[], unit: Some("person") }),
    ..PUBLIC
};

/// "This person completed a course", on a day; the code is `course/class`, as in `school/2024-1`.
pub const COMPLETION: Kind = Kind {
    name: "completion",
    fact: Some(FactKind { subject: "person", codes: &["*"], unit: None }),
    ..OF_PEOPLE
};

/// "So this person stood in work", from day to day: employed here, employed elsewhere, back here after having been
/// elsewhere, studying, or without work. A gap is not known.
pub const EMPLOYMENT: Kind = Kind {
    name: "employment",
    fact: Some(FactKind {
        subject: "person",
        codes: &["here", "elsewhere", "returned", "studying", "without"],
        unit: None,
    }),
    ..OF_PEOPLE
};

/// All of them.
pub const KINDS: [&Kind; 5] = [&FIRM, &SIGNING, &HEADCOUNT, &COMPLETION, &EMPLOYMENT];
