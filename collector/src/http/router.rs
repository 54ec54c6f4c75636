//! Every route there is.

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware;
use axum::routing::{get, post, put};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use super::error::ApiError;
use super::state::App;
use super::{
    annotations, assets, collect, costs, findings, funnels, gate, goals, health, live, metrics,
    openapi, page, panels, privacy, report, rules, segments, server, sql, store, upkeep,
};

/// The header that says which events of an accepted batch were dropped, and why.
pub(super) const DROPPED: HeaderName = HeaderName::from_static("percorso-dropped");

/// The whole service.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(public(&app))
        .merge(reading(&app))
        .merge(writing(&app))
        .merge(changing(&app))
        // Its own: otherwise that of one of the gates would answer where nothing is.
        .fallback(async || ApiError::NotFound)
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
        .with_state(app)
}

/// What anybody may ask: the tracker's files and its rules, to have events stored, and what is recorded.
fn public(app: &App) -> Router<App> {
    // Sending has a limit of its own, and that the process lives costs nothing to say.
    let limited = || middleware::from_fn_with_state(app.clone(), gate::limit);
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, DROPPED]);
    Router::new()
        .route("/p/e", post(collect::store_batch))
        .route("/p/{file}", get(assets::show_file).layer(limited()))
        .route(
            "/p/rules/{site}",
            get(rules::show_rules).layer(CompressionLayer::new()).layer(limited()),
        )
        .layer(cors)
        .route("/healthz", get(health::show_life))
        .route("/readyz", get(health::show_readiness).layer(limited()))
        .route("/privacy", get(privacy::show_privacy).layer(limited()))
}

/// What only who may read may ask.
fn reading(app: &App) -> Router<App> {
    Router::new()
        .route("/", get(page::show_home))
        .route("/report", get(panels::show_sheet))
        .route("/ui/panels", get(panels::show_panels))
        .route("/ui/live", get(page::show_live))
        .route("/ui/{file}", get(page::show_file))
        .route("/metrics", get(metrics::show_metrics))
        .route("/v1/openapi.json", get(openapi::show_description))
        .route("/v1/sql", post(sql::answer))
        .route("/v1/store", get(store::show_store))
        .route("/v1/live", get(live::listen))
        .route("/v1/findings", get(findings::show_findings))
        .route("/v1/segments", get(segments::list))
        .route("/v1/reports", get(report::list_reports))
        .route("/v1/reports/funnel", get(report::show_funnel))
        .route("/v1/reports/funnel/levels", get(report::show_levels))
        .route("/v1/reports/{name}", get(report::show_report))
        .layer(middleware::from_fn_with_state(app.clone(), gate::read))
        .method_not_allowed_fallback(not_allowed)
}

/// What only who may send events for others may ask.
fn writing(app: &App) -> Router<App> {
    Router::new()
        .route("/v1/events", post(server::store_events))
        .layer(middleware::from_fn_with_state(app.clone(), gate::write))
        .method_not_allowed_fallback(not_allowed)
}

/// What only who may do everything may ask.
fn changing(app: &App) -> Router<App> {
    Router::new()
        .route("/v1/forget", post(upkeep::forget))
        .route("/v1/enrich", post(upkeep::enrich))
        .route("/v1/prune", post(upkeep::prune))
        .route("/v1/annotations/{name}", put(annotations::save).delete(annotations::delete))
        .route("/v1/costs", put(costs::keep))
        .route("/v1/funnels/{name}", put(funnels::save).delete(funnels::delete))
        .route("/v1/goals/{name}", put(goals::save).delete(goals::delete))
        .route("/v1/segments/{name}", put(segments::save).delete(segments::delete))
        .route("/v1/segments/{name}/refresh", post(segments::refresh))
        .layer(middleware::from_fn_with_state(app.clone(), gate::admin))
        .method_not_allowed_fallback(not_allowed)
}

/// Before the gates: a token changes nothing about it.
async fn not_allowed() -> ApiError {
    ApiError::NotAllowed
}
