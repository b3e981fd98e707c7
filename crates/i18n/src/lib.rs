#![doc = include_str!("../README.md")]

mod dates;
mod labels;
mod negotiate;
mod numbers;
mod words;

pub use dates::{date, date_short, days_left, instant};
pub use labels::{kebab, label};
pub use negotiate::negotiate;
pub use numbers::{money, money_whole, number, percent};
pub use words::{count, has, keys, text};
