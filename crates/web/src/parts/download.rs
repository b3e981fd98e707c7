//! Files that a reader takes away.

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde::Serialize;

use crate::{failure::Failure, visit::Visit};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Comma-separated values (RFC 4180).
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl Kind {
    const fn media_type(self) -> &'static str {
        match self {
            Kind::Csv => "text/csv; charset=utf-8",
            Kind::JsonLines => "application/jsonl; charset=utf-8",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::JsonLines => "jsonl",
        }
    }
}

/// The body as a file to be saved under this name: of it, letters, digits and `-` are kept. It is one person's, and nobody else keeps
/// it.
pub(crate) fn stream(body: Body, name: &str, kind: Kind) -> Response {
    let kept: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let disposition = format!("attachment; filename=\"{kept}.{}\"", kind.ending());
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

/// A page on its way.
type Coming<P> = BoxFuture<'static, Result<P, Failure>>;
/// How a page is written.
type Write<P> = Box<dyn Fn(&P) -> String + Send>;
/// How the page that follows one is read.
type Next<P> = Box<dyn Fn(&P) -> Option<Coming<P>> + Send>;

/// A list that is read page after page.
struct Pages<P> {
    /// What is written before the first page.
    head: String,
    /// The first page. It is read before anything is answered, so that whoever may not see the list gets no file.
    first: P,
    /// A page as it is written.
    write: Write<P>,
    /// The reading of the page that follows, if one does.
    next: Next<P>,
}

/// All of a list as a file, written as it is read: however long it is, none is held back and one page is held at once. What fails on
/// the way breaks the answer off, and no browser takes that for the whole.
fn pages<P: Send + 'static>(list: Pages<P>, name: &str, kind: Kind) -> Response {
    let Pages {
        head,
        first,
        write,
        next,
    } = list;
    let head = stream::iter([Ok(Bytes::from(head))]);
    let rest = stream::try_unfold(Some(first), move |page: Option<P>| {
        let written = page.map(|page| (write(&page), next(&page)));
        async move {
            let Some((text, next)) = written else {
                return Ok(None);
            };
            let next = match next {
                Some(next) => Some(next.await.map_err(|_| cut())?),
                None => None,
            };
            Ok::<_, std::io::Error>(Some((Bytes::from(text), next)))
        }
    });
    stream(Body::from_stream(head.chain(rest)), name, kind)
}

/// A list of a campaign as a file that is named after both. `find` reads the page that follows a cursor, with the name of the campaign in
/// addresses, and `after` tells the cursor of the page that follows one.
pub(crate) async fn of_campaign<P, F>(
    visit: Visit,
    (list, kind): (&str, Kind),
    head: String,
    write: impl Fn(&P) -> String + Send + 'static,
    find: impl Fn(Visit, Option<String>) -> F + Send + 'static,
    after: fn(&P) -> Option<&str>,
) -> Response
where
    P: Send + 'static,
    F: Future<Output = Result<(String, P), Failure>> + Send + 'static,
{
    let (slug, first) = match find(visit.clone(), None).await {
        Ok(found) => found,
        Err(failure) => return failure.respond(&visit),
    };
    let next = move |page: &P| {
        let coming = find(visit.clone(), Some(after(page)?.to_owned()));
        Some(async move { Ok(coming.await?.1) }.boxed())
    };
    let list_of_pages = Pages {
        head,
        first,
        write: Box::new(write),
        next: Box::new(next),
    };
    pages(list_of_pages, &format!("{slug}-{list}"), kind)
}

/// One JSON object a line.
pub(crate) fn json_lines(lines: impl Iterator<Item = impl Serialize>) -> String {
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(&line).unwrap_or_default();
        text.push('\n');
    }
    text
}

fn cut() -> std::io::Error {
    std::io::Error::other("the list could not be read to its end")
}
