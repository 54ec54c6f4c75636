//! Any body from a server: refused, or turned into rows and drops that add up.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use percorso::ingest::accept::Here;
use percorso::ingest::agent::Agents;
use percorso::ingest::rules::Rules;
use percorso::ingest::server;
use percorso::ingest::visitor::{SALT_BYTES, Salts};

static AGENTS: LazyLock<Agents> = LazyLock::new(Agents::default);
static RULES: LazyLock<Rules> = LazyLock::new(Rules::default);

/// 2026-01-31, in microseconds since 1970.
const NOW: i64 = 1_769_817_600_000_000;

fuzz_target!(|body: &[u8]| {
    let Ok(told) = server::read(body) else { return };
    let salts = Salts { today: [1; SALT_BYTES], yesterday: None, lasting: [2; SALT_BYTES] };
    let here = Here { salts: &salts, rules: &RULES, agents: &AGENTS, countries: None, now: NOW };
    let (site, sent) = (told.site.clone(), told.events.len());
    let (rows, dropped) = server::rows(told, here);
    assert_eq!(rows.len() + dropped.len(), sent, "each is stored or dropped");
    assert!(dropped.iter().all(|(place, _)| *place < sent));
    for row in &rows {
        assert_eq!(row.site, site);
        assert!(row.occurred_at <= NOW + 5 * 60 * 1_000_000, "nothing is of the future");
    }
});
