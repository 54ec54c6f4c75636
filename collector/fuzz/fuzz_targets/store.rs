//! An empty store in memory.

use percorso::query::Connection;
use percorso::store::migrate::migrate;

pub fn fresh() -> Connection {
    let mut connection = Connection::open_in_memory().expect("DuckDB opens in memory");
    migrate(&mut connection, &mut |_| {}).expect("an empty store is set up");
    connection
}
