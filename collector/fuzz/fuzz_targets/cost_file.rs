//! Any text as a file of costs: read, or refused with a sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso::report::costs::read;

fuzz_target!(|text: &str| {
    match read(text) {
        Ok(costs) => assert!(costs.iter().all(|cost| cost.cost >= 0.0 && !cost.channel.is_empty())),
        Err(why) => assert!(!why.is_empty()),
    }
});
