//! The services' own words where no file has them: tokens, refusals, what is not there. Written to the shapes of
//! recorded answers.

use super::{super::Response, layout::Service};

/// What OPS says of its services while nobody asks.
pub(super) const IDLE: &str =
    "idle (images=green:200, inpadoc=green:60, other=green:1000, retrieval=green:200, search=green:30)";

pub(super) fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

pub(super) fn with_header(mut response: Response, name: &str, value: &str) -> Response {
    response.headers.push((name.to_owned(), value.to_owned()));
    response
}

/// A token for about twenty minutes; the text of `expires_in` is how OPS writes it.
pub(super) fn token(name: &str) -> Response {
    let body = format!(
        r#"{{"status":"approved","token_type":"BearerToken","expires_in":"1199","access_token":"{name}"}}"#
    );
    response(200, body)
}

pub(super) fn bad_key(service: Service) -> Response {
    match service {
        Service::Ops => response(
            401,
            "<error><code>401</code><message>ClientId is Invalid</message></error>",
        ),
        Service::Odp => response(403, r#"{"message":"Forbidden"}"#),
        Service::Jpo => response(401, r#"{"error":"invalid_grant"}"#),
        Service::Kipris => response(200, kipris("30", "SERVICE KEY IS NOT REGISTERED ERROR")),
        Service::AssignmentCenter => response(403, ""),
    }
}

/// A request without a key, or with an old token.
pub(super) fn no_key(service: Service) -> Response {
    match service {
        Service::Ops => response(
            400,
            "<error><code>400</code><message>invalid_access_token</message>\
             <description>Access token is invalid</description></error>",
        ),
        Service::Jpo => response(200, jpo("210")),
        other => bad_key(other),
    }
}

pub(super) fn not_there(service: Service) -> Response {
    match service {
        Service::Ops => response(
            404,
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><fault xmlns="http://ops.epo.org"><code>SERVER.EntityNotFound</code><message>No results found</message></fault>"#,
        ),
        Service::Odp => response(
            404,
            r#"{"code":404,"error":"Not Found","errorDetails":"No matching records found","requestIdentifier":"recorded"}"#,
        ),
        Service::Jpo => response(200, jpo("107")),
        Service::Kipris => response(200, kipris("03", "NODATA ERROR")),
        Service::AssignmentCenter => response(
            200,
            r#"{"status":"Success","statusCode":200,"error":null,"successResponse":{"data":[],"totalRows":0}}"#,
        ),
    }
}

pub(super) fn quota_exceeded(service: Service) -> Response {
    match service {
        Service::Ops => with_header(
            response(
                403,
                "<error><code>403</code><message>This request has been rejected due to the violation of Fair Use \
                 policy</message></error>",
            ),
            "X-Rejection-Reason",
            "IndividualQuotaPerHour",
        ),
        Service::Jpo => response(200, jpo("203")),
        Service::Kipris => response(
            200,
            kipris("22", "LIMITED NUMBER OF SERVICE REQUESTS EXCEEDS ERROR"),
        ),
        other => too_many(other),
    }
}

pub(super) fn too_many(service: Service) -> Response {
    match service {
        Service::Jpo => response(200, jpo("303")),
        _ => response(429, r#"{"message":"Too Many Requests"}"#),
    }
}

fn jpo(code: &str) -> String {
    format!(
        r#"{{"result":{{"statusCode":"{code}","errorMessage":"recorded","remainAccessCount":"100","data":{{}}}}}}"#
    )
}

fn kipris(code: &str, message: &str) -> String {
    format!(
        "<response><header><resultCode>{code}</resultCode><resultMsg>{message}</resultMsg></header><body/></response>"
    )
}
