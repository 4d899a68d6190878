//! A receiver of webhooks on this machine, which answers as it is told, or does not.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// What the receiver does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    /// Answers with this status and these header lines.
    Answer(u16, &'static str),
    /// Goes without a word.
    Close,
    /// Says nothing and stays, until the receiver hangs up.
    Hang,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    /// A header's text; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next().unwrap_or("")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Listens until the test is over.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    /// Whom nothing is said.
    hanging: Arc<Mutex<Vec<TcpStream>>>,
    requests: UnboundedReceiver<Request>,
}

impl Receiver {
    /// Answers 204 when the deeds have come to their end.
    pub(crate) fn with(deeds: impl IntoIterator<Item = Deed>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut deeds: VecDeque<Deed> = deeds.into_iter().collect();
        let (told, requests) = unbounded_channel();
        let hanging = Arc::<Mutex<Vec<TcpStream>>>::default();
        let kept = hanging.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // Who connects and says nothing is none of these.
                let Some(request) = read(&stream) else { continue };
                let deed = deeds.pop_front().unwrap_or(Deed::Answer(204, ""));
                if matches!(deed, Deed::Hang) {
                    // Before anybody knows of the request: then whoever hangs up reaches all that they know of.
                    kept.lock().unwrap().push(stream.try_clone().unwrap());
                }
                if told.send(request).is_err() {
                    return;
                }
                match deed {
                    Deed::Answer(status, headers) => {
                        let head =
                            format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n{headers}\r\n");
                        let _ = stream.write_all(head.as_bytes());
                    }
                    Deed::Close | Deed::Hang => {}
                }
            }
        });
        Self { address, hanging, requests }
    }

    /// Goes from all whom nothing was said, without a word.
    pub(crate) fn hang_up(&self) {
        self.hanging.lock().unwrap().clear();
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The next request, as soon as it is there.
    pub(crate) async fn next(&mut self) -> Request {
        let next = tokio::time::timeout(std::time::Duration::from_mins(1), self.requests.recv()).await;
        next.expect("a request comes").unwrap()
    }

    /// Whether a request came that nobody has looked at.
    pub(crate) fn has_more(&mut self) -> bool {
        !self.requests.is_empty()
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    loop {
        let before = head.len();
        reader.read_line(&mut head).ok()?;
        match &head[before..] {
            "" => return None,
            "\r\n" => break,
            _ => {}
        }
    }
    let mut request = Request { head, body: String::new() };
    let length: u64 = request.header("content-length").parse().unwrap_or(0);
    reader.take(length).read_to_string(&mut request.body).ok()?;
    Some(request)
}
