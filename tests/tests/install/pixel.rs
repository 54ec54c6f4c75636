//! Shopify's custom pixel as its page shows it, run against a real collector.

use std::path::Path;
use std::process::Command;

use percorso_tests::harness::TestCollector;
use serde_json::json;

#[test]
fn the_custom_pixel_tells_the_whole_purchase_and_no_key() {
    let mut collector = TestCollector::start();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let status = Command::new("node")
        .arg(folder.join("tests/install/pixel.mjs"))
        .arg(folder.join("../docs/install/shopify.md"))
        .arg(format!("{}/p/e", collector.url()))
        .status()
        .expect("node is installed");
    assert!(status.success(), "the pixel ended with {status}; its message is above");
    let rows = collector.stop_and_read();
    let names: Vec<_> = rows.iter().map(|row| row["event"].as_str().unwrap()).collect();
    let expected = [
        "view_item_list",
        "view_search_results",
        "view_item",
        "add_to_cart",
        "remove_from_cart",
        "view_cart",
        "begin_checkout",
        "add_shipping_info",
        "add_payment_info",
        "purchase",
    ];
    assert_eq!(names, expected);
    let purchase = rows.last().unwrap();
    assert_eq!(purchase["transaction_id"], "B-117");
    assert_eq!(purchase["value"].to_string().trim_end_matches('0'), "21.");
    assert_eq!(purchase["currency"], "EUR");
    assert_eq!(purchase["items"][0]["item_id"], "BL-1");
    assert_eq!(purchase["page_path"], json!("/checkouts"));
    let stored = json!(rows).to_string();
    assert!(!stored.contains("a-key"), "the way to the order is nobody's business: {stored}");
}
