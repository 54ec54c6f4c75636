//! `percorso funnel`: how many came through the steps, out of the store or any file.

use std::fmt::Display;
use std::path::PathBuf;

use clap::error::ErrorKind;

use conditions::Conditions;

use super::Outcome;
use super::ask::{Place, Source};
use super::format::{Format, Printing, Table};
use crate::query::Connection;
use crate::query::input::Input;
use crate::report::funnel::{self, FunnelQuery, FunnelReport, SavedError, UserLevel};

mod conditions;
mod saved;

/// Count who came through a list of steps, in order and in time.
#[derive(Debug, clap::Args)]
#[command(after_long_help = GRAMMAR)]
pub(super) struct Args {
    /// A step, once for each, in order: an event's name, or what --help says below.
    #[arg(long = "step", value_name = "STEP", required_unless_present_any = ["saved", "delete"])]
    steps: Vec<String>,
    /// At most so long from the first step to the last (2w, 30d, 12h, 90m, 45s; plain numbers are
    /// seconds) [default: 30d]
    #[arg(long)]
    window: Option<String>,
    /// Whose steps make a chain: a visitor's, across visits, or a session's; with --input, --user says
    /// whose [default: visitor]
    #[arg(long, value_name = "visitor|session")]
    by: Option<String>,
    /// Only events of this site.
    #[arg(long)]
    site: Option<String>,
    /// Only events from then on: how long ago (30d), a date, or a time in UTC.
    #[arg(long)]
    since: Option<String>,
    /// Only events before then; a date counts to its end.
    #[arg(long)]
    until: Option<String>,
    /// strict_increase: times must grow from step to step. With --compat, any of strict_deduplication,
    /// strict_order, strict_increase, strict_once, allow_reentry.
    #[arg(long, value_name = "MODE,...")]
    mode: Vec<String>,
    /// Mean exactly what ClickHouse's windowFunnel means.
    #[arg(long, value_name = "clickhouse")]
    compat: Option<String>,
    #[command(flatten)]
    conditions: Conditions,
    /// Keep the question under this name; percorso funnels lists those there are.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["input", "saved"])]
    save: Option<String>,
    /// Ask the question kept under this name; what is asked beside it comes in addition.
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    saved: Option<String>,
    /// Take the question of this name away, and answer nothing.
    #[arg(long, value_name = "NAME", exclusive = true)]
    delete: Option<String>,
    /// Read this file in place of the store: .csv, .ndjson or .parquet.
    #[arg(long, value_name = "FILE", requires_all = ["user", "time", "event"])]
    input: Option<PathBuf>,
    /// The file's column that says who.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    user: Option<String>,
    /// The file's column that says when: timestamps, dates, or numbers of seconds.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    time: Option<String>,
    /// The file's column with the event's name.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    event: Option<String>,
    /// Print how far each user came, in place of the counts: one {user, level} a line.
    #[arg(long)]
    levels: bool,
    #[command(flatten)]
    printing: Printing,
}

const GRAMMAR: &str = "\
Steps:
  view_item                     an event by its name
  touchpoint:size-guide         any event about this touchpoint
  page:/checkout/*              any event on such a page; * stands for anything
  item:SKU-1                    any event with this item_id among its items
  view_item&item:SKU-1          all of these, of one event
  add_to_cart,add_to_wishlist   any of these
  event:page:turned             an event whose name looks like one of the above
  A backslash takes the next character as it is: a\\,b is one name. In a file, steps are names.";

/// Answers, and prints the answer.
pub(super) fn run(place: &Place, args: &Args) -> Outcome {
    if let Some(name) = &args.delete {
        return saved::delete(place, name);
    }
    let input = args.input();
    // What a saved funnel asks is known where it is kept.
    let query = args.saved.is_none().then(|| FunnelQuery::from_pairs(args.pairs()));
    let query = query.transpose().unwrap_or_else(|error| wrong(&error));
    if let Some(query) = &query {
        let checked = if input.is_some() { query.check_for_file() } else { Ok(()) };
        let levels = if args.levels { query.check_for_levels() } else { Ok(()) };
        checked.and(levels).unwrap_or_else(|error| wrong(&error));
    }
    if let Some(name) = &args.save {
        saved::save(place, name, &funnel::written(args.pairs()))?;
    }
    if args.levels {
        let levels = match (&input, &query) {
            (Some(input), Some(query)) => funnel::levels_file(input, query)?,
            _ => match place.reach()? {
                Source::Store(connection) => {
                    funnel::levels(&connection, &args.query(&connection)?)?
                }
                Source::Collector(collector) => {
                    collector.get("/v1/reports/funnel/levels", args.pairs())?.json()?
                }
            },
        };
        // Lines of their own are what levels are for; one object of millions is no use.
        let asked = args.printing.format.is_some() || args.printing.out.is_some();
        let format = match args.printing.format() {
            Format::Json => Format::Ndjson,
            format if asked => format,
            _ => Format::Ndjson,
        };
        return args.printing.print(format, &levels, &levels, || of_levels(&levels));
    }
    let report = match (&input, &query) {
        (Some(input), Some(query)) => funnel::run_file(input, query)?,
        _ => match place.reach()? {
            Source::Store(connection) => funnel::run(&connection, &args.query(&connection)?)?,
            Source::Collector(collector) => {
                collector.get("/v1/reports/funnel", args.pairs())?.json()?
            }
        },
    };
    let printing = &args.printing;
    printing.note(report.note.as_deref())?;
    if let Some(detail) = &report.detail {
        let title = format!("{} {}s with any of these steps", report.users, report.by);
        return printing.rows(&report, &conditions::rows(&report, detail), &title);
    }
    printing.print(printing.format(), &report, &report.steps, || of_steps(&report))
}

impl Args {
    /// The question, with that of the saved funnel it names.
    fn query(&self, connection: &Connection) -> Result<FunnelQuery, SavedError> {
        match funnel::read(connection, self.pairs()) {
            Err(SavedError::Usage(error)) => wrong(&error),
            other => other,
        }
    }

    /// The options as a URL would name them, so that both are read by one reader.
    fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let steps = self.steps.iter().map(|step| ("step", step.as_str()));
        let modes = self.mode.iter().map(|mode| ("mode", mode.as_str()));
        let single = [
            ("window", &self.window),
            ("by", &self.by),
            ("site", &self.site),
            ("since", &self.since),
            ("until", &self.until),
            ("compat", &self.compat),
            ("saved", &self.saved),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        steps.chain(modes).chain(single).chain(self.conditions.pairs())
    }

    fn input(&self) -> Option<Input<'_>> {
        Some(Input {
            file: self.input.as_deref()?,
            user: self.user.as_deref()?,
            time: self.time.as_deref()?,
            event: self.event.as_deref()?,
        })
    }
}

/// Says how the command was used wrongly, as clap does, and ends with its code, 2.
fn wrong(error: &impl Display) -> ! {
    clap::Error::raw(ErrorKind::ValueValidation, format!("{error}\n")).exit()
}

fn of_steps(report: &FunnelReport) -> Table {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let interval = |low: f64, high: f64| format!("{:.1} to {:.1} %", low * 100.0, high * 100.0);
    let rows = report.steps.iter().map(|step| {
        [
            step.name.clone(),
            step.reached.to_string(),
            percent(step.rate),
            interval(step.rate_low, step.rate_high),
            percent(step.step_rate),
            interval(step.step_low, step.step_high),
            step.dropped.to_string(),
        ]
    });
    let title = format!("{} {}s with any of these steps", report.users, report.by);
    let names = ["step", "reached", "of first", "95 %", "of previous", "95 %", "dropped"];
    Table::new(title, names, rows)
}

fn of_levels(levels: &[UserLevel]) -> Table {
    let rows = levels.iter().map(|UserLevel { user, level }| [user.to_string(), level.to_string()]);
    Table::new(format!("{} users", levels.len()), ["user", "level"], rows)
}
