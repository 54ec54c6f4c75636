//! `percorso demo`: fills the store with made-up shoppers, and says what is true of them.

use std::collections::HashSet;
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

/// Visitors, unless told otherwise.
const VISITORS: u32 = 5_000;
/// Shoppers on whom it is measured how many visitors and events one makes.
const PILOT: u32 = 1_000;
/// Hours of rows that wait for the store.
const AHEAD: usize = 64;

/// Fill the store with a made-up shop's history, marked as source `demo`, whose truth is known.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Months of history.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// About how many visitors, as the collector counts them; by default 5000, or as many as make the
    /// events asked for.
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
    /// How much more readily shoppers come as far as the cart, in log odds: with 2.5, few shoppers make
    /// many checkouts.
    #[arg(long, default_value_t = 0.0, value_parser = keen)]
    keen: f64,
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
    writeln!(std::io::stdout().lock(), "{summary}")?;
    Ok(())
}

/// The configuration that comes near what is asked for.
fn config(args: &Args) -> Config {
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    let until = args.until.map_or_else(clock::now, |day| midnight(day).timestamp_micros());
    let mut config = Config::new(args.seed, PILOT, until).months(args.months).with_offline();
    config.keen = args.keen;
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
    let full = Pilot::of(&config);
    let events = args.events.map(|events| events as f64);
    match (args.visitors, events) {
        (None, Some(events)) => config.shoppers = shoppers(events / full.events),
        (visitors, events) => {
            let visitors = f64::from(visitors.unwrap_or(VISITORS));
            config.shoppers = shoppers(visitors / full.visitors);
            if let Some(events) = events {
                let bare = Pilot::of(&Config { detail: 0.0, shoppers: PILOT, ..config.clone() });
                let wanted = events / f64::from(config.shoppers);
                let detail = (wanted - bare.events) / (full.events - bare.events);
                config.detail = detail.clamp(0.0, 1.0);
            }
        }
    }
    config
}

/// What one shopper makes, on average, as measured on a few.
struct Pilot {
    events: f64,
    /// Visitors, as the collector counts them: who has not consented is another one every day.
    visitors: f64,
}

impl Pilot {
    fn of(config: &Config) -> Self {
        let (mut events, mut visitors) = (0, HashSet::new());
        for row in rows(&Plan::new(config.clone())).flatten() {
            events += 1;
            visitors.insert(row.visitor_id);
        }
        let each = |count: usize| count as f64 / f64::from(config.shoppers);
        Self { events: each(events), visitors: each(visitors.len()) }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn shoppers(number: f64) -> u32 {
    number.round().clamp(1.0, 20_000_000.0) as u32
}

fn site(text: &str) -> Result<String, &'static str> {
    let rule = "a site's name is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`";
    if is_name(text) { Ok(text.to_owned()) } else { Err(rule) }
}

fn keen(text: &str) -> Result<f64, &'static str> {
    let keen = text.parse().ok().filter(|keen| (0.0..=5.0).contains(keen));
    keen.ok_or("it is a number from 0 to 5")
}
