//! The report of a month: one file that stands alone, in two languages, whose numbers are the reports'.

use crate::ask;
use crate::shop::planted;

#[test]
fn a_month_stands_alone_and_has_the_reports_numbers() {
    let shop = planted();
    let out = shop.path("march.html");
    let page = |lang: &str| {
        let args = ["report", "--month", "2026-03", "--lang", lang, "--out", out.to_str().unwrap()];
        let output = shop.command(&args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(&out).unwrap()
    };
    let (english, italian) = (page("en"), page("it"));
    assert!(english.contains("March 2026") && italian.contains("marzo 2026"));
    assert!(english.len() < 300 * 1024);
    for outside in ["src=", "href=", "http://", "https://", "@import", "url("] {
        assert!(!english.contains(outside), "the page asks for {outside}");
    }
    let march = ["--since", "2026-03-01", "--until", "2026-03-31"];
    let carts = &ask(&shop, "carts", &march)[0];
    let rate = carts["abandonment_rate"].as_f64().unwrap() * 100.0;
    let said = format!(
        "{} of {} carts were abandoned, {rate:.1} % of those no longer open",
        carts["abandoned"], carts["carts"]
    );
    assert!(english.contains(&said), "{said}");
    let orders = ask(&shop, "evolution", &[&march[..], &["--figure", "orders"]].concat());
    assert!(english.contains(&format!("{} orders", orders[0]["value"].as_f64().unwrap())));
    assert!(english.contains("customers who can be met again ordered"));
    let wrong = shop.command(&["report", "--month", "March"]).output().unwrap();
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("write 2026-10 or 2026"));
}

/// The page, the command and the reports say one thing: every sentence of the page is a finding, and every
/// finding's evidence is in the answer of its report.
#[test]
fn findings_are_the_pages_sentences_and_their_evidence_is_the_reports() {
    let shop = planted();
    let march = ["--since", "2026-03-01", "--until", "2026-03-31"];
    for lang in ["en", "it"] {
        let args = [&["findings", "--lang", lang, "--format", "json"], &march[..]].concat();
        let output = shop.command(&args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = told["findings"].as_array().unwrap();
        assert!(told["lang"] == lang && findings.len() >= 8, "{told:#}");
        let page = ["report", "--month", "2026-03", "--lang", lang];
        let page = String::from_utf8(shop.command(&page).output().unwrap().stdout).unwrap();
        for finding in findings {
            let (report, sentence) =
                (finding["report"].as_str().unwrap(), finding["sentence"].as_str().unwrap());
            if ["carts", "stages", "repeat", "rhythm"].contains(&report) {
                assert!(page.contains(&sentence.replace('\'', "&#39;")), "{sentence}");
            }
            if ["evolution", "stages", "rhythm"].contains(&report) {
                continue;
            }
            let model: &[&str] = if report == "attribution" { &["--model", "markov"] } else { &[] };
            let rows = ask(&shop, report, &[&march[..], model].concat());
            let evidence = finding["evidence"].as_object().unwrap();
            let has =
                |row: &serde_json::Value| evidence.iter().all(|(name, value)| &row[name] == value);
            assert!(!evidence.is_empty() && rows.iter().any(has), "{finding}");
        }
    }
    let args = ["findings", "--report", "members"];
    let said = String::from_utf8(shop.command(&args).output().unwrap().stderr).unwrap();
    assert!(said.contains("has no findings; these have: evolution"), "{said}");
}
