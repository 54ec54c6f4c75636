//! `GET /v1/openapi.json`: every route, for programs. The file tells of the routes, and the catalogue of
//! what each report can be asked, so that neither can say what the other does not know.

use std::sync::LazyLock;

use axum::Json;
use serde_json::{Value, json};

use super::error::ApiError;
use crate::report::catalogue::{REPORTS, Report};
use crate::report::question::{Kind, Opt};

const FILE: &str = include_str!("../../openapi.json");

/// Where the file has what all reports share.
const ANY_REPORT: &str = "/v1/reports/{name}";

/// Tells it.
pub(super) async fn show_description() -> Result<Json<&'static Value>, ApiError> {
    static WHOLE: LazyLock<Option<Value>> =
        LazyLock::new(|| serde_json::from_str(FILE).ok().map(whole));
    WHOLE.as_ref().map(Json).ok_or(ApiError::Internal)
}

/// The file, with a path for each report.
fn whole(mut file: Value) -> Value {
    if let Some(paths) = file.get_mut("paths").and_then(Value::as_object_mut) {
        let any = paths.get(ANY_REPORT).cloned().unwrap_or_default();
        for report in REPORTS {
            paths.insert(format!("/v1/reports/{}", report.name), path(report, any.clone()));
        }
    }
    file
}

fn path(report: &Report, mut path: Value) -> Value {
    if let Some(get) = path.get_mut("get").and_then(Value::as_object_mut) {
        get.insert("operationId".to_owned(), format!("report_{}", report.name).into());
        get.insert("summary".to_owned(), report.about.into());
        get.insert("parameters".to_owned(), report.options().map(parameter).collect());
    }
    path
}

fn parameter(option: &Opt) -> Value {
    let schema = match option.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Whole => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Offset => json!({ "type": "number", "minimum": -14, "maximum": 14 }),
        Kind::Length => json!({ "$ref": "#/components/schemas/Length" }),
        Kind::Moment => json!({ "$ref": "#/components/schemas/Moment" }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Flag => json!({ "type": "boolean" }),
    };
    // As it would be written: every parameter of a URL is a text.
    let default = option.default.map(|default| format!("; without it {default}"));
    let about = format!("{}{}", option.about, default.unwrap_or_default());
    json!({ "name": option.name, "in": "query", "description": about, "schema": schema })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_its_own_path_and_options() {
        let whole = whole(serde_json::from_str(FILE).unwrap());
        for report in REPORTS {
            let get = &whole["paths"][format!("/v1/reports/{}", report.name)]["get"];
            assert_eq!(get["summary"], report.about);
            let told = get["parameters"].as_array().unwrap();
            assert_eq!(told.len(), report.options().count(), "{}", report.name);
            assert!(get["responses"]["200"].is_object());
        }
    }
}
