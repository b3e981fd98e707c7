//! Mails by SMTP.

use std::time::Duration;

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message as Mail, Tokio1Executor,
    message::{
        MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use secrecy::{ExposeSecret, SecretString};

use crate::{Mailer, Message, SendError, Sender};

/// How long the server may take for each step.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections at once; mails beyond that wait their turn.
const CONNECTIONS: u32 = 4;

/// How the connection to the server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// TLS from the first byte (RFC 8314); port 465 if none is set.
    Tls,
    /// A plain beginning, then TLS or nothing (RFC 3207); port 587 if none is set.
    #[default]
    StartTls,
    /// Nothing: for a server on the same machine; port 25 if none is set.
    Plain,
}

/// The mail server.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its name; its certificate must be for it.
    pub host: String,
    /// Its port, if not the usual one.
    pub port: Option<u16>,
    /// How the connection is kept from others.
    pub security: Security,
    /// User and password, if the server asks for them.
    pub credentials: Option<(String, SecretString)>,
    /// Who sends.
    pub from: Sender,
}

/// Why a mail server cannot be used as it is set.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// A password would cross the network in the clear.
    #[error(
        "a password is not sent without TLS; set security to starttls or tls, or leave user and password out"
    )]
    PasswordInTheClear,
    /// TLS cannot be prepared for this name.
    #[error("TLS cannot be prepared for this host")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// Mails by SMTP, through a small pool of connections.
#[derive(Debug, Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Sender,
}

impl Smtp {
    /// A mail server; it is first spoken to when a mail is sent.
    ///
    /// # Errors
    /// [`SmtpError`].
    pub fn new(settings: SmtpSettings) -> Result<Self, SmtpError> {
        let SmtpSettings {
            host,
            port,
            security,
            credentials,
            from,
        } = settings;
        if security == Security::Plain && credentials.is_some() {
            return Err(SmtpError::PasswordInTheClear);
        }
        let tls = || TlsParameters::new(host.clone()).map_err(SmtpError::Tls);
        let (tls, usual_port) = match security {
            Security::Tls => (Tls::Wrapper(tls()?), 465),
            Security::StartTls => (Tls::Required(tls()?), 587),
            Security::Plain => (Tls::None, 25),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.as_str())
            .port(port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some((user, password)) = credentials {
            builder = builder.credentials(Credentials::new(user, password.expose_secret().to_owned()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    /// Whether the server answers and lets us in.
    ///
    /// # Errors
    /// [`SendError::Later`].
    pub async fn check(&self) -> Result<(), SendError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Later("the server hung up".to_owned())),
            Err(error) => Err(SendError::Later(reason(&error))),
        }
    }

    fn mail(&self, message: &Message) -> Result<Mail, SendError> {
        let mut builder = Mail::builder()
            .from(self.from.0.clone())
            .to(lettre::message::Mailbox::new(None, message.to.0.clone()))
            .subject(message.subject.as_str())
            .message_id(Some(format!("<{}@{}>", message.id.as_str(), self.from.domain())))
            .header(AutoSubmitted)
            .header(ContentLanguage(message.locale.tag()));
        if let Some(url) = &message.leave {
            builder = builder.header(ListUnsubscribe(url.clone())).header(OneClick);
        }
        let both = MultiPart::alternative_plain_html(message.text.clone(), message.html.clone());
        // Only a missing sender or address could be the reason, and both are there.
        builder
            .multipart(both)
            .map_err(|_| SendError::Later("the mail could not be written out".to_owned()))
    }
}

#[async_trait]
impl Mailer for Smtp {
    fn name(&self) -> &'static str {
        "smtp"
    }

    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let mail = self.mail(message)?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) => Err(verdict(&error)),
        }
    }
}

/// What a server's answer means for the mail.
fn verdict(error: &lettre::transport::smtp::Error) -> SendError {
    match error.status() {
        Some(code) if error.is_permanent() && is_about_the_mail(u16::from(code), &error.to_string()) => {
            SendError::Refused {
                code: code.to_string(),
            }
        }
        _ => SendError::Later(reason(error)),
    }
}

/// A "never" may be about the mail (no such mailbox, too large), or about us (log in first, no relaying, a policy):
/// what the operator can put right is tried again. RFC 5321, section 4.2.3; RFC 3463 for the code in the text.
fn is_about_the_mail(code: u16, text: &str) -> bool {
    matches!(code, 550..=554 | 556) && !text.contains(" 5.7.")
}

/// Why it was not taken, without the server's own words: they often repeat the address.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    if let Some(code) = error.status() {
        return format!("the server answered {code}");
    }
    if error.is_timeout() {
        return "the server took too long".to_owned();
    }
    if error.is_tls() {
        return "TLS could not be agreed on with the server".to_owned();
    }
    if error.is_response() {
        return "the server's answer cannot be read".to_owned();
    }
    if error.is_client() {
        return "the server lacks what is needed: TLS, a way to log in, or such addresses".to_owned();
    }
    "the server cannot be reached".to_owned()
}

/// Says to programs that answer mails by themselves that they need not (RFC 3834, section 5).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of the mail (RFC 3282).
#[derive(Debug, Clone)]
struct ContentLanguage(&'static str);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let locale: kernel::Locale = text.parse().map_err(|()| "no language of ours")?;
        Ok(Self(locale.tag()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

/// Where such mails are ended (RFC 2369, section 3.2).
#[derive(Debug, Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let url = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
        Ok(Self(url.ok_or("no address")?.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// That a mail program may end them by itself, by one POST (RFC 8058, section 3.1).
#[derive(Debug, Clone)]
struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_operator_can_put_right_is_tried_again() {
        assert!(is_about_the_mail(
            550,
            "permanent error (550): 5.1.1 no such user"
        ));
        assert!(is_about_the_mail(552, "permanent error (552): 5.3.4 too big"));
        assert!(!is_about_the_mail(
            550,
            "permanent error (550): 5.7.1 relaying denied"
        ));
        assert!(!is_about_the_mail(
            535,
            "permanent error (535): 5.7.8 bad credentials"
        ));
        assert!(!is_about_the_mail(530, "permanent error (530): log in first"));
    }

    #[test]
    fn a_password_is_not_sent_in_the_clear() {
        let settings = SmtpSettings {
            host: "localhost".to_owned(),
            port: None,
            security: Security::Plain,
            credentials: Some(("user".to_owned(), SecretString::from("secret"))),
            from: "no-reply@farsight.example".parse().unwrap(),
        };
        assert!(matches!(Smtp::new(settings), Err(SmtpError::PasswordInTheClear)));
    }
}
