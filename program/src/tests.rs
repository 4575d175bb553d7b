//! End-to-end tests: the whole site over a small city, as visitors, people and programs meet it.

mod bad_input;
mod browser;
mod canary;
mod conversation;
mod databases;
mod engine;
mod examples;
mod filters;
mod imports;
mod measures;
mod open_api;
mod operation;
mod permissions;
mod permissions_of_claims;
mod promised;
mod promised_ways;
mod questions;
mod receipts;
mod roles;
mod routes;
mod search;
mod snapshot;
mod town;
mod walkthrough;
mod words;
