//! The rules that a playbook is held against beyond its language.

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintRule {
    /// A condition that no trial can come to.
    NeverHolds,
    /// An `unless` that always holds, or whenever the prompt's condition does.
    AlwaysCancelled,
    /// A running prompt that nobody can ever see.
    UnreachablePrompt,
    /// A prompt without words in the playbook's own language.
    MissingLanguage,
    /// A decline that makes the customer speak ill of themselves.
    ShamingDecline,
    /// Words that press for time.
    FalseUrgency,
    /// A box that is ticked before the customer ticks it.
    PrecheckedBox,
    /// A decline that is not as easy as the accept.
    UnequalDecline,
    /// Prompts that sell too often.
    Nagging,
    /// A label that cannot be read on its ground.
    Contrast,
    /// An acknowledgement of something that is not there.
    UnusedAcknowledgement,
    /// An acknowledgement of a rule that does not exist.
    UnknownRule,
}

impl LintRule {
    /// All rules.
    pub const ALL: [Self; 12] = [
        Self::NeverHolds,
        Self::AlwaysCancelled,
        Self::UnreachablePrompt,
        Self::MissingLanguage,
        Self::ShamingDecline,
        Self::FalseUrgency,
        Self::PrecheckedBox,
        Self::UnequalDecline,
        Self::Nagging,
        Self::Contrast,
        Self::UnusedAcknowledgement,
        Self::UnknownRule,
    ];

    /// Its name in playbooks and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NeverHolds => "never_holds",
            Self::AlwaysCancelled => "always_cancelled",
            Self::UnreachablePrompt => "unreachable_prompt",
            Self::MissingLanguage => "missing_language",
            Self::ShamingDecline => "shaming_decline",
            Self::FalseUrgency => "false_urgency",
            Self::PrecheckedBox => "prechecked_box",
            Self::UnequalDecline => "unequal_decline",
            Self::Nagging => "nagging",
            Self::Contrast => "contrast",
            Self::UnusedAcknowledgement => "unused_acknowledgement",
            Self::UnknownRule => "unknown_rule",
        }
    }

    /// What it finds, in one line.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::NeverHolds => "a condition that no trial can come to",
            Self::AlwaysCancelled => "an `unless` that always holds, or whenever the prompt's condition does",
            Self::UnreachablePrompt => "a running prompt that nobody can ever see",
            Self::MissingLanguage => "a prompt without words in the playbook's own language",
            Self::ShamingDecline => "a decline that makes customers speak ill of themselves",
            Self::FalseUrgency => "words that press for time, countdowns, shouting",
            Self::PrecheckedBox => "a box that is ticked before the customer ticks it",
            Self::UnequalDecline => "a decline more than three times as long as the accept, or the same label on both",
            Self::Nagging => "prompts that sell more often than three times a day, at once, or every day without end",
            Self::Contrast => "colours of the theme whose contrast is under 4.5",
            Self::UnusedAcknowledgement => "an acknowledgement of something that is not there, or that must be mended",
            Self::UnknownRule => "an acknowledgement of a rule that does not exist",
        }
    }

    /// Whether a playbook may break it when it says so; acknowledgements themselves are in order or they are mended.
    #[must_use]
    pub fn may_be_acknowledged(self) -> bool {
        !matches!(self, Self::UnusedAcknowledgement | Self::UnknownRule)
    }

    /// The rule called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}
