//! TLS by rustls, where no proxy does it: handshakes run beside each other, and none for long.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// Longer than an honest handshake over a bad line takes.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Handshakes under way; more connections wait in the system's queue.
const HANDSHAKES_MAX: usize = 256;

/// What a certificate and its key make of connections. Errors: a file cannot be read, or they do not belong together.
pub fn acceptor(certificates: &Path, key: &Path) -> Result<TlsAcceptor> {
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(certificates)
            .and_then(Iterator::collect)
            .with_context(|| format!("cannot read the certificates in {}", certificates.display()))?;
    let private =
        PrivateKeyDer::from_pem_file(key).with_context(|| format!("cannot read the key in {}", key.display()))?;
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .context("the certificate cannot be used with the key")?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// A listener whose connections have shaken hands.
pub struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<(TlsStream<TcpStream>, SocketAddr)>>,
}

impl TlsListener {
    /// Listens on `tcp`.
    #[must_use]
    pub fn new(tcp: TcpListener, acceptor: TlsAcceptor) -> Self {
        Self { tcp, acceptor, handshakes: JoinSet::new() }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.tcp), if self.handshakes.len() < HANDSHAKES_MAX => {
                    let handshake = tokio::time::timeout(HANDSHAKE, self.acceptor.accept(stream));
                    // Who cannot shake hands is not told of: it may be anybody.
                    self.handshakes.spawn(async move { Some((handshake.await.ok()?.ok()?, address)) });
                }
                Some(done) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = done {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
