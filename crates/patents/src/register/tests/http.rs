//! The network transport against a small server on this machine.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration as Wait,
};

use secrecy::SecretString;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::register::{HttpTransport, Method, Request, RequestBody, Response, Transport, TransportError};

/// A server that gives every connection the same answer; it keeps what it was sent.
struct Server {
    address: String,
    seen: Arc<std::sync::Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

async fn serve(answer: String) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(std::sync::Mutex::new(String::new()));
    let asked = Arc::new(AtomicUsize::new(0));
    let (kept, counted) = (Arc::clone(&seen), Arc::clone(&asked));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = vec![0; 8192];
            let count = stream.read(&mut buffer).await.unwrap_or(0);
            counted.fetch_add(1, Ordering::SeqCst);
            kept.lock()
                .unwrap()
                .push_str(&String::from_utf8_lossy(&buffer[..count]));
            if !answer.is_empty() {
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            } else {
                tokio::time::sleep(Wait::from_secs(60)).await;
            }
        }
    });
    Server { address, seen, asked }
}

async fn send(server: &Server, change: impl FnOnce(&mut Request)) -> Result<Response, TransportError> {
    let mut request = Request::new(Method::Get, &server.address, "/path?a=1");
    change(&mut request);
    let transport = HttpTransport::new().unwrap().reading_at_most(1000);
    transport.send(request).await
}

fn answer(length: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nX-Mark: yes\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

#[tokio::test]
async fn a_request_goes_out_whole_and_the_answer_comes_back_whole() {
    let server = serve(answer(5, "hello")).await;
    let response = send(&server, |request| {
        request.headers.push(("x-api-key", SecretString::from("k")));
        request.secret_query = Some(("accessKey", SecretString::from("s p")));
    })
    .await
    .unwrap();
    assert_eq!(
        (response.status, response.body.as_slice()),
        (200, b"hello".as_slice())
    );
    assert_eq!(response.header("x-mark"), Some("yes"));
    let seen = server.seen.lock().unwrap().clone();
    assert!(seen.starts_with("GET /path?a=1&accessKey=s+p HTTP/1.1"), "{seen}");
    assert!(
        seen.contains("x-api-key: k") && seen.contains("user-agent: farsight/"),
        "{seen}"
    );
}

#[tokio::test]
async fn a_body_larger_than_is_read_is_refused_whether_it_says_so_or_not() {
    let large = "x".repeat(2000);
    let told = serve(answer(2000, &large)).await;
    let error = TransportError::TooLarge { max: 1000 };
    assert_eq!(send(&told, |_| ()).await.unwrap_err(), error);
    let untold = serve(format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{large}")).await;
    assert_eq!(send(&untold, |_| ()).await.unwrap_err(), error);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer_and_the_error_holds_no_key() {
    let server = serve(answer(500, "half")).await;
    let error = send(&server, |request| {
        request.secret_query = Some(("accessKey", SecretString::from("SECRET-8")));
    })
    .await
    .unwrap_err();
    assert!(matches!(error, TransportError::Connection(_)), "{error}");
    assert!(!format!("{error} {error:?}").contains("SECRET-8"), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_come_times_out() {
    let server = serve(String::new()).await;
    let error = send(&server, |request| request.timeout = Wait::from_millis(100)).await;
    assert_eq!(error.unwrap_err(), TransportError::TimedOut);
}

#[tokio::test]
async fn a_redirection_to_another_host_is_not_followed() {
    let other = serve(answer(5, "other")).await;
    let server = serve(format!(
        "HTTP/1.1 302 Found\r\nLocation: {}/path\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        other.address
    ))
    .await;
    assert_eq!(send(&server, |_| ()).await.unwrap().status, 302);
    assert_eq!(other.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nothing_is_sent_in_the_open_and_a_request_prints_no_secret() {
    let mut request = Request::new(Method::Post, "http://register.example", "/token");
    request
        .headers
        .push(("authorization", SecretString::from("SECRET-1")));
    request.secret_query = Some(("key", SecretString::from("SECRET-2")));
    request.body = Some(RequestBody::Form(vec![(
        "password",
        SecretString::from("SECRET-3"),
    )]));
    assert_eq!(format!("{request:?}"), "POST http://register.example/token");
    let error = HttpTransport::new().unwrap().send(request).await.unwrap_err();
    assert_eq!(
        error,
        TransportError::NotSecure("http://register.example".to_owned())
    );
}
