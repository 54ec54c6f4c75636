//! Structured data as shops write it, and as nobody should.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// The parameters that come of a page's JSON-LD.
fn told(schema: Value) -> Value {
    let mut params = Map::from_iter([("schema".to_owned(), schema)]);
    flatten(&mut params);
    Value::Object(params)
}

/// The price that comes of an offer's.
fn price(price: &Value) -> Value {
    told(json!([{ "@type": "Product", "offers": { "price": price } }]))["price"].clone()
}

#[test]
fn a_product_with_its_breadcrumb() {
    let page = json!([
        {
            "@type": "Product", "name": " Wool socks ", "sku": 4711,
            "brand": { "@type": "Brand", "name": "Calza" },
            "aggregateRating": { "@type": "AggregateRating", "ratingValue": "4,5", "bestRating": "10", "reviewCount": "1,089" },
            "offers": {
                "@type": "Offer", "price": "12.50", "priceCurrency": "eur",
                "availability": "https://schema.org/InStock",
            },
        },
        { "@type": "BreadcrumbList", "itemListElement": [
            { "@type": "ListItem", "name": "Home", "item": "https://shop.example/" },
            { "@type": "ListItem", "item": { "name": "Socks" } },
            { "@type": "ListItem" },
        ] },
    ]);
    let expect = json!({
        "types": "Product,BreadcrumbList", "name": "Wool socks", "sku": "4711", "brand": "Calza",
        "price": 12.5, "price_currency": "EUR", "availability": "InStock", "rating": 4.5, "rating_best": 10.0, "ratings": 1089,
        "breadcrumb": "Home > Socks",
    });
    assert_eq!(told(page), expect);
}

#[test]
fn a_graph_has_its_things_side_by_side_and_the_first_product_wins() {
    let page = json!([{ "@graph": [
        { "@type": "WebSite", "name": "The shop" },
        { "@type": ["WebPage", "ItemPage"], "name": "A page" },
        { "@type": ["http://schema.org/Product", "schema:Thing"], "name": "First", "brand": ["One", "Two"] },
        { "@type": "Product", "name": "Second", "sku": "2" },
    ] }]);
    let expect = json!({
        "types": "WebSite,WebPage,ItemPage,Product,Thing", "name": "First", "brand": "One",
    });
    assert_eq!(told(page), expect);
}

#[test]
fn of_several_offers_the_first_with_a_price_is_told() {
    let page = json!([{ "@type": "Product", "offers": [
        { "availability": "SoldOut", "priceCurrency": "USD" },
        { "price": 9, "priceCurrency": "EUR", "availability": "schema:InStock" },
        { "price": 8, "priceCurrency": "EUR" },
    ] }]);
    let expect = json!({
        "types": "Product", "price": 9.0, "price_currency": "EUR", "availability": "InStock",
    });
    assert_eq!(told(page), expect);
    let aggregate = json!([{ "@type": "ProductGroup", "offers": {
        "@type": "AggregateOffer", "lowPrice": "7,90", "priceCurrency": "CHF",
        "offers": [{ "price": "99" }],
    } }]);
    assert_eq!(told(aggregate.clone())["price"], 7.9);
    let mut without = aggregate;
    without[0]["offers"]["lowPrice"] = Value::Null;
    assert_eq!(told(without)["price"], 99.0);
}

#[test]
fn a_price_may_stand_in_a_specification_or_in_a_variant() {
    let woocommerce = json!([{ "@graph": [{ "@type": "Product", "name": "Hoodie", "offers": [{
        "@type": "Offer", "availability": "http://schema.org/InStock",
        "priceSpecification": [
            { "@type": "UnitPriceSpecification", "price": "42.00", "priceCurrency": "GBP" },
            { "@type": "UnitPriceSpecification", "price": "45.00", "priceCurrency": "GBP" },
        ],
    }] }] }]);
    let expect = json!({
        "types": "Product", "name": "Hoodie", "price": 42.0, "price_currency": "GBP", "availability": "InStock",
    });
    assert_eq!(told(woocommerce), expect);
    let shopify = json!([{ "@type": "ProductGroup", "name": "Tee", "brand": { "@type": "Brand", "name": "Calza" },
        "hasVariant": [
            { "@type": "Product", "name": "Tee - S", "sku": "S", "offers": {
                "@type": "Offer", "availability": "http://schema.org/OutOfStock" } },
            { "@type": "Product", "name": "Tee - M", "sku": "M", "offers": { "@type": "Offer",
                "availability": "http://schema.org/InStock", "price": "19.00", "priceCurrency": "EUR" } },
        ],
    }]);
    let expect = json!({
        "types": "ProductGroup", "name": "Tee", "brand": "Calza", "price": 19.0, "price_currency": "EUR",
        "availability": "InStock",
    });
    assert_eq!(told(shopify), expect);
}

#[test]
fn what_a_list_lists_is_not_what_the_page_is_about() {
    let page = json!([{ "@type": "ItemList", "itemListElement": [
        { "@type": "ListItem", "item": { "@type": "Product", "name": "One of many" } },
    ] }]);
    assert_eq!(told(page), json!({ "types": "ItemList" }));
}

#[test]
fn prices_are_read_as_people_write_them() {
    for (text, expect) in [
        ("1234.5", 1234.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("€ 19,90", 19.9),
        ("$5", 5.0),
        ("1\u{a0}234,50 EUR", 1234.5),
        ("1'299.00", 1299.0),
        ("1,299", 1299.0),
        ("1.299", 1.299),
        ("0,125", 0.125),
        ("1.234.567", 1_234_567.0),
        ("7.", 7.0),
    ] {
        assert_eq!(price(&json!(text)), expect, "{text}");
    }
    for none in
        [json!(""), json!("10 - 20"), json!("-3"), json!(-3), json!("."), json!("free"), json!([5])]
    {
        assert_eq!(price(&none), Value::Null, "{none}");
    }
}

#[test]
fn twelve_types_are_told_and_no_more() {
    let page: Vec<Value> = (0..40).map(|n| json!({ "@type": format!("T{}", n / 2) })).collect();
    let told = told(Value::Array(page));
    assert_eq!(told["types"].as_str().unwrap().split(',').count(), 12);
}

#[test]
fn what_the_shop_has_said_itself_stays() {
    let said = json!({ "name": "Said", "og": "product", "schema": [{ "@type": "Product", "name": "Found" }] });
    let mut params = said.as_object().cloned().unwrap();
    flatten(&mut params);
    assert_eq!(
        Value::Object(params),
        json!({ "name": "Said", "og": "product", "types": "Product" })
    );
}

/// Any JSON, with the keys that are read more often than others.
fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        proptest::sample::select(vec![
            "@graph",
            "@type",
            "aggregateRating",
            "availability",
            "bestRating",
            "brand",
            "hasVariant",
            "item",
            "itemListElement",
            "lowPrice",
            "name",
            "offers",
            "price",
            "priceCurrency",
            "priceSpecification",
            "ratingCount",
            "ratingValue",
            "sku",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(vec!["Product", "BreadcrumbList", "AggregateOffer"])
            .prop_map(Value::from),
        "[0-9.,' €-]{0,12}".prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(12, 128, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..6)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_becomes_flat_parameters_of_the_documented_kinds(schema in any_json()) {
        let told = told(schema);
        for (key, value) in told.as_object().unwrap() {
            match key.as_str() {
                "types" | "name" | "sku" | "brand" | "price_currency" | "availability" | "breadcrumb" => {
                    prop_assert!(value.is_string());
                }
                "price" | "rating" | "rating_best" => prop_assert!(value.as_f64().unwrap() >= 0.0),
                "ratings" => prop_assert!(value.is_u64()),
                _ => prop_assert!(false, "{key}"),
            }
        }
    }
}
