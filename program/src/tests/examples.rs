//! The examples that `--help` shows: each is a command the program takes, and the files of the repository that
//! it names are there.

use crate::cli::Cli;
use clap::{CommandFactory as _, Parser as _};
use std::path::PathBuf;

/// The examples of a command and of all below it.
fn examples(command: &clap::Command, found: &mut Vec<String>) {
    if let Some(help) = command.get_after_help() {
        found.extend(
            help.to_string().lines().filter_map(|line| line.strip_prefix("Example: ").map(str::to_owned)),
        );
    }
    command.get_subcommands().for_each(|inner| examples(inner, found));
}

/// The words of one command line, without what follows in brackets and without redirections.
fn words(line: &str) -> Vec<&str> {
    let line = line.split(" (").next().unwrap_or(line);
    line.split_ascii_whitespace().take_while(|word| !["<", ">", "|"].contains(word)).collect()
}

#[test]
fn every_example_is_a_command_and_its_files_are_there() {
    let mut found = Vec::new();
    examples(&Cli::command(), &mut found);
    assert!(found.len() >= 20, "only {} examples", found.len());
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    for example in found {
        for line in example.split("&&") {
            let words = words(line);
            if let Err(error) = Cli::try_parse_from(&words) {
                panic!("{example}\n{error}");
            }
            for word in words.iter().filter(|word| word.starts_with("cities/") || word.starts_with("libs/")) {
                assert!(root.join(word).exists(), "{example}: {word} is not in the repository");
            }
        }
    }
}
