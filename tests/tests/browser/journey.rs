//! From home to thanks, as a person does it: the rows, the order, the visit, and nothing typed.

use percorso_tests::browser::{Address, Card, Engine, Shopper, Site};
use percorso_tests::harness::rows::{ask, open};
use percorso_tests::storefront::Csp;
use serde_json::{Value, json};

use crate::rows::{different, json, text};
use crate::scene::Scene;

/// None of it is a word of the shop's.
const ADDRESS: Address<'static> = Address {
    email: "zebulonqx@kanarie.example",
    given_name: "Zebulonqx",
    family_name: "Vandermeerqx",
    street: "Quetzalgasse 7391",
    postcode: "73912",
    city: "Xylophonia",
    phone: "+39 345 7391827",
};
const CARD: Card<'static> =
    Card { number: "4000 0000 0000 0002", name: "Zebulonqx V", expiry: "12/39", code: "739" };
/// What a search for it would find, however it was written; long enough not to be found by chance.
const TYPED: [&str; 11] = [
    "zebulon",
    "kanarie",
    "vandermeer",
    "quetzal",
    "xylophonia",
    "345 7391827",
    "3457391827",
    "4000 0000 0000",
    "400000000000",
    "424242424242",
    "falschqx",
];

/// Everything that is to be stored, in order; ORDER stands for the order's number.
const ROWS: [&str; 27] = [
    "page_view /",
    "view_item_list / items=BL-1001,BL-2001,BL-3001,BL-4001",
    "page_view /c/knitwear",
    "view_item_list /c/knitwear items=BL-1001,BL-1002,BL-1003,BL-1004",
    "select_item /c/knitwear items=BL-1002",
    "page_view /p/langa-cardigan",
    "view_item /p/langa-cardigan value=134.43 currency=EUR items=BL-1002",
    "add_to_cart /p/langa-cardigan value=134.43 currency=EUR items=BL-1002",
    "page_view /cart",
    "view_cart /cart value=134.43 currency=EUR items=BL-1002",
    // The field lies in the touchpoint, as does the button.
    "touchpoint /cart touchpoint=coupon action=acted",
    "touchpoint /cart touchpoint=coupon action=acted",
    "coupon_error /cart",
    "touchpoint /cart touchpoint=coupon action=acted",
    "touchpoint /cart touchpoint=coupon action=acted",
    "page_view /checkout/address",
    "begin_checkout /checkout/address value=120.98 currency=EUR items=BL-1002",
    "page_view /checkout/delivery",
    "add_shipping_info /checkout/delivery value=120.98 currency=EUR items=BL-1002",
    "page_view /checkout/payment",
    "add_payment_info /checkout/payment value=120.98 currency=EUR items=BL-1002",
    "payment_error /checkout/payment",
    "add_payment_info /checkout/payment value=120.98 currency=EUR items=BL-1002",
    "page_view /thanks",
    "purchase /thanks value=120.98 currency=EUR transaction_id=ORDER items=BL-1002",
    "page_view /thanks",
    "purchase /thanks value=120.98 currency=EUR transaction_id=ORDER items=BL-1002",
];

/// The whole way; returns the order's number as the shop shows it.
fn shop_from_home_to_thanks(scene: &Scene) -> String {
    let person = Shopper { browser: &scene.browser, shop: &scene.site, reads: true };
    person.arrive("/");
    // The shop's own script has shown its pieces: who reads sees them.
    person
        .browser
        .holds("(window.dataLayer ?? []).some((entry) => entry.event === 'view_item_list')");
    person.open_category("knitwear");
    person.open_product("langa-cardigan");
    person.look_at_sizes();
    person.choose_size("M");
    person.add_to_basket();
    person.open_basket();
    person.try_coupon("FALSCHQX", "#coupon-error");
    person.try_coupon("benvenuto10", "#coupon-applied");
    person.go_to_checkout();
    person.fill_address(&Address { postcode: "739", ..ADDRESS });
    person.submit();
    person.browser.see("#postcode-error");
    person.browser.type_into("#postcode", ADDRESS.postcode);
    person.go_to_delivery();
    person.choose_delivery("express");
    person.pay(&CARD);
    person.see_refusal();
    person.pay(&Card { number: "4242 4242 4242 4242", ..CARD });
    person.see_thanks();
    let order = person.browser.ask("return document.querySelector('#order-id').textContent;");
    person.browser.reload();
    person.browser.wait_for_tracker();
    person.browser.see("#order-id");
    order.as_str().unwrap().to_owned()
}

fn shop(engine: Engine, csp: Csp) -> Scene {
    Scene::on_in(engine, |wire| Site::shop(wire, csp))
}

fn expected(order: &str) -> Vec<String> {
    ROWS.map(|row| row.replace("ORDER", order)).into()
}

fn refs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

fn a_purchase_from_home_to_thanks_is_these_rows_one_visit_one_order_and_nothing_typed(
    engine: Engine,
) {
    let scene = shop(engine, Csp::None);
    let order = shop_from_home_to_thanks(&scene);
    let past = scene.end(&refs(&expected(&order)));

    for (column, only) in [("source", "tracker"), ("site", "demo"), ("page_host", "127.0.0.1")] {
        assert_eq!(different(&past.all, column), [only], "{column}");
    }
    assert_eq!(different(&past.all, "visitor_id").len(), 1);
    assert_eq!(different(&past.all, "session_id").len(), 1);

    let store = open(past.collector.db());
    let sessions = "SELECT concat_ws(' ', events, page_views, landing_path, orders) FROM sessions";
    assert_eq!(ask(&store, sessions), [format!("{} 9 / 1", past.all.len())]);
    let orders = "SELECT concat_ws(' ', site, transaction_id, currency, value) FROM orders";
    assert_eq!(ask(&store, orders), [format!("demo {order} EUR 120.9800")]);

    the_details_are_there(&past.rows);
    nothing_typed_is_kept(&past);
}

/// What a shop asks for beside the columns.
fn the_details_are_there(rows: &[Value]) {
    for (event, name, value) in [
        ("coupon_error", "reason", json!("unknown")),
        ("add_shipping_info", "shipping_tier", json!("Express")),
        ("add_payment_info", "payment_type", json!("Card")),
        ("payment_error", "error_code", json!("card_declined")),
        ("payment_error", "error_type", json!("hard")),
        ("purchase", "coupon", json!("BENVENUTO10")),
        ("purchase", "shipping", json!(10.57)),
        ("purchase", "tax", json!(28.94)),
    ] {
        let of_it: Vec<_> = rows.iter().filter(|row| text(row, "event") == event).collect();
        assert!(!of_it.is_empty(), "{event}");
        for row in of_it {
            assert_eq!(json(row, "params")[name], value, "{event} {name}");
        }
    }
    let bought = rows.iter().find(|row| text(row, "event") == "purchase").unwrap();
    assert_eq!(
        json(bought, "items"),
        json!([{
            "item_id": "BL-1002", "item_name": "Langa cardigan", "item_brand": "Borgolana",
            "item_category": "Knitwear", "item_variant": "Forest / M", "price": 120.98,
            "quantity": 1, "discount": 13.44, "coupon": "BENVENUTO10",
        }])
    );
}

fn nothing_typed_is_kept(past: &crate::scene::Past) {
    let sent = past.wire.bodies().join("\n");
    let stored: String = past.all.iter().map(Value::to_string).collect();
    let mut places = vec![("what was sent", sent), ("the rows", stored)];
    for file in std::fs::read_dir(past.collector.folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        places.push(("a file of the store", String::from_utf8_lossy(&bytes).into_owned()));
    }
    places.push(("the log", past.collector.log()));
    for (place, content) in places {
        let content = content.to_lowercase();
        for typed in TYPED {
            assert!(!content.contains(typed), "{typed} is in {place}");
        }
        // Five digits are in many numbers: looked for as a word.
        let mut words = content.split(|c: char| !c.is_ascii_alphanumeric());
        assert!(!words.any(|word| word == ADDRESS.postcode), "the postcode is in {place}");
    }
}

fn where_webassembly_is_refused_the_same_purchase_is_the_same_rows(engine: Engine) {
    let scene = shop(engine, Csp::Strict);
    let order = shop_from_home_to_thanks(&scene);
    let past =
        scene.end_with(&refs(&expected(&order)), |complaint| complaint.contains("wasm-eval"));
    assert_eq!(different(&past.all, "source"), ["fallback"]);
    the_details_are_there(&past.rows);
    nothing_typed_is_kept(&past);
}

in_each_engine!(
    a_purchase_from_home_to_thanks_is_these_rows_one_visit_one_order_and_nothing_typed,
    where_webassembly_is_refused_the_same_purchase_is_the_same_rows,
);
