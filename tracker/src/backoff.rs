//! How long to wait before trying again, and what is worth trying again.

/// The first wait's upper bound; each failure after it doubles the wait.
const FIRST_MS: u32 = 2_000;
/// Doublings at most: a collector that is down for long is asked every four minutes.
const DOUBLINGS: u32 = 7;
/// The longest `Retry-After` that is believed; a page is rarely open for longer.
const ASKED_MAX_S: u32 = 3_600;

/// Whether a reply means "not now", so that the same batch may be taken later.
///
/// Zero stands for no reply at all. Any other refusal would be the same next time.
pub(crate) fn is_passing(status: u16) -> bool {
    matches!(status, 0 | 408 | 429 | 500..)
}

/// The wait in milliseconds after the `failures`-th failure in a row.
///
/// `asked_s` is the reply's `Retry-After` in seconds, or 0; it is never undercut. `random`, in 0..1,
/// spreads the pages that failed together.
pub(crate) fn wait_ms(failures: u32, asked_s: u32, random: f64) -> u32 {
    let own = FIRST_MS << failures.saturating_sub(1).min(DOUBLINGS);
    let asked = asked_s.min(ASKED_MAX_S) * 1_000;
    // Half of our own wait is left to chance, on top of what was asked for.
    // Both are bounded above, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let chance = (f64::from(own / 2) * random) as u32;
    asked.max(own / 2) + chance
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_passing_failures_are_tried_again() {
        assert!([0, 408, 429, 500, 502, 503, 504].into_iter().all(is_passing));
        assert!(![200, 202, 204, 400, 403, 404, 413, 415, 422].into_iter().any(is_passing));
    }

    #[test]
    fn the_wait_doubles_up_to_a_bound() {
        let waits: Vec<_> = (1..=10).map(|n| wait_ms(n, 0, 1.0)).collect();
        assert_eq!(waits[..4], [2_000, 4_000, 8_000, 16_000]);
        assert_eq!(waits[7..], [256_000; 3]);
    }

    proptest! {
        #[test]
        fn what_the_collector_asks_is_never_undercut(failures: u32, asked: u32, random in 0.0..1.0) {
            let wait = wait_ms(failures, asked, random);
            prop_assert!(wait >= asked.min(ASKED_MAX_S) * 1_000);
            prop_assert!((1_000..=ASKED_MAX_S * 1_000 + 256_000).contains(&wait));
        }
    }
}
