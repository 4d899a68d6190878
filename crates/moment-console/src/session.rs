//! The session: the token that the collector's API wants, kept until the tab is closed.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Storage;

const KEY: &str = "second-moment-token";

/// Why the sign-in page is shown again.
const REFUSED: &str = "The collector does not accept this token (any more). Ask for a new one and sign in with it.";

#[derive(Clone, Copy)]
pub(crate) struct Session {
    token: RwSignal<Option<String>>,
    notice: RwSignal<Option<&'static str>>,
}

impl Session {
    /// Takes the token that the address hands over, `#token=…`, or the one that this tab already has.
    pub(crate) fn begin() -> Self {
        let handed = take_handed_token();
        if let Some(token) = &handed {
            remember(token);
        }
        let token = handed.or_else(remembered);
        Self { token: RwSignal::new(token), notice: RwSignal::new(None) }
    }

    pub(crate) fn is_open(self) -> bool {
        self.token.with(Option::is_some)
    }

    pub(crate) fn token(self) -> Option<String> {
        self.token.get()
    }

    /// For a request that an event makes.
    pub(crate) fn token_now(self) -> String {
        self.token.get_untracked().unwrap_or_default()
    }

    pub(crate) fn notice(self) -> Option<&'static str> {
        self.notice.get()
    }

    pub(crate) fn sign_in(self, token: String) {
        remember(&token);
        self.notice.set(None);
        self.token.set(Some(token));
    }

    pub(crate) fn sign_out(self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
        self.notice.set(None);
        self.token.set(None);
    }

    /// The collector refused the token.
    pub(crate) fn expire(self) {
        self.sign_out();
        self.notice.set(Some(REFUSED));
    }
}

/// `None` where the browser denies storage; the session then lasts as long as the page.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn remember(token: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, token);
    }
}

fn remembered() -> Option<String> {
    storage()?.get_item(KEY).ok().flatten().filter(|token| !token.is_empty())
}

/// Takes it out of the address bar too, so that it is neither copied nor kept in the history.
fn take_handed_token() -> Option<String> {
    let location = window().location();
    let token = token_in(&location.hash().ok()?)?.to_owned();
    let address = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let _ = window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    let decoded = js_sys::decode_uri_component(&token).map(String::from);
    Some(decoded.unwrap_or(token))
}

fn token_in(hash: &str) -> Option<&str> {
    hash.strip_prefix("#token=").filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::token_in;

    #[test]
    fn an_address_hands_over_a_token() {
        assert_eq!(token_in("#token=abc"), Some("abc"));
        assert_eq!(token_in("#token="), None);
        assert_eq!(token_in("#main"), None);
    }
}
