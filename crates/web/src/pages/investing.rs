//! What has to be declared before investing in a regulated campaign: the rules in words, and a form for each thing that is asked.

mod calls;
mod page;
mod send;
#[cfg(test)]
mod tests;

pub(crate) use page::show;
pub(crate) use send::{class, open_sheet, step};
