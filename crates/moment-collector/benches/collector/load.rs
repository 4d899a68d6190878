//! Load: connections that each send one beacon after the other, as fast as they are acknowledged.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use moment_collector::playbook::Playbook;
use serde_json::{Value, json};

use crate::process::Server;
use crate::state;

/// Trials of one connection, and states of each: then it begins again, as browsers that tell nothing new.
const TRIALS: u64 = 50;
const STATES: u32 = 4;

/// Whole requests, for each connection its own.
pub(crate) fn bodies(playbook: &Playbook, connections: usize) -> Vec<Vec<Vec<u8>>> {
    let of = |connection: usize| {
        let trial = |number: u64| connection as u64 * TRIALS + number;
        let steps = (1..=STATES).flat_map(|steps| (0..TRIALS).map(move |number| (steps, number)));
        let request = |(steps, number)| {
            let body = state::beacon(playbook, &format!("t_{:08}", trial(number)), trial(number), steps).encode();
            let head = format!("POST /v1/beacon?key=pk HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
            [head.into_bytes(), body].concat()
        };
        steps.map(request).collect()
    };
    (0..connections).map(of).collect()
}

/// Sends for `time`, and says how many were acknowledged, how long one took, and what it cost; then `rest` waits until
/// nothing is left to be done, which `sustained_per_second` and the processor's time count in.
pub(crate) fn run(
    server: &Server,
    bodies: &[Vec<Vec<u8>>],
    time: Duration,
    rest: impl Fn(&Server) -> Result<()>,
) -> Result<Value> {
    // Not measured: the first pages of the file, the first connections.
    send_all(server, bodies, time / 10)?;
    rest(server)?;
    let (before, began) = (server.processor()?, Instant::now());
    let mut spent = send_all(server, bodies, time)?;
    let took = began.elapsed();
    rest(server)?;
    let (all, processor) = (began.elapsed(), server.processor()?.saturating_sub(before));
    spent.sort_unstable();
    let at = |part: usize| spent.get(spent.len() * part / 1000).map_or(0.0, |spent| spent.as_secs_f64() * 1e6);
    let count = f64::from(u32::try_from(spent.len())?);
    Ok(json!({
        "per_second": count / took.as_secs_f64(), "sustained_per_second": count / all.as_secs_f64(), "p50_us": at(500), "p99_us": at(990),
        "processor_us": processor.as_secs_f64() * 1e6 / count, "memory_kb": server.memory_kb()?,
    }))
}

/// How long each acknowledgement took, of all connections.
fn send_all(server: &Server, bodies: &[Vec<Vec<u8>>], time: Duration) -> Result<Vec<Duration>> {
    let end = Instant::now() + time;
    std::thread::scope(|scope| {
        let connections: Vec<_> =
            bodies.iter().map(|bodies| scope.spawn(move || send(&server.address, bodies, end))).collect();
        let mut all = Vec::new();
        for connection in connections {
            all.extend(connection.join().map_err(|_| anyhow::anyhow!("a connection broke"))??);
        }
        Ok(all)
    })
}

fn send(address: &str, bodies: &[Vec<u8>], end: Instant) -> Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut spent = Vec::new();
    for body in bodies.iter().cycle() {
        let began = Instant::now();
        if began >= end {
            break;
        }
        stream.write_all(body)?;
        acknowledged(&mut stream)?;
        spent.push(began.elapsed());
    }
    Ok(spent)
}

/// Reads one answer, which has no body.
fn acknowledged(stream: &mut TcpStream) -> Result<()> {
    let mut answer = [0; 2048];
    let mut length = 0;
    while !answer[..length].ends_with(b"\r\n\r\n") {
        let read = stream.read(&mut answer[length..])?;
        ensure!(read > 0, "the server hung up");
        length += read;
    }
    let status = answer.get(9..12).context("no status")?;
    ensure!(status == b"204", "not acknowledged: {}", String::from_utf8_lossy(&answer[..length]));
    Ok(())
}
