//! The kind of device, by the words that makers of browsers put into their names for it.
//!
//! Mozilla's and Google's rule: `Mobi` is a phone, Android without it a tablet. An iPad that asks for
//! desktop pages calls itself a Macintosh and counts as one.

/// Words of each kind, in small letters; the first kind with a word in the name holds.
const KINDS: [(&str, &[&str]); 5] = [
    (
        "tv",
        &[
            "smart-tv",
            "smarttv",
            "smart tv",
            "appletv",
            "apple tv",
            "googletv",
            "google tv",
            "android tv",
            "hbbtv",
            "netcast",
            "web0s",
            "bravia",
            "crkey",
            "roku",
            "tv safari",
            "aftt",
            "aftm",
            "afts",
            "aftb",
            "viera",
            "dtv",
        ],
    ),
    ("console", &["playstation", "xbox", "nintendo"]),
    ("tablet", &["ipad", "kindle", "playbook", "silk/"]),
    (
        "mobile",
        &[
            "mobi",
            "iphone",
            "ipod",
            "windows phone",
            "blackberry",
            "bb10",
            "opera mini",
            "symbian",
            "kaios",
            "midp",
        ],
    ),
    ("desktop", &["windows nt", "macintosh", "x11", "cros ", "win64", "linux x86"]),
];

/// The kind of device of a browser's name.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let has = |word: &&str| name.contains(*word);
    let tablet = name.contains("tablet") && !name.contains("tablet pc")
        || name.contains("android") && !name.contains("mobi");
    for (kind, words) in KINDS {
        if words.iter().any(has) || kind == "tablet" && tablet {
            // Silk on a phone says so.
            return Some(if kind == "tablet" && name.contains("silk/") && name.contains("mobi") {
                "mobile"
            } else {
                kind
            });
        }
    }
    None
}
