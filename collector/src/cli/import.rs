//! `percorso import`: brings a file of another system into the store.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use percorso_protocol::vocabulary::is_name;

use super::Outcome;
use super::serve::rules;
use crate::ingest::params::currency_code;
use crate::store::import::{self, Import, Mapping, Preset, Progress, Report};
use crate::store::{self, Access};
use crate::ui::figures::count;

/// Import a file of another system; the same file twice counts once.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which system the file comes from.
    #[arg(long, value_enum, required_unless_present = "mapping", conflicts_with = "mapping")]
    preset: Option<PresetName>,
    /// For any other table of events: which column says what (docs/import.md).
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The site to store the events under; the preset's name by default.
    #[arg(long, value_parser = site)]
    site: Option<String>,
    /// Currency of the file's prices.
    #[arg(long, value_parser = currency, default_value = "USD")]
    currency: String,
    /// Write every refused record, with its place and the reason, to this CSV file.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// The rules that say which phase an event belongs to.
    #[arg(long, env = "PERCORSO_RULES", value_name = "FILE")]
    rules: Option<PathBuf>,
    /// How to print the summary.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The file: Parquet, CSV or JSON with one object a line, plain or gzip.
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PresetName {
    /// Google Analytics 360's BigQuery export.
    Ga360,
    /// REES46's open data.
    Rees46,
    /// Snowplow's enriched events with its ecommerce entities.
    Snowplow,
    /// GA4's BigQuery export.
    Ga4,
    /// Matomo's visits, from Live.getLastVisitsDetails.
    Matomo,
    /// Till receipts, calls, visits to a store, letters and e-mails sent.
    Offline,
}

impl From<PresetName> for Preset {
    fn from(name: PresetName) -> Self {
        match name {
            PresetName::Ga360 => Self::Ga360,
            PresetName::Rees46 => Self::Rees46,
            PresetName::Snowplow => Self::Snowplow,
            PresetName::Ga4 => Self::Ga4,
            PresetName::Matomo => Self::Matomo,
            PresetName::Offline => Self::Offline,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A sentence.
    Text,
    /// One object.
    Json,
}

/// Runs the import and says what became of the file.
pub(super) fn run(db: &Path, args: Args) -> Outcome {
    let preset = args.preset.map_or(Preset::Mapped, Preset::from);
    let import = Import {
        preset,
        mapping: args.mapping.as_deref().map(mapping).transpose()?,
        site: args.site.unwrap_or_else(|| preset.name().to_owned()),
        currency: args.currency,
        file: args.file,
        rules: rules::read(args.rules.as_deref())?,
        rejects: args.rejects,
    };
    let mut connection = store::open(db, Access::ReadWrite)?;
    let bar = Bar(ProgressBar::no_length());
    let outcome = import::run(&mut connection, &import, &bar);
    bar.0.finish_and_clear();
    let report = outcome?;

    let summary = match args.format {
        Format::Json => serde_json::to_string(&report)?,
        Format::Text => sentence(&report),
    };
    match writeln!(io::stdout().lock(), "{summary}") {
        // The import is done, whether or not someone still reads.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    refusals(&report, &import, &mut io::stderr().lock())?;
    Ok(())
}

fn mapping(path: &Path) -> Outcome<Mapping> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("could not read the mapping {} ({error})", path.display()))?;
    text.parse().map_err(|error| format!("{}, {error}", path.display()).into())
}

fn sentence(report: &Report) -> String {
    let mut text = format!(
        "{} stored, {} already there, {} rejected, {} of {}, {}",
        counted(report.stored, "event"),
        count(report.already),
        count(report.rejected),
        counted(report.sessions, "session"),
        counted(report.visitors, "visitor"),
        counted(report.orders, "order"),
    );
    if let (Some(first), Some(last)) = (&report.first, &report.last) {
        text.push_str(&format!(", {first} to {last}"));
    }
    text.push_str(&format!(" (site {})", report.site));
    text
}

/// Tells where refused records are, never what they say: they may be about people.
fn refusals(report: &Report, import: &Import, out: &mut impl Write) -> io::Result<()> {
    for refused in &report.refused {
        let more = if refused.count > 3 { ", ..." } else { "" };
        let (refusals, reason) = (count(refused.count), &refused.reason);
        writeln!(out, "rejected {refusals}: {reason} (line {}{more})", refused.places)?;
    }
    match &import.rejects {
        Some(path) if report.rejected > 0 => writeln!(out, "all of them: {}", path.display()),
        None if report.rejected > 0 => writeln!(out, "--rejects FILE writes all of them"),
        _ => Ok(()),
    }
}

fn counted(number: i64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(number))
}

fn site(text: &str) -> Result<String, &'static str> {
    let rule = "a site's name is 1 to 64 of letters, digits, `_`, `.`, `:` and `-`";
    if is_name(text) { Ok(text.to_owned()) } else { Err(rule) }
}

fn currency(text: &str) -> Result<String, &'static str> {
    currency_code(text).ok_or("a currency is three letters of ISO 4217, as in USD")
}

/// Shows how far the import is; draws nothing where stderr is no terminal.
struct Bar(ProgressBar);

impl Progress for Bar {
    fn stage(&self, name: &'static str, bytes: Option<u64>) {
        let template = match bytes {
            Some(_) => "{msg:8} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            None => "{msg:8} {spinner} {elapsed}",
        };
        self.0.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        self.0.set_length(bytes.unwrap_or(0));
        self.0.set_position(0);
        self.0.set_message(name);
        self.0.enable_steady_tick(Duration::from_millis(100));
    }

    fn read(&self, bytes: u64) {
        self.0.inc(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_currencies_are_checked() {
        assert!(site("my.shop").is_ok() && site("").is_err() && site("a b").is_err());
        assert_eq!(currency("eur").unwrap(), "EUR");
        assert!(currency("euro").is_err() && currency("€").is_err());
    }
}
