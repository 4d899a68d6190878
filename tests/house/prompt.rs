//! The prompt on a customer's screen, inside its shadow root.

use fantoccini::Locator;
use fantoccini::elements::Element;

use crate::browser::{Browser, css};
use crate::eventually::{eventually, settles_at};

const HOST: &str = "second-moment-prompt";

/// What has the focus: within the shadow root, if it is there.
const FOCUSED: &str = "
    const outer = document.activeElement;
    const inner = outer.shadowRoot?.activeElement ?? outer;
    return inner.dataset.testid || inner.id || inner.tagName.toLowerCase();";

impl Browser {
    /// Waits until a prompt can be seen, and gives its heading.
    pub(crate) async fn sees_prompt(&self) -> String {
        eventually("a prompt on the screen", async || {
            let host = self.client.find(Locator::Css(HOST)).await.map_err(|error| error.to_string())?;
            let root = host.shadow_root().await.map_err(|error| error.to_string())?;
            let title = root.find(Locator::Css("[part=title]")).await.map_err(|error| error.to_string())?;
            // It may give way to another one between two looks.
            match (title.is_displayed().await, title.text().await) {
                (Ok(true), Ok(text)) => Ok(text),
                other => Err(format!("{other:?}")),
            }
        })
        .await
    }

    /// Whether a prompt stands in the page.
    pub(crate) async fn has_prompt(&self) -> bool {
        self.count(HOST).await > 0
    }

    /// Waits until no prompt stands in the page.
    pub(crate) async fn sees_no_prompt(&self) {
        settles_at("no prompt on the screen", false, async || self.has_prompt().await).await;
    }

    /// A part of the open prompt, by its test id.
    pub(crate) async fn prompt_part(&self, testid: &str) -> Element {
        let host = self.client.find(Locator::Css(HOST)).await.expect("a prompt");
        let root = host.shadow_root().await.expect("a prompt has an open shadow root");
        root.find(Locator::Css(&css(testid))).await.unwrap_or_else(|error| panic!("no `{testid}` in it: {error}"))
    }

    /// Clicks on a part of the open prompt.
    pub(crate) async fn answers(&self, testid: &str) {
        let part = self.prompt_part(testid).await;
        part.click().await.unwrap_or_else(|error| panic!("cannot click on `{testid}`: {error}"));
    }

    /// The test id, id or tag of what has the focus.
    pub(crate) async fn focused(&self) -> String {
        self.eval(FOCUSED).await.as_str().unwrap_or_default().to_owned()
    }
}
