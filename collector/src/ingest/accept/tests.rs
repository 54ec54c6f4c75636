//! What of a batch ends up in which column.

use super::*;
use percorso_protocol::batch::decode;

const NOW: i64 = 1_800_000_000_000_000;

fn accept(body: &str) -> Vec<Row> {
    let sender = Sender { address: "192.0.2.1".parse().unwrap(), user_agent: "ua" };
    rows(decode(body.as_bytes()).unwrap(), sender, &Salts { today: [7; 32], yesterday: None }, NOW)
}

fn batch(seq: u64, events: &str) -> String {
    format!(
        r#"{{"v":1,"site":"shop","page":"AAAAAAAAAAAAAAAAAAAAAA","seq":{seq},"time":1000,"sent":5000,
        "url":"https://shop.example/p/1","referrer":"https://g.example/","events":[{events}]}}"#
    )
}

#[test]
fn commerce_goes_to_columns_and_the_rest_stays() {
    let rows = accept(&batch(
        0,
        r#"["purchase",0,{"currency":"eur","value":"12.5","transaction_id":77,"tax":2,
        "items":[{"item_id":"A","price":12.5}],"shipping":3}]"#,
    ));
    let row = &rows[0];
    assert_eq!(row.currency.as_deref(), Some("EUR"));
    assert_eq!(row.value, Some(125_000));
    assert_eq!(row.transaction_id.as_deref(), Some("77"));
    assert_eq!(row.items.as_deref(), Some(r#"[{"item_id":"A","price":12.5}]"#));
    assert_eq!(row.params.as_deref(), Some(r#"{"shipping":3,"tax":2}"#));
}

#[test]
fn the_page_turns_with_page_views() {
    let rows = accept(&batch(
        0,
        r#"["view_item",0],["page_view",1,{"url":"https://shop.example/cart","title":"Cart"}],["view_cart",2]"#,
    ));
    let paths: Vec<_> = rows.iter().map(|r| r.page.path.as_deref().unwrap()).collect();
    assert_eq!(paths, ["/p/1", "/cart", "/cart"]);
    assert_eq!(rows[1].page_title.as_deref(), Some("Cart"));
    assert_eq!(rows[1].params, None);
}

#[test]
fn time_is_the_collectors_less_what_the_event_waited() {
    let rows = accept(&batch(0, r#"["a",0],["b",4000],["c",999999999]"#));
    let waits: Vec<_> = rows.iter().map(|r| NOW - r.occurred_at).collect();
    assert_eq!(waits, [4_000_000, 0, 0]);
}

#[test]
fn identity_is_the_place_in_the_page_load_not_in_the_batch() {
    let whole = accept(&batch(0, r#"["a",0],["b",0],["c",0]"#));
    let tail = accept(&batch(1, r#"["b",0],["c",0]"#));
    assert_eq!(whole[1].event_id, tail[0].event_id);
    assert_eq!(whole[2].event_id, tail[1].event_id);
    assert_ne!(whole[0].event_id, whole[1].event_id);
    // A dropped event keeps its place.
    let holed = accept(&batch(0, r#"["a",0],["<b>",0],["c",0]"#));
    assert_eq!(holed[1].event_id, whole[2].event_id);
}

#[test]
fn fields_of_later_versions_are_kept() {
    let body =
        batch(0, r#"["a",0,{"new":1}]"#).replace("\"v\":1", "\"v\":1,\"consent\":\"granted\"");
    assert_eq!(accept(&body)[0].params.as_deref(), Some(r#"{"consent":"granted","new":1}"#));
}
