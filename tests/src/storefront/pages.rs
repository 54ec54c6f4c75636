//! Clean URLs to HTML files: shared parts put in, the collector's origin and the title filled.

use std::{io, path::Path, sync::Arc};

use axum::{
    extract::{Path as UrlPath, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{DEFAULT_COLLECTOR, Options, catalogue::Catalogue};

type Shop = State<Arc<Options>>;

const CHECKOUT: [&str; 3] = ["address", "delivery", "payment"];
const PLAIN: [&str; 7] = ["search", "cart", "thanks", "delivery", "returns", "contact", "privacy"];
const INCLUDE: (&str, &str) = ("<!--#include virtual=\"/partials/", "\" -->");
const TITLE: (&str, &str) = ("<title>", " | ");

pub(super) async fn home(State(shop): Shop) -> Response {
    page(&shop, StatusCode::OK, "index.html", None).await
}

pub(super) async fn category(State(shop): Shop, UrlPath(slug): UrlPath<String>) -> Response {
    match Catalogue::read(&shop.root).await {
        Ok(catalogue) => named_page(&shop, "category.html", catalogue.category(&slug)).await,
        Err(error) => broken(&error),
    }
}

pub(super) async fn product(State(shop): Shop, UrlPath(slug): UrlPath<String>) -> Response {
    match Catalogue::read(&shop.root).await {
        Ok(catalogue) => named_page(&shop, "product.html", catalogue.product(&slug)).await,
        Err(error) => broken(&error),
    }
}

pub(super) async fn checkout(State(shop): Shop, UrlPath(step): UrlPath<String>) -> Response {
    listed_page(&shop, &CHECKOUT, "checkout/", &step).await
}

pub(super) async fn plain(State(shop): Shop, UrlPath(name): UrlPath<String>) -> Response {
    listed_page(&shop, &PLAIN, "", &name).await
}

pub(super) async fn not_found(State(shop): Shop) -> Response {
    page(&shop, StatusCode::NOT_FOUND, "404.html", None).await
}

/// The names come from fixed lists, so no request can reach a file by its path.
async fn listed_page(shop: &Options, known: &[&str], folder: &str, name: &str) -> Response {
    if known.contains(&name) {
        page(shop, StatusCode::OK, &format!("{folder}{name}.html"), None).await
    } else {
        page(shop, StatusCode::NOT_FOUND, "404.html", None).await
    }
}

async fn named_page(shop: &Options, file: &str, name: Option<&str>) -> Response {
    match name {
        Some(name) => page(shop, StatusCode::OK, file, Some(name)).await,
        None => page(shop, StatusCode::NOT_FOUND, "404.html", None).await,
    }
}

async fn page(shop: &Options, status: StatusCode, file: &str, title: Option<&str>) -> Response {
    match render(shop, file, title).await {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => broken(&error),
    }
}

async fn render(shop: &Options, file: &str, title: Option<&str>) -> io::Result<String> {
    let html = include_parts(&shop.root, read(&shop.root, file).await?).await?;
    let html = html.replace(DEFAULT_COLLECTOR, &shop.collector.to_string());
    Ok(match (title, html.split_once(TITLE.0)) {
        (Some(title), Some((before, after))) => match after.split_once(TITLE.1) {
            Some((_, rest)) => format!("{before}{}{}{}{rest}", TITLE.0, escape(title), TITLE.1),
            None => html,
        },
        _ => html,
    })
}

/// Server-side includes as nginx and Apache know them, of the one kind that the shop uses.
async fn include_parts(root: &Path, html: String) -> io::Result<String> {
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once(INCLUDE.0) {
        let Some((part, tail)) = after.split_once(INCLUDE.1) else { break };
        out.push_str(before);
        out.push_str(read(root, &format!("partials/{part}")).await?.trim_end());
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

async fn read(root: &Path, file: &str) -> io::Result<String> {
    let path = root.join(file);
    tokio::fs::read_to_string(&path)
        .await
        .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

fn broken(error: &io::Error) -> Response {
    let text = format!("The shop's files are incomplete ({error}); check the --root folder.\n");
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
