//! A till's receipts, read by the offline preset and by a mapping: the same, and no visits to the shop's pages.

use std::path::Path;

use serde_json::{Value, json};

use crate::ask;
use crate::common::Shop;

/// Ten visits to the web, of which two order.
fn web() -> String {
    let visit = |nth: usize| {
        let view = format!("2026-01-05T10:{nth:02}:00Z,w{nth},page_view,,\n");
        let order = format!("2026-01-05T10:{nth:02}:30Z,w{nth},purchase,W-{nth},10\n");
        if nth < 2 { view + &order } else { view }
    };
    "t,v,e,n,worth\n".to_owned() + &(0..10).map(visit).collect::<String>()
}

const WEB: &str = "[columns]\ntime = \"t\"\nvisitor = \"v\"\nevent = \"e\"\n\
    transaction_id = \"n\"\nvalue = \"worth\"\n[constants]\ncurrency = \"EUR\"\n";

/// Five receipts, two of one customer, in the store's time.
const TILL: &str = "Zeit;Kunde;Bon;Betrag\n\
    12.01.2026 12:00;anna@example.com;R-1;40,00\n\
    12.01.2026 12:10;;R-2;1.005,00\n\
    12.01.2026 12:11;;R-3;5,00\n\
    12.01.2026 12:11;;R-4;5,00\n\
    13.01.2026 09:00;anna@example.com;R-5;60,00\n";

const MAPPING: &str = "[columns]\ntime = \"Zeit\"\ncustomer = \"Kunde\"\ntransaction_id = \"Bon\"\n\
    value = \"Betrag\"\n[constants]\nevent = \"purchase\"\ncurrency = \"EUR\"\n\
    [time]\nformat = \"%d.%m.%Y %H:%M\"\nzone = \"Europe/Rome\"\n\
    [file]\ndecimal = \",\"\n";

/// The same receipts as the preset has them.
const RECEIPTS: &str = "occurred_at,contact,customer,order_id,value,currency\n\
    2026-01-12T12:00:00+01:00,receipt,anna@example.com,R-1,40,EUR\n\
    2026-01-12T12:10:00+01:00,receipt,,R-2,1005,EUR\n\
    2026-01-12T12:11:00+01:00,receipt,,R-3,5,EUR\n\
    2026-01-12T12:11:00+01:00,receipt,,R-4,5,EUR\n\
    2026-01-13T09:00:00+01:00,receipt,anna@example.com,R-5,60,EUR\n";

fn imported(shop: &Shop, mapping: &str, file: &Path) -> Value {
    let mapping = shop.write("mapping.toml", mapping);
    let mut command = shop.command(&["import", "--format", "json", "--site", "shop", "--mapping"]);
    let output = command.arg(mapping).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn shop_on_the_web() -> Shop {
    let shop = Shop::new();
    imported(&shop, WEB, &shop.write("web.csv", web()));
    shop
}

#[test]
fn a_till_read_by_a_mapping_is_the_till_of_the_preset() {
    let (by_mapping, by_preset) = (shop_on_the_web(), shop_on_the_web());
    let offline = format!("{MAPPING}offline = true\n");
    let till = by_mapping.write("till.csv", TILL);
    assert_eq!(imported(&by_mapping, &offline, &till)["stored"], 5);
    let again = imported(&by_mapping, &offline, &till);
    assert_eq!([&again["stored"], &again["already"]], [&json!(0), &json!(5)]);
    by_preset.imported("offline", &["--site", "shop"], &by_preset.write("till.csv", RECEIPTS));
    for shop in [&by_mapping, &by_preset] {
        let figure =
            |name: &str| ask(shop, "evolution", &["--figure", name])[0]["value"].as_f64().unwrap();
        // Of ten visits two have ordered, whatever the till sold.
        assert_eq!([figure("visits"), figure("conversion")], [10.0, 0.2]);
        assert_eq!([figure("orders"), figure("revenue")], [7.0, 1_135.0]);
        let channels = ask(shop, "channels", &[]);
        let store = channels.iter().find(|row| row["channel"] == "Store").unwrap();
        let told = ["visits", "orders", "conversion", "revenue"].map(|name| store[name].clone());
        assert_eq!(told, [json!(0), json!(5), json!(null), json!(1_115.0)]);
        // Anna twice; each of the others is somebody.
        let repeat = &ask(shop, "repeat", &[])[0];
        assert_eq!([&repeat["customers"], &repeat["repeat_customers"]], [&json!(6), &json!(1)]);
    }
    let rows = "SELECT concat_ws(' ', occurred_at, source, event, channel, touchpoint, action, value, identity)
        FROM events WHERE source = 'offline' ORDER BY ALL";
    assert_eq!(by_mapping.texts(rows), by_preset.texts(rows));
    assert_eq!(by_mapping.texts(rows).len(), 5);
}

#[test]
fn what_is_stored_as_visits_is_not_stored_again_as_a_tills() {
    let shop = Shop::new();
    let till = shop.write("till.csv", TILL);
    let numbered = MAPPING.replacen("[columns]\n", "[columns]\nid = \"Bon\"\n", 1);
    // Without a customer it is nobody's visit.
    assert_eq!(imported(&shop, &numbered, &till)["stored"], 2);
    let again = imported(&shop, &format!("{numbered}offline = true\n"), &till);
    // Receipts of nobody known are the till's alone.
    assert_eq!([&again["stored"], &again["already"]], [&json!(3), &json!(2)]);
}
