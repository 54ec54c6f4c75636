//! Where events are sent on to: what is taken, and what is said of what is not.

use super::*;

#[test]
fn a_rule_names_a_receiver_and_what_it_gets() {
    let text = "[[webhook]]\nurl = \"https://hooks.example/a?key=b\"\nevent = [\"purchase\", \"refund\"]\n\
                \n[[webhook]]\nurl = \"http://127.0.0.1:9000/\"\nsecret_env = \"SHOP_SECRET\"\nkind = \"rage\"\n";
    let rules: Rules = text.parse().unwrap();
    let [(first, shop), (_, here)] = rules.webhooks.as_slice() else { panic!("two rules") };
    let named = |event| Facts::default().with(Fact::Event, Some(event));
    assert!(first.holds(&named("refund")) && !first.holds(&named("search")));
    assert_eq!((shop.url.as_str(), shop.line), ("https://hooks.example/a?key=b", 1));
    assert_eq!(
        (shop.secret_env.as_deref(), here.secret_env.as_deref()),
        (None, Some("SHOP_SECRET"))
    );
    assert_eq!(here.line, 5);
    assert!(!format!("{rules:?}").contains("key=b"), "an address may let in who knows it");
    assert_eq!(json(&rules, "shop"), "{}", "trackers are not told");
}

#[test]
fn what_is_wrong_with_a_receiver_is_said_with_its_line() {
    let rule = |url: &str, rest: &str| format!("[[webhook]]\nurl = \"{url}\"\n{rest}\n");
    let some = "event = \"*\"";
    let good = "https://hooks.example/";
    let many: String =
        (0..17).map(|n| rule(&format!("{good}{n}"), some)).collect::<Vec<_>>().concat();
    let same = rule(good, some).repeat(17);
    assert_eq!(same.parse::<Rules>().unwrap().webhooks.len(), 17, "one receiver of many rules");
    for (text, line, what) in [
        (rule("http://hooks.example/", some), 2, "url: write an https:// address"),
        (rule("http://localhost.evil.example/", some), 2, "http:// goes to this machine alone"),
        (rule("http://127.0.0.1@evil.example/", some), 2, "http:// goes to this machine alone"),
        (rule("ftp://localhost/", some), 2, "write an https:// address"),
        (rule("hooks.example", some), 2, "no address"),
        (rule("https://me:word@hooks.example/", some), 2, "no name and password in it"),
        (rule(good, ""), 1, "asks for nothing"),
        (rule(good, "colour = \"red\""), 3, "phase, site, step, touchpoint, secret_env"),
        (rule(good, "event = \"*\"\nsecret_env = \"s3cret word\""), 4, "the name of a variable"),
        (rule(good, "event = \"*\"\nsecret_env = [\"A\"]"), 4, "the name of a variable"),
        (rule(good, "event = \"*\"\nsecret_env = \"1A\""), 4, "the name of a variable"),
        ("[[webhook]]\nevent = \"*\"".to_owned(), 1, "missing field `url`"),
        (many, 49, "more than 16 receivers"),
        (rule(good, some).repeat(201), 601, "more than 200 rules"),
    ] {
        let error = text.parse::<Rules>().unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.what.contains(what), "{text}: {error}");
        assert!(!error.what.contains("s3cret"), "a secret written there by mistake is not said");
    }
}
