//! One command for each report of the catalogue: `percorso channels --since 30d`.

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::Outcome;
use super::ask::{Place, Source};
use super::format::Printing;
use crate::report::catalogue::{self, Answered, REPORTS, Report};
use crate::report::question::{Kind, Opt, Question};

const GOALS: &str = "goals";
const CHECK: &str = "check";

/// The goals that were to be checked and are not met: the sentence says which.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unmet(String);

/// The commands.
pub(super) fn commands() -> impl Iterator<Item = Command> {
    REPORTS.iter().map(|report| {
        let mut command = Command::new(report.name)
            .about(report.about)
            .after_long_help(columns(report))
            .args(report.options().map(argument));
        if report.name == GOALS {
            // For programs alone: over HTTP they read the column met.
            command = command.arg(Arg::new(CHECK).long(CHECK).action(ArgAction::SetTrue).help(
                "End with 3 where the last whole period of a goal misses it or has no value",
            ));
        }
        Printing::augment_args(command)
    })
}

/// Answers, and prints the answer.
pub(super) fn run(place: &Place, report: &'static Report, matches: &ArgMatches) -> Outcome {
    let given: Vec<_> = report
        .options()
        .filter_map(|option| Some((option.name, value(option, matches)?)))
        .collect();
    let question = Question::from_pairs(report, given.iter().copied()).unwrap_or_else(|error| {
        let mut command = Command::new(report.name).bin_name(format!("percorso {}", report.name));
        command.error(ErrorKind::ValueValidation, error).exit()
    });
    let answered = ask(place, report, &question, given)?;
    let printing = Printing::from_arg_matches(matches)?;
    printing.note(answered.note.as_deref())?;
    printing.rows(&answered, &answered.table, report.about)?;
    if report.name == GOALS
        && matches.get_flag(CHECK)
        && let Some(unmet) = catalogue::unmet(&answered.table)
    {
        return Err(Box::new(Unmet(unmet)));
    }
    Ok(())
}

/// The answer to pairs of an option and its value.
pub(super) fn answer(
    place: &Place,
    report: &'static Report,
    given: &[(&'static str, &str)],
) -> Outcome<Answered> {
    ask(place, report, &Question::from_pairs(report, given.iter().copied())?, given.to_vec())
}

fn ask(
    place: &Place,
    report: &'static Report,
    question: &Question,
    given: Vec<(&'static str, &str)>,
) -> Outcome<Answered> {
    Ok(match place.reach()? {
        Source::Store(connection) => report.run(&connection, question)?,
        Source::Collector(collector) => {
            collector.get(&format!("/v1/reports/{}", report.name), given)?.json()?
        }
    })
}

fn argument(option: &'static Opt) -> Arg {
    let help = match option.default {
        Some(default) => format!("{} [default: {default}]", option.about),
        None => option.about.to_owned(),
    };
    let arg = Arg::new(option.name).long(option.name).help(help);
    match option.kind {
        Kind::Flag => arg.action(ArgAction::SetTrue),
        Kind::Choice(words) => arg.value_parser(PossibleValuesParser::new(words)),
        Kind::Text | Kind::Whole | Kind::Number | Kind::Offset | Kind::Length | Kind::Moment => {
            arg.allow_hyphen_values(true)
        }
    }
}

fn value<'a>(option: &Opt, matches: &'a ArgMatches) -> Option<&'a str> {
    match option.kind {
        Kind::Flag => matches.get_flag(option.name).then_some("true"),
        _ => matches.get_one::<String>(option.name).map(String::as_str),
    }
}

fn columns(report: &Report) -> String {
    let width = report.columns.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = report.columns.iter().map(|(name, about)| format!("  {name:width$}  {about}"));
    format!("Columns:\n{}", lines.collect::<Vec<_>>().join("\n"))
}
