//! The session: how the collector knows who asks. A person has a cookie that scripts cannot read, and a word beside it
//! for what changes something; a token is kept until the tab is closed.

use leptos::prelude::*;
use moment_wire::people::SessionV1;
use wasm_bindgen::JsValue;
use web_sys::Storage;

const KEY: &str = "second-moment-token";

/// Says that somebody signed in in this browser, so that it is worth asking whether they still are.
const KNOWN: &str = "second-moment-person";

/// The role that only reads.
const VIEWER: &str = "viewer";

/// Why the sign-in page is shown again.
const REFUSED: &str = "The collector does not let you in (any more). Sign in again.";

/// What a request carries.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Pass {
    /// A token.
    Token(String),
    /// The browser sends the cookie; this goes with what changes something.
    Person(SessionV1),
}

#[derive(Clone, Copy)]
pub(crate) struct Session {
    pass: RwSignal<Option<Pass>>,
    notice: RwSignal<Option<&'static str>>,
    invitation: RwSignal<Option<String>>,
}

impl Session {
    /// Takes what the address hands over, `#token=…` or `#invite=…`, or the token that this tab already has.
    pub(crate) fn begin() -> Self {
        let (mut token, mut invitation) = (None, None);
        match take_handed() {
            Some(Handed::Token(handed)) => token = Some(handed),
            Some(Handed::Invitation(code)) => invitation = Some(code),
            None => {}
        }
        if let Some(token) = &token {
            remember(token);
        }
        let pass = token.or_else(remembered).map(Pass::Token);
        Self { pass: RwSignal::new(pass), notice: RwSignal::new(None), invitation: RwSignal::new(invitation) }
    }

    pub(crate) fn is_open(self) -> bool {
        self.pass.with(Option::is_some)
    }

    pub(crate) fn pass(self) -> Option<Pass> {
        self.pass.get()
    }

    /// For a request that an event makes.
    pub(crate) fn pass_now(self) -> Pass {
        self.pass.get_untracked().unwrap_or(Pass::Token(String::new()))
    }

    /// The person's name, if it is a person.
    pub(crate) fn name(self) -> Option<String> {
        self.pass.with(|pass| match pass {
            Some(Pass::Person(person)) => Some(person.name.clone()),
            _ => None,
        })
    }

    /// Whether this role may change something. What a token may is known to the collector alone.
    pub(crate) fn may_change(self) -> bool {
        self.pass.with(|pass| !matches!(pass, Some(Pass::Person(person)) if person.role == VIEWER))
    }

    pub(crate) fn notice(self) -> Option<&'static str> {
        self.notice.get()
    }

    /// The code of an invitation that nobody has taken up here.
    pub(crate) fn invitation(self) -> Option<String> {
        self.invitation.get()
    }

    pub(crate) fn sign_in(self, pass: Pass) {
        match &pass {
            Pass::Token(token) => remember(token),
            Pass::Person(_) => _ = local().and_then(|storage| storage.set_item(KNOWN, "1").ok()),
        }
        self.notice.set(None);
        self.invitation.set(None);
        self.pass.set(Some(pass));
    }

    pub(crate) fn sign_out(self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
        let _ = local().and_then(|storage| storage.remove_item(KNOWN).ok());
        self.notice.set(None);
        self.pass.set(None);
    }

    /// The collector refused what was shown to it.
    pub(crate) fn expire(self) {
        self.sign_out();
        self.notice.set(Some(REFUSED));
    }
}

/// Whether somebody signed in in this browser and did not sign out.
pub(crate) fn may_be_known() -> bool {
    local().and_then(|storage| storage.get_item(KNOWN).ok().flatten()).is_some()
}

/// `None` where the browser denies storage; the session then lasts as long as the page.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

#[expect(clippy::disallowed_methods, reason = "the rule is the widget's; here one mark is kept for other tabs")]
fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn remember(token: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEY, token);
    }
}

fn remembered() -> Option<String> {
    storage()?.get_item(KEY).ok().flatten().filter(|token| !token.is_empty())
}

/// What an address hands over.
#[derive(Debug, PartialEq, Eq)]
enum Handed {
    Token(String),
    Invitation(String),
}

/// Takes it out of the address bar too, so that it is neither copied nor kept in the history.
fn take_handed() -> Option<Handed> {
    let location = window().location();
    let handed = handed_in(&location.hash().ok()?)?;
    let address = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let _ = window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    let decode = |text: String| js_sys::decode_uri_component(&text).map_or(text, String::from);
    Some(match handed {
        Handed::Token(token) => Handed::Token(decode(token)),
        Handed::Invitation(code) => Handed::Invitation(decode(code)),
    })
}

fn handed_in(hash: &str) -> Option<Handed> {
    let after = |name: &str| hash.strip_prefix(name).filter(|text| !text.is_empty()).map(str::to_owned);
    after("#token=").map(Handed::Token).or_else(|| after("#invite=").map(Handed::Invitation))
}

#[cfg(test)]
mod tests {
    use super::{Handed, handed_in};

    #[test]
    fn an_address_hands_over_a_token_or_an_invitation() {
        assert_eq!(handed_in("#token=abc"), Some(Handed::Token("abc".into())));
        assert_eq!(handed_in("#invite=inv_1"), Some(Handed::Invitation("inv_1".into())));
        assert_eq!(handed_in("#token="), None);
        assert_eq!(handed_in("#main"), None);
    }
}
