//! Any text as a mapping file: read, or refused with a line that the file has.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso::store::import::Mapping;

fuzz_target!(|text: &str| {
    if let Err(error) = text.parse::<Mapping>() {
        assert!((1..=text.matches('\n').count() + 1).contains(&error.line), "{error}");
    }
});
