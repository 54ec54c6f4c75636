//! The report of a month: one file that stands alone, in two languages, whose numbers are the reports'.

use serde_json::{Value, json};

use crate::common::Shop;
use crate::shop::planted;
use crate::{ask, shop_with};

/// What a command that succeeds writes.
fn said(shop: &Shop, args: &[&str]) -> String {
    let output = shop.command(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that fails complains of.
fn refused(shop: &Shop, args: &[&str]) -> String {
    let output = shop.command(args).output().unwrap();
    assert!(!output.status.success(), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The findings of one report.
fn findings(shop: &Shop, report: &str, args: &[&str]) -> Vec<Value> {
    let asked = [&["findings", "--format", "json", "--report", report], args].concat();
    let mut told: Value = serde_json::from_str(&said(shop, &asked)).unwrap();
    serde_json::from_value(told["findings"].take()).unwrap()
}

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
        "{} of {} carts were abandoned, {rate:.1} % of those neither open nor emptied",
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
    let said = refused(&shop, &["findings", "--report", "funnels"]);
    assert!(said.contains("has no findings; these have: evolution"), "{said}");
}

#[test]
fn a_page_of_a_segment_has_the_segments_numbers() {
    let shop = planted();
    said(&shop, &["segment", "save", "phones", "device=mobile"]);
    let page = said(&shop, &["report", "--month", "2026-03", "--segment", "phones"]);
    assert!(page.contains("phones, March 2026"));
    let march = ["--since", "2026-03-01", "--until", "2026-03-31", "--segment", "phones"];
    let carts = &ask(&shop, "carts", &march)[0];
    // Of four carts of March two were made on a phone, and one of these was ordered later.
    assert_eq!([&carts["carts"], &carts["abandoned"]], [&json!(2), &json!(1)]);
    assert!(page.contains("1 of 2 carts were abandoned, 50.0 %"), "{page}");
    let said = refused(&shop, &["report", "--month", "2026-03", "--segment", "phone"]);
    assert!(said.contains("there is no segment \"phone\""), "{said}");
}

/// The numbers of friction.rs, where they are reckoned by hand.
#[test]
fn friction_is_told_with_its_currency_and_what_adds_up() {
    let shop = shop_with(include_str!("plant_friction.sql"));
    let page = said(&shop, &["report", "--month", "2026-03"]);
    let without = (100.0 * 2.0 / 3.0 + 40.0 * 0.6 + 12.0 * 0.7) / 152.0;
    let lost = format!("{:.2}", 50.0 * (152.0 * without - 63.0)).replace("1803", "1,803");
    let head = page.find("counted once").unwrap();
    let cells = page.split_at(head).1;
    // Nobody met two frictions: what counts once is all there is.
    assert_eq!(cells.matches(&lost).count(), 2, "{lost}: {cells}");
    assert!(cells.contains("EUR"), "{cells}");
    assert!(page.contains(&format!("up to {lost} EUR of revenue at risk.")), "{lost}");
}

/// Counted by hand in plant_guide.sql and plant_friction.sql.
#[test]
fn what_needs_a_name_or_a_group_is_found_too() {
    let shop = shop_with(include_str!("plant_guide.sql"));
    let guide = &findings(&shop, "touchpoint", &[])[0];
    let sentence = guide["sentence"].as_str().unwrap();
    let expect = "guide: of 5 visits that met it 40.0 % went further and 20.0 % ordered";
    assert!(sentence.starts_with(expect), "{sentence}");
    assert_eq!(guide["evidence"]["touchpoint"], "guide");
    let shop = shop_with(include_str!("plant_friction.sql"));
    // Of 1,452 visits that come to payment 913 order, and end with that; 539 do not.
    let paths = &findings(&shop, "paths", &[])[0]["evidence"];
    let ends = [&paths["from"], &paths["journeys"], &paths["conversion"]];
    assert_eq!(ends, [&json!("purchase"), &json!(913), &json!(1.0)], "{paths}");
    said(&shop, &["segment", "save", "tablets", "device=tablet"]);
    let members = &findings(&shop, "members", &["--segment", "tablets"])[0]["evidence"];
    assert_eq!(*members, json!({"visits": 112, "people": 112, "orders": 78.0}));
    let steps =
        ["funnel", "--step", "page_view", "--step", "add_payment_info", "--step", "purchase"];
    said(&shop, &[&steps[..], &["--save", "paying"]].concat());
    let funnel = &findings(&shop, "funnel", &["--lang", "it"])[0];
    let evidence = &funnel["evidence"];
    assert_eq!([&evidence["to"], &evidence["dropped"]], [&json!("purchase"), &json!(539)]);
    assert!(funnel["sentence"].as_str().unwrap().starts_with("Nell'imbuto paying"), "{funnel}");
}

#[test]
fn a_touchpoint_that_nobody_has_is_said() {
    let shop = shop_with(include_str!("plant_guide.sql"));
    let note = |args: &[&str]| {
        let output = shop.command(&[&["touchpoint"], args].concat()).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let said = note(&["--name", "gide"]);
    assert!(said.contains("no event is of the touchpoint \"gide\"; there are guide"), "{said}");
    assert!(note(&[]).contains("name says of which touchpoint; there are guide"), "{}", note(&[]));
    assert_eq!(note(&["--name", "guide"]), "");
}

/// 14 months of a made-up shop: what a year's page weighs, and that an Italian one is Italian throughout.
#[test]
fn a_years_page_is_small_and_in_one_language() {
    let shop = Shop::new();
    said(&shop, &["demo", "--until", "2026-11-01", "--visitors", "4000"]);
    let page = |period: &[&str], lang: &str| {
        let page = said(&shop, &[&["report"], period, &["--lang", lang]].concat());
        assert!(page.len() <= 300 * 1024, "{period:?} {lang}: {} bytes", page.len());
        page
    };
    let periods = [["--year", "2026"], ["--month", "2026-10"]];
    let english = periods.map(|period| page(&period, "en"));
    let italian = periods.map(|period| page(&period, "it"));
    let words = |page: &str| -> std::collections::BTreeSet<String> {
        // Each page has its style before what it shows.
        let shown = page.split("</style>").skip(1).flat_map(|page| page.split("<style>").take(1));
        let tags = shown.flat_map(|shown| shown.split('<'));
        let texts = tags.filter_map(|part| part.split_once('>')).map(|(_, text)| text);
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
        words.map(str::to_lowercase).filter(|word| word.len() > 3).collect()
    };
    // Names of fields, of what a shop sells by and of Percorso's own are the same in every language.
    const SAME: [&str; 16] = [
        "percorso",
        "reports",
        "docs",
        "city",
        "address",
        "line",
        "postal",
        "code",
        "family",
        "given",
        "name",
        "checkout",
        "email",
        "display",
        "affiliates",
        "social",
    ];
    let both: Vec<_> = words(&english.concat())
        .intersection(&words(&italian.concat()))
        .filter(|word| !SAME.contains(&word.as_str()))
        .cloned()
        .collect();
    assert!(both.is_empty(), "in both languages: {both:?}");
    assert!(italian.concat().contains("Ricerca organica"));
}
