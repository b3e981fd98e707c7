//! A mail server small enough to read: it speaks as much SMTP as the tests need, and remembers what it got.

use std::sync::{Arc, Mutex};

use mail::{Security, Smtp, SmtpSettings};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What the server answers to a command that begins with this word.
pub(crate) type Answer = (&'static str, &'static str);

/// A running mail server.
pub(crate) struct Peer {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    commands: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Vec<Answer>>>,
}

impl Peer {
    /// A server that answers everything with success, but the named commands once each as told.
    pub(crate) async fn answering(answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Self {
            port: listener.local_addr().unwrap().port(),
            mails: Arc::default(),
            commands: Arc::default(),
            answers: Arc::new(Mutex::new(answers.to_vec())),
        };
        let (mails, commands, answers) = (
            Arc::clone(&peer.mails),
            Arc::clone(&peer.commands),
            Arc::clone(&peer.answers),
        );
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mails, commands, answers) =
                    (Arc::clone(&mails), Arc::clone(&commands), Arc::clone(&answers));
                tokio::spawn(async move {
                    let _ = speak(stream, &mails, &commands, &answers).await;
                });
            }
        });
        peer
    }

    /// A client of it, in the clear.
    pub(crate) fn client(&self) -> Smtp {
        self.client_with(Security::Plain)
    }

    /// A client of it.
    pub(crate) fn client_with(&self, security: Security) -> Smtp {
        Smtp::new(SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: Some(self.port),
            security,
            credentials: None,
            from: "望远 Farsight <no-reply@farsight.example>".parse().unwrap(),
        })
        .unwrap()
    }

    /// The mails it took, headers and body, as they crossed the wire.
    pub(crate) fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }

    /// The commands it heard.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.commands.lock().unwrap().clone()
    }
}

async fn speak(
    stream: TcpStream,
    mails: &Mutex<Vec<String>>,
    commands: &Mutex<Vec<String>>,
    answers: &Mutex<Vec<Answer>>,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 peer ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        commands.lock().unwrap().push(line.clone());
        let told = {
            let mut answers = answers.lock().unwrap();
            let at = answers.iter().position(|(command, _)| line.starts_with(command));
            at.map(|at| answers.remove(at).1)
        };
        if told == Some("hang up") {
            return Ok(());
        }
        let usual = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-peer\r\n250 8BITMIME",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        write
            .write_all(format!("{}\r\n", told.unwrap_or(usual)).as_bytes())
            .await?;
        if line == "DATA" && told.is_none() {
            let mut mail = String::new();
            while let Some(line) = lines.next_line().await? {
                if line == "." {
                    break;
                }
                mail.push_str(&line);
                mail.push('\n');
            }
            mails.lock().unwrap().push(mail);
            write.write_all(b"250 taken\r\n").await?;
        }
    }
    Ok(())
}
