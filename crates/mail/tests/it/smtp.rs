use mail::{Mailer, Security, SendError};

use crate::{message, peer::Peer};

/// The lines of the mail's head, folded ones joined.
fn head(mail: &str) -> Vec<String> {
    let head = mail.split("\n\n").next().unwrap();
    let mut lines: Vec<String> = Vec::new();
    for line in head.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn header<'a>(head: &'a [String], name: &str) -> &'a str {
    let found: Vec<_> = head
        .iter()
        .filter(|line| line.starts_with(&format!("{name}: ")))
        .collect();
    assert_eq!(found.len(), 1, "{name} stands once in {head:#?}");
    found[0]
}

#[tokio::test]
async fn a_mail_carries_its_own_id_its_language_and_both_texts() {
    let peer = Peer::answering(&[]).await;
    peer.client().send(&message("mail_1", "The lamp")).await.unwrap();
    let mails = peer.mails();
    let head = head(&mails[0]);
    assert_eq!(
        header(&head, "Message-ID"),
        "Message-ID: <mail_1@farsight.example>"
    );
    assert_eq!(header(&head, "Subject"), "Subject: The lamp reached its goal");
    assert_eq!(header(&head, "To"), "To: ines@example.test");
    assert_eq!(header(&head, "Auto-Submitted"), "Auto-Submitted: auto-generated");
    assert_eq!(header(&head, "Content-Language"), "Content-Language: en");
    assert!(
        header(&head, "From").ends_with("<no-reply@farsight.example>"),
        "{head:#?}"
    );
    assert!(header(&head, "Content-Type").contains("multipart/alternative"));
    for part in ["text/plain", "text/html", "The lamp reached its goal."] {
        assert!(mails[0].contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_mail_that_was_asked_for_can_be_ended_by_the_mail_program() {
    let peer = Peer::answering(&[]).await;
    let url = "https://farsight.example/en/unfollow/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let asked_for = mail::Message {
        leave: Some(url.to_owned()),
        ..message("mail_1", "The lamp")
    };
    peer.client().send(&asked_for).await.unwrap();
    peer.client().send(&message("mail_2", "The lamp")).await.unwrap();
    let mails = peer.mails();
    let asked_for = head(&mails[0]);
    assert_eq!(
        header(&asked_for, "List-Unsubscribe").replace(' ', ""),
        format!("List-Unsubscribe:<{url}>")
    );
    assert_eq!(
        header(&asked_for, "List-Unsubscribe-Post"),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    );
    assert!(
        !mails[1].contains("List-Unsubscribe"),
        "nobody ends mails about their own money"
    );
}

#[tokio::test]
async fn no_title_begins_a_header_of_its_own() {
    let peer = Peer::answering(&[]).await;
    let hostile = "Lamp\r\nBcc: victim@example.test\r\nSubject: another\r\n\r\n<b>body</b>";
    peer.client().send(&message("mail_1", hostile)).await.unwrap();
    let mails = peer.mails();
    let head = head(&mails[0]);
    header(&head, "Subject");
    assert!(
        !head.iter().any(|line| line.to_lowercase().starts_with("bcc")),
        "{head:#?}"
    );
    let told: Vec<_> = peer
        .commands()
        .into_iter()
        .filter(|line| line.starts_with("RCPT"))
        .collect();
    assert_eq!(told, ["RCPT TO:<ines@example.test>"]);
}

#[tokio::test]
async fn a_mailbox_that_is_not_there_is_a_refusal_without_the_address() {
    let peer = Peer::answering(&[("RCPT", "550 5.1.1 <ines@example.test> is unknown here")]).await;
    let refused = peer
        .client()
        .send(&message("mail_1", "The lamp"))
        .await
        .unwrap_err();
    assert_eq!(
        refused,
        SendError::Refused {
            code: "550".to_owned()
        }
    );
    assert!(!refused.to_string().contains("ines"), "{refused}");
    assert!(peer.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_is_busy_takes_the_same_mail_later_under_the_same_id() {
    let peer = Peer::answering(&[("MAIL", "451 4.3.2 come back later, <ines@example.test>")]).await;
    let (client, mail) = (peer.client(), message("mail_1", "The lamp"));
    let busy = client.send(&mail).await.unwrap_err();
    assert_eq!(busy, SendError::Later("the server answered 451".to_owned()));
    client.send(&mail).await.unwrap();
    assert_eq!(
        header(&head(&peer.mails()[0]), "Message-ID"),
        "Message-ID: <mail_1@farsight.example>"
    );
}

#[tokio::test]
async fn a_server_that_hangs_up_or_is_not_there_is_asked_again() {
    let peer = Peer::answering(&[("DATA", "hang up")]).await;
    let client = peer.client();
    let gone = client.send(&message("mail_1", "The lamp")).await.unwrap_err();
    assert!(matches!(gone, SendError::Later(_)), "{gone:?}");
    client.send(&message("mail_1", "The lamp")).await.unwrap();
    assert_eq!(peer.mails().len(), 1);
}

#[tokio::test]
async fn relaying_that_is_denied_is_for_the_operator_and_tried_again() {
    let peer = Peer::answering(&[("RCPT", "550 5.7.1 relaying denied")]).await;
    let denied = peer
        .client()
        .send(&message("mail_1", "The lamp"))
        .await
        .unwrap_err();
    assert_eq!(denied, SendError::Later("the server answered 550".to_owned()));
}

#[tokio::test]
async fn chinese_words_arrive_whole() {
    let peer = Peer::answering(&[]).await;
    peer.client().send(&message("mail_1", "固态电池")).await.unwrap();
    let mails = peer.mails();
    let subject = header(&head(&mails[0]), "Subject").to_owned();
    assert!(subject.contains("=?utf-8?b?"), "{subject}");
    assert!(subject.is_ascii(), "{subject}");
}

#[tokio::test]
async fn a_check_says_whether_the_server_answers() {
    let peer = Peer::answering(&[]).await;
    peer.client().check().await.unwrap();
}

#[tokio::test]
async fn a_server_without_tls_is_told_nothing_where_tls_is_wanted() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let peer = Peer::answering(&[]).await;
    let client = peer.client_with(Security::StartTls);
    let refused = client.send(&message("mail_1", "The lamp")).await.unwrap_err();
    assert!(matches!(refused, SendError::Later(_)), "{refused:?}");
    assert!(client.check().await.is_err());
    assert!(
        !peer.commands().iter().any(|line| line.starts_with("MAIL")),
        "{:?}",
        peer.commands()
    );
}
