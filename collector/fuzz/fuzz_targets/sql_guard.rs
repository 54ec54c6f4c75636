//! Any text as a question of SQL: refused with a sentence, or let through, and then it can be planned, or
//! DuckDB says why not.
#![no_main]

mod store;

use std::cell::OnceCell;

use libfuzzer_sys::fuzz_target;
use percorso::query::Connection;
use percorso::query::live::{Guard, Live};

thread_local! {
    static HERE: OnceCell<(Connection, Guard)> = const { OnceCell::new() };
}

fuzz_target!(|text: &str| {
    HERE.with(|here| {
        let (store, guard) = here.get_or_init(|| {
            let store = store::fresh();
            Live::seal(&store).expect("a store is sealed");
            let guard = Guard::new(&store).expect("a store has macros");
            (store, guard)
        });
        match guard.check(text) {
            Err(refused) => assert!(!refused.to_string().is_empty()),
            // Planned, not run: what is let through may take for ever.
            Ok(()) => drop(store.prepare(text)),
        }
    });
});
