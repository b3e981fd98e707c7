//! The listener against peers who hold things back.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, routing::get};
use gateway::http::{Check, ListenerLimits, Readiness, Version, metrics, probes, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::harness::{App, app};

async fn ask(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn two_hundred_trickling_sockets_are_closed_and_others_served_meanwhile() {
    let limits = ListenerLimits {
        header_timeout: Duration::from_millis(500),
        ..ListenerLimits::default()
    };
    let app = app();
    let shutdown = app.shutdown.clone();
    let (address, served) = app.listen(limits).await;
    let mut trickling = JoinSet::new();
    for n in 0..200 {
        trickling.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            // A third says nothing at all.
            let head = "GET /graphql?query=%7Bmotto%7D HTTP/1.1\r\nhost: x\r\nx-slow: ";
            if n % 3 > 0 {
                stream.write_all(head.as_bytes()).await.unwrap();
            }
            let (mut reader, mut writer) = stream.into_split();
            let trickle = tokio::spawn(async move {
                while n % 3 > 1 && writer.write_all(b"a").await.is_ok() {
                    sleep(Duration::from_millis(50)).await;
                }
                std::future::pending::<()>().await;
            });
            let mut rest = vec![];
            let closed = timeout(Duration::from_secs(5), reader.read_to_end(&mut rest))
                .await
                .is_ok();
            trickle.abort();
            closed
        });
    }
    sleep(Duration::from_millis(100)).await;
    let started = Instant::now();
    assert!(
        ask(address, "/graphql?query=%7Bmotto%7D")
            .await
            .contains("look far")
    );
    assert!(started.elapsed() < Duration::from_millis(500));
    let closed = trickling.join_all().await;
    assert_eq!(closed.iter().filter(|closed| **closed).count(), 200);
    shutdown.cancel();
    assert_eq!(served.await.unwrap(), 0);
}

#[tokio::test]
async fn more_connections_than_there_is_room_for_wait_their_turn() {
    let limits = ListenerLimits {
        connections: 2,
        header_timeout: Duration::from_millis(400),
        ..ListenerLimits::default()
    };
    let (address, _served) = app().listen(limits).await;
    let _idle = [
        TcpStream::connect(address).await.unwrap(),
        TcpStream::connect(address).await.unwrap(),
    ];
    let started = Instant::now();
    assert!(
        ask(address, "/graphql?query=%7Bmotto%7D")
            .await
            .contains("look far")
    );
    assert!(started.elapsed() > Duration::from_millis(200));
}

#[tokio::test]
async fn what_is_under_way_finishes_before_the_server_stops_but_not_for_ever() {
    for (work, drain, cut) in [(200, 5_000, 0), (60_000, 200, 1)] {
        let slow = move || async move {
            sleep(Duration::from_millis(work)).await;
            "done"
        };
        let shutdown = CancellationToken::new();
        let app = App {
            router: Router::new().route("/", get(slow)),
            shutdown: shutdown.clone(),
        };
        let limits = ListenerLimits {
            drain: Duration::from_millis(drain),
            ..ListenerLimits::default()
        };
        let (address, served) = app.listen(limits).await;
        let asked = tokio::spawn(async move { ask(address, "/").await });
        sleep(Duration::from_millis(50)).await;
        shutdown.cancel();
        assert_eq!(served.await.unwrap(), cut);
        assert!(TcpStream::connect(address).await.is_err());
        assert_eq!(asked.await.unwrap().ends_with("done"), cut == 0);
    }
}

struct Is(Result<(), &'static str>);

#[async_trait::async_trait]
impl Check for Is {
    fn name(&self) -> &'static str {
        "database"
    }

    async fn check(&self) -> Result<(), String> {
        self.0.map_err(str::to_owned)
    }
}

#[tokio::test]
async fn the_probes_say_why() {
    let start = |readiness: Arc<Readiness>| async {
        let version = Version {
            name: "farsight",
            version: "0.1.0",
            commit: None,
        };
        let router = probes(readiness, version).merge(metrics(|| "pledges_total 1\n".to_owned()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve(
            listener,
            router,
            ListenerLimits::default(),
            CancellationToken::new(),
        ));
        address
    };
    let ready = Arc::new(Readiness::new(vec![Arc::new(Is(Ok(())))]));
    let address = start(ready.clone()).await;
    assert!(ask(address, "/livez").await.starts_with("HTTP/1.1 200"));
    assert!(ask(address, "/readyz").await.contains("\"status\":\"ready\""));
    assert!(ask(address, "/version").await.contains("\"version\":\"0.1.0\""));
    assert!(ask(address, "/metrics").await.contains("pledges_total 1"));
    ready.drain();
    let draining = ask(address, "/readyz").await;
    assert!(draining.starts_with("HTTP/1.1 503") && draining.contains("stopping"));
    let address = start(Arc::new(Readiness::new(vec![Arc::new(Is(Err("no answer")))]))).await;
    assert!(
        ask(address, "/readyz")
            .await
            .contains(r#""name":"database","ok":false,"reason":"no answer""#)
    );
}
