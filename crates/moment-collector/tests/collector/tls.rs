//! TLS by the collector itself.

#[cfg(unix)]
mod renewal;

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::cli::{Guarded, program};
use crate::scene::PLAYBOOK;

const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/certificate.pem");
const KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls/key.pem");

/// Somebody who trusts this certificate alone.
fn client(certificate: &str) -> ClientConnection {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap()).unwrap()
}

/// How the answer begins that somebody gets who trusts this certificate alone. Errors: the server has another one.
fn healthz(tcp: TcpStream, certificate: &str) -> io::Result<[u8; 12]> {
    let mut stream = StreamOwned::new(client(certificate), tcp);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

#[test]
fn with_a_certificate_it_speaks_tls_and_nobody_holds_up_others() {
    let folder = tempfile::tempdir().unwrap();
    let playbook = folder.path().join("playbook.toml");
    std::fs::write(&playbook, PLAYBOOK).unwrap();
    let server = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--key", "pk", "--secret", "sk"])
        .args(["--tls-certificate", CERTIFICATE, "--tls-key", KEY, "--limit-connections-address", "0"])
        .args(["--playbook".as_ref(), playbook.as_os_str()])
        .args(["--data".as_ref(), folder.path().join("data").as_os_str()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Guarded(server);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("https://").expect("it says that it speaks TLS");

    // Many say nothing at all, one says something else.
    let _silent: Vec<_> = (0..300).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut plain = TcpStream::connect(address).unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();

    let tcp = TcpStream::connect(address).unwrap();
    // Less than those who are silent are given.
    tcp.set_read_timeout(Some(Duration::from_secs(8))).unwrap();
    assert_eq!(healthz(tcp, CERTIFICATE).unwrap(), *b"HTTP/1.1 204");
    server.0.kill().unwrap();
    server.0.wait().unwrap();
}

#[test]
fn a_certificate_without_its_key_is_refused() {
    let told = |more: &[&str]| {
        let common = ["serve", "--playbook", "p", "--data", "d", "--key", "pk", "--secret", "sk"];
        program().args(common).args(more).output().unwrap().status.code()
    };
    assert_eq!(told(&["--tls-certificate", CERTIFICATE]), Some(2));
    assert_eq!(told(&["--tls-key", KEY]), Some(2));
    // What a file says is no flag's, and counts all the same.
    let folder = tempfile::tempdir().unwrap();
    let (file, playbook) = (folder.path().join("collector.toml"), folder.path().join("playbook.toml"));
    std::fs::write(&playbook, PLAYBOOK).unwrap();
    for (name, value) in [("tls_certificate", CERTIFICATE), ("tls_key", KEY)] {
        std::fs::write(&file, format!("{name} = \"{value}\"\n")).unwrap();
        let (file, playbook) = (file.to_str().unwrap(), playbook.to_str().unwrap());
        let data = folder.path().join("data");
        let mut half = program();
        half.args(["serve", "--config", file, "--playbook", playbook, "--data", data.to_str().unwrap()]);
        half.args(["--key", "pk", "--secret", "sk", "--listen", "127.0.0.1:0"]);
        let half = half.output().unwrap();
        assert_eq!(half.status.code(), Some(2), "{name}");
        let error = String::from_utf8(half.stderr).unwrap();
        assert!(error.contains("TLS needs both"), "{name}: {error}");
        assert!(!data.exists(), "{name}: it does not speak plain HTTP instead");
    }
    // The certificate of a file and the key of a flag are a pair.
    std::fs::write(&file, format!("tls_certificate = \"{CERTIFICATE}\"\n")).unwrap();
    assert_eq!(told(&["--config", file.to_str().unwrap(), "--tls-key", KEY]), Some(1), "only the playbook is missing");
}
