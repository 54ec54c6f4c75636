//! Any text as a file of settings: it is read, or refused with a line that the file has.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use percorso::config::Config;

fuzz_target!(|text: &str| {
    match Config::read(text, Path::new("/etc/percorso")) {
        Ok(config) => {
            let named = config.sites.keys().next().map_or("shop", String::as_str);
            let _ = config.takes(named, Some("https://shop.example"));
            let limits = config.limits;
            assert!(limits.requests_per_second >= 0.0 && limits.requests_burst >= 0.0);
        }
        Err(error) => {
            // The end of a file without a last line break is on a line of its own.
            assert!((1..=text.lines().count() + 1).contains(&error.line), "{error}");
        }
    }
});
