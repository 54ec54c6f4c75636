//! What a page says of itself to search engines: schema.org's objects become a `content` event's parameters.
//!
//! The tracker sends the page's JSON-LD as it stands there, reduced to the keys that are read here.

use percorso_protocol::limits;
use serde_json::{Map, Value};

use super::params;

/// Types that are told.
const TYPES: usize = 12;
/// Parts of a breadcrumb that are told.
const CRUMBS: usize = 20;
/// How deep graphs in lists in graphs are looked through; the wire allows no more.
const DEPTH: usize = limits::PARAMS_DEPTH;
/// What is sold, alone or as one of several.
const PRODUCTS: [&str; 4] = ["Product", "ProductGroup", "ProductModel", "IndividualProduct"];

/// What was found in a page.
#[derive(Default)]
struct Found<'a> {
    types: Vec<&'a str>,
    product: Option<&'a Map<String, Value>>,
    breadcrumb: Option<&'a Value>,
}

/// Puts the documented parameters in the place of `schema`. What the shop itself has said stays.
pub fn flatten(params: &mut Map<String, Value>) {
    let Some(schema) = params.remove("schema") else { return };
    let mut found = Found::default();
    found.look(&schema, DEPTH);
    let mut tell = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            params.entry(key).or_insert(value);
        }
    };
    tell("types", (!found.types.is_empty()).then(|| found.types.join(",").into()));
    tell("breadcrumb", found.breadcrumb.and_then(crumbs).map(Value::from));
    let Some(product) = found.product else { return };
    for key in ["name", "sku", "brand"] {
        tell(key, product.get(key).and_then(text).map(Value::from));
    }
    let variants = product.get("hasVariant").into_iter().flat_map(all);
    let sources = product.get("offers").into_iter().chain(variants.filter_map(|v| v.get("offers")));
    let offers: Vec<_> = sources.flat_map(|source| offers(Some(source), DEPTH)).collect();
    let price = |offer: &Map<String, Value>| {
        let said = |key| offer.get(key).and_then(number);
        said("price")
            .or_else(|| said("lowPrice"))
            .or_else(|| number(specified(offer)?.get("price")?))
    };
    // Price, currency and stock are those of one offer.
    let offer = offers.iter().find(|offer| price(offer).is_some()).or(offers.first());
    let said = |key: &str| offer?.get(key).and_then(text);
    tell("price", offer.and_then(|offer| price(offer)).map(Value::from));
    let currency = said("priceCurrency")
        .or_else(|| text(specified(offer?)?.get("priceCurrency")?))
        .and_then(|code| params::currency_code(&code));
    tell("price_currency", currency.map(Value::from));
    tell("availability", said("availability").map(|text| last_part(&text).into()));
    let rating = product.get("aggregateRating").and_then(first);
    tell("rating", rating.and_then(|rating| number(rating.get("ratingValue")?)).map(Value::from));
    let best = rating.and_then(|rating| number(rating.get("bestRating")?));
    tell("rating_best", best.filter(|best| *best > 0.0).map(Value::from));
    let count = |key| rating.and_then(|rating| number(rating.get(key)?));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by number"
    )]
    let ratings = count("ratingCount").or_else(|| count("reviewCount")).map(|n| n.round() as u64);
    tell("ratings", ratings.map(Value::from));
}

impl<'a> Found<'a> {
    /// Looks through lists and graphs; what is offered, reviewed or listed in them is not the page's own.
    fn look(&mut self, value: &'a Value, depth: usize) {
        match value {
            Value::Array(values) if depth > 0 => {
                values.iter().for_each(|value| self.look(value, depth - 1));
            }
            Value::Object(object) if depth > 0 => {
                for kind in object.get("@type").into_iter().flat_map(all).filter_map(Value::as_str)
                {
                    self.note(last_part(kind), object);
                }
                if let Some(graph) = object.get("@graph") {
                    self.look(graph, depth - 1);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, kind: &'a str, object: &'a Map<String, Value>) {
        if PRODUCTS.contains(&kind) {
            self.product.get_or_insert(object);
        }
        if kind == "BreadcrumbList" && self.breadcrumb.is_none() {
            self.breadcrumb = object.get("itemListElement");
        }
        let is_name = !kind.is_empty() && kind.len() <= limits::NAME_CHARS;
        let is_word = kind.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_name && is_word && self.types.len() < TYPES && !self.types.contains(&kind) {
            self.types.push(kind);
        }
    }
}

/// The offers of a product, those within an aggregate after it.
fn offers(value: Option<&Value>, depth: usize) -> Vec<&Map<String, Value>> {
    let Some(value) = value.filter(|_| depth > 0) else { return Vec::new() };
    let objects = all(value).iter().filter_map(Value::as_object);
    objects
        .flat_map(|offer| std::iter::once(offer).chain(offers(offer.get("offers"), depth - 1)))
        .collect()
}

/// The price that holds, where an offer has it in a specification of its own, as WooCommerce does.
fn specified(offer: &Map<String, Value>) -> Option<&Value> {
    offer.get("priceSpecification").and_then(first)
}

/// `Home > Socks`, of list items with a name of their own or with that of their page.
fn crumbs(list: &Value) -> Option<String> {
    let own = |item: &Value| text(item.get("name")?);
    let names = all(list).iter().filter_map(|item| own(item).or_else(|| own(item.get("item")?)));
    let names: Vec<String> = names.take(CRUMBS).collect();
    (!names.is_empty()).then(|| names.join(" > "))
}

/// The values of a list; anything else is a list of one.
fn all(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn first(value: &Value) -> Option<&Value> {
    all(value).first()
}

/// A text, a number as text, or the name of what is described instead.
fn text(value: &Value) -> Option<String> {
    let text = match first(value)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("name")?.as_str()?.trim().to_owned(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// `InStock` of `https://schema.org/InStock` and of `schema:InStock`.
fn last_part(text: &str) -> &str {
    text.trim().trim_end_matches('/').rsplit(['/', ':', '#']).next().unwrap_or_default()
}

/// A number that is not negative, or a text of one, as people write prices.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => plain(text)?.parse().ok()?,
        _ => return None,
    };
    (0.0..1e12).contains(&number).then_some(number)
}

/// `1234.56` of `€ 1.234,56`, `1,234.56` and `1 234,56 EUR`. A lone dot is the decimal point, as schema.org
/// has it; a lone comma is, too, unless three digits follow.
fn plain(text: &str) -> Option<String> {
    let digits =
        text.trim_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || "$€£¥".contains(c));
    let number: String = digits.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    if !number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let Some(at) = number.rfind(['.', ',']) else { return Some(number) };
    let (whole, rest) = number.split_at(at);
    let (mark, fraction) = (rest.get(..1)?, rest.get(1..)?);
    let is_decimal = !whole.contains(mark)
        && (mark == "." || fraction.len() != 3 || whole.contains('.') || whole == "0");
    let whole = whole.replace(['.', ','], "");
    Some(format!("{whole}{}{fraction}", if is_decimal { "." } else { "" }))
}

#[cfg(test)]
mod tests;
