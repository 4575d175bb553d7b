//! Organisations, people, accounts, tokens and import, for people to see.
