//! The link that makes somebody the first admin: shown where a person looks on, else put into a file that the operator reads.

use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use anyhow::{Context, Result};

use crate::http::people::INVITATION_MS;
use crate::keys::{hash, random};
use crate::own_file;
use crate::store::desk::DeskChange;
use crate::store::people::{Invitation, PeopleChange};
use crate::store::{Change, Store};

/// The file in the data folder; only the collector's own user may read it.
const FILE: &str = "first-admin.txt";

/// While there are no people, makes a link that works once, and says it or where it is; each start makes another. Once
/// somebody has come in, nothing is left of it.
pub(super) fn invite(store: &dyn Store, data: &Path, scheme: &str, address: SocketAddr, now_ms: u64) -> Result<()> {
    let file = data.join(FILE);
    super::remove(&file)?;
    if store.desk().people()?.iter().any(|person| person.password.is_some()) {
        return Ok(());
    }
    let code = random("inv_")?;
    let invitation = Invitation { hash: hash(&code), name: None, until_ms: now_ms.saturating_add(INVITATION_MS) };
    store.commit(&[Change::Desk(DeskChange::People(PeopleChange::Invited(invitation)))])?;
    let link = format!("{scheme}://{}/console/#invite={code}", reachable(address));
    // Under a supervisor standard output is the log, which others read.
    if std::io::stdout().is_terminal() {
        let _ = writeln!(std::io::stdout(), "The first admin signs in with {link}");
    } else {
        write(&file, &link)?;
        let _ = writeln!(std::io::stdout(), "The first admin signs in with the link in {}", file.display());
    }
    Ok(())
}

/// An address that a browser on this machine can open.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn write(file: &Path, link: &str) -> Result<()> {
    let told = format!(
        "{link}\n\nThe first admin signs in with this link, once and within three days. From elsewhere it is the same\n\
         after the collector's own address: https://.../console/#invite=...\n"
    );
    let written = own_file::make(file).and_then(|mut file| file.write_all(told.as_bytes()));
    written.with_context(|| format!("cannot write {}", file.display()))
}
