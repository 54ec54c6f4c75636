//! The page on privacy: `docs/PRIVACY.md` as it is in this version.

use askama::Template;

/// What is recorded, and why.
#[derive(Template)]
#[template(path = "privacy.html")]
pub struct Privacy {
    text: &'static str,
    version: &'static str,
}

impl Privacy {
    /// The page of this version.
    #[must_use]
    pub const fn of_this_version() -> Self {
        let text = include_str!(concat!(env!("OUT_DIR"), "/privacy.html"));
        Self { text, version: env!("CARGO_PKG_VERSION") }
    }
}
