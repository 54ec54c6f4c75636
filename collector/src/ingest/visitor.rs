//! Who sent it, without knowing who: a keyed hash of what a request shows, under a salt of the day; of
//! who has consented to being recognised, of the device's random id, under a key that lasts.
//!
//! A salt is random and is destroyed, so yesterday's visitors cannot be found again, not even by
//! somebody who holds the file and the address. The address itself goes no further than this file.

use std::net::IpAddr;

/// Bytes of a day's salt.
pub const SALT_BYTES: usize = 32;

/// Today's salt, yesterday's so that a visit survives midnight, and the key that lasts.
#[derive(Clone)]
pub struct Salts {
    /// Today's.
    pub today: [u8; SALT_BYTES],
    /// Yesterday's, if there was one.
    pub yesterday: Option<[u8; SALT_BYTES]>,
    /// The key for visitors who have consented.
    pub lasting: [u8; SALT_BYTES],
}

/// What a request shows of its sender.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The address it came from.
    pub address: IpAddr,
    /// The browser's name for itself.
    pub user_agent: &'a str,
    /// Whether the page was asked for before anybody wanted to see it (`Sec-Purpose: prefetch`).
    pub prefetch: bool,
}

/// The visitor's pseudonym at this site under one salt.
#[must_use]
pub fn id(salt: &[u8; SALT_BYTES], site: &str, sender: Sender<'_>) -> u64 {
    let mut hasher = blake3::Hasher::new_keyed(salt);
    // Lengths keep neighbouring fields apart: ("ab", "c") is not ("a", "bc").
    for field in [site.as_bytes(), sender.user_agent.as_bytes()] {
        hasher.update(&(field.len() as u64).to_le_bytes()).update(field);
    }
    match sender.address.to_canonical() {
        IpAddr::V4(address) => hasher.update(&address.octets()),
        IpAddr::V6(address) => hasher.update(&address.octets()),
    };
    low64(&hasher)
}

/// The pseudonym at this site of a visitor who has consented: the same on every day.
#[must_use]
pub fn lasting_id(key: &[u8; SALT_BYTES], site: &str, device: &str) -> u64 {
    let mut hasher = blake3::Hasher::new_keyed(key);
    for field in [site, device] {
        hasher.update(&(field.len() as u64).to_le_bytes()).update(field.as_bytes());
    }
    low64(&hasher)
}

/// The first 64 bits of a hash.
pub(super) fn low64(hasher: &blake3::Hasher) -> u64 {
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differs_by_salt_site_address_and_browser_and_by_nothing_else() {
        let v4: IpAddr = "192.0.2.1".parse().unwrap();
        let mapped: IpAddr = "::ffff:192.0.2.1".parse().unwrap();
        let sender = |address, user_agent| Sender { address, user_agent, prefetch: false };
        let base = id(&[1; 32], "shop", sender(v4, "ua"));
        assert_eq!(base, id(&[1; 32], "shop", sender(mapped, "ua")));
        assert_ne!(base, id(&[2; 32], "shop", sender(v4, "ua")));
        assert_ne!(base, id(&[1; 32], "shopu", sender(v4, "a")));
        assert_ne!(base, id(&[1; 32], "shop", sender("192.0.2.2".parse().unwrap(), "ua")));
    }
}
