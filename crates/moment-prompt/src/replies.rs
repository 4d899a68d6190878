//! The vendor's answers to what the customer wrote: asked for, waited for while a comment is open, shown one by one.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use moment_core::prompt::PromptKind;
use moment_wire::prompt::{self, PromptV3};
use moment_wire::reply::{RepliesV2, ReplyV2, SeenV2};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

use crate::listener::hearing;
use crate::script::{get, record};

/// How many answers one page remembers; it asks for further ones when it is loaded anew.
const KNOWN_MAX: usize = 100;

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

#[wasm_bindgen(module = "/src/replies/line.js")]
extern "C" {
    fn listen(address: &str, hear: &Function) -> bool;
    fn ask(address: &str, hear: &Function);
    fn say(address: &str, body: &Uint8Array);
    // Without arguments, and without this, they would be imported past the glue, which has short names for all.
    #[wasm_bindgen(catch, js_name = close)]
    fn try_to_close() -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = hang_up)]
    fn try_to_hang_up() -> Result<(), JsValue>;
}

/// What is known of the answers to one trial.
#[derive(Default)]
struct Desk {
    /// Where to ask, and how what is said begins: see [`SeenV2::whose`].
    address: String,
    whose: Vec<u8>,
    /// Hears whether an answer waits to be shown.
    tell: Option<Function>,
    /// Hears the collector.
    hear: Option<Function>,
    /// Whether a comment is open, so that more may come.
    is_open: bool,
    /// The oldest first.
    known: Vec<Known>,
    /// The place of the one in the prompt that was handed out last.
    handed: Option<usize>,
}

/// An answer, and whether it was shown: then the collector may not know that yet.
struct Known {
    reply: ReplyV2,
    is_seen: bool,
}

impl Desk {
    fn waiting(&self) -> usize {
        self.known.iter().filter(|known| !known.is_seen).count()
    }
}

/// Looks whether there is anything to ask for. `facts` has the `address`, whose answers they are (`whose`), who is to hear
/// whether one waits (`tell`), and what the collector `told`: see [`moment_wire::reply::REPLIES`]; a number that cannot be
/// read is not known.
pub(crate) fn look(facts: &Object) {
    let told = get(facts, "told").as_string().unwrap_or_default();
    let mut numbers = told.split(' ').map(number);
    let (pending, open) = (numbers.next().flatten(), numbers.next().flatten());
    let (address, hear, is_open, is_behind) = DESK.with_borrow_mut(|desk| {
        desk.address = get(facts, "address").as_string().unwrap_or_default();
        desk.whose = get(facts, "whose").unchecked_into::<Uint8Array>().to_vec();
        desk.tell = get(facts, "tell").dyn_into().ok();
        desk.is_open = open.map_or(desk.is_open, |open| open > 0);
        let is_behind = pending.is_some_and(|pending| pending != desk.waiting());
        if pending.is_some_and(|pending| pending < desk.waiting()) {
            // Some were shown elsewhere; the collector knows which are left.
            desk.known.retain(|known| known.is_seen);
            desk.handed = None;
        }
        let hear = desk.hear.get_or_insert_with(|| hearing(hear)).clone();
        (desk.address.clone(), hear, desk.is_open, is_behind)
    });
    let is_told_at_once = is_open && listen(&address, &hear);
    if !is_open {
        close();
    }
    if is_behind && !is_told_at_once {
        ask(&address, &hear);
    }
    tell();
}

/// The library's own way to read a number is half a kilobyte.
fn number(text: &str) -> Option<usize> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0'));
    text.bytes().try_fold(0, |number: usize, byte| Some(number.wrapping_mul(10).wrapping_add(digit(byte)?)))
}

/// The page is not seen; nobody waits any more. For good: what is known is dropped.
pub(crate) fn hush(is_for_good: bool) {
    if is_for_good {
        DESK.take();
        let _ = try_to_hang_up();
    } else {
        close();
    }
}

/// The prompt with the first answer that waits, if it is there to bring one.
pub(crate) fn put_into(prompt: PromptV3) -> PromptV3 {
    let brings_one = prompt.kind == PromptKind::Reply as u8 && !prompt.is_preview;
    DESK.with_borrow_mut(|desk| {
        desk.handed = desk.known.iter().position(|known| brings_one && !known.is_seen);
        let Some(Known { reply, .. }) = desk.handed.and_then(|place| desk.known.get(place)) else { return prompt };
        let reply = prompt::ReplyV1 {
            comment: reply.asked.clone(),
            words: reply.words.clone(),
            by: reply.by.clone(),
            at_ms: reply.asked_ms,
        };
        PromptV3 { reply: Some(reply), ..prompt }
    })
}

/// The prompt that was handed out last stands on the screen. An answer in it was seen, and comes no more, in any browser;
/// or it was put off, and comes again.
pub(crate) fn seen(is_put_off: bool) {
    let said = DESK.with_borrow_mut(|desk| {
        let known = desk.known.get_mut(desk.handed?)?;
        known.is_seen = !is_put_off;
        Some((desk.address.clone(), SeenV2::wrap(&desk.whose, &[known.reply.id], is_put_off)))
    });
    if let Some((address, body)) = said {
        // Before the first `&` stands the key, which is all that this door asks for.
        say(address.split('&').next().unwrap_or_default(), &Uint8Array::from(body.as_slice()));
        tell();
    }
}

/// What `inspect` tells: whether a comment is open, and how many answers wait to be shown.
pub(crate) fn told() -> JsValue {
    let (is_open, waiting) = DESK.with_borrow(|desk| (desk.is_open, desk.waiting()));
    record(&[("open", is_open.into()), ("waiting", u32::try_from(waiting).unwrap_or(u32::MAX).into())])
}

fn close() {
    let _ = try_to_close();
}

/// Takes in what the collector says, in bytes.
fn hear(said: Event) {
    let bytes = said.unchecked_into::<Uint8Array>().to_vec();
    let Ok(RepliesV2 { open, replies }) = RepliesV2::decode(&bytes) else { return };
    DESK.with_borrow_mut(|desk| {
        desk.is_open = open;
        for reply in replies {
            let is_new = desk.known.iter().all(|known| known.reply.id != reply.id);
            if is_new && desk.known.len() < KNOWN_MAX {
                desk.known.push(Known { reply, is_seen: false });
            }
        }
    });
    if !open {
        close();
    }
    tell();
}

/// Nothing is borrowed while the other module runs.
fn tell() {
    let (tell, waits) = DESK.with_borrow(|desk| (desk.tell.clone(), desk.waiting() > 0));
    if let Some(tell) = tell {
        let _ = Reflect::apply(&tell, &JsValue::UNDEFINED, &Array::of1(&waits.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn what_is_no_number_is_not_known() {
        assert_eq!(["0", "20", "?", "-1"].map(number), [Some(0), Some(20), None, None]);
    }
}
