//! The questions that developers start from, asked of two sites whose orders have the same number, and of a
//! robot: counted by hand from `plant_sites.sql`.

use crate::common::Shop;
use crate::shop_with;

/// A question's rows as JSON.
fn answer(shop: &Shop, question: &str) -> Vec<String> {
    let query = question.trim_end().trim_end_matches(';');
    shop.texts(&format!("SELECT to_json(row)::VARCHAR FROM ({query}) AS row"))
}

#[test]
fn questions_leave_robots_out_and_tell_sites_apart() {
    let shop = shop_with(include_str!("plant_sites.sql"));
    assert_eq!(
        answer(&shop, include_str!("../../sql/questions/06_products.sql")),
        [r#"{"item_id":"K","viewed":1,"added":0,"bought":2}"#]
    );
    // Whoever tried two ways has paid by one of them.
    assert_eq!(
        answer(&shop, include_str!("../../sql/questions/09_payments.sql")),
        [
            r#"{"payment_type":"bank","visits":1,"attempts":1,"errors":1,"paid":0}"#,
            r#"{"payment_type":"card","visits":1,"attempts":1,"errors":0,"paid":1}"#,
        ]
    );
    assert_eq!(
        answer(&shop, include_str!("../../sql/questions/15_returns.sql")),
        [r#"{"reason":"too small","orders":2}"#]
    );
    // Delivered after ten hours at one site, after four at the other.
    assert_eq!(
        answer(&shop, include_str!("../../sql/questions/20_delivery.sql")),
        [r#"{"orders":2,"p50":7.0,"p75":8.5,"p90":9.4}"#]
    );
}
