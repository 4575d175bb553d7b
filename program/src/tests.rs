//! End-to-end tests: the whole site over a small city, as visitors, people and programs meet it.

mod bad_input;
mod browser;
mod canary;
mod conversation;
mod databases;
mod examples;
mod imports;
mod open_api;
mod permissions;
mod roles;
mod routes;
mod search;
mod snapshot;
mod town;
mod words;
