//! `percorso demo`: fills the store with made-up shoppers, and says what is true of them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use percorso_protocol::vocabulary::is_name;

use super::Outcome;
use crate::clock;
use crate::demo::{Config, Plan, rows};
use crate::store::fill::fill;
use crate::store::{self, Access};
use crate::ui::figures::count;

/// Shoppers on whom the rate of events is measured before so many events are made.
const PILOT: u32 = 3_000;
/// Hours of rows that wait for the store.
const AHEAD: usize = 64;

/// Fill the store with a made-up shop's history, marked as source `demo`, whose truth is known.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Months of history.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// How many shoppers; by default 5000, or as many as make the events asked for.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20_000_000))]
    visitors: Option<u32>,
    /// About how many events; with --visitors, visits are told in less detail to come near it.
    #[arg(long)]
    events: Option<u64>,
    /// The same seed (and --until) makes the same history.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The day on which the history ends; by default it ends now.
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// Write what is true of it, as JSON, to this file.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// The site to store it under; it must have no events yet.
    #[arg(long, value_parser = site, default_value = "demo")]
    site: String,
    /// Plant no friction.
    #[arg(long)]
    no_frictions: bool,
    /// Plant no incident.
    #[arg(long)]
    no_incidents: bool,
    /// Plant no intervention.
    #[arg(long)]
    no_interventions: bool,
}

/// Makes the history and stores it.
pub(super) fn run(db: &Path, args: &Args) -> Outcome {
    let config = config(args);
    let mut connection = store::open(db, Access::ReadWrite)?;
    let bar = ProgressBar::new(0);
    bar.set_style(
        ProgressStyle::with_template("{msg:9} {bar:30} {human_pos}/{human_len} visits {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.enable_steady_tick(Duration::from_millis(100));
    bar.set_message("deciding");
    let plan = Plan::new(config);
    bar.set_length(plan.visits.len() as u64);
    bar.set_message("storing");
    let stored = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(AHEAD);
        let plan = &plan;
        scope.spawn(move || {
            // Nobody hears it when storing has failed.
            rows(plan).try_for_each(|batch| send.send(batch)).ok();
        });
        let mut done = 0;
        fill(&mut connection, &plan.config.site, receive.into_iter(), |rows| {
            let until = rows.last().map_or(0, |row| row.occurred_at);
            let visits = plan.visits.get(done..).unwrap_or_default();
            done += visits.partition_point(|visit| visit.at <= until);
            bar.set_position(done as u64);
        })
    });
    bar.finish_and_clear();
    let stored = stored?;
    if let Some(path) = &args.truth {
        let text = serde_json::to_string_pretty(&plan.truth)?;
        fs::write(path, text + "\n")
            .map_err(|error| format!("could not write {}: {error}", path.display()))?;
    }
    let number = |number: u64| count(i64::try_from(number).unwrap_or(i64::MAX));
    let truth = &plan.truth;
    let summary = format!(
        "{} events stored, {} visits, {} orders, {} to {} (site {}, made up: source demo)",
        number(stored),
        number(truth.visits),
        number(truth.orders),
        truth.from,
        truth.until,
        truth.site,
    );
    match writeln!(std::io::stdout().lock(), "{summary}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// The configuration that comes near what is asked for.
fn config(args: &Args) -> Config {
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let until = args.until.map_or_else(clock::now, |day| midnight(day).timestamp_micros());
    let mut config = Config::new(args.seed, args.visitors.unwrap_or(5_000), until);
    config = config.months(args.months);
    config.site.clone_from(&args.site);
    if args.no_frictions {
        config = config.without_frictions();
    }
    if args.no_incidents {
        config = config.without_incidents();
    }
    if args.no_interventions {
        config = config.without_interventions();
    }
    if let Some(events) = args.events {
        let full = per_shopper(&config, 1.0);
        match args.visitors {
            None => config.shoppers = shoppers(events as f64 / full),
            Some(shoppers) => {
                let bare = per_shopper(&config, 0.0);
                let wanted = events as f64 / f64::from(shoppers);
                config.detail = ((wanted - bare) / (full - bare)).clamp(0.0, 1.0);
            }
        }
    }
    config
}

/// Events a shopper makes, as measured on a few.
fn per_shopper(config: &Config, detail: f64) -> f64 {
    let config = Config { shoppers: PILOT, detail, ..config.clone() };
    let events: usize = rows(&Plan::new(config)).map(|rows| rows.len()).sum();
    events as f64 / f64::from(PILOT)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn shoppers(number: f64) -> u32 {
    number.round().clamp(1.0, 20_000_000.0) as u32
}

fn site(text: &str) -> Result<String, &'static str> {
    let rule = "a site's name is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`";
    if is_name(text) { Ok(text.to_owned()) } else { Err(rule) }
}
