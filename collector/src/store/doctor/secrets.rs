//! The files beside the store that must not be read by others, nor lost.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Finding;
use crate::ingest::visitor::SALT_BYTES;
use crate::store::salt;
use crate::store::secret::beside;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// The key and the salt, without a byte of what is in them.
pub(super) fn examine(store: &Path, now: i64) -> Vec<Finding> {
    vec![key(&beside(store, "key")), todays_salt(&beside(store, "salt"), now)]
}

fn key(path: &Path) -> Finding {
    let what = "key";
    match read(path) {
        Ok(None) => Finding::odd(
            what,
            format!(
                "{} is not there; the next start makes one, and visitors who consented before count as new: put \
                 back the copy you have",
                path.display()
            ),
        ),
        Ok(Some(bytes)) if bytes.len() != SALT_BYTES => Finding::bad(
            what,
            format!(
                "{} is damaged ({} bytes in place of {SALT_BYTES}) and the collector does not start: put back the \
                 copy you have, or delete it and visitors who consented count as new",
                path.display(),
                bytes.len()
            ),
        ),
        Ok(Some(_)) => mode(what, path, "whole; back it up apart from the store"),
        Err(error) => unread(what, path, &error),
    }
}

fn todays_salt(path: &Path, now: i64) -> Finding {
    let what = "salt";
    match read(path) {
        Ok(None) => Finding::good(what, "none yet; the next start makes one"),
        Ok(Some(bytes)) => match salt::day_of(&bytes) {
            None => Finding::odd(what, "damaged; today's visitors are counted anew, no more"),
            Some(day) if day > now / DAY => Finding::odd(
                what,
                format!(
                    "of a day {} days from now: this machine's clock was, or is, wrong",
                    day - now / DAY
                ),
            ),
            Some(_) => mode(what, path, "whole; it belongs into no backup"),
        },
        Err(error) => unread(what, path, &error),
    }
}

fn mode(what: &'static str, path: &Path, said: &str) -> Finding {
    let open = fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if open {
        return Finding::odd(what, format!("others can read it: chmod 600 {}", path.display()));
    }
    Finding::good(what, said)
}

fn unread(what: &'static str, path: &Path, error: &io::Error) -> Finding {
    let path = path.display();
    let said = format!(
        "{path} cannot be read ({error}) and the collector does not start: run as its owner, or give it to the \
         user the collector runs as (chown USER {path})"
    );
    Finding::bad(what, said)
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
