//! What is read again on SIGHUP: the settings, and the rules they name.

use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{info, warn};

use super::rules;
use crate::cli::settings::Settings;
use crate::http::SettingsPen;
use crate::ingest::rules::Rules;

/// Reads them again whenever SIGHUP comes. A mistake in either changes nothing of it.
pub(super) fn read_again(
    settings: Settings,
    rules_pen: watch::Sender<Arc<Rules>>,
    settings_pen: SettingsPen,
) -> std::io::Result<()> {
    // Also where there is no file: SIGHUP would otherwise end the collector.
    let mut asked = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while asked.recv().await.is_some() {
            let config = match settings.config() {
                Ok(config) => config,
                Err(error) => {
                    warn!(%error, "the settings and the rules stay as they were");
                    continue;
                }
            };
            match rules::read_to_serve(config.rules.as_deref()) {
                Ok(rules) => {
                    let count = rules.len();
                    rules_pen.send_replace(Arc::new(rules));
                    info!(rules = count, "read the rules again");
                }
                Err(error) => warn!(%error, "the rules stay as they were"),
            }
            let sites = config.sites.len();
            settings_pen.write(config);
            // Once they are in force: whoever reads it acts on it.
            info!(sites, "read the settings again");
        }
    });
    Ok(())
}
