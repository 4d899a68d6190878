//! GTK's browser engine, by its own driver, on a screen that nobody sees.

use std::net::TcpListener;

use serde_json::{Map, Value};

use super::{Launch, Port, program};

/// It says nothing, so a port is chosen for it: one that was free a moment ago.
pub(super) fn launch() -> Launch {
    let door = TcpListener::bind(("127.0.0.1", 0)).and_then(|door| door.local_addr()).expect("a free port");
    let screen = program("SM_XVFB_RUN", &["xvfb-run"]);
    let driver = program("SM_WEBKITDRIVER", &["WebKitWebDriver"]);
    let words = vec![screen.into(), "-a".into(), driver.into(), format!("--port={}", door.port()).into()];
    Launch { words, port: Port::Given(door.port()), is_for_all: false }
}

/// The driver starts the small browser that comes with it.
pub(super) fn capabilities() -> Map<String, Value> {
    Map::new()
}
