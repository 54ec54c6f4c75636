//! The rule file of `percorso serve`: read at the start, and again on SIGHUP.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::ingest::rules::Rules;

/// The rules in the file; none without one.
pub(super) fn read(file: Option<&Path>) -> Result<Rules, String> {
    let Some(file) = file else { return Ok(Rules::default()) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("could not read the rules {} ({error})", file.display()))?;
    text.parse().map_err(|error| format!("{}, {error}", file.display()))
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
                Err(error) => warn!("the rules stay as they were: {error}"),
            }
        }
    });
    Ok(())
}
