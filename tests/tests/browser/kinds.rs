//! Every kind of touchpoint that is found without markup, by the names and addresses that shops give them.

use std::collections::BTreeSet;

use percorso_tests::browser::Engine;
use serde_json::{Value, json};

use crate::rows::text;
use crate::scene::Scene;

const PAGE: &str = r#"TAG</head><body>
<header>Borgolana</header>
<nav>Knitwear, socks, hats</nav>
<div aria-label="breadcrumb">Home, knitwear</div>
<form role="search"><input type="search" name="q"></form>
<video width="60" height="30" controls></video>
<audio controls></audio>
<p><a href="mailto:shop@shop.example">Write</a> <a href="tel:+390123">Call</a>
<a href="https://wa.me/390123">Message</a> <a href="https://maps.google.com/?q=Alba">Where we are</a>
<a href="https://www.instagram.com/borgolana">Pictures</a> <a href="/files/care.pdf">Care of wool</a></p>
<p><a href="/guida-alle-taglie">Taglie</a> <a href="/guide/wool">Which wool?</a> <a href="/faq">Questions</a>
<a href="/track-order">Where is it?</a> <a href="/returns">Sending it back</a></p>
<table class="comparison-table"><tr><td>Merino</td><td>Cashmere</td></tr></table>
<section id="customer-reviews">Lovely and warm.</section>
<p class="stock">Three left</p>
<p class="store-pickup">Tomorrow in Alba</p>
<p class="delivery-info">Two days</p>
<p><button id="chat-launcher">?</button> <button class="add-to-wishlist">Keep</button>
<button aria-label="Share">+</button></p>
<p><a href="/fedelta">Punti</a> <a href="/refer-a-friend">Friends</a></p>
<div class="coupon">Ten percent</div>
<form class="newsletter-signup"><input name="email" type="email"></form>
<aside>Seen lately</aside>
<footer>Alba</footer>
</body>"#;

const KINDS: [&str; 31] = [
    "aside",
    "audio",
    "breadcrumb",
    "chat",
    "comparison",
    "coupon",
    "delivery",
    "download",
    "email",
    "faq",
    "footer",
    "guide",
    "header",
    "loyalty",
    "map",
    "navigation",
    "newsletter",
    "order-tracking",
    "phone",
    "pickup",
    "referral",
    "returns",
    "reviews",
    "search",
    "share",
    "size-guide",
    "social",
    "stock",
    "video",
    "whatsapp",
    "wishlist",
];

fn each_kind_is_found_by_what_shops_call_it(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", PAGE)]);
    scene.open("/a");
    let wanted = BTreeSet::from(KINDS);
    for kind in &wanted {
        scene.hears("touchpoint", &json!({ "touchpoint": kind, "action": "seen" }));
    }
    let past = scene
        .end_at(("touchpoint", &json!({ "touchpoint": "reviews", "action": "attended" })), |_| {
            false
        });
    let seen = |row: &&Value| text(row, "event") == "touchpoint" && text(row, "action") == "seen";
    let told: Vec<_> = past.all.iter().filter(seen).map(|row| text(row, "touchpoint")).collect();
    let once: BTreeSet<_> = told.iter().map(AsRef::as_ref).collect();
    assert_eq!((told.len(), once), (wanted.len(), wanted), "{told:?}");
}

/// Names and addresses tell nothing here, only what can be read; a long text is no label, a text that is neither
/// link nor button is none either, and what a product's tile says of it is none.
const SAID: &str = r##"TAG</head><body>
<p><a id="one" href="#a">Track your order</a> <button>Trova in negozio</button> <a href="#b"><b>Größe</b> finden</a>
<a href="#c">
        <span>
                                      Find a
          store
        </span>
</a> <a id="two" href="#d">Traccia l’ordine</a></p>
<p>Return policy</p>
<p><a href="#e">A warm cardigan of wool from the hills around Alba, for long walks. Chat with us</a></p>
<p><a href="#f">Chat with us, said the sheep: a book of tales from Alba</a></p>
<p><a href="#g">Socken 9,90 € zzgl. Versandkosten</a> <a href="#h">Back in stock: Socks</a> <a href="#i">Socks, delivery options</a>
<a href="#j">Pfandrückgabe</a> <a href="#k">Wishlist socks: add to wishlist</a></p>
</body>"##;

fn what_links_and_buttons_say_tells_what_they_are_for(engine: Engine) {
    let scene = Scene::of_in(engine, &[("/a", SAID)]);
    scene.open("/a");
    let wanted = ["map", "order-tracking", "pickup", "size-guide"];
    for kind in wanted {
        scene.hears("touchpoint", &json!({ "touchpoint": kind, "action": "seen" }));
    }
    for css in ["#one", "#two"] {
        scene.browser.click(css);
    }
    let last = json!({ "touchpoint": "size-guide", "action": "attended" });
    let past = scene.end_at(("touchpoint", &last), |_| false);
    let of = |row: &&Value| text(row, "event") == "touchpoint";
    let told: BTreeSet<_> = past.all.iter().filter(of).map(|row| text(row, "touchpoint")).collect();
    assert_eq!(told, wanted.map(str::to_owned).into());
    let acted = |row: &&Value| {
        text(row, "touchpoint") == "order-tracking" && text(row, "action") == "acted"
    };
    assert_eq!(past.all.iter().filter(acted).count(), 2);
    for said in ["Track your", "Traccia l"] {
        assert!(!format!("{:?}", past.all).contains(said), "what they say stays in the page");
    }
}

in_each_engine!(
    each_kind_is_found_by_what_shops_call_it,
    what_links_and_buttons_say_tells_what_they_are_for,
);
