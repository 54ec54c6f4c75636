//! Any text as a rule file: it is read, or refused with a line of that file; what is read can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso::ingest::rules::{Happened, Rules};

fuzz_target!(|text: &str| {
    match text.parse::<Rules>() {
        Ok(rules) => {
            let _ = rules.told("shop");
            let _ = rules.rule("shop", "size-guide");
            let _ = rules.keeps_from("shop", "page_view", i64::MAX);
            let happened = Happened {
                site: "shop",
                event: "touchpoint",
                touchpoint: Some("size-guide"),
                path: Some("/checkout/pay"),
                ..Happened::default()
            };
            let _ = rules.phase(happened);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
