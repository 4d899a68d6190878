//! What a prompt is made of: pages of blocks, and what its buttons do.

use alloc::string::String;
use alloc::vec::Vec;

use crate::codec::{Reader, Writer};
use crate::fault::DecodeError;

/// One page of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageV1 {
    /// The heading.
    pub title: String,
    /// What stands below it.
    pub blocks: Vec<BlockV1>,
}

/// One part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockV1 {
    /// A paragraph.
    Text(String),
    /// Somebody's own words.
    Quote(String),
    /// Moments on the way to value; which are reached is known where it is painted.
    Items(Vec<ItemV1>),
    /// How much of the limit is used.
    Gauge {
        /// What the gauge is called.
        label: String,
    },
    /// A question that one tap answers, from 1 (bad) upwards.
    Scale {
        /// What each answer is called.
        labels: Vec<String>,
        /// The page that follows the tap.
        page: u8,
    },
    /// A field for words of the customer's own.
    Field {
        /// What is asked.
        label: String,
        /// What sends them.
        send: String,
        /// The page that follows.
        page: u8,
    },
    /// Plans beside each other.
    Plans(Vec<PlanV1>),
    /// A row of buttons.
    Buttons(Vec<ButtonV1>),
}

/// One moment on the way to value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemV1 {
    /// The moment's name.
    pub moment: String,
    /// What the customer does there.
    pub label: String,
    /// What a press on it does while it is the next one.
    pub actions: Vec<ActionV1>,
}

/// One plan of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanV1 {
    /// What it is called.
    pub name: String,
    /// What it costs, as the vendor writes it.
    pub price: String,
    /// What it comes with.
    pub points: Vec<String>,
    /// What chooses it; none for the plan that the customer has.
    pub button: Option<ButtonV1>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonV1 {
    /// What stands on it.
    pub label: String,
    /// What a press means: see [`role`].
    pub role: u8,
    /// The page to which it goes, where its role is to go to one.
    pub page: u8,
    /// What it does besides, one after the other.
    pub actions: Vec<ActionV1>,
}

/// One thing that a press does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionV1 {
    /// What is done: see [`deed`].
    pub deed: u8,
    /// With what: an address, a path of names, a selector, a prompt, or a feature.
    pub target: String,
}

/// What an action does.
pub mod deed {
    /// Opens an address in the page's window.
    pub const URL: u8 = 0;
    /// Opens an address in a window of its own; the prompt stays.
    pub const WINDOW: u8 = 1;
    /// Calls a function of the page's, by its path of names from the window.
    pub const CALL: u8 = 2;
    /// Puts the focus on an element.
    pub const FOCUS: u8 = 3;
    /// Starts another prompt.
    pub const PROMPT: u8 = 4;
    /// Counts a use of a feature.
    pub const TRACK: u8 = 5;
}

/// What a press on a button means.
pub mod role {
    /// Takes the offer, or follows the guidance; the prompt ends.
    pub const ACCEPT: u8 = 0;
    /// Declines; the prompt ends.
    pub const DECLINE: u8 = 1;
    /// Goes to another page.
    pub const GO: u8 = 2;
    /// Takes the help; the prompt stays, and asks on the next page whether it helped.
    pub const HELP: u8 = 3;
    /// The help has helped; the prompt ends.
    pub const HELPED: u8 = 4;
    /// There is nothing more to say; the prompt ends.
    pub const DONE: u8 = 5;
}

impl PageV1 {
    pub(super) fn put(writer: &mut Writer, page: &Self) {
        writer.text(&page.title);
        writer.list(&page.blocks, BlockV1::put);
    }

    pub(super) fn take(reader: &mut Reader) -> Self {
        Self { title: reader.text(), blocks: reader.list(BlockV1::take) }
    }
}

impl BlockV1 {
    fn put(writer: &mut Writer, block: &Self) {
        let texts = |writer: &mut Writer, texts: &[String]| writer.list(texts, |writer, text| writer.text(text));
        match block {
            Self::Text(text) => {
                writer.byte(0);
                writer.text(text);
            }
            Self::Quote(text) => {
                writer.byte(1);
                writer.text(text);
            }
            Self::Items(items) => {
                writer.byte(2);
                writer.list(items, |writer, item| {
                    writer.text(&item.moment);
                    writer.text(&item.label);
                    writer.list(&item.actions, ActionV1::put);
                });
            }
            Self::Gauge { label } => {
                writer.byte(3);
                writer.text(label);
            }
            Self::Scale { labels, page } => {
                writer.byte(4);
                texts(writer, labels);
                writer.byte(*page);
            }
            Self::Field { label, send, page } => {
                writer.byte(5);
                writer.text(label);
                writer.text(send);
                writer.byte(*page);
            }
            Self::Plans(plans) => {
                writer.byte(6);
                writer.list(plans, |writer, plan| {
                    writer.text(&plan.name);
                    writer.text(&plan.price);
                    texts(writer, &plan.points);
                    writer.option(plan.button.as_ref(), ButtonV1::put);
                });
            }
            Self::Buttons(buttons) => {
                writer.byte(7);
                writer.list(buttons, ButtonV1::put);
            }
        }
    }

    fn take(reader: &mut Reader) -> Self {
        match reader.byte() {
            0 => Self::Text(reader.text()),
            1 => Self::Quote(reader.text()),
            2 => Self::Items(reader.list(|reader| ItemV1 {
                moment: reader.text(),
                label: reader.text(),
                actions: reader.list(ActionV1::take),
            })),
            3 => Self::Gauge { label: reader.text() },
            4 => Self::Scale { labels: reader.list(Reader::text), page: reader.byte() },
            5 => Self::Field { label: reader.text(), send: reader.text(), page: reader.byte() },
            6 => Self::Plans(reader.list(|reader| PlanV1 {
                name: reader.text(),
                price: reader.text(),
                points: reader.list(Reader::text),
                button: reader.option(ButtonV1::take),
            })),
            7 => Self::Buttons(reader.list(ButtonV1::take)),
            _ => {
                reader.refuse(DecodeError::Malformed);
                Self::Text(String::new())
            }
        }
    }
}

impl ButtonV1 {
    fn put(writer: &mut Writer, button: &Self) {
        writer.text(&button.label);
        writer.raw(&[button.role, button.page]);
        writer.list(&button.actions, ActionV1::put);
    }

    fn take(reader: &mut Reader) -> Self {
        Self { label: reader.text(), role: reader.byte(), page: reader.byte(), actions: reader.list(ActionV1::take) }
    }
}

impl ActionV1 {
    fn put(writer: &mut Writer, action: &Self) {
        writer.byte(action.deed);
        writer.text(&action.target);
    }

    fn take(reader: &mut Reader) -> Self {
        Self { deed: reader.byte(), target: reader.text() }
    }
}
