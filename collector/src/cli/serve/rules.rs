//! The rule file of `percorso serve`: read at the start, and again on SIGHUP.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::ingest::rules::Rules;
use crate::ingest::spam::Spammers;

/// The rules in the file, with the list of spammers it names; without one those every shop begins with.
pub(in crate::cli) fn read(file: Option<&Path>) -> Result<Rules, String> {
    let Some(file) = file else { return Ok(Rules::default()) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("could not read the rules {} ({error})", file.display()))?;
    let mut rules: Rules = text.parse().map_err(|error| format!("{}, {error}", file.display()))?;
    if let Some(list) = &rules.spammers_file {
        let list = file.parent().unwrap_or(Path::new("")).join(list);
        let hosts = std::fs::read_to_string(&list)
            .map_err(|error| format!("could not read the spammers {} ({error})", list.display()))?;
        rules.spammers = Spammers::with(&hosts);
    }
    Ok(rules)
}

/// Reads the file again whenever SIGHUP comes. One with a mistake changes nothing.
pub(super) fn read_again(
    file: Option<PathBuf>,
    pen: watch::Sender<Arc<Rules>>,
) -> std::io::Result<()> {
    // Also without a file: SIGHUP would otherwise end the collector.
    let mut asked = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while asked.recv().await.is_some() {
            match read(file.as_deref()) {
                Ok(rules) => {
                    info!(rules = rules.len(), "read the rules again");
                    pen.send_replace(Arc::new(rules));
                }
                Err(error) => warn!(%error, "the rules stay as they were"),
            }
        }
    });
    Ok(())
}
