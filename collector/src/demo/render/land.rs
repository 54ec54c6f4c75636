//! Arriving: the landing page with where the visit comes from, the banner, lists and searches.

use serde_json::json;

use super::scribe::{HOST, Scribe};
use crate::demo::model::channels::{CHANNELS, Channel};
use crate::demo::model::shop::CATEGORIES;
use crate::demo::visit::Kind;
use crate::ingest::page::Page;

/// The first page.
pub(super) fn arrive(scribe: &mut Scribe<'_>) {
    let campaign = (scribe.visit.kind == Kind::Recover).then_some("cart-recovery");
    // Who comes back for the cart begins there; the cart's own page view follows.
    let (path, title) = match scribe.dice.between(0, 3) {
        0 => category(scribe),
        1 => ("/new".to_owned(), "New in the shop".to_owned()),
        _ => ("/".to_owned(), "Tableware and more".to_owned()),
    };
    come(scribe, &path, &title, campaign);
    scribe.answer_banner();
}

/// Opens a page from outside, by the visit's channel.
pub(super) fn come(scribe: &mut Scribe<'_>, path: &str, title: &str, campaign: Option<&str>) {
    let Some(channel) = CHANNELS.get(usize::from(scribe.visit.channel)) else { return };
    let page = landing(channel, path, campaign, scribe.visit.campaign);
    scribe.turn(page, title).channel = Some(channel.name.into());
}

fn landing(channel: &Channel, path: &str, campaign: Option<&str>, which: u8) -> Page {
    let text = |text: &str| Some(text.to_owned());
    let mut page = Page {
        host: text(HOST),
        path: text(path),
        referrer_host: channel.referrer.and_then(text),
        click_id: channel.click_id.and_then(text),
        ..Page::default()
    };
    if let Some((source, medium, campaigns)) = channel.utm {
        let own = campaigns.get(usize::from(which) % campaigns.len().max(1)).copied();
        page.utm_source = text(source);
        page.utm_medium = text(medium);
        page.utm_campaign = campaign.or(own).and_then(text);
    }
    page
}

/// What is done before a product is opened, or instead.
pub(super) fn leave(scribe: &mut Scribe<'_>, passes: bool) {
    scribe.wait(6000.0);
    scribe.vitals();
    if !passes {
        return;
    }
    if scribe.dice.chance(0.2) {
        scribe.open("/search", "Search");
        let results = scribe.dice.between(1, 30);
        search(scribe, results);
    } else {
        let (path, title) = category(scribe);
        scribe.click("a.category", "navigation");
        scribe.open(&path, &title);
        let list =
            json!({ "item_list_id": path.trim_start_matches("/c/"), "item_list_name": title });
        scribe.tell("view_item_list", list);
    }
    scribe.wait(8000.0);
    scribe.click("a.card", "navigation");
}

/// A search with so many results.
pub(super) fn search(scribe: &mut Scribe<'_>, results: i64) {
    scribe.say("view_search_results");
    scribe.touch("search", "results").params = Some(json!({ "results": results }).to_string());
}

fn category(scribe: &mut Scribe<'_>) -> (String, String) {
    let name = scribe.dice.pick(&CATEGORIES, |category| category.1 as f64).0;
    (format!("/c/{}", name.to_lowercase().replace(' ', "-")), name.to_owned())
}
