//! Our Rust files as tokens, so that a name in a comment or in a text is not taken for the name.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One token: a name, a sign, a bracket, or a literal as it is written.
pub(super) struct Token {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) is_literal: bool,
    /// Within an item that is built for tests only.
    pub(super) in_test: bool,
}

/// The tokens of a Rust file in order, documentation left out.
pub(super) fn tokens(name: &str) -> Vec<Token> {
    let stream: TokenStream =
        super::text(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut tokens = Vec::new();
    walk(stream, name.ends_with("tests.rs"), &mut tokens);
    tokens
}

fn walk(stream: TokenStream, in_test: bool, tokens: &mut Vec<Token>) {
    let mut hash = false;
    // Set by `#[cfg(test)]`, until the item it stands before has ended.
    let mut test_item = false;
    for tree in stream {
        let line = tree.span().start().line;
        let in_test = in_test || test_item;
        let mut push = |text: String, is_literal| {
            tokens.push(Token { text, line, is_literal, in_test });
        };
        let was_hash = std::mem::take(&mut hash);
        match tree {
            TokenTree::Group(group) => {
                let inside = group.stream().to_string();
                let is_attribute = was_hash && group.delimiter() == Delimiter::Bracket;
                if is_attribute && inside.starts_with("doc =") {
                    continue;
                }
                test_item |= is_attribute && inside.replace(' ', "") == "cfg(test)";
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                push(open.to_owned(), false);
                walk(group.stream(), in_test, tokens);
                tokens.push(Token { text: close.to_owned(), line, is_literal: false, in_test });
                test_item &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Punct(sign) => {
                // An inner attribute has a `!` between.
                hash = sign.as_char() == '#' || (was_hash && sign.as_char() == '!');
                test_item &= sign.as_char() != ';';
                push(sign.as_char().to_string(), false);
            }
            TokenTree::Ident(name) => push(name.to_string(), false),
            TokenTree::Literal(literal) => push(literal.to_string(), true),
        }
    }
}

/// Where a file names a crate: `duckdb::…`, `use duckdb;`, `extern crate duckdb`, also within braces.
pub(super) fn names_crate(tokens: &[Token], name: &str) -> Option<usize> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    (0..tokens.len()).find_map(|at| {
        let before = if at == 0 { "" } else { text(at - 1) };
        let is_path = text(at + 1) == ":" && text(at + 2) == ":";
        let is_root = before != ":" && before != ".";
        let is_named = is_path && is_root || ["use", "crate"].contains(&before);
        (text(at) == name && !tokens[at].is_literal && is_named).then(|| tokens[at].line)
    })
}

/// Where a file names a module of its own crate: `crate::http`, also in `crate::{http, store}`.
pub(super) fn names_module(tokens: &[Token], name: &str) -> Option<usize> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    (0..tokens.len()).find_map(|at| {
        if text(at) != "crate" || text(at + 1) != ":" || text(at + 2) != ":" {
            return None;
        }
        if text(at + 3) == name {
            return Some(tokens[at].line);
        }
        // Names right behind the brace and behind its own commas; deeper braces are theirs.
        let (mut depth, mut first) = (0, true);
        for token in tokens.iter().skip(at + 3) {
            match token.text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                found if depth == 1 && first && found == name => return Some(token.line),
                _ => {}
            }
            if depth == 0 {
                break;
            }
            first = depth == 1 && matches!(token.text.as_str(), "{" | ",");
        }
        None
    })
}

#[test]
fn names_are_found_in_code_and_nowhere_else() {
    let read = |text: &str| {
        let mut tokens = Vec::new();
        walk(text.parse().unwrap(), false, &mut tokens);
        tokens
    };
    for code in [
        "use duckdb::Connection;",
        "fn f(c: &duckdb::Connection) {}",
        "use duckdb as d;",
        "m! { duckdb::x() }",
        "use {std::fs, duckdb::Error};",
        "extern crate duckdb;",
    ] {
        assert!(names_crate(&read(code), "duckdb").is_some(), "{code}");
    }
    for code in [
        "//! duckdb::x",
        "/// duckdb::x\nfn f() {}",
        "StoreError::duckdb(1)",
        "f(\"duckdb::x\")",
        "self.duckdb::<u8>()",
    ] {
        assert!(names_crate(&read(code), "duckdb").is_none(), "{code}");
    }
    for code in ["use crate::http;", "crate::http::serve()", "use crate::{store::{a, b}, http::c};"]
    {
        assert!(names_module(&read(code), "http").is_some(), "{code}");
    }
    for code in ["use crate::store::{a, http};", "use crate::{store::http, a};", "use axum::http;"]
    {
        assert!(names_module(&read(code), "http").is_none(), "{code}");
    }
    let tested = read("#[cfg(test)] mod t { fn a() {} } fn b() {} #[cfg(test)] use x; fn c() {}");
    let in_test = |name: &str| tested.iter().find(|t| t.text == name).unwrap().in_test;
    assert!(in_test("a") && in_test("x") && !in_test("b") && !in_test("c"));
}
