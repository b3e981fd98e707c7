//! What leads others here: pictures for shared links, feeds, and what search engines read.

pub(crate) mod card;
pub(crate) mod engines;
pub(crate) mod feeds;
mod font;
mod picture;
#[cfg(test)]
mod tests;
mod xml;
