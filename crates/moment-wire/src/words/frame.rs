//! What stands around every prompt: words, colours, reasons, and what the customer's own panels tell.

use alloc::string::String;
use alloc::vec::Vec;

use moment_core::budget::Cap;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// A text that stands around every prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum FrameWord {
    /// Asks for the reasons.
    Why = 0,
    /// Stands above the reasons.
    WhyIntro,
    /// Stands in place of reasons when there are none.
    WhyNone,
    /// Asks for fewer prompts.
    Fewer,
    /// Puts it off.
    Snooze,
    /// Closes it.
    Close,
    /// Goes a step on.
    Next,
    /// Goes a step back.
    Back,
    /// Which step of how many it is.
    Step,
    /// How many prompts there may be; a line for each bound.
    Budget,
    /// What the customer has chosen when that is fewer.
    BudgetChosen,
    /// Chooses the usual budget again.
    BudgetNormal,
    /// Chooses one in a week.
    BudgetFewer,
    /// Chooses none at all.
    BudgetNone,
    /// Asks for what is known.
    Data,
    /// Stands above what was counted.
    DataIntro,
    /// What is said of consent.
    DataConsent,
    /// Takes the consent back.
    Withdraw,
    /// Has everything erased.
    Forget,
    /// The same, for whoever pressed once.
    ForgetSure,
    /// Minutes of attention.
    Minutes,
    /// What the gauge of a limit reads.
    Used,
    /// The standing of a moment that was reached, read out.
    Done,
    /// The standing of the next one.
    ToDo,
    /// Folds it, or unfolds it.
    Fold,
    /// Days with any activity.
    Days,
    /// Visits.
    Visits,
    /// Signs of trouble.
    Trouble,
    /// Prompts that were shown.
    Prompts,
    /// Prompts that were answered.
    Answers,
}

impl FrameWord {
    /// How many there are.
    pub const COUNT: usize = Self::Answers as usize + 1;

    /// Their names in playbooks and in what a page is told, by their numbers.
    pub const NAMES: [&str; Self::COUNT] = [
        "why",
        "why_intro",
        "why_none",
        "fewer",
        "snooze",
        "close",
        "next",
        "back",
        "step",
        "budget",
        "budget_chosen",
        "budget_normal",
        "budget_fewer",
        "budget_none",
        "data",
        "data_intro",
        "data_consent",
        "withdraw",
        "forget",
        "forget_sure",
        "minutes",
        "used",
        "done",
        "to_do",
        "fold",
        "days",
        "visits",
        "trouble",
        "prompts",
        "answers",
    ];
}

/// The texts around every prompt in one language, version 2: by the number of their [`FrameWord`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrameWordsV2(pub Vec<String>);

impl FrameWordsV2 {
    /// The text; empty where there is none.
    #[must_use]
    pub fn get(&self, word: FrameWord) -> &str {
        self.0.get(word as usize).map_or("", String::as_str)
    }
}

/// How prompts look, version 1: CSS colours that the playbook chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeV1 {
    /// The colour of what takes the offer.
    pub accent: String,
    /// The colour of its label.
    pub on_accent: String,
}

/// What is the same around every prompt, version 2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SurroundV2 {
    /// The words.
    pub frame: FrameWordsV2,
    /// The colours.
    pub theme: ThemeV1,
    /// For each weight of the scorecard what a customer reads when it speaks for a prompt; empty when it is never told.
    pub reasons: Vec<String>,
    /// The bounds on all prompts that sell, together.
    pub caps: Vec<Cap>,
    /// The prompts to which these bounds do not apply.
    pub guides: Vec<String>,
    /// What people call features, moments and limits, by name.
    pub names: Vec<(String, String)>,
}

impl SurroundV2 {
    /// All of it as bytes.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        let text = |writer: &mut Writer, text: &String| writer.text(text);
        writer.list(&self.frame.0, text);
        writer.text(&self.theme.accent);
        writer.text(&self.theme.on_accent);
        writer.list(&self.reasons, text);
        writer.list(&self.caps, |writer, cap| writer.raw(&[cap.cap, cap.period_days]));
        writer.list(&self.guides, text);
        writer.list(&self.names, |writer, (name, label)| {
            writer.text(name);
            writer.text(label);
        });
        writer.finish()
    }

    /// All of it out of its bytes. Errors: see [`DecodeError`].
    pub fn unpack(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::packed(bytes);
        let surround = Self {
            frame: FrameWordsV2(reader.list(Reader::text)),
            theme: ThemeV1 { accent: reader.text(), on_accent: reader.text() },
            reasons: reader.list(Reader::text),
            caps: reader.list(|reader| Cap { cap: reader.byte(), period_days: reader.byte() }),
            guides: reader.list(Reader::text),
            names: reader.list(|reader| (reader.text(), reader.text())),
        };
        reader.close(surround)
    }

    /// What people call `name`; the name itself where nobody said.
    #[must_use]
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.iter().find(|(known, _)| known == name).map_or(name, |(_, label)| label)
    }
}
