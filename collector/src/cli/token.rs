//! `percorso token`: makes, lists and revokes the tokens of a store, also while a collector has it.

use std::io::Write;
use std::path::Path;

use clap::{Subcommand, ValueEnum};

use super::Outcome;
use super::format::{Format, Table};
use crate::clock::now;
use crate::query::span::written;
use crate::store::open::require;
use crate::store::place;
use crate::store::tokens::{Scope, Tokens};

/// Make, list and revoke tokens for who asks from elsewhere.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token; it is printed once and kept nowhere.
    Create {
        /// What it is good for.
        #[arg(long, value_enum)]
        scope: Asked,
        /// What it is for, in your words.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List the tokens there are, without their secrets.
    List,
    /// Take a token back; it is worth nothing from then on.
    Revoke {
        /// Its id, as `list` tells it.
        id: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Asked {
    /// Ask: pages, reports, SQL, metrics.
    Read,
    /// Send events from a server or a till.
    Write,
    /// Everything, also what changes or takes away.
    Admin,
}

/// Carries the command out.
pub(super) fn run(db: &Path, args: &Args) -> Outcome {
    // Else the list would lie beside what is no store, or none yet, and open nothing.
    place::require_store(db)?;
    require(db)?;
    let tokens = Tokens::of(db);
    match &args.command {
        Command::Create { scope, name } => {
            let scope = match scope {
                Asked::Read => Scope::Read,
                Asked::Write => Scope::Write,
                Asked::Admin => Scope::Admin,
            };
            let (_, text) = tokens.create(name, scope, now())?;
            writeln!(std::io::stdout(), "{text}")?;
            Ok(())
        }
        Command::List => {
            let all = tokens.all()?;
            let lines = all.iter().map(|token| {
                [
                    token.id.clone(),
                    token.scope.as_str().into(),
                    written(token.made_at),
                    token.name.clone(),
                ]
            });
            let table = Table::new("tokens", ["id", "scope", "made_at", "name"], lines);
            Format::print_table(table)
        }
        Command::Revoke { id } => match tokens.revoke(id)? {
            true => Ok(()),
            false => {
                Err(format!("there is no token {id:?}; percorso token list tells those there are")
                    .into())
            }
        },
    }
}
