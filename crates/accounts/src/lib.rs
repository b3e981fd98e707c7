#![doc = include_str!("../README.md")]

mod display_name;
mod email;
mod error;
mod password;
mod password_change;
mod roles;
mod seed;
mod service;
mod session;
mod session_cache;
mod sessions;
mod settings;
mod sign_in;
mod sign_up;
mod store;
mod text;
mod throttle;
mod token;
mod user;

pub use display_name::{DisplayName, DisplayNameError};
pub use email::{Email, EmailError};
pub use error::ErrorCode;
pub use password::{MAX as PASSWORD_MAX, MIN as PASSWORD_MIN, PasswordError};
pub use password_change::{ChangePassword, ChangePasswordError};
pub use roles::{GrantRole, RoleError};
pub use seed::{SeedError, SeedUser};
pub use service::Accounts;
pub use session::{Authenticated, Device, Session, SessionKind};
pub use sessions::SessionError;
pub use settings::{Hashing, Limits, Settings, SettingsError};
pub use sign_in::{SignIn, SignInError, SignedIn};
pub use sign_up::{SignUp, SignUpError};
pub use token::Token;
pub use user::User;
