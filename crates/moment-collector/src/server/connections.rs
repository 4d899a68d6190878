//! Connections: each in a task of its own, with a time for its handshake and for each head, and not too many of them.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::app::Parts;
use crate::limits::{Limit, Limits};
use crate::tls::renewal::Newest;

/// Where connections come in.
pub struct Entrance {
    /// Where it listens.
    pub tcp: TcpListener,
    /// What connections shake hands with, where no proxy does it.
    pub tls: Option<Newest>,
}

impl From<TcpListener> for Entrance {
    fn from(tcp: TcpListener) -> Self {
        Self { tcp, tls: None }
    }
}

/// What every connection needs.
#[derive(Clone)]
struct Attendant {
    router: Router,
    limits: Arc<Limits>,
    tls: Option<Newest>,
    /// True once no further request is taken.
    stopped: watch::Receiver<bool>,
}

/// Answers by `router` until `stop`, then finishes what has begun.
pub(super) async fn answer(entrance: Entrance, router: Router, parts: &Parts, stop: impl Future<Output = ()>) {
    let Entrance { mut tcp, tls } = entrance;
    let (stopping, stopped) = watch::channel(false);
    let attendant = Attendant { router, limits: parts.limits.clone(), tls, stopped };
    let mut stop = pin!(stop);
    loop {
        // Where there is no room, connections wait in the system's queue.
        let (room, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            taken = async { (parts.limits.room().await, Listener::accept(&mut tcp).await) } => taken,
        };
        let Some(place) = parts.limits.connect(peer.ip()) else {
            // It is closed without a word: words would cost more than the connection.
            parts.metrics.limited(Limit::Connections);
            continue;
        };
        let attendant = attendant.clone();
        tokio::spawn(async move {
            attendant.attend(stream, peer).await;
            drop((place, room));
        });
    }
    drop((tcp, attendant));
    let _ = stopping.send(true);
    stopping.closed().await;
}

impl Attendant {
    async fn attend(mut self, stream: TcpStream, peer: SocketAddr) {
        let Some(newest) = self.tls.take() else { return self.talk(stream, peer).await };
        let tls = TlsAcceptor::from(newest.borrow().clone());
        let mut stopped = self.stopped.clone();
        let shaken = tokio::select! {
            shaken = timeout(self.limits.patience().handshake, tls.accept(stream)) => shaken,
            _ = stopped.wait_for(|stopped| *stopped) => return,
        };
        // Who cannot shake hands is not told of: it may be anybody.
        if let Ok(Ok(stream)) = shaken {
            drop(stopped);
            self.talk(stream, peer).await;
        }
    }

    async fn talk(self, stream: impl AsyncRead + AsyncWrite + Unpin, peer: SocketAddr) {
        let Self { router, limits, mut stopped, .. } = self;
        let router = TowerToHyperService::new(router);
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.patience().head)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        tokio::select! {
            // What goes wrong with a connection is its customer's and not the operator's.
            _ = connection.as_mut() => return,
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
