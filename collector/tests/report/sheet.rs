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
    let said = format!("Of {} carts {rate:.1} % were abandoned", carts["carts"]);
    assert!(english.contains(&said), "{said}");
    let orders = ask(&shop, "evolution", &[&march[..], &["--figure", "orders"]].concat());
    assert!(english.contains(&format!("{} orders", orders[0]["value"].as_f64().unwrap())));
    assert!(english.contains("1 customers") || english.contains("customers ordered"));
    let wrong = shop.command(&["report", "--month", "March"]).output().unwrap();
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("write 2026-10 or 2026"));
}
