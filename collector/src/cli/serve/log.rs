//! How the log is written: for people or for programs, and how much of it.
//!
//! Of the libraries' own words only warnings get in, at whatever level: those of the HTTP library would
//! tell of requests what no log is to know (docs/LOGGING.md).

use std::io::stderr;

use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::prelude::*;

/// Options of the log.
#[derive(Debug, clap::Args)]
pub(super) struct Log {
    /// How the log's lines are written, to standard error
    #[arg(long = "log", env = "PERCORSO_LOG", value_enum, default_value_t = Form::Text)]
    form: Form,
    /// From what weight on lines are written
    #[arg(long = "log-level", env = "PERCORSO_LOG_LEVEL", value_enum, default_value_t = Weight::Info)]
    weight: Weight,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Form {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Weight {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Log {
    /// Writes from now on.
    pub(super) fn begin(&self) {
        let level = match self.weight {
            Weight::Error => Level::ERROR,
            Weight::Warn => Level::WARN,
            Weight::Info => Level::INFO,
            Weight::Debug => Level::DEBUG,
            Weight::Trace => Level::TRACE,
        };
        let others = LevelFilter::from_level(level.min(Level::WARN));
        let which = Targets::new().with_default(others).with_target("percorso", level);
        let log = tracing_subscriber::registry().with(which);
        match self.form {
            Form::Text => log.with(layer().with_writer(stderr).with_target(false)).init(),
            Form::Json => {
                let lines =
                    layer().with_writer(stderr).with_target(false).json().flatten_event(true);
                log.with(lines.with_current_span(false).with_span_list(false)).init();
            }
        }
    }
}
