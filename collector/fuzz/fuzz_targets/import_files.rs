//! Any bytes as a file of another system: imported or refused as a whole, and then nothing is stored; what
//! is imported adds up, and importing it again stores nothing.
#![no_main]

mod store;

use std::io::Write;

use libfuzzer_sys::fuzz_target;
use percorso::ingest::rules::Rules;
use percorso::store::import::{Import, Preset, Progress, run};

/// Column names, so that the fuzzer need not find them out.
const HEADER: &[u8] =
    b"event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";

const SNOWPLOW: &[u8] =
    b"event_id\tevent_name\tcollector_tstamp\tdomain_userid\tpage_urlpath\n";
const OFFLINE: &[u8] = b"occurred_at,contact,customer,order_id,value,currency,store\n";

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: Option<u64>) {}
    fn read(&self, _: u64) {}
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte says as what; the rest is the file.
    let Some((which, bytes)) = bytes.split_first() else { return };
    let (preset, header) = match which % 6 {
        0 => (Preset::Ga360, &b""[..]),
        1 => (Preset::Snowplow, SNOWPLOW),
        2 => (Preset::Offline, OFFLINE),
        3 => (Preset::Ga4, &b""[..]),
        4 => (Preset::Matomo, &b""[..]),
        _ => (Preset::Rees46, HEADER),
    };
    let mut file = tempfile::NamedTempFile::new().expect("a file can be made");
    file.write_all(header).and_then(|()| file.write_all(bytes)).expect("it can be written");
    let import = Import {
        preset,
        mapping: None,
        site: "shop".to_owned(),
        currency: "EUR".to_owned(),
        file: file.path().to_owned(),
        rules: Rules::default(),
        rejects: None,
    };
    // A store of its own: one that grows is slower with every input, and a failure would depend on others.
    let mut store = store::fresh();
    if run(&mut store, &import, &Silent).is_ok() {
        let again = run(&mut store, &import, &Silent).expect("what could be imported can be again");
        assert_eq!(again.stored, 0, "nothing is stored twice");
    }
});
