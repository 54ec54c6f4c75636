//! The same tape of events with WebAssembly and without: what a shop sells is told alike by both halves.

use percorso_tests::browser::{Address, Card, Engine, Shopper, Site, tag};
use percorso_tests::storefront::Csp;
use serde_json::{Value, json};

use crate::rows::{different, json, text};
use crate::scene::Scene;

const ADDRESS: Address<'static> = Address {
    email: "ann@example.org",
    given_name: "Ann",
    family_name: "Meyer",
    street: "Via Roma 1",
    postcode: "13900",
    city: "Biella",
    phone: "+39 345 7391827",
};
const CARD: Card<'static> =
    Card { number: "4242 4242 4242 4242", name: "Ann Meyer", expiry: "12/39", code: "739" };

/// What shops push besides what the demo does: all shapes, some of them wrong.
const PUSHES: &str = "
    dataLayer.push({ ecommerce: null }, { event: 'add_to_wishlist', ecommerce: { currency: 'EUR', value: 7, items: [{ item_id: 'x1', price: '7.00' }] } });
    dataLayer.push({ event: 'select_promotion', promotion_id: 'p1', creative_slot: { deep: 1 } });
    (function () { dataLayer.push(arguments); })('event', 'generate_lead', { currency: 'usd', value: '2.5' });
    dataLayer.push({ event: 'search', search_term: 'wool' }, { event: 'own_thing', id: 1 }, 'text', null, 7);
    dataLayer.push({ event: 'refund', ecommerce: { transaction_id: 'T9', value: 5, currency: 'EUR' } });
    percorso('track', 'gift_chosen', { wrap: 'red', value: 3, currency: 'EUR' });
    percorso('track', 'touchpoint', { touchpoint: 'box', action: 'acted' });";

fn play(scene: &Scene) {
    let person = Shopper { browser: &scene.browser, shop: &scene.site, reads: true };
    person.arrive("/p/nebbia-scarf");
    // Filled by the shop's script: before that, its buttons do nothing.
    scene.browser.see("#colours label");
    person.add_to_basket();
    scene.browser.run(PUSHES);
    person.open_basket();
    person.try_coupon("nothing", "#coupon-error");
    person.try_coupon("benvenuto10", "#coupon-applied");
    person.go_to_checkout();
    person.fill_address(&ADDRESS);
    person.go_to_delivery();
    person.choose_delivery("express");
    person.pay(&Card { number: "4000 0000 0000 0002", ..CARD });
    person.see_refusal();
    person.pay(&CARD);
    person.see_thanks();
    scene.browser.run("percorso('track', 'done')");
}

/// What was told: name, place, columns and parameters, without the order's own number.
fn tape(engine: Engine, csp: Csp, source: &str) -> Vec<Value> {
    let scene = Scene::on_in(engine, |wire| Site::shop(wire, csp));
    play(&scene);
    let past = scene.end_at(("done", &json!({})), |complaint| complaint.contains("wasm-eval"));
    assert_eq!(different(&past.all, "source"), [source]);
    let order =
        past.rows.iter().find(|row| text(row, "event") == "purchase").expect("it was bought");
    let order = text(order, "transaction_id");
    let told = |row: &Value| {
        let columns = ["event", "page_path", "value", "currency", "items", "touchpoint", "action"];
        let mut told = json!({ "params": json(row, "params"), "order": row["transaction_id"] });
        for column in columns {
            told[column] = row[column].clone();
        }
        serde_json::from_str(&told.to_string().replace(&order, "ORDER")).unwrap()
    };
    past.rows.iter().map(told).collect()
}

fn both_halves_tell_the_same_events_with_the_same_parameters_in_the_same_order(engine: Engine) {
    let with = tape(engine, Csp::Wasm, "tracker");
    let without = tape(engine, Csp::Strict, "fallback");
    assert!(with.len() >= 24, "{}", with.len());
    for (with, without) in with.iter().zip(&without) {
        assert_eq!(with, without);
    }
    assert_eq!(with.len(), without.len());
}

/// A policy that lets in only what carries its nonce, and no WebAssembly.
fn a_policy_of_nonces_alone_lets_views_and_sales_be_counted(engine: Engine) {
    let scene = Scene::on_in(engine, |wire| {
        let tag = tag(wire).replace("data-site", "nonce=\"r4nd0m\" data-site");
        let policy = format!(
            "default-src 'none'; img-src 'self'; script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src {wire}; base-uri 'none'"
        );
        let page = format!(
            "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{tag}
             <script nonce=\"r4nd0m\">dataLayer = [{{ event: 'purchase', ecommerce: {{ transaction_id: 'T1', value: 9, currency: 'EUR' }} }}];</script></head><body>"
        );
        Site::pages(&[("/a", page)])
    });
    scene.open("/a");
    scene.browser.run("percorso('track', 'done')");
    let past = scene.end_with(
        &["page_view /a", "purchase /a value=9.0 currency=EUR transaction_id=T1", "done /a"],
        |complaint| complaint.contains("wasm-eval"),
    );
    assert_eq!(different(&past.all, "source"), ["fallback"]);
}

in_each_engine!(
    both_halves_tell_the_same_events_with_the_same_parameters_in_the_same_order,
    a_policy_of_nonces_alone_lets_views_and_sales_be_counted,
);
