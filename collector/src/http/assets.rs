//! `GET /p/…`: the tracker's files, embedded at build time.
//!
//! `percorso.js` is the name in the tag, `percorso-debug.js` what it loads to show what it sends, and
//! `percorso-survey.js` what a page brings in to ask: these may change; the names that hold a hash never do.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::error::ApiError;
use crate::ui::Pinned;

/// One file of the tracker as it was built.
struct Built {
    name: &'static str,
    /// The name without a hash; empty where it is not asked for by one.
    tag: &'static str,
    mime: &'static str,
    integrity: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/tracker.rs"));

const FOREVER: &str = "public, max-age=31536000, immutable";
// An hour of an old tracker is harmless: every released version is understood.
const AN_HOUR: &str = "public, max-age=3600";

/// Whether this collector was built with the tracker in it.
#[must_use]
pub fn has_tracker() -> bool {
    !BUILT.is_empty()
}

/// The tag's file under the name that never changes.
pub(super) fn pinned() -> Option<Pinned> {
    let built = BUILT.first()?;
    Some(Pinned { file: built.name, integrity: built.integrity })
}

/// Shows one of the tracker's files, brotli where the browser takes it.
pub(super) async fn show_file(
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let built = BUILT
        .iter()
        .find(|built| built.name == file || built.tag == file)
        .ok_or(ApiError::NotFound)?;
    let is_tag = built.tag == file;
    // Weak, because the same tag stands for the plain and the compressed bytes.
    let tag = format!("W/\"{}\"", built.integrity);
    let common = [
        (header::CACHE_CONTROL, HeaderValue::from_static(if is_tag { AN_HOUR } else { FOREVER })),
        (header::ETAG, HeaderValue::try_from(&tag).map_err(|_| ApiError::Internal)?),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        // The shop's pages are another origin, and may be isolated from others.
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let mime = [(header::CONTENT_TYPE, built.mime)];
    Ok(if takes_brotli(&headers) {
        (common, mime, [(header::CONTENT_ENCODING, "br")], built.brotli).into_response()
    } else {
        (common, mime, built.plain).into_response()
    })
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("br")
            && !weight.trim().trim_end_matches(".0").ends_with("q=0")
    })
}
