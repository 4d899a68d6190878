//! Somebody of the growth team at the console.

use std::ops::Deref;

use crate::browser::Browser;
use crate::eventually::settles_at;
use crate::world::House;

/// A person at the console, signed in.
pub(crate) struct GrowthTeam<'a> {
    house: &'a House,
    browser: Browser,
}

impl<'a> GrowthTeam<'a> {
    /// Opens the console and signs in with the token.
    pub(crate) async fn signs_in(house: &'a House) -> Self {
        let team = Self { house, browser: Browser::open().await };
        team.opens("/").await;
        team.fill("token-input", &house.token).await;
        team.click("sign-in").await;
        team
    }

    /// Follows the link of an invitation.
    pub(crate) async fn invited(house: &'a House, code: &str) -> Self {
        let team = Self { house, browser: Browser::open().await };
        team.opens(&format!("/#invite={code}")).await;
        team
    }

    /// Loads a page of the console.
    pub(crate) async fn opens(&self, path: &str) {
        self.go(&format!("{}/console{path}", self.house.collector)).await;
    }

    /// The attribute of the element that fits, once it can be seen.
    pub(crate) async fn reads(&self, selector: &str, attribute: &str, wanted: &str) {
        settles_at(&format!("`{attribute}` of {selector}"), Some(wanted.to_owned()), async || {
            let script = format!("return document.querySelector({selector:?})?.getAttribute({attribute:?}) ?? null");
            self.eval(&script).await.as_str().map(str::to_owned)
        })
        .await;
    }

    pub(crate) async fn pauses(&self) {
        self.click("pause").await;
        self.click("pause-confirm").await;
        self.reads("[data-testid='paused-state']", "data-paused", "true").await;
    }

    pub(crate) async fn resumes(&self) {
        self.click("pause").await;
        self.reads("[data-testid='paused-state']", "data-paused", "false").await;
    }
}

impl Deref for GrowthTeam<'_> {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
