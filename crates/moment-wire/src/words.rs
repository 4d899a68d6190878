//! Words for customers: what a prompt says, and what stands around it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

/// A prompt's words in one language, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptWordsV1 {
    /// The language they are in, a BCP 47 tag; it may be the fallback's.
    pub locale: String,
    /// The steps, one or more.
    pub steps: Vec<StepV1>,
    /// The label that takes the offer.
    pub accept: String,
    /// Where taking the offer leads, an address within the vendor's site or a complete one; empty when it only closes.
    pub accept_url: String,
    /// The label that declines it.
    pub decline: String,
}

/// One step of a prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepV1 {
    /// The heading.
    pub title: String,
    /// The text.
    pub body: String,
}

/// What stands around every prompt, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameWordsV1 {
    /// Asks for the reasons.
    pub why: String,
    /// Stands above the reasons.
    pub why_intro: String,
    /// Stands in place of reasons when there are none.
    pub why_none: String,
    /// Asks for fewer prompts.
    pub fewer: String,
    /// Puts it off.
    pub snooze: String,
    /// Closes it.
    pub close: String,
    /// Goes a step on.
    pub next: String,
    /// Goes a step back.
    pub back: String,
}

/// How prompts look, version 1: CSS colours that the playbook chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeV1 {
    /// The colour of what takes the offer.
    pub accent: String,
    /// The colour of its label.
    pub on_accent: String,
}
