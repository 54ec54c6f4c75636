//! Any query string: a question to the funnel or to a report is read, or refused with a sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use percorso::report::catalogue::REPORTS;
use percorso::report::funnel::FunnelQuery;
use percorso::report::question::Question;
use url::form_urlencoded::parse;

fuzz_target!(|query: &[u8]| {
    if let Err(error) = FunnelQuery::from_pairs(parse(query)) {
        assert!(!error.to_string().is_empty());
    }
    for report in REPORTS {
        match Question::from_pairs(report, parse(query)) {
            // Every option has a value, given or not, and is told as understood.
            Ok(question) => {
                let understood = question.understood();
                assert!(report.options().all(|option| understood.contains_key(option.name)));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
