//! The certificate of `percorso serve`: read at the start, and again on SIGHUP.

use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tracing::{info, warn};

use crate::config::Config;
use crate::http::{Tls, TlsError};

/// The certificate that the settings name, if they do.
pub(in crate::cli) fn open(config: &Config) -> Result<Option<Arc<Tls>>, TlsError> {
    let files = config.tls.as_ref();
    files.map(|(certificate, key)| Tls::open(certificate, key).map(Arc::new)).transpose()
}

/// Reads it again whenever SIGHUP comes. One that can't be used changes nothing.
pub(super) fn read_again(tls: &Option<Arc<Tls>>) -> std::io::Result<()> {
    let Some(tls) = tls.clone() else { return Ok(()) };
    let mut asked = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while asked.recv().await.is_some() {
            match tls.read_again() {
                Ok(()) => info!("read the certificate again"),
                Err(error) => warn!(%error, "the certificate stays as it was"),
            }
        }
    });
    Ok(())
}
