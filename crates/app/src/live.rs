//! Changes told to those who look at a page at this moment.

use futures_util::{Stream, StreamExt};
use kernel::{CampaignId, UserId};

use crate::App;

/// A stream that has an item whenever a campaign's total may have changed.
pub type FundingChanges = futures_util::stream::BoxStream<'static, ()>;

/// A stream that has an item whenever what somebody is told may have changed.
pub type ViewerChanges = futures_util::stream::BoxStream<'static, ()>;

fn channel(id: CampaignId) -> String {
    format!("funding:{id}")
}

fn channel_of(user: UserId) -> String {
    format!("notifications:{user}")
}

impl App {
    /// Whenever the total of this campaign may have changed, in whichever process.
    pub fn funding_changes(&self, id: CampaignId) -> FundingChanges {
        messages(self.cache().subscribe(&channel(id))).boxed()
    }

    /// Tells those who look at this campaign that its total changed.
    pub async fn tell_funding(&self, id: CampaignId) {
        self.cache().publish(&channel(id), "changed").await;
    }

    /// Whenever what this person is told may have changed, in whichever process.
    pub fn viewer_changes(&self, user: UserId) -> ViewerChanges {
        messages(self.cache().subscribe(&channel_of(user))).boxed()
    }

    /// Tells those who look as this person that there is something to see.
    pub(crate) async fn tell_viewer(&self, user: UserId) {
        self.cache().publish(&channel_of(user), "changed").await;
    }
}

/// A message and a gap in the messages mean the same: look again.
fn messages(subscription: cache::Subscription) -> impl Stream<Item = ()> {
    futures_util::stream::unfold(subscription, |mut subscription| async move {
        subscription.next().await.map(|_| ((), subscription))
    })
}
