//! The country an address belongs to, by a database file of the owner's own; nothing finer is read.

use std::net::IpAddr;
use std::path::Path;

use maxminddb::{PathElement, Reader};

/// Where databases keep the country's two letters: MaxMind's and DB-IP's, then IP2Location's and others'.
const PLACES: [&[PathElement<'static>]; 2] = [
    &[PathElement::Key("country"), PathElement::Key("iso_code")],
    &[PathElement::Key("country_code")],
];

/// A database of countries in MaxMind's format.
pub struct Countries(Reader<Vec<u8>>);

impl Countries {
    /// Reads the file into memory: a country database has some megabytes.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub fn open(path: &Path) -> Result<Self, String> {
        let bytes = std::fs::read(path)
            .map_err(|error| format!("could not read {} ({error})", path.display()))?;
        Self::read(bytes).map_err(|error| {
            format!("{} is no database in MaxMind's format ({error})", path.display())
        })
    }

    /// Takes a database that is in memory already.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        Reader::from_source(bytes).map(Self).map_err(|error| error.to_string())
    }

    /// The country as two letters of ISO 3166-1; none for private addresses and where none is known.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> Option<String> {
        let found = self.0.lookup(address.to_canonical()).ok()?;
        let code = |place: &&[PathElement<'_>]| found.decode_path::<&str>(place).ok().flatten();
        let code = PLACES.iter().find_map(code)?;
        let two = code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic());
        two.then(|| code.to_ascii_uppercase())
    }
}
