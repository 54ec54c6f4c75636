//! How much of everything: bounds both sides keep, so that neither has to trust the other.

/// Bytes of one request's body. Four times the 64 KiB a browser lets a page send as it leaves.
pub const BODY_BYTES: usize = 256 * 1024;
/// Events in one batch.
pub const EVENTS: usize = 500;
/// Bytes of an event's parameters as JSON text.
pub const PARAMS_BYTES: usize = 32 * 1024;
/// Bytes of the batch fields a collector does not know, as JSON text.
pub const EXTRA_BYTES: usize = 1024;
/// Keys in an event's parameters.
pub const PARAMS_KEYS: usize = 64;
/// Objects and arrays inside each other in an event's parameters.
pub const PARAMS_DEPTH: usize = 12;
/// Items in one event; GA4's own limit.
pub const ITEMS: usize = 200;
/// Characters of any one text; longer ones are cut.
pub const TEXT_CHARS: usize = 2048;
/// Characters of an event's or a parameter's name.
pub const NAME_CHARS: usize = 64;
/// Characters of a site's name.
pub const SITE_CHARS: usize = 64;
/// Characters of a page load's or a visitor's random id: 16 bytes in base64url is 22.
pub const PAGE_ID_CHARS: std::ops::RangeInclusive<usize> = 16..=64;
/// Milliseconds an event may wait on the device: a tab left open for a week still counts right.
pub const WAIT_MS: u64 = 7 * 24 * 60 * 60 * 1000;
