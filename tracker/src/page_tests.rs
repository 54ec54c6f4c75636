//! The page: what counts as a view, and with which address, referrer and title.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn params(page: &mut Page, title: &str) -> Value {
    let view = page.take(title).expect("a view waits");
    assert!(view.params.starts_with(&format!("{{{}", view.context)));
    serde_json::from_str(&view.params).unwrap()
}

#[test]
fn a_load_is_a_view_without_its_fragment() {
    let mut page = Page::new();
    assert!(!page.is_waiting());
    page.viewed(5, "https://shop.example/p?a=1#token=x", "https://other.example/#y");
    assert!(page.is_waiting());
    assert_eq!(
        params(&mut page, "Shoes \"red\""),
        json!({
            "url": "https://shop.example/p?a=1",
            "referrer": "https://other.example/",
            "title": "Shoes \"red\"",
        })
    );
    assert!(page.take("again").is_none());
}

#[test]
fn the_same_address_is_elsewhere_only_if_more_than_the_fragment_differs() {
    let mut page = Page::new();
    page.viewed(0, "https://shop.example/p", "");
    assert!(!page.is_elsewhere("https://shop.example/p"));
    assert!(!page.is_elsewhere("https://shop.example/p#reviews"));
    assert!(page.is_elsewhere("https://shop.example/p?size=4"));
    assert!(page.is_elsewhere("https://shop.example/"));
}

#[test]
fn a_move_has_the_address_before_as_referrer_and_the_title_of_later() {
    let mut page = Page::new();
    page.viewed(0, "https://shop.example/a", "https://google.example/");
    params(&mut page, "A");
    page.moved(9, "https://shop.example/b#top");
    let view = page.take("B").unwrap();
    assert_eq!(view.ms, 9);
    let params: Value = serde_json::from_str(&view.params).unwrap();
    assert_eq!(params["referrer"], "https://shop.example/a");
    assert_eq!(params["url"], "https://shop.example/b");
    assert_eq!(params["title"], "B");
}

#[test]
fn a_return_counts_though_the_address_is_the_same() {
    let mut page = Page::new();
    for _ in 0..2 {
        page.viewed(0, "https://shop.example/a", "");
        assert_eq!(params(&mut page, "")["url"], "https://shop.example/a");
    }
}

proptest! {
    #[test]
    fn one_view_for_each_change_of_address(steps in prop::collection::vec("/[ab](#[xy])?", 1..40)) {
        let mut page = Page::new();
        page.viewed(0, "/a", "");
        let (mut views, mut expected, mut here) = (vec![params(&mut page, "")], 1, "/a".to_owned());
        for step in steps {
            if page.is_elsewhere(&step) {
                page.moved(1, &step);
                views.push(params(&mut page, ""));
            }
            let there = step.split('#').next().unwrap().to_owned();
            if there != here {
                (expected, here) = (expected + 1, there);
            }
        }
        prop_assert_eq!(views.len(), expected);
        prop_assert!(views.windows(2).all(|w| w[1]["referrer"] == w[0]["url"]));
    }
}
