//! How long things take, held against Kaplan's and Meier's own words, for visitors who can be met again
//! and for those whose pseudonym ends with its day.

use percorso::store::{Access, open};
use serde_json::Value;

use crate::common::Shop;
use crate::{ask, shop_with};

const PLANT: &str = include_str!("plant_waits.sql");
const DAY: u64 = 1_440;
/// The end of April 12, in minutes after the first of March.
const END: u64 = 43 * DAY;

/// One of the planted visitors; all times are minutes after the first of March.
struct Visitor {
    known: bool,
    viewed: u64,
    ordered: Option<u64>,
    delivered: Option<u64>,
}

fn visitors() -> impl Iterator<Item = Visitor> {
    (0..240).map(|i| {
        let known = i % 3 == 0;
        let began = i % 10 * DAY + i * 37 % DAY;
        let took = if known { i % 11 * DAY + 5 } else { 10 + i % 13 };
        let ordered = (i % 4 == 0).then_some(began + took);
        let delivered = ordered.filter(|_| i % 5 != 0).map(|at| at + (1 + i % 7) * DAY);
        Visitor { known, viewed: began + i * 7 % 50, ordered, delivered }
    })
}

/// The share that has come to it within so many days: at each time at which it happens, the share still
/// waiting is multiplied by the share of those still watched to whom it does not.
fn share(waits: &[(u64, bool)], days: u64) -> f64 {
    let mut times: Vec<_> = waits.iter().filter(|wait| wait.1).map(|wait| wait.0).collect();
    times.sort_unstable();
    times.dedup();
    let waiting = times.into_iter().filter(|time| *time <= days * DAY).map(|time| {
        let happened = waits.iter().filter(|wait| **wait == (time, true)).count();
        let watched = waits.iter().filter(|wait| wait.0 >= time).count();
        1.0 - happened as f64 / watched as f64
    });
    1.0 - waiting.product::<f64>()
}

fn agrees(row: &Value, waits: &[(u64, bool)]) {
    assert_eq!(row["begun"], waits.len(), "{row}");
    assert_eq!(row["happened"], waits.iter().filter(|wait| wait.1).count(), "{row}");
    for (column, days) in [("within_1d", 1), ("within_7d", 7), ("within_30d", 30)] {
        let (found, expect) = (row[column].as_f64().unwrap(), share(waits, days));
        assert!((found - expect).abs() < 1e-9, "{column}: {found}, not {expect}");
        assert!(expect < 0.95, "nothing would be told: {column} {expect}");
    }
}

#[test]
fn who_cannot_be_met_again_is_watched_until_the_day_ends() {
    let shop = shop_with(PLANT);
    let of = |from: &str, to: &str| {
        let asked = ["--until", "2026-04-12", "--from", from, "--to", to];
        ask(&shop, "durations", &asked).remove(0)
    };
    // To an order, which is one's own doing. Some have ordered before they view, and that ends nothing.
    let to_order = visitors().map(|visitor| {
        let Visitor { known, viewed, ordered, .. } = visitor;
        let last = viewed.max(ordered.unwrap_or(0));
        let until = if known { END } else { (last / DAY + 1) * DAY };
        let ordered = ordered.filter(|at| *at >= viewed);
        (ordered.unwrap_or(until) - viewed, ordered.is_some())
    });
    agrees(&of("view_item", "purchase"), &to_order.collect::<Vec<_>>());

    // What becomes of an order is told by its number, whoever ordered.
    let to_delivery = |from: fn(&Visitor) -> Option<u64>| -> Vec<_> {
        let begun = visitors().filter_map(|visitor| Some((from(&visitor)?, visitor)));
        let wait = |(from, visitor): (u64, Visitor)| {
            (visitor.delivered.unwrap_or(END) - from, visitor.delivered.is_some())
        };
        begun.map(wait).collect()
    };
    agrees(&of("view_item", "order_delivered"), &to_delivery(|visitor| Some(visitor.viewed)));
    let orders = to_delivery(|visitor| visitor.ordered);
    agrees(&of("purchase", "order_delivered"), &orders);
    let usual = ask(&shop, "durations", &["--until", "2026-04-12"]);
    agrees(&usual[1], &orders);
}

/// By hand: of 100 orders every second is made on a phone; of five four are delivered, and of ten two come
/// back, one of each kind of device. Parcels and refunds are told by the server, in no visit of the segment.
#[test]
fn a_segment_chooses_what_begins_and_the_server_tells_what_it_comes_to() {
    let shop = shop_with(include_str!("plant_parcels.sql"));
    let saved = shop.command(&["segment", "save", "phones", "device=mobile"]).output().unwrap();
    assert!(saved.status.success(), "{}", String::from_utf8_lossy(&saved.stderr));
    for (segment, visits, orders, delivered, sent_back) in
        [(&["--segment", "phones"][..], 100, 50, 40, 10.0), (&[], 200, 100, 80, 20.0)]
    {
        let rows = ask(&shop, "durations", &[segment, &["--until", "2026-06-30"]].concat());
        let told: Vec<_> = rows.iter().map(|row| [&row["begun"], &row["happened"]]).collect();
        // First to order, order to delivery; the server's own pseudonyms are nobody who was met.
        assert_eq!(told[0][1], &orders, "{rows:?}");
        assert_eq!(told[1], [&orders, &delivered], "{rows:?}");
        assert_eq!(told[2][1], &delivered, "{rows:?}");
        assert_eq!([told[0][0], told[2][0]], [&visits, &visits], "{rows:?}");
        let figure = ["--figure", "returns", "--since", "2026-05-01", "--until", "2026-05-31"];
        let returns = ask(&shop, "evolution", &[segment, &figure].concat());
        assert_eq!(returns[0]["value"], sent_back, "{returns:?}");
        assert_eq!(ask(&shop, "returns", segment)[0]["returned"], sent_back, "{returns:?}");
    }
}

#[test]
fn most_visitors_leave_without_an_order() {
    let shop = Shop::new();
    let store = open(&shop.db(), Access::ReadWrite).unwrap();
    let events = "
        INSERT INTO events
            (event_id, visitor_id, session_id, site, event, occurred_at, received_at, source)
        SELECT uuid(), i, i, 'shop', event, '2026-03-02 09:00'::TIMESTAMP + to_minutes(minute),
            '2026-03-02', 'tracker'
        FROM (
            SELECT i, 'page_view' AS event, 0 AS minute FROM range(100) t(i)
            UNION ALL
            SELECT i, IF(i < 3, 'purchase', 'view_item'), IF(i < 3, 10, 1 + i % 3) FROM range(100) t(i))";
    store.execute_batch(events).unwrap();
    store.close().unwrap();
    let row = &ask(&shop, "durations", &[])[0];
    assert_eq!((&row["begun"], &row["happened"]), (&100.into(), &3.into()));
    for column in ["within_1d", "within_7d", "within_30d"] {
        assert!((row[column].as_f64().unwrap() - 0.03).abs() < 1e-9, "{row}");
    }
}
