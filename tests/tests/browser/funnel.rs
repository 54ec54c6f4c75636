//! Three visitors leave at different steps: the funnel says so, by HTTP and by the command alike.

use percorso_tests::browser::{Browser, Shopper, Site, Start};
use percorso_tests::harness::collector::run;
use percorso_tests::storefront::Csp;
use serde_json::Value;

use crate::scene::Scene;

const STEPS: [&str; 4] = ["view_item", "add_to_cart", "begin_checkout", "purchase"];

#[test]
fn visitors_who_leave_on_the_way_are_in_the_funnel_as_far_as_they_came() {
    let scene = Scene::on(|wire| Site::shop(wire, Csp::None));
    let rows = [
        "page_view /p/nebbia-scarf",
        "view_item /p/nebbia-scarf value=50.82 currency=EUR items=BL-2001",
        "add_to_cart /p/nebbia-scarf value=50.82 currency=EUR items=BL-2001",
        "page_view /cart",
        "view_cart /cart value=50.82 currency=EUR items=BL-2001",
        "page_view /checkout/address",
        "begin_checkout /checkout/address value=50.82 currency=EUR items=BL-2001",
    ];
    let mut expected = Vec::new();
    for (visitor, far) in [2, 3, 7].into_iter().enumerate() {
        let user_agent = Some(format!("Mozilla/5.0 (X11; Linux x86_64; machine {visitor})"));
        let browser = Browser::start(&Start { user_agent, ..Start::default() });
        let person = Shopper { browser: &browser, shop: &scene.site, reads: true };
        person.arrive("/p/nebbia-scarf");
        browser.see("#colours label");
        if far > 2 {
            person.add_to_basket();
        }
        if far > 3 {
            person.open_basket();
            person.go_to_checkout();
        }
        browser.leave();
        expected.extend(&rows[..far]);
        scene.arrived(expected.len());
    }

    let steps = STEPS.map(|step| format!("step={step}")).join("&");
    let path = format!("/v1/reports/funnel?{steps}&window=30d&by=visitor");
    let answer = scene.collector.get(&path, &[]).expect(200).text();
    let by_http: Value = serde_json::from_str(&answer).unwrap();
    let steps = by_http["steps"].as_array().unwrap();
    let reached: Vec<_> = steps.iter().map(|step| step["reached"].as_u64().unwrap()).collect();
    assert_eq!(reached, [3, 2, 1, 0]);

    let past = scene.close(&expected);
    let db = past.collector.db().to_str().unwrap();
    let mut arguments =
        vec!["--db", db, "funnel", "--window", "30d", "--by", "visitor", "--format", "json"];
    arguments.extend(STEPS.iter().flat_map(|step| ["--step", step]));
    let output = run(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let by_command: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(by_command, by_http);
}
