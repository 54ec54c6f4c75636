//! The settings in force. Sites, origins, limits and proxies may be exchanged while the collector runs.

use std::sync::Arc;

use tokio::sync::watch;

use super::client::Proxies;
use super::limit::Limits;
use crate::config::Config;

/// The settings, with what is made of them.
pub(super) struct InForce {
    pub(super) config: Config,
    /// Whose word on addresses counts.
    pub(super) proxies: Proxies,
    /// How much is taken from whom.
    pub(super) limits: Arc<Limits>,
}

impl InForce {
    fn of(config: Config, limits: Arc<Limits>) -> Arc<Self> {
        let trusted = config.trusted_proxies.clone();
        let proxies = Proxies { trusted, rfc7239: config.rfc7239 };
        Arc::new(Self { config, proxies, limits })
    }
}

/// Where the settings are read from.
#[derive(Clone)]
pub struct SettingsBook(watch::Receiver<Arc<InForce>>);

/// Puts other settings into force.
pub struct SettingsPen(watch::Sender<Arc<InForce>>);

impl SettingsBook {
    /// A book, and the pen to write other settings with.
    #[must_use]
    pub fn new(config: Config) -> (Self, SettingsPen) {
        let limits = Arc::new(Limits::new(config.limits));
        let (pen, book) = watch::channel(InForce::of(config, limits));
        (Self(book), SettingsPen(pen))
    }

    /// The settings as they are now.
    pub(super) fn now(&self) -> Arc<InForce> {
        Arc::clone(&self.0.borrow())
    }
}

impl SettingsPen {
    /// From now on these are in force. Limits that stay as they were remember what was taken.
    pub fn write(&self, config: Config) {
        let before = Arc::clone(&self.0.borrow());
        let limits = match before.config.limits == config.limits {
            true => Arc::clone(&before.limits),
            false => Arc::new(Limits::new(config.limits)),
        };
        self.0.send_replace(InForce::of(config, limits));
    }
}
