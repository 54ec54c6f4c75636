//! Draws the README's picture: `screenshot FILE.png`. People shop, then the shop and Percorso are shown.
#![allow(clippy::expect_used)]
// A panic is this tool's message: it says what it waited for, and where.

use std::path::PathBuf;

use clap::Parser;
use percorso_tests::browser::{Address, Browser, Card, Shopper, Site, Start};
use percorso_tests::harness::TestCollector;
use percorso_tests::storefront::Csp;

/// Draws the README's picture with real journeys in it.
#[derive(Parser)]
struct Args {
    /// Where to write the picture.
    file: PathBuf,
}

/// How far somebody goes.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Far {
    Looks,
    Gathers,
    Begins,
    Buys,
}

/// What each visitor looks at, in which size, and how far it goes.
const VISITORS: [(&str, Option<&str>, Far); 14] = [
    ("nebbia-scarf", None, Far::Buys),
    ("langa-cardigan", Some("M"), Far::Looks),
    ("rifugio-beanie", None, Far::Gathers),
    ("transumanza-blanket", None, Far::Begins),
    ("dolomiti-fisherman-sweater", Some("M"), Far::Looks),
    ("cascina-cushion", None, Far::Gathers),
    ("friulana-slippers", Some("40"), Far::Looks),
    ("langa-cardigan", Some("S"), Far::Buys),
    ("cimbra-shawl", None, Far::Looks),
    ("stufa-hot-water-bottle", None, Far::Gathers),
    ("nebbia-scarf", None, Far::Begins),
    ("brenta-rollneck", Some("M"), Far::Looks),
    ("rifugio-beanie", None, Far::Looks),
    ("langa-cardigan", Some("M"), Far::Buys),
];

const ADDRESS: Address<'static> = Address {
    email: "lucia@example.org",
    given_name: "Lucia",
    family_name: "Ferri",
    street: "Via Cervo 9",
    postcode: "13900",
    city: "Biella",
    phone: "",
};
const CARD: Card<'static> =
    Card { number: "4242 4242 4242 4242", name: "Lucia Ferri", expiry: "12/39", code: "123" };

/// The picture: both windows, as large as they fit, on one sheet.
const SHEET: &str = include_str!("screenshot.html");
const SHEET_SIZE: (u64, u64) = (1600, 900);
/// As wide as both pages need; the collector's tells how high.
const SHOP_WIDTH: u64 = 1460;
const COLLECTOR_WIDTH: u64 = 1000;

fn main() {
    let args = Args::parse();
    let collector = TestCollector::start();
    let shop = Site::shop(&collector.url(), Csp::None);
    // Kept open: the driver ends with the last browser.
    let looker = Browser::open();
    for (number, visitor) in VISITORS.iter().enumerate() {
        visit(&shop, number, *visitor);
    }
    looker.go(&collector.url());
    looker.see("svg.funnel");
    looker.resize(COLLECTOR_WIDTH, 800);
    let height = looker.ask("return document.documentElement.scrollHeight;");
    let height = height.as_u64().expect("a height is a number");
    looker.resize(COLLECTOR_WIDTH, height);
    let collector_picture = looker.picture();
    looker.go(&shop.at("/p/langa-cardigan"));
    looker.see("#review-list li");
    // No sign of loading over the film.
    looker.holds("document.querySelector('video').readyState > 1");
    looker.holds("document.querySelector('video').networkState === 1");
    looker.resize(SHOP_WIDTH, height);
    let shop_picture = looker.picture();

    let sheet = Site::files(&[
        ("/", "text/html", SHEET.into()),
        ("/shop.png", "image/png", shop_picture),
        ("/percorso.png", "image/png", collector_picture),
    ]);
    looker.go(&sheet.at("/"));
    looker.resize(SHEET_SIZE.0, SHEET_SIZE.1);
    looker.holds("[...document.images].every((image) => image.complete && image.naturalWidth > 0)");
    std::fs::write(&args.file, looker.picture()).expect("the picture can be written");
}

fn visit(shop: &Site, number: usize, (product, size, far): (&str, Option<&str>, Far)) {
    let user_agent = Some(format!("Mozilla/5.0 (X11; Linux x86_64; machine {number})"));
    let browser = Browser::start(&Start { user_agent, ..Start::default() });
    let person = Shopper { browser: &browser, shop, reads: true };
    person.arrive(&format!("/p/{product}"));
    browser.see("#colours label");
    if let Some(size) = size {
        person.look_at_sizes();
        person.choose_size(size);
    }
    if far >= Far::Gathers {
        person.add_to_basket();
        person.open_basket();
    }
    if far >= Far::Begins {
        person.go_to_checkout();
    }
    if far >= Far::Buys {
        person.fill_address(&ADDRESS);
        person.go_to_delivery();
        person.choose_delivery("standard");
        person.pay(&CARD);
        person.see_thanks();
    }
    browser.leave();
}
