//! An empty store in memory, made once a thread.

use std::cell::RefCell;

use percorso::query::Connection;
use percorso::store::migrate::migrate;

thread_local! {
    pub static STORE: RefCell<Connection> = RefCell::new({
        let mut connection = Connection::open_in_memory().expect("DuckDB opens in memory");
        migrate(&mut connection, &mut |_| {}).expect("an empty store is set up");
        connection
    });
}
