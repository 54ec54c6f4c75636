//! Whether events arrive, and whether their times can be right.

use super::Finding;
use crate::store::prune::Hole;

/// Whether events arrive, in words.
#[must_use]
pub fn last(events: i64, last_received: Option<i64>, now: i64) -> Finding {
    let Some(last) = last_received else {
        return Finding::good("events", "none is stored yet");
    };
    let ago = now.saturating_sub(last) / 1_000_000;
    if ago < -60 {
        let said = format!(
            "{events} are stored, and the last was acknowledged {} s from now: this machine's clock was, or \
             is, wrong; set it (timedatectl), stored times are not changed",
            -ago
        );
        return Finding::odd("events", said);
    }
    Finding::good("events", format!("{events} are stored; the last was acknowledged {ago} s ago"))
}

/// Days without events, which a wrong clock may have made.
#[must_use]
pub fn hole(hole: Hole) -> Finding {
    let said = format!(
        "nothing was received for {} days, until {}: the collector stood still, or this machine's clock is wrong. \
         Until {} nothing that is too old is taken away by itself; set the clock (timedatectl), or, where it is \
         right, `percorso prune`",
        hole.days,
        hole.end(),
        hole.until()
    );
    Finding::odd("clock", said)
}
