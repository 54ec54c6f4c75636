//! Families under the names Google Analytics has for them: uap-core's tell phones' browsers apart.

/// Browsers: uap-core's family, Google Analytics' name.
const BROWSERS: [(&str, &str); 16] = [
    ("Chrome Mobile", "Chrome"),
    ("Chrome Mobile WebView", "Android Webview"),
    ("Chrome Mobile iOS", "Chrome"),
    ("Chromium", "Chrome"),
    ("DuckDuckGo Mobile", "DuckDuckGo"),
    ("Edge Mobile", "Edge"),
    ("Firefox Mobile", "Firefox"),
    ("Firefox iOS", "Firefox"),
    ("Google", "Google app"),
    ("IE", "Internet Explorer"),
    ("IE Mobile", "Internet Explorer"),
    ("Mobile Safari", "Safari"),
    ("Mobile Safari UI/WKWebView", "Safari (in-app)"),
    ("Opera Mobile", "Opera"),
    ("Samsung Internet", "Samsung Internet"),
    ("Yandex Browser", "YaBrowser"),
];

/// Systems. Distributions of Linux are too few shoppers each to be told apart.
const SYSTEMS: [(&str, &str); 7] = [
    ("ATV OS X", "tvOS"),
    ("Fedora", "Linux"),
    ("Mac OS", "Macintosh"),
    ("Mac OS X", "Macintosh"),
    ("Ubuntu", "Linux"),
    ("Windows Phone", "Windows Phone"),
    ("iOS", "iOS"),
];

pub(super) fn browser(family: &str) -> String {
    named(&BROWSERS, family)
}

pub(super) fn system(family: &str) -> String {
    named(&SYSTEMS, family)
}

fn named(names: &[(&str, &str)], family: &str) -> String {
    let place = names.binary_search_by_key(&family, |(theirs, _)| theirs);
    let name = place.ok().and_then(|place| names.get(place)).map_or(family, |(_, ours)| ours);
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(BROWSERS.is_sorted() && SYSTEMS.is_sorted());
        assert_eq!(browser("Chrome Mobile"), "Chrome");
        assert_eq!(browser("Vivaldi"), "Vivaldi");
        assert_eq!(system("Mac OS X"), "Macintosh");
    }
}
