//! `GET /`: the first page, its parts and its files, under a strict content security policy.

use std::net::SocketAddr;

use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tracing::error;
use url::form_urlencoded;

use super::assets;
use super::client::ByTls;
use super::error::ApiError;
use super::state::App;
use crate::clock::now;
use crate::query::latest::{self, First};
use crate::query::reader::Asking;
use crate::report::funnel::{self, FunnelQuery};
use crate::ui::sheet::{self, words::Lang};
use crate::ui::{Chooser, Funnel, Live};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The funnel of the first page, in the words of `GET /v1/reports/funnel`.
const FUNNEL: [(&str, &str); 6] = [
    ("step", "view_item"),
    ("step", "add_to_cart"),
    ("step", "begin_checkout"),
    ("step", "purchase"),
    ("window", "30d"),
    ("since", "30d"),
];
const LATEST: u32 = 12;

const FILES: [(&str, &str, &str); 5] = [
    ("app.css", "text/css; charset=utf-8", include_str!("../../ui/app.css")),
    ("app.js", "text/javascript; charset=utf-8", include_str!("../../ui/app.js")),
    ("panels.css", "text/css; charset=utf-8", include_str!("../../ui/panels.css")),
    ("sheet.css", "text/css; charset=utf-8", sheet::STYLE),
    ("icon.svg", "image/svg+xml", include_str!("../../ui/icon.svg")),
];

/// Shows the whole page.
pub(super) async fn show_home(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(by_tls): Extension<ByTls>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (live, first) = look(&app).await?;
    let sites =
        app.questions.ask(|asking| asking.connection().and_then(|own| latest::sites(&own))).await;
    let sites = sites?.map_err(|source| {
        error!(%source, "the first page failed");
        ApiError::Internal
    })?;
    // This machine's own name, or one that whoever has a token asks by.
    let scheme = app.settings.now().proxies.scheme(peer.ip(), by_tls, &headers);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let site = first.map_or_else(|| "my-shop".to_owned(), |first| first.site);
    html(&live.page(
        format!("{scheme}://{host}"),
        site,
        assets::pinned(),
        Chooser::new(&sites, lang(query.as_deref())),
    ))
}

/// The language asked for; whatever else is asked does not matter here.
fn lang(query: Option<&str>) -> Lang {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .filter(|(name, _)| name == "lang")
        .find_map(|(_, value)| Lang::of(&value))
        .unwrap_or(Lang::English)
}

/// Shows the part that changes.
pub(super) async fn show_live(State(app): State<App>) -> Result<Response, ApiError> {
    html(&look(&app).await?.0)
}

/// Shows a file of the page.
pub(super) async fn show_file(Path(file): Path<String>) -> Result<Response, ApiError> {
    let (_, mime, text) =
        FILES.iter().find(|(name, ..)| *name == file).ok_or(ApiError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, *mime),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, *text).into_response())
}

async fn look(app: &App) -> Result<(Live, Option<First>), ApiError> {
    let look = |asking: &Asking| -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
        let connection = asking.connection()?;
        let first = latest::first(&connection)?;
        let latest = latest::latest(&connection, LATEST)?;
        let report = funnel::run(&connection, &FunnelQuery::from_pairs(FUNNEL)?)?;
        Ok((Live::new(first.as_ref(), latest, Funnel::draw(&report.steps), now()), first))
    };
    app.questions.ask(look).await?.map_err(|source| {
        error!(%source, "the first page failed");
        ApiError::Internal
    })
}

pub(super) fn html(page: &impl Template) -> Result<Response, ApiError> {
    let text = page.render().map_err(|source| {
        error!(%source, "a page could not be written");
        ApiError::Internal
    })?;
    let policy = HeaderValue::from_static(POLICY);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}
