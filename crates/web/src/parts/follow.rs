//! Whether the visitor follows something, and the button that changes it.

/// What the button needs to know. It is the same for a campaign, a founder and a patent.
#[derive(Debug, Clone)]
pub(crate) struct FollowButton {
    pub(crate) id: String,
    pub(crate) follows: bool,
    pub(crate) count: i32,
}

impl FollowButton {
    /// The button for the thing with this id.
    pub(crate) fn new(id: &cynic::Id, follows: bool, count: i32) -> Self {
        Self {
            id: id.inner().to_owned(),
            follows,
            count,
        }
    }
}
