//! Any text as a segment's rule: refused with a sentence, or read; then the store can be asked for it.
#![no_main]

mod store;

use libfuzzer_sys::fuzz_target;
use percorso::query::Connection;
use percorso::query::segment::{Rule, members};

thread_local!(static STORE: Connection = store::fresh());

fuzz_target!(|text: &str| {
    match text.parse::<Rule>() {
        Ok(rule) => STORE.with(|store| {
            let found = members(store, &rule).expect("what is read can be asked");
            assert!(found.is_empty(), "an empty store has no visits");
        }),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
