//! The modes of ClickHouse's `windowFunnel`, by the names ClickHouse gives them.

use std::fmt;

/// Modes of `windowFunnel`; any of them together, but `reentry` only with `order`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes {
    /// `strict_deduplication`: a step that comes again ends the search.
    pub deduplication: bool,
    /// `strict_order`: so does any event that is not the next step.
    pub order: bool,
    /// `strict_increase`: times must grow (as ClickHouse checks it, which misses some chains).
    pub increase: bool,
    /// `strict_once`: an event serves as one step only.
    pub once: bool,
    /// `allow_reentry`: with `strict_order`, a step out of turn is passed over.
    pub reentry: bool,
}

/// What is wrong with a list of modes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModeError {
    /// No such mode.
    Unknown(String),
    /// The old name `strict`.
    Renamed,
    /// `allow_reentry` without `strict_order`.
    Reentry,
}

impl fmt::Display for ModeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(
                f,
                "windowFunnel has no mode {name:?}; there are strict_deduplication, strict_order, \
                 strict_increase, strict_once and allow_reentry"
            ),
            Self::Renamed => write!(f, "mode \"strict\" is now called strict_deduplication"),
            Self::Reentry => write!(f, "mode allow_reentry works only together with strict_order"),
        }
    }
}

impl std::error::Error for ModeError {}

impl Modes {
    /// Reads the modes' names.
    ///
    /// # Errors
    /// Where ClickHouse refuses them too: an unknown or outdated name, `allow_reentry` on its own.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, ModeError> {
        let mut modes = Self::default();
        for name in names {
            match name {
                "strict_deduplication" => modes.deduplication = true,
                "strict_order" => modes.order = true,
                "strict_increase" => modes.increase = true,
                "strict_once" => modes.once = true,
                "allow_reentry" => modes.reentry = true,
                "strict" => return Err(ModeError::Renamed),
                other => return Err(ModeError::Unknown(other.to_owned())),
            }
        }
        if modes.reentry && !modes.order { Err(ModeError::Reentry) } else { Ok(modes) }
    }

    /// The names of the modes that are on.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        [
            (self.deduplication, "strict_deduplication"),
            (self.order, "strict_order"),
            (self.increase, "strict_increase"),
            (self.once, "strict_once"),
            (self.reentry, "allow_reentry"),
        ]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
        .collect()
    }
}
