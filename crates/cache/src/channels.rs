//! Publish and subscribe inside one process; Redis feeds the same channels from outside.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::Stream;
use tokio::sync::broadcast;
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};

/// Messages a slow reader may fall behind before it is told that it missed some.
const BUFFER: usize = 256;

/// What a reader of a channel hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A message.
    Message(Bytes),
    /// Messages may have been lost (the reader was slow, or Redis was away): read the state again.
    Missed,
}

/// The open channels of this process.
#[derive(Debug, Default)]
pub(crate) struct Channels(Mutex<HashMap<String, broadcast::Sender<Signal>>>);

impl Channels {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, broadcast::Sender<Signal>>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub(crate) fn subscribe(self: &Arc<Self>, channel: &str) -> Subscription {
        let mut open = self.lock();
        let sender = open
            .entry(channel.to_owned())
            .or_insert_with(|| broadcast::Sender::new(BUFFER));
        Subscription {
            stream: BroadcastStream::new(sender.subscribe()),
            channel: channel.to_owned(),
            channels: Arc::clone(self),
        }
    }

    /// Tells the readers of one channel.
    pub(crate) fn deliver(&self, channel: &str, message: Bytes) {
        if let Some(sender) = self.lock().get(channel) {
            // Fails if nobody listens any more, which is no fault.
            let _ = sender.send(Signal::Message(message));
        }
    }

    /// Tells every reader that messages may have been lost.
    pub(crate) fn missed(&self) {
        for sender in self.lock().values() {
            let _ = sender.send(Signal::Missed);
        }
    }

    #[cfg(test)]
    pub(crate) fn open(&self) -> usize {
        self.lock().len()
    }
}

/// The messages of one channel from now on. Ends only when dropped.
#[derive(Debug)]
pub struct Subscription {
    stream: BroadcastStream<Signal>,
    channel: String,
    channels: Arc<Channels>,
}

impl Stream for Subscription {
    type Item = Signal;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Signal>> {
        Pin::new(&mut self.stream).poll_next(cx).map(|next| {
            next.map(|signal| match signal {
                Ok(signal) => signal,
                Err(BroadcastStreamRecvError::Lagged(_)) => Signal::Missed,
            })
        })
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut open = self.channels.lock();
        // This reader still counts as one.
        if open
            .get(&self.channel)
            .is_some_and(|sender| sender.receiver_count() <= 1)
        {
            open.remove(&self.channel);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    #[tokio::test]
    async fn a_reader_that_falls_behind_is_told_so() {
        let channels = Arc::new(Channels::default());
        let mut reader = channels.subscribe("totals");
        for n in 0..=BUFFER {
            channels.deliver("totals", Bytes::from(n.to_string()));
        }
        assert_eq!(reader.next().await, Some(Signal::Missed));
        assert_eq!(reader.next().await, Some(Signal::Message(Bytes::from("1"))));
    }

    #[tokio::test]
    async fn a_channel_closes_with_its_last_reader() {
        let channels = Arc::new(Channels::default());
        let (first, second) = (channels.subscribe("totals"), channels.subscribe("totals"));
        drop(first);
        assert_eq!(channels.open(), 1);
        drop(second);
        assert_eq!(channels.open(), 0);
    }
}
