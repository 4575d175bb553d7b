//! Council questions.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum Question {
    /// All questions: open ones by their due time, then closed ones
    #[command(after_help = "Example: bitgoeul --data ./data question list --city mirinae --json")]
    List,
    /// One question with its answers, numbers and promises; its files as a zip
    #[command(
        after_help = "Example: bitgoeul --data ./data question show 2026-CQN-0003 --city mirinae --zip answer.zip"
    )]
    Show(ShowQuestion),
    /// Write a question down; the clock starts
    #[command(
        after_help = "Example: bitgoeul --data ./data question ask --city mirinae --session 제340회 --asker 산업건설위원 --text 몇-곳입니까? --due 2026-11-21T17:00"
    )]
    Ask(AskQuestion),
    /// Answer: pinned numbers are kept as they stand now, each promise becomes an obligation
    #[command(
        after_help = "Example: bitgoeul --data ./data question answer 2026-CQN-0001 --city mirinae --text-file answer.txt --pin snapshot:2026-SNP-0003 --promise 명단-공개|미리내AI산업진흥원|2027-01-31"
    )]
    Answer(AnswerQuestion),
}

#[derive(Args, Debug)]
pub struct ShowQuestion {
    /// Its number
    pub number: String,
    /// Write the files of its answer here, as one zip
    #[arg(long)]
    pub zip: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct AskQuestion {
    /// The session of the council, as it is called
    #[arg(long)]
    pub session: String,
    /// Who asked: a role in words, never a name
    #[arg(long)]
    pub asker: String,
    /// The question
    #[arg(long)]
    pub text: String,
    /// When it was asked, in the city's zone; none = now
    #[arg(long)]
    pub asked: Option<String>,
    /// When the answer is due, in the city's zone: 2026-11-21T17:00
    #[arg(long)]
    pub due: String,
}

#[derive(Args, Debug)]
pub struct AnswerQuestion {
    /// Its number
    pub number: String,
    /// The answer
    #[arg(long, required_unless_present = "text_file", conflicts_with = "text_file")]
    pub text: Option<String>,
    /// The answer, from a file of UTF-8
    #[arg(long)]
    pub text_file: Option<PathBuf>,
    /// A number it rests on: claim:c030, snapshot:2026-SNP-0003; may stand several times
    #[arg(long)]
    pub pin: Vec<String>,
    /// What it promises: what|name or number of the organisation|last day; may stand several times
    #[arg(long)]
    pub promise: Vec<String>,
}
