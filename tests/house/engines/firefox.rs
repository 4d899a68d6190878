//! Firefox, by geckodriver.

use serde_json::{Map, Value, json};

use super::{Launch, Port, program};

/// It says `Listening on 127.0.0.1:41235`.
pub(super) fn launch() -> Launch {
    let driver = program("SM_GECKODRIVER", &["geckodriver"]);
    let words = vec![driver.into(), "--port=0".into()];
    Launch { words, port: Port::Said("Listening on 127.0.0.1:"), is_for_all: false }
}

pub(super) fn capabilities() -> Map<String, Value> {
    let firefox = program("SM_FIREFOX", &["firefox-esr", "firefox"]);
    let options = json!({ "binary": firefox, "args": ["-headless"], "prefs": prefs() });
    [("moz:firefoxOptions".to_owned(), options)].into_iter().collect()
}

/// It asks nobody outside for anything: there is a proxy for the world, and it is dead. What is on this machine needs
/// none.
fn prefs() -> Value {
    json!({
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": 9,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": 9,
        "services.settings.server": "data:,#remote-settings-dummy/v1",
        "datareporting.policy.dataSubmissionEnabled": false,
    })
}
