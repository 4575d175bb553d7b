//! Words of the command line about accounts and their roles.

use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub enum Account {
    /// Open an account with a role; the password is read from standard input
    #[command(
        after_help = "Example: bitgoeul --data ./data account open --city busan --login kim@busan.example --role officer < password.txt"
    )]
    Open(OpenAccount),
}

#[derive(Args, Debug)]
pub struct OpenAccount {
    /// The sign-in name
    #[arg(long)]
    pub login: String,
    /// visitor, member, officer, head, council, ministry, auditor or operator
    #[arg(long)]
    pub role: String,
    /// For members: the number of their organisation
    #[arg(long)]
    pub organisation: Option<String>,
}
