//! What the outside is asked to do after a step.

/// One thing for the outside to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The summary changed: keep it in the browser.
    Save,
    /// Send the summary home.
    Send,
    /// Paint this prompt, then tell [`crate::event::Event::Painted`].
    Show {
        /// Its place in the playbook's list of prompts.
        prompt: u8,
    },
    /// Take the open prompt away.
    Hide,
}
