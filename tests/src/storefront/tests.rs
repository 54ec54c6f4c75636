//! The shop over HTTP: addresses, parts, the tag, policies and payments as a browser gets them.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use tokio::net::TcpListener;

use super::{Csp, Options, demo_root, router};

async fn serve(collector: &str, csp: Csp) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = Options { root: demo_root(), collector: collector.parse().unwrap(), csp };
    tokio::spawn(async move { axum::serve(listener, router(options)).await });
    address
}

/// One request as it is on the wire, so that paths reach the server untouched.
async fn ask(shop: SocketAddr, line: &str, body: &str) -> (u16, String) {
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(shop).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    let answer = answer.await.unwrap();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

#[tokio::test]
async fn every_page_is_there_and_carries_the_collectors_tag_once() {
    let shop = serve("https://t.shop.example", Csp::None).await;
    for path in [
        "/",
        "/c/knitwear",
        "/p/nebbia-scarf",
        "/search?q=wool",
        "/cart",
        "/checkout/address",
        "/checkout/delivery",
        "/checkout/payment",
        "/thanks",
        "/delivery",
        "/returns",
        "/contact",
        "/privacy",
    ] {
        let (status, page) = ask(shop, &format!("GET {path}"), "").await;
        assert_eq!(status, 200, "{path}");
        let tag = r#"<script defer src="https://t.shop.example/p/percorso.js" data-site="demo">"#;
        assert_eq!(page.matches(tag).count(), 1, "{path}");
        assert!(!page.contains("127.0.0.1:8787"), "{path}");
        assert!(!page.contains("#include"), "{path}");
        assert!(page.contains("<footer") && page.contains("<main id=\"main\""), "{path}");
        assert!(!page.to_lowercase().contains("content-security-policy"), "{path}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_and_nothing_else_of_the_folder_is_served() {
    let shop = serve("http://127.0.0.1:1", Csp::None).await;
    for path in [
        "/nope",
        "/c/nope",
        "/p/nope",
        "/checkout/nope",
        "/partials/header.html",
        "/README.md",
        "/index.html",
        "/data/../README.md",
        "/data/..%2fREADME.md",
        "/img/nope.svg",
        "/a/b/c",
    ] {
        assert_eq!(ask(shop, &format!("GET {path}"), "").await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_product_page_has_the_products_title() {
    let shop = serve("http://127.0.0.1:1", Csp::None).await;
    let (_, page) = ask(shop, "GET /p/tre-calze-socks", "").await;
    assert!(page.contains("<title>Tre calze, three pairs | Borgolana</title>"));
    let (_, page) = ask(shop, "GET /c/scarves-hats", "").await;
    assert!(page.contains("<title>Scarves &amp; hats | Borgolana</title>"));
}

#[tokio::test]
async fn a_strict_policy_is_sent_and_no_page_needs_anything_inline() {
    let shop = serve("http://127.0.0.1:1", Csp::Strict).await;
    for path in ["/", "/p/nebbia-scarf", "/checkout/payment"] {
        let (_, page) = ask(shop, &format!("GET {path}"), "").await;
        assert!(page.contains("script-src 'self' http://127.0.0.1:1;"), "{path}");
        for inline in ["<style", " style=", " onclick=", "<script>"] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
    }
}

#[tokio::test]
async fn payments_are_accepted_declined_or_refused_in_words() {
    let shop = serve("http://127.0.0.1:1", Csp::None).await;
    let pay = |number: &str| {
        format!(
            r#"{{"reference":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","amount":6890,"currency":"EUR","method":"card","card":{{"number":"{number}"}}}}"#
        )
    };
    for _ in 0..2 {
        let (status, answer) = ask(shop, "POST /api/pay", &pay("4242 4242 4242 4242")).await;
        assert_eq!(status, 200);
        assert!(answer.ends_with(r#"{"status":"paid","order_id":"BL-3F2504E04F"}"#), "{answer}");
    }
    let (status, answer) = ask(shop, "POST /api/pay", &pay("4000 0000 0000 0002")).await;
    assert_eq!(status, 402);
    assert!(answer.contains(r#""error_code":"card_declined","error_type":"hard""#), "{answer}");
    let transfer =
        r#"{"reference":"3f2504e0-4f89","amount":1,"currency":"EUR","method":"bank_transfer"}"#;
    assert_eq!(ask(shop, "POST /api/pay", transfer).await.0, 200);
    assert_eq!(ask(shop, "POST /api/pay", &transfer.replace(":1,", ":0,")).await.0, 422);
    assert_eq!(ask(shop, "POST /api/pay", "{}").await.0, 422);
    assert_eq!(ask(shop, "POST /api/pay", "nonsense").await.0, 400);
}
