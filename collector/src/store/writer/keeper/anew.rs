//! The file is opened anew now and then: until then DuckDB holds a block or two of each row group that it has
//! written, 3 to 4 bytes an event.

use std::time::Instant;

use tracing::debug;

use super::super::super::StoreError;
use super::Keeper;

impl Keeper {
    /// Closes the file and opens it at once, unless somebody has a connection. It takes about as long as a
    /// checkpoint; who wants a connection meanwhile waits.
    pub(super) fn open_anew(&mut self) -> Result<(), StoreError> {
        let begun = Instant::now();
        // Closed, a file that has lost its name would be gone.
        self.is_kept(false)?;
        let opened = self.opened.clone();
        let Some(mut first) = opened.alone() else { return Ok(()) };
        self.tables()?.checkpoint()?;
        *first = None;
        self.let_go()?;
        *first = Some(self.connect()?);
        debug!(ms = begun.elapsed().as_millis(), "the store was opened anew, to free memory");
        Ok(())
    }
}
