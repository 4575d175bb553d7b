//! Measures end to end inside the tower: definitions, counting by an engine that answers from a table, keeping,
//! comparing, and what each reader sees.

mod definitions;
