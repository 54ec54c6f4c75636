//! The command line: one file a command, errors as one sentence on stderr.

mod annotate;
mod ask;
mod backup;
mod costs;
mod demo;
mod doctor;
mod export;
mod findings;
mod format;
mod funnel;
mod goal;
mod import;
mod live;
mod report;
mod segment;
mod serve;
mod settings;
mod sheet;
mod sql;
mod token;
mod upkeep;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::report::catalogue;
use crate::store::place;

/// First-party customer-journey analytics for shops.
#[derive(Debug, Parser)]
#[command(name = "percorso", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    place: ask::Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Receive events, serve the tracker and the first page.
    Serve(serve::Args),
    Config(settings::Settings),
    Token(token::Args),
    Import(import::Args),
    Demo(demo::Args),
    Funnel(Box<funnel::Args>),
    Findings(findings::Args),
    Report(sheet::Args),
    Annotate(annotate::Args),
    Costs(costs::Args),
    Goal(goal::Args),
    Segment(segment::Args),
    Sql(sql::Args),
    Export(export::Args),
    Live(live::Args),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Doctor(doctor::Args),
    Forget(upkeep::ForgetArgs),
    Enrich(upkeep::EnrichArgs),
    Prune(upkeep::PruneArgs),
}

/// What a command ends with: nothing, or whatever went wrong.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Runs the command line this process was started with.
#[must_use]
pub fn run() -> ExitCode {
    // The store and its copies hold what people did: what is written here is its owner's alone.
    rustix::process::umask(rustix::fs::Mode::from_bits_truncate(0o077));
    let matches = Cli::command().subcommands(report::commands()).get_matches();
    match dispatch(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, as `head` has.
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            match error.is::<report::Unmet>() {
                true => ExitCode::from(3),
                false => ExitCode::FAILURE,
            }
        }
    }
}

/// A report of the catalogue, or one of the commands above.
fn dispatch(matches: &ArgMatches) -> Outcome {
    if let Some((name, asked)) = matches.subcommand()
        && let Some(report) = catalogue::find(name)
    {
        let place = ask::Place::from_arg_matches(asked).unwrap_or_else(|error| error.exit());
        place::require_name(&place.db)?;
        return report::run(&place, report, asked);
    }
    let cli = Cli::from_arg_matches(matches).unwrap_or_else(|error| error.exit());
    place::require_name(&cli.place.db)?;
    match cli.command {
        Command::Serve(args) => serve::run(&cli.place.db, &args),
        Command::Config(args) => settings::show(&args),
        Command::Token(args) => token::run(&cli.place.db, &args),
        Command::Import(args) => import::run(&cli.place.db, args),
        Command::Demo(args) => demo::run(&cli.place.db, &args),
        Command::Funnel(args) => funnel::run(&cli.place, &args),
        Command::Findings(args) => findings::run(&cli.place, &args),
        Command::Report(args) => sheet::run(&cli.place, &args),
        Command::Annotate(args) => annotate::run(&cli.place, args),
        Command::Costs(args) => costs::run(&cli.place, &args),
        Command::Goal(args) => goal::run(&cli.place, args),
        Command::Segment(args) => segment::run(&cli.place, args),
        Command::Sql(args) => sql::run(&cli.place, &args),
        Command::Live(args) => live::run(&cli.place, &args),
        Command::Export(args) => export::run(&cli.place, &args),
        Command::Backup(args) => backup::backup(&cli.place, &args),
        Command::Restore(args) => backup::restore(&cli.place, &args),
        Command::Doctor(args) => doctor::run(&cli.place, &args),
        Command::Forget(args) => upkeep::forget(&cli.place, args),
        Command::Enrich(args) => upkeep::enrich(&cli.place, &args),
        Command::Prune(args) => upkeep::prune(&cli.place, &args),
    }
}

fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let cause = error.downcast_ref::<std::io::Error>();
    cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Says on stderr what went wrong, with each cause behind it.
#[expect(clippy::print_stderr, reason = "the one place the command line reports an error")]
fn complain(error: &dyn std::error::Error) {
    let mut causes = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    eprintln!("percorso: {}", causes.join(": "));
}
