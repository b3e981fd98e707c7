//! Passwords: which are taken, and how they are kept.

mod hash;
mod rules;

pub(crate) use hash::{Hasher, Overloaded};
pub use rules::PasswordError;
pub use rules::{MAX, MIN};

/// [`rules::check`], beside the threads that serve: the search for patterns takes its time.
pub(crate) async fn check_aside(password: &str, context: &[&str]) -> Result<(), PasswordError> {
    // Too long to be looked at, whatever it is.
    if password.len() > 4 * MAX {
        return Err(PasswordError::TooLong);
    }
    let password = secrecy::SecretString::from(password);
    let context: Vec<String> = context.iter().map(|text| (*text).to_owned()).collect();
    let checked = tokio::task::spawn_blocking(move || {
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        rules::check(secrecy::ExposeSecret::expose_secret(&password), &context)
    });
    checked.await.unwrap_or(Err(PasswordError::Unchecked))
}
