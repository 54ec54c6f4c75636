//! `percorso backup` and `percorso restore`: a checked copy of the store, and back.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use super::Outcome;
use super::ask::{Collector, Place};
use crate::clock;
use crate::store::StoreReport;
use crate::store::backup;
use crate::store::place::require_store;
use crate::store::restore;

/// Copy the store while the collector runs, and check the copy by opening it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The copy is one DuckDB file with everything acknowledged until the command began. Neither the day's salt
nor the lasting key is in it: the first belongs into no backup, the second into one of its own.")]
pub(super) struct Backup {
    /// The file to make; nothing is written over.
    to: PathBuf,
}

/// Put a copy in the store's place; what was there is kept beside it.
#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// The copy.
    from: PathBuf,
}

/// Runs `percorso backup`.
pub(super) fn backup(place: &Place, args: &Backup) -> Outcome {
    let begun = Instant::now();
    require_store(&place.db)?;
    let before = running(place)?;
    let copied = backup::copy(&place.db, &args.to)?;
    let after = running(place)?;
    // Between the two, whatever arrived may be in the copy or not.
    let events = |report: &Option<StoreReport>| {
        report.as_ref().and_then(|report| report.tally).map(|tally| tally.events)
    };
    if let (Some(least), Some(most)) = (events(&before), events(&after)) {
        let found = copied.tally.events;
        if least <= most && !(least..=most).contains(&found) {
            return Err(format!(
                "the copy {} opens and holds {found} events, and the collector had {least} before and {most} \
                 after; make another",
                args.to.display()
            )
            .into());
        }
    }
    writeln!(
        std::io::stdout().lock(),
        "{}: {} events, {} MB, checked, in {:.1} s",
        args.to.display(),
        copied.tally.events,
        copied.bytes >> 20,
        begun.elapsed().as_secs_f64()
    )?;
    Ok(())
}

/// Runs `percorso restore`.
pub(super) fn restore(place: &Place, args: &Restore) -> Outcome {
    let restored = restore::restore(&args.from, &place.db, clock::now(), &mut |_| {})?;
    let mut out = std::io::stdout().lock();
    let (db, events) = (place.db.display(), restored.copied.tally.events);
    writeln!(out, "{db}: {events} events, checked")?;
    if let Some(kept) = restored.kept {
        writeln!(out, "what was there before: {}", kept.display())?;
    }
    Ok(())
}

/// What the collector that has the store says of it; nothing where none runs.
pub(super) fn running(
    place: &Place,
) -> Result<Option<StoreReport>, Box<dyn std::error::Error + Send + Sync>> {
    let Some(collector) = Collector::beside(&place.db)? else { return Ok(None) };
    // A note may be a killed collector's: then nobody answers, and nobody has the file.
    match collector.get("/v1/store", [("", ""); 0]) {
        Ok(answer) => Ok(Some(answer.json()?)),
        Err(_) => Ok(None),
    }
}
