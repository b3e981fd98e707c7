//! A wire between a client and a server that can be bad: answers get lost after the server acted, bytes come late or not at all.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Result;

/// The wire. It listens until the value is dropped; connections that are open then end by themselves.
#[derive(Debug)]
pub(super) struct Proxy {
    port: u16,
    wire: Arc<Wire>,
}

#[derive(Debug)]
struct Wire {
    target: u16,
    /// Of a thousand answers, how many get lost.
    lost_of_thousand: AtomicU32,
    late_ms: AtomicU64,
    cut: AtomicBool,
    closed: AtomicBool,
    lost: AtomicU64,
    random: Mutex<fastrand::Rng>,
}

/// How often a connection that waits looks whether the wire was closed.
const LOOK: Duration = Duration::from_millis(50);

impl Proxy {
    /// A wire, good at first, to the port on the loopback address.
    pub(super) fn to(target: u16, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let wire = Arc::new(Wire {
            target,
            lost_of_thousand: AtomicU32::new(0),
            late_ms: AtomicU64::new(0),
            cut: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            lost: AtomicU64::new(0),
            random: Mutex::new(fastrand::Rng::with_seed(seed)),
        });
        std::thread::spawn({
            let wire = Arc::clone(&wire);
            move || {
                for client in listener.incoming().flatten() {
                    if wire.closed.load(Ordering::Relaxed) {
                        return;
                    }
                    let wire = Arc::clone(&wire);
                    std::thread::spawn(move || wire.connect(client));
                }
            }
        });
        Ok(Self { port, wire })
    }

    /// Where it listens on the loopback address.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// From now on so many of a thousand answers are thrown away, and their connection ends.
    pub(super) fn lose(&self, of_thousand: u32) {
        self.wire.lost_of_thousand.store(of_thousand, Ordering::Relaxed);
    }

    /// From now on everything comes so much later.
    pub(super) fn delay(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.wire.late_ms.store(by, Ordering::Relaxed);
    }

    /// From now on nothing comes through, and nobody is told; or it does again.
    pub(super) fn cut(&self, cut: bool) {
        self.wire.cut.store(cut, Ordering::Relaxed);
    }

    /// How many answers got lost.
    pub(super) fn lost(&self) -> u64 {
        self.wire.lost.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.wire.closed.store(true, Ordering::Relaxed);
        // The listener waits for somebody to come.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl Wire {
    fn connect(self: Arc<Self>, client: TcpStream) {
        let Ok(server) = TcpStream::connect(("127.0.0.1", self.target)) else {
            return;
        };
        let asked = Arc::new(AtomicBool::new(false));
        let (Ok(client_too), Ok(server_too)) = (client.try_clone(), server.try_clone()) else {
            return;
        };
        let upwards = (Arc::clone(&self), Arc::clone(&asked));
        std::thread::spawn(move || {
            let (wire, asked) = upwards;
            wire.carry(client_too, server_too, |_| {
                asked.store(true, Ordering::Relaxed);
                true
            });
        });
        self.carry(server, client, |wire| {
            let begins = asked.swap(false, Ordering::Relaxed);
            !(begins && wire.loses())
        });
    }

    /// Carries bytes one way until an end is reached or `passes` says no; then both ways end.
    fn carry(&self, mut from: TcpStream, mut to: TcpStream, passes: impl Fn(&Self) -> bool) {
        let mut bytes = [0; 16 * 1024];
        _ = from.set_read_timeout(Some(LOOK));
        _ = from.set_nodelay(true);
        _ = to.set_nodelay(true);
        while !self.closed.load(Ordering::Relaxed) {
            let length = match from.read(&mut bytes) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
                Err(_) => break,
            };
            let late = Duration::from_millis(self.late_ms.load(Ordering::Relaxed));
            if !late.is_zero() {
                std::thread::sleep(late);
            }
            while self.cut.load(Ordering::Relaxed) && !self.closed.load(Ordering::Relaxed) {
                std::thread::sleep(LOOK);
            }
            if !passes(self) || to.write_all(&bytes[..length]).is_err() {
                break;
            }
        }
        _ = from.shutdown(Shutdown::Both);
        _ = to.shutdown(Shutdown::Both);
    }

    fn loses(&self) -> bool {
        let share = self.lost_of_thousand.load(Ordering::Relaxed);
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let lost = random.u32(..1000) < share;
        self.lost.fetch_add(u64::from(lost), Ordering::Relaxed);
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers each byte with the one after it.
    fn echo() -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for mut client in listener.incoming().flatten() {
                std::thread::spawn(move || {
                    let mut byte = [0];
                    while client.read_exact(&mut byte).is_ok() {
                        client.write_all(&[byte[0] + 1]).unwrap();
                    }
                });
            }
        });
        port
    }

    fn ask(client: &mut TcpStream) -> std::io::Result<u8> {
        client.write_all(&[7])?;
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    #[test]
    fn a_wire_carries_loses_and_holds_back() {
        let proxy = Proxy::to(echo(), 1).unwrap();
        let connect = || TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
        let mut client = connect();
        assert_eq!(ask(&mut client).unwrap(), 8);
        proxy.lose(1000);
        assert!(
            ask(&mut client).is_err(),
            "the answer is lost and the connection ends"
        );
        assert_eq!(proxy.lost(), 1);
        proxy.lose(0);
        proxy.cut(true);
        let mut client = connect();
        client.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        assert!(ask(&mut client).is_err(), "nothing comes through");
        proxy.cut(false);
        client.set_read_timeout(None).unwrap();
        let mut byte = [0];
        client.read_exact(&mut byte).unwrap();
        assert_eq!(byte, [8], "what was held back comes");
    }
}
