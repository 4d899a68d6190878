//! TLS by rustls, where no proxy does it: what a certificate and its key make of connections.

pub mod renewal;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Where a certificate and its key are.
#[derive(Debug, Clone)]
pub struct Files {
    /// The certificate and those that vouch for it, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM.
    pub key: PathBuf,
}

impl Files {
    /// What the files hold. Errors: one cannot be read.
    pub fn read(&self) -> Result<Pair> {
        let read = |path: &Path, what: &str| {
            std::fs::read(path).with_context(|| format!("cannot read the {what} in {}", path.display()))
        };
        let (chain, key) = (read(&self.certificate, "certificates")?, read(&self.key, "key")?);
        Ok(Pair { files: self.clone(), chain, key })
    }
}

/// A certificate and its key as files have them.
pub struct Pair {
    files: Files,
    chain: Vec<u8>,
    key: Vec<u8>,
}

impl Pair {
    /// What they make of connections. Errors: they are no certificate and key, or do not belong together.
    pub fn config(&self) -> Result<Arc<ServerConfig>> {
        let Files { certificate, key } = &self.files;
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&self.chain)
            .collect::<Result<_, _>>()
            .with_context(|| format!("cannot read the certificates in {}", certificate.display()))?;
        ensure!(!chain.is_empty(), "no certificate is in {}", certificate.display());
        let private = PrivateKeyDer::from_pem_slice(&self.key)
            .with_context(|| format!("cannot read the key in {}", key.display()))?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .context("the certificate cannot be used with the key")?;
        Ok(Arc::new(config))
    }

    /// The same for the same bytes. Their instants may be the same for others: a file may be copied with its own.
    fn digest(&self) -> [u8; 32] {
        let chain = Sha256::digest(&self.chain);
        Sha256::new().chain_update(chain).chain_update(&self.key).finalize().into()
    }
}
