//! Funnels with conditions, over the store: by hand, and against what SQL says of a made-up shop.

use percorso::demo::{Config, Plan, rows};
use percorso::report::funnel::FunnelReport;
use percorso::store::fill::fill;
use percorso::store::{Access, open};
use tempfile::TempDir;

use super::command::{complaint, printed, word};

/// Five visitors with a view (V), a cart (C), a coupon that fails (x), a purchase (P), at minutes; in carts a
/// and b, on a device.
const EVENTS: &str = r#"
INSERT INTO events
    (event_id, visitor_id, session_id, site, event, occurred_at, received_at, source, device, params)
SELECT uuid(), v, v, 'shop', event, '2026-03-02'::TIMESTAMP + to_minutes(minute), '2026-03-02'::TIMESTAMP,
    'tracker', device, CASE WHEN cart IS NOT NULL THEN json_object('cart_id', cart) END
FROM (VALUES
    (1, 'view_item', 0, 'mobile', NULL), (1, 'add_to_cart', 2, 'mobile', 'a'), (1, 'purchase', 5, 'desktop', 'a'),
    (2, 'view_item', 0, 'mobile', NULL), (2, 'add_to_cart', 50, 'mobile', 'a'), (2, 'purchase', 55, 'mobile', 'b'),
    (3, 'view_item', 0, 'desktop', NULL), (3, 'purchase', 9, 'desktop', 'a'),
    (4, 'add_to_cart', 0, 'desktop', 'a'), (4, 'coupon_error', 1, 'desktop', NULL), (4, 'purchase', 3, 'desktop', 'a'),
    (5, 'view_item', 0, NULL, NULL), (5, 'add_to_cart', 1, NULL, 'a'), (5, 'purchase', 2, NULL, 'a'),
    (5, 'view_item', 3000, NULL, NULL), (5, 'add_to_cart', 3001, NULL, 'b'), (5, 'view_item', 3002, NULL, NULL)
) t(v, event, minute, device, cart)"#;

struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new(fill: impl FnOnce(&mut percorso::query::Connection)) -> Self {
        let shop = Self { folder: TempDir::new().unwrap() };
        fill(&mut open(&shop.folder.path().join("p.duckdb"), Access::ReadWrite).unwrap());
        shop
    }

    fn ask(&self, words: &[&str]) -> FunnelReport {
        let db = self.folder.path().join("p.duckdb");
        let asked = ["--db", word(&db), "funnel", "--format", "json"];
        serde_json::from_str(&printed(asked.into_iter().chain(words.iter().copied()))).unwrap()
    }

    fn reached(&self, words: &[&str]) -> Vec<u64> {
        self.ask(&[&BUY[..], words].concat()).steps.iter().map(|step| step.reached).collect()
    }
}

const BUY: [&str; 6] = ["--step", "view_item", "--step", "add_to_cart", "--step", "purchase"];

fn five() -> Shop {
    Shop::new(|store| store.execute_batch(EVENTS).unwrap())
}

#[test]
fn each_condition_by_hand() {
    let shop = five();
    // A condition that changes nothing: the plain funnel's answer.
    assert_eq!(shop.reached(&["--times"]), shop.reached(&[]));
    assert_eq!(shop.reached(&[]), [4, 3, 3]);
    assert_eq!(shop.reached(&["--within", "10m"]), [4, 2, 2]);
    assert_eq!(shop.reached(&["--within", "1h", "--within", "3:2m"]), [4, 3, 1]);
    assert_eq!(shop.reached(&["--optional", "2"]), [4, 3, 4]);
    assert_eq!(shop.reached(&["--entry", "open"]), [4, 4, 5]);
    assert_eq!(shop.reached(&["--order", "unordered"]), [5, 5, 3]);
    assert_eq!(shop.reached(&["--order", "strict"]), [4, 3, 3]);
    assert_eq!(shop.reached(&["--count", "entries", "--window", "1d"]), [5, 4, 3]);
    // Visitor 2 puts into cart a and buys cart b; a view is in no cart.
    let carts = ["--step", "add_to_cart", "--step", "purchase"];
    let of = |words: &[&str]| -> Vec<u64> {
        shop.ask(&[&carts[..], words].concat()).steps.iter().map(|step| step.reached).collect()
    };
    assert_eq!(of(&[]), [4, 4]);
    assert_eq!(of(&["--hold", "cart"]), [4, 3]);
    // The failing coupon is in no cart, and ends whatever is under way.
    assert_eq!(of(&["--exclude", "coupon_error"]), [4, 3]);
    assert_eq!(of(&["--exclude", "coupon_error", "--hold", "cart"]), [4, 2]);
    assert_eq!(shop.reached(&["--exclude", "view_item@2-3"]), [4, 3, 3]);
}

#[test]
fn parts_times_and_trend_by_hand() {
    let shop = five();
    let part = |attribution: &str| {
        let words = [&BUY[..], &["--breakdown", "device", "--attribution", attribution]].concat();
        let parts = shop.ask(&words).detail.unwrap().parts;
        let bought = |part: &percorso::report::funnel::Part| {
            (part.value.clone().unwrap_or_default(), part.steps[2].reached)
        };
        let mut parts: Vec<_> = parts.iter().map(bought).collect();
        parts.sort_unstable();
        parts
    };
    let told = |all: &[(&str, u64)]| -> Vec<_> {
        all.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect()
    };
    assert_eq!(part("first"), told(&[("", 1), ("desktop", 0), ("mobile", 2)]));
    assert_eq!(part("last"), told(&[("", 1), ("desktop", 1), ("mobile", 1)]));
    let detail = shop.ask(&[&BUY[..], &["--times", "--every", "week"]].concat()).detail.unwrap();
    // From view to purchase: 5, 55 and 2 minutes.
    assert_eq!(detail.times[2].p50_seconds, Some(300.0));
    assert_eq!(detail.times[2].step_p50_seconds, Some(180.0));
    let [week] = detail.trend.as_slice() else { panic!("{:?}", detail.trend) };
    assert_eq!((week.first_day.as_str(), week.began, week.completed), ("2026-03-02", 4, 3));
}

/// Two lines of one item are one item, and what has no item is in no item's chain.
#[test]
fn items_are_held_once_each() {
    let shop = Shop::new(|store| {
        let events = r#"
            INSERT INTO events (event_id, visitor_id, session_id, site, event, occurred_at, received_at, source, items)
            SELECT uuid(), v, v, 'shop', event, '2026-03-02'::TIMESTAMP + to_minutes(minute), '2026-03-02'::TIMESTAMP,
                'tracker', items
            FROM (VALUES
                (1, 'add_to_cart', 0, '[{"item_id": "A"}, {"item_id": "A"}]'),
                (1, 'purchase', 1, '[{"item_id": "A"}, {"item_id": "B"}]'),
                (2, 'page_view', 0, NULL), (2, 'begin_checkout', 1, '[{"item_name": "no id"}]')
            ) t(v, event, minute, items)"#;
        store.execute_batch(events).unwrap();
    });
    let reached = |words: &[&str]| -> Vec<u64> {
        let words = [words, &["--hold", "item"]].concat();
        shop.ask(&words).steps.iter().map(|step| step.reached).collect()
    };
    assert_eq!(reached(&["--step", "add_to_cart", "--step", "add_to_cart"]), [1, 0]);
    assert_eq!(
        reached(&["--step", "add_to_cart", "--step", "purchase", "--order", "strict"]),
        [1, 1]
    );
    assert_eq!(reached(&["--step", "page_view", "--step", "begin_checkout"]), [0, 0]);
}

#[test]
fn shares_of_who_may_begin_anywhere_are_of_all_who_began() {
    let words = [&BUY[..], &["--entry", "open", "--breakdown", "device"]].concat();
    let report = five().ask(&words);
    let parts = report.detail.unwrap().parts;
    let steps = report.steps.iter().chain(parts.iter().flat_map(|part| &part.steps));
    for step in steps {
        assert!(step.rate <= 1.0 && step.step_rate <= 1.0, "{step:?}");
        assert!(step.rate_low <= step.rate && step.rate <= step.rate_high, "{step:?}");
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let wrong = |words: &[&str]| {
        let (code, said) =
            complaint(["funnel", "--step", "a", "--step", "b"].iter().chain(words).copied());
        assert_eq!(code, 2);
        said
    };
    assert!(wrong(&["--optional", "1"]).contains("the first step cannot be optional"));
    assert!(wrong(&["--within", "3:1h"]).contains("the funnel has 2"));
    assert!(wrong(&["--hold", "mood"]).contains("there is no property \"mood\""));
    assert!(wrong(&["--order", "unordered", "--within", "1h"]).contains("needs an order"));
    assert!(
        wrong(&["--order", "unordered", "--exclude", "x@1-2"])
            .contains("exclude between steps needs an order")
    );
    assert!(wrong(&["--order", "strict", "--mode", "strict_increase"]).contains("leave out mode"));
    assert!(wrong(&["--levels", "--times"]).contains("levels are of the plain funnel"));
    assert!(wrong(&["--exclude", "x@2-1"]).contains("exclude"));
    assert!(wrong(&["--entry", "open", "--optional", "2"]).contains("optional does not go with"));
    assert!(wrong(&["--entry", "open", "--correlate"]).contains("correlate does not go with"));
    let shop = five();
    let db = shop.folder.path().join("p.duckdb");
    let (_, said) =
        complaint(["--db", word(&db), "funnel", "--step", "a", "--segment", "mistyped"]);
    assert!(said.contains("there is no segment \"mistyped\""), "{said}");
    assert!(wrong(&["--entry", "ajar"]).contains("closed or open"));
}

/// The same questions as SQL, of a made-up shop: nothing of the engine in it.
#[test]
fn a_made_up_shop_by_sql() {
    let plan = Plan::new(Config::new(21, 1_500, 1_772_000_000_000_000).months(3).keen(2.5));
    let shop = Shop::new(|store| {
        fill(store, "demo", rows(&plan), |_| {}).unwrap();
    });
    let store = open(&shop.folder.path().join("p.duckdb"), Access::ReadOnly).unwrap();
    let count = |sql: &str| -> u64 { store.query_row(sql, [], |row| row.get(0)).unwrap() };
    let steps = ["--step", "add_to_cart", "--step", "purchase"];
    let of = |words: &[&str]| shop.ask(&[&steps[..], words].concat());
    let (windowed, item) = (
        of(&["--within", "20m", "--by", "session"]),
        of(&["--hold", "item", "--by", "session", "--window", "1d"]),
    );
    assert_eq!(
        windowed.steps[1].reached,
        count(include_str!("within.sql")),
        "within twenty minutes of the step before"
    );
    assert_eq!(item.steps[1].reached, count(include_str!("held.sql")), "the same item");
    assert!(windowed.steps[1].reached > 20 && item.steps[1].reached > 20);
    let parts = of(&["--breakdown", "device"]).detail.unwrap().parts;
    let parted: u64 = parts.iter().map(|part| part.steps[1].reached).sum();
    assert_eq!(parted, of(&[]).steps[1].reached, "everybody is in one part");
    // Who meets an error in paying buys less: planted, and found.
    let paying =
        ["--step", "add_payment_info", "--step", "purchase", "--by", "session", "--correlate"];
    let told = shop.ask(&paying).detail.unwrap().correlations;
    let error = told.iter().find(|one| one.kind == "friction" && one.value == "payment_error");
    let error = error.unwrap_or_else(|| panic!("{told:#?}"));
    assert!(error.odds_ratio_low > 1.0 && error.q_value < 0.01, "{error:?}");
    assert_eq!(error.dropped + error.passed, shop.ask(&paying).steps[0].reached);
}

/// Who leaves has all the time there is to meet what everybody meets: held against as much time as those
/// have who go on, it goes with nothing, and what makes people leave is found beside it.
#[test]
fn what_everybody_meets_alike_goes_with_nothing() {
    let shop = Shop::new(|store| {
        store.execute_batch(include_str!("plant_rates.sql")).unwrap();
    });
    let words = ["--step", "view_item", "--step", "purchase", "--correlate"];
    let told = shop.ask(&words).detail.unwrap().correlations;
    let of = |value: &str| {
        let found = told.iter().find(|one| one.kind == "friction" && one.value == value);
        found.unwrap_or_else(|| panic!("no {value} in {told:#?}"))
    };
    let (alike, planted) = (of("js_error"), of("stock_error"));
    assert!((0.75..1.35).contains(&alike.odds_ratio) && alike.q_value > 0.05, "{alike:?}");
    assert!(alike.dropped_with > 100 && alike.passed_with > 100, "{alike:?}");
    assert!(planted.odds_ratio_low > 1.3 && planted.q_value < 0.001, "{planted:?}");
}
