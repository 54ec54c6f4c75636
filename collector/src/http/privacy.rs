//! `GET /privacy`: what is recorded and why, for the shop's owner to read and to link to.
//!
//! Open to anybody: it tells of the program, and of no shop.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use super::error::ApiError;
use super::page;
use crate::ui::Privacy;

/// The owner's pages fetch a style sheet that strangers may not; this one brings its own and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Shows it.
pub(super) async fn show_privacy() -> Result<Response, ApiError> {
    let mut answer = page::html(&Privacy::of_this_version())?;
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(answer)
}
