//! Pictures.
use crate::graphql::{Named, TechnologyField};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
pub(crate) fn address(field: TechnologyField, seed: &str) -> String {
    format!("/covers/{}/{seed}.svg", i18n::kebab(&field.name()))
}
pub(crate) async fn serve(Path((_field, _seed)): Path<(String, String)>) -> Response {
    http::StatusCode::NOT_FOUND.into_response()
}
