//! Any text as a segment's rule: refused with a sentence, or read; then the store can be asked for it.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use percorso::query::Connection;
use percorso::query::segment::{Rule, members};
use percorso::store::migrate::migrate;

thread_local! {
    static STORE: RefCell<Connection> = RefCell::new(store());
}

fn store() -> Connection {
    let mut connection = Connection::open_in_memory().expect("DuckDB opens in memory");
    migrate(&mut connection, &mut |_| {}).expect("an empty store is set up");
    connection
}

fuzz_target!(|text: &str| {
    match text.parse::<Rule>() {
        Ok(rule) => STORE.with_borrow(|store| {
            let found = members(store, &rule).expect("what is read can be asked");
            assert!(found.is_empty(), "an empty store has no visits");
        }),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
