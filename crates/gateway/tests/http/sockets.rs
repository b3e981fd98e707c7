//! `graphql-transport-ws`: close codes and bounds.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use gateway::http::ListenerLimits;
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use crate::harness::Given;

struct Client(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came: a message, or a close code.
#[derive(Debug, PartialEq)]
enum Came {
    Message(Json),
    Close(u16),
}

impl Client {
    async fn open(given: Given, headers: &[(&'static str, &'static str)]) -> Result<Self, u16> {
        let (address, _) = given.app().listen(ListenerLimits::default()).await;
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        if !headers.iter().any(|(name, _)| *name == "bare") {
            let protocol = "graphql-transport-ws".parse().unwrap();
            request.headers_mut().insert("sec-websocket-protocol", protocol);
        }
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    }

    async fn ready(given: Given) -> Self {
        let mut client = Self::open(given, &[]).await.unwrap();
        client.say(json!({ "type": "connection_init" })).await;
        assert_eq!(
            client.hear().await,
            Came::Message(json!({ "type": "connection_ack" }))
        );
        client
    }

    async fn say(&mut self, message: Json) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } }))
            .await;
    }

    async fn hear(&mut self) -> Came {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(5), self.0.next())
                .await
                .unwrap_or_else(|_| panic!("nothing came"));
            match next {
                Some(Ok(Message::Text(text))) => return Came::Message(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Came::Close(frame.map_or(0, |f| f.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Came::Close(0),
            }
        }
    }

    async fn message(&mut self) -> Json {
        match self.hear().await {
            Came::Message(message) => message,
            Came::Close(code) => panic!("closed with {code}"),
        }
    }
}

#[tokio::test]
async fn operations_of_every_kind_run_and_complete() {
    let mut client = Client::ready(Given::default()).await;
    client.subscribe("a", "subscription { countdown(from: 2) }").await;
    assert_eq!(
        client.message().await["payload"]["data"],
        json!({ "countdown": 2 })
    );
    assert_eq!(
        client.message().await["payload"]["data"],
        json!({ "countdown": 1 })
    );
    assert_eq!(client.message().await, json!({ "type": "complete", "id": "a" }));
    for (query, data) in [
        ("{ motto }", json!({ "motto": "look far" })),
        ("mutation { pledge }", json!({ "pledge": true })),
    ] {
        client.subscribe("a", query).await;
        assert_eq!(client.message().await["payload"]["data"], data);
        assert_eq!(client.message().await["type"], "complete");
    }
    client.say(json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(
        client.message().await,
        json!({ "type": "pong", "payload": { "n": 1 } })
    );
}

#[tokio::test]
async fn a_refused_operation_is_an_error_and_the_socket_lives_on() {
    let mut client = Client::ready(Given::default()).await;
    for query in [
        "{",
        "{ nothing }",
        "{ campaigns(first: -1) { totalCount } }",
        "subscription { a: silence b: silence }",
    ] {
        client.subscribe("a", query).await;
        let error = client.message().await;
        assert_eq!(
            (error["type"].as_str(), error["id"].as_str()),
            (Some("error"), Some("a")),
            "{error}"
        );
        assert!(error["payload"][0]["extensions"]["code"].is_string());
    }
    client.subscribe("a", "{ motto }").await;
    assert_eq!(client.message().await["type"], "next");
}

#[tokio::test]
async fn a_completed_operation_falls_silent_and_its_id_is_free() {
    let mut client = Client::ready(Given::default()).await;
    client
        .subscribe("a", "subscription { campaignFunding(id: 1) { id } }")
        .await;
    assert_eq!(
        client.message().await["payload"]["data"]["campaignFunding"]["id"],
        "1"
    );
    client.say(json!({ "type": "complete", "id": "a" })).await;
    client.subscribe("a", "subscription { countdown(from: 1) }").await;
    loop {
        let message = client.message().await;
        if message["payload"]["data"]["countdown"] == 1 {
            break;
        }
        assert!(
            message["payload"]["data"]["campaignFunding"].is_object(),
            "{message}"
        );
    }
    assert_eq!(client.message().await["type"], "complete");
}

#[tokio::test]
async fn the_protocol_has_a_close_code_for_each_offence() {
    let subscribe =
        json!({ "type": "subscribe", "id": "a", "payload": { "query": "subscription { silence }" } });
    let init = json!({ "type": "connection_init" });
    let stale = json!({ "type": "connection_init", "payload": { "Authorization": "Bearer stale" } });
    let offences = [
        (vec![subscribe.clone()], 4401),
        (vec![init.clone(), init.clone()], 4429),
        (vec![init.clone(), json!({ "type": "start", "id": "a" })], 4400),
        (vec![json!([])], 4400),
        (vec![init, subscribe.clone(), subscribe], 4409),
        (vec![stale], 4403),
    ];
    for (messages, code) in offences {
        let mut client = Client::open(Given::default(), &[]).await.unwrap();
        for message in &messages {
            client.say(message.clone()).await;
        }
        let closed = loop {
            match client.hear().await {
                Came::Message(message) => assert_eq!(message["type"], "connection_ack"),
                Came::Close(code) => break code,
            }
        };
        assert_eq!(closed, code, "{messages:?}");
    }
    let mut bare = Client::open(Given::default(), &[("bare", "1")]).await.unwrap();
    assert_eq!(bare.hear().await, Came::Close(4406));
}

#[tokio::test]
async fn a_socket_that_waits_too_long_is_closed() {
    let mut given = Given::default();
    given.settings.streams.init_timeout = Duration::from_millis(100);
    given.settings.streams.idle = Duration::from_millis(100);
    let mut silent = Client::open(
        Given {
            settings: given.settings.clone(),
            ..Given::default()
        },
        &[],
    )
    .await
    .unwrap();
    assert_eq!(silent.hear().await, Came::Close(4408));
    let mut idle = Client::ready(given).await;
    assert_eq!(idle.hear().await, Came::Close(1000));
}

#[tokio::test]
async fn operations_and_sockets_are_bounded() {
    let mut given = Given::default();
    given.settings.streams.operations = 3;
    let mut client = Client::ready(given).await;
    for n in 0..4 {
        client.subscribe(&n.to_string(), "subscription { silence }").await;
    }
    let refused = client.message().await;
    assert_eq!(
        (
            refused["id"].as_str(),
            refused["payload"][0]["extensions"]["code"].as_str()
        ),
        (Some("3"), Some("RATE_LIMITED"))
    );
    let mut given = Given::default();
    given.settings.streams.per_address = 0;
    assert_eq!(Client::open(given, &[]).await.err(), Some(429));
}

#[tokio::test]
async fn a_page_of_another_site_cannot_open_a_socket_with_our_cookie() {
    let evil = [("cookie", "session=1"), ("origin", "https://evil.example")];
    assert_eq!(Client::open(Given::default(), &evil).await.err(), Some(403));
    assert!(
        Client::open(Given::default(), &[("origin", "https://evil.example")])
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_token_in_the_first_message_signs_in_and_ends_with_its_sign_in() {
    let mut given = Given::default();
    given.settings.streams.recheck = Duration::from_millis(300);
    let mut client = Client::open(given, &[]).await.unwrap();
    client
        .say(json!({ "type": "connection_init", "payload": { "authorization": "Bearer ending" } }))
        .await;
    assert_eq!(client.message().await["type"], "connection_ack");
    client.subscribe("a", "{ viewer }").await;
    assert!(
        client.message().await["payload"]["data"]["viewer"]
            .as_str()
            .unwrap()
            .starts_with("user_")
    );
    assert_eq!(client.message().await["type"], "complete");
    assert_eq!(client.hear().await, Came::Close(4403));
}

#[tokio::test]
async fn a_client_that_leaves_is_answered() {
    let mut client = Client::ready(Given::default()).await;
    client.0.close(None).await.unwrap();
    // A heartbeat may have been on its way.
    let mut last = Some(Ok(Message::Ping(Default::default())));
    while matches!(last, Some(Ok(Message::Ping(_)))) {
        last = tokio::time::timeout(Duration::from_secs(5), client.0.next())
            .await
            .unwrap();
    }
    assert!(matches!(last, Some(Ok(Message::Close(_)))), "{last:?}");
}

#[tokio::test]
async fn a_server_that_stops_says_so() {
    let given = Given::default();
    let shutdown = given.shutdown.clone();
    let mut client = Client::ready(given).await;
    shutdown.cancel();
    assert_eq!(client.hear().await, Came::Close(1001));
}
