//! A corpus of personal data in the forms people write it, and of what looks like it and is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout)]
// A panic here is a test's failure report, and totals are printed.

use percorso_protocol::scrub::{IBAN, PHONE, TOKEN, scrub, scrub_path};
use proptest::prelude::*;

/// Published examples of regulators and fictional-use ranges; nobody's numbers.
const PHONES: [&str; 44] = [
    // with their country
    "+39 06 6982 0000",
    "+39 333 123 4567",
    "0039 333 123 4567",
    "00 39 333 123 4567",
    "+44 20 7946 0018",
    "0044 20 7946 0018",
    "+49 30 23125 000",
    "0049 30 23125000",
    "+33 1 99 00 12 34",
    "+34 600 123 456",
    "+1-202-555-0143",
    "001 202 555 0143",
    "+41 44 668 18 00",
    "+43 1 588 58 0",
    "+351 21 123 4567",
    "+31 20 123 4567",
    "+48 22 123 45 67",
    "+353 1 800 0000",
    // Italy
    "333 123 4567",
    "333 1234567",
    "347-1234567",
    "06 6982 0000",
    "02 1234 5678",
    "06-69820000",
    // Germany, Austria, Switzerland
    "030 23125 000",
    "0171 2345678",
    "0171-2345678",
    "030/23125000",
    "089 1234567",
    "044 668 18 00",
    // France, United Kingdom, the Netherlands
    "01 99 00 12 34",
    "06.39.98.12.34",
    "06-39-98-12-34",
    "020 7946 0018",
    "07700 900 123",
    "01632 960 001",
    "020 123 4567",
    // North America
    "202-555-0143",
    "(202) 555-0143",
    "202.555.0143",
    "202 555 0143",
    "(202)555-0143",
    // a word says what it is
    "tel: 3331234567",
    "WhatsApp 3471234567",
];

const IBANS: [&str; 12] = [
    "DE89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "IT60X0542811101000000123456",
    "IT60 X054 2811 1010 0000 0123 456",
    "GB29NWBK60161331926819",
    "GB29 NWBK 6016 1331 9268 19",
    "FR1420041010050500013M02606",
    "FR14 2004 1010 0505 0001 3M02 606",
    "ES9121000418450200051332",
    "CH9300762011623852957",
    "NL91ABNA0417164300",
    "at611904300234573201",
];

const TOKENS: [&str; 3] = [
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "eyJhbGciOiJub25lIn0.eyJqb2UiOiJjYW5hcnkifQ.",
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJlbWFpbCI6ImEifQ.c2lnbmF0dXJlLWNhbmFyeQ",
];

/// What shops write all day and is nobody's.
const NOBODYS: [&str; 62] = [
    "19.99",
    "1.299,00",
    "1,299.00",
    "EUR 0.99",
    "0.123456789",
    "12 500 000",
    "1 000 000 EUR",
    "100 200 300",
    "2026-01-31",
    "31.01.2026",
    "31-01-2026",
    "01/02/2026",
    "01.02.2026 10:30",
    "10:30-18:00",
    "08.00 - 20.00",
    "20260131",
    "2026 01 31",
    "01 02 2026",
    "week 03-2026",
    "SKU-0123-456-789",
    "SKU 4111-1111",
    "A1-2026-000123",
    "order 2026-000123",
    "order 3331234567",
    "order #100023456",
    "#0100023456",
    "R-2026-01-000017",
    "100000012",
    "000000123",
    "4006381333931",
    "04006381333931",
    "9783161484100",
    "978-3-16-148410-0",
    "0-306-40615-2",
    "ISBN 0306406152",
    "EAN 4006381333931",
    "1920x1080",
    "1920 1080",
    "10.0.0.1",
    "192.168.1.1",
    "v1.10.105",
    "1.5.5",
    "Chrome/140.0.0.0",
    "rgb(255, 255, 255)",
    "size 38 40 42",
    "EU 38-39",
    "38 2/3",
    "10-15 days",
    "24/7",
    "1/2 3/4",
    "50% 100%",
    "30-60-90",
    "DE89370400440532013001",
    "IT60X",
    "AB12 CD34",
    "AT-611904300234573201-X",
    "eyJ",
    "eyJhbGci",
    "model 555-A-1234",
    "lot 12-34-56",
    "3-2-1",
    "200 300 40",
];

#[test]
fn the_corpus_is_cut_wherever_it_stands() {
    for (kind, mark, all) in
        [("phones", PHONE, &PHONES[..]), ("ibans", IBAN, &IBANS), ("tokens", TOKEN, &TOKENS)]
    {
        let mut missed = Vec::new();
        for text in all {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            for framed in [
                text.to_string(),
                format!("Call me: {text}, please"),
                format!("({text})"),
                format!("{text}."),
            ] {
                let cut = scrub(&framed);
                let left: String = cut.chars().filter(char::is_ascii_digit).collect();
                if !cut.contains(mark)
                    || !digits.is_empty() && left.contains(&digits)
                    || cut.contains(text)
                {
                    missed.push(format!("{framed} -> {cut}"));
                }
            }
        }
        println!("{kind}: {} of {} missed in some frame", missed.len(), all.len());
        assert_eq!(missed, [""; 0], "{kind}");
    }
}

#[test]
fn what_shops_write_all_day_is_left() {
    let cut: Vec<_> = NOBODYS
        .iter()
        .flat_map(|text| [text.to_string(), format!("Now {text} only"), format!("{text}, new")])
        .filter(|text| scrub(text) != *text)
        .map(|text| format!("{text} -> {}", scrub(&text)))
        .collect();
    println!("nobody's: {} of {} cut", cut.len(), NOBODYS.len() * 3);
    assert_eq!(cut, [""; 0]);
}

#[test]
fn keys_in_paths_are_cut_and_names_are_left() {
    for (path, expect) in [
        ("/reset/8f3b2c1d", "/reset/[token]"),
        ("/account/reset-password/MTIzNDU2/abc", "/account/reset-password/[token]/abc"),
        ("/verify/a1b2c3d4e5/", "/verify/[token]/"),
        ("/u/3f2504e0-4f89-11d3-9a0c-0305e82c3301/orders", "/u/[token]/orders"),
        ("/s/9e107d9d372bb6826bd81d3542a419d6", "/s/[token]"),
        ("/dl/aGVsbG8gd29ybGQhIDEyMw1Xy2", "/dl/[token]"),
        ("/magic/Qm9iQWxpY2U5OTk", "/magic/[token]"),
    ] {
        assert_eq!(scrub_path(path), expect);
    }
    for path in [
        "/",
        "/product/wool-socks-38-40",
        "/p/B07XJ8C8F5",
        "/products/iphone-15-pro-256gb-blue",
        "/category/SALE2026",
        "/login/social",
        "/reset/done",
        "/it/calze/uomo/12345678",
        "/order/100000012",
        "/collections/spring-summer-2026-new-arrivals-for-her",
        "/media/IMG_20260131_123456.jpg",
        "/LEGO-Star-Wars-75313-AT-AT-Walker",
        "/key/facts",
        "/article/2026/01/31/what-is-new",
    ] {
        assert_eq!(scrub_path(path), path);
    }
}

proptest! {
    #[test]
    fn paths_scrubbed_twice_are_the_same(path in "(/[a-zA-Z0-9_.-]{0,40}){0,4}") {
        let once = scrub_path(&path).into_owned();
        prop_assert_eq!(scrub_path(&once).into_owned(), once);
    }

    #[test]
    fn any_national_number_in_groups_is_cut(a in 201_u32..999, b in 201_u32..999, c in 0_u32..9999, sign in "[ .-]") {
        let text = format!("ask {a}{sign}{b}{sign}{c:04} today");
        prop_assert_eq!(scrub(&text).into_owned(), format!("ask {PHONE} today"));
    }

    #[test]
    fn any_text_comes_out_the_same_the_second_time(text in "[0-9a-zA-Z ().:/+@-]{0,60}") {
        let once = scrub(&text).into_owned();
        prop_assert_eq!(scrub(&once).into_owned(), once);
    }
}
