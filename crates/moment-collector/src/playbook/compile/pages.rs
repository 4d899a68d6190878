//! A prompt's words become pages of blocks: here, and only here, kinds differ in what they say.

use moment_core::prompt::PromptKind;
use moment_wire::words::{ActionV1, BlockV1, ButtonV1, FrameWord, ItemV1, PageV1, PlanV1, PromptWordsV2, deed, role};
use toml::Spanned;

use crate::playbook::compile::action;
use crate::playbook::frame::{frame_words, name_in, said, usual, usual_text};
use crate::playbook::source::Source;
use crate::playbook::source::prompt::{Item, Prompt};
use crate::playbook::source::words::{Plan, Step, Words};

/// The words of `prompt` in the language `locale`, as the painting module shows them.
pub(super) fn compile(prompt: &Prompt, source: &Source, locale: &str, words: &Words) -> PromptWordsV2 {
    let kind = PromptKind::ALL[prompt.kind as usize];
    let desk = Desk { prompt, source, locale, words };
    let steps = words.steps.as_ref().map(|steps| steps.get_ref().as_slice()).unwrap_or_default();
    let first = steps.first();
    let mut pages = match kind {
        PromptKind::Checklist => vec![page(first, [desk.items(), desk.choice(role::ACCEPT)])],
        PromptKind::Meter => {
            let gauge = || BlockV1::Gauge { label: desk.limit_label() };
            let full = words.full.as_ref().map(|full| page(Some(full.get_ref()), [gauge(), desk.choice(role::ACCEPT)]));
            [page(first, [gauge(), desk.choice(role::ACCEPT)])].into_iter().chain(full).collect()
        }
        PromptKind::Reaction => desk.reaction(first),
        PromptKind::Help => desk.help(first),
        PromptKind::Reply => desk.reply(first),
        _ => desk.guide(steps),
    };
    if let (PromptKind::Checklist, Some(full)) = (kind, &words.full) {
        pages.push(page(Some(full.get_ref()), [desk.end()]));
    }
    let is_guided = pages.len() == steps.len();
    PromptWordsV2 {
        locale: locale.to_owned(),
        anchor: text(prompt.anchor.as_ref()),
        limit: text(prompt.limit.as_ref()),
        about: text(prompt.about.as_ref().or(Some(&prompt.id))),
        why: String::new(),
        steps: if is_guided { u8::try_from(steps.len()).unwrap_or(u8::MAX) } else { 1 },
        pages,
    }
}

/// One prompt in one language.
struct Desk<'a> {
    prompt: &'a Prompt,
    source: &'a Source,
    locale: &'a str,
    words: &'a Words,
}

impl Desk<'_> {
    /// Steps that are gone through; the offer stands on the last one, and the decline on each.
    fn guide(&self, steps: &[Step]) -> Vec<PageV1> {
        let last = steps.len().saturating_sub(1);
        let page_at = |(at, step): (usize, &Step)| {
            if at == last {
                let plans = self.words.plans.as_ref().map(|plans| plans_block(plans.get_ref()));
                return page(Some(step), plans.into_iter().chain([self.choice(role::ACCEPT)]));
            }
            let next = ButtonV1 {
                label: step.accept.as_ref().map_or_else(|| self.frame(FrameWord::Next), |label| text(Some(label))),
                role: role::GO,
                page: u8::try_from(at + 1).unwrap_or(u8::MAX),
                actions: action::compile(step.action.as_ref().map(Spanned::get_ref), None),
            };
            page(Some(step), [BlockV1::Buttons(vec![next, self.decline()])])
        };
        steps.iter().enumerate().map(page_at).collect()
    }

    /// A tap, then perhaps words, then thanks.
    fn reaction(&self, first: Option<&Step>) -> Vec<PageV1> {
        let (tag, usual) = usual(self.locale);
        let labels = match &self.words.scale {
            Some(scale) => scale.get_ref().iter().map(|label| label.get_ref().clone()).collect(),
            None => usual.scale.iter().map(|label| said(label, tag, self.locale)).collect(),
        };
        let scale = BlockV1::Scale { labels, page: 1 };
        let asking = page(first, [scale, BlockV1::Buttons(vec![self.decline()])]);
        let words = self.words.ask.as_ref().map(|ask| self.field_page(self.thanks(), ask, 2));
        [Some(asking), words, Some(self.thanks_page())].into_iter().flatten().collect()
    }

    /// What went wrong and where help is; then whether it helped, and a comment that asks to be called.
    fn help(&self, first: Option<&Step>) -> Vec<PageV1> {
        let call_me = self.words.call_me.as_ref();
        let link = self.words.accept.as_ref().map(|label| {
            let actions =
                action::compile(self.prompt.action.as_ref().map(Spanned::get_ref), self.words.accept_url.as_ref());
            let in_a_window = |action: ActionV1| match action.deed {
                deed::URL => ActionV1 { deed: deed::WINDOW, ..action },
                _ => action,
            };
            button(text(Some(label)), role::HELP, 1, actions.into_iter().map(in_a_window).collect())
        });
        let call = |label: String| call_me.map(|_| button(label, role::GO, 2, Vec::new()));
        let choice = [link, call(text(call_me)), Some(self.decline())].into_iter().flatten().collect();
        let (tag, usual) = usual(self.locale);
        let [title, yes, no] = match self.words.helped.as_ref().map(Spanned::get_ref) {
            Some(helped) => [&helped.title, &helped.yes, &helped.no].map(|word| word.get_ref().clone()),
            None => usual.helped.each_ref().map(|word| said(word, tag, self.locale)),
        };
        let not_yet = call(no.clone()).unwrap_or_else(|| button(no, role::DONE, 0, Vec::new()));
        let asking = BlockV1::Buttons(vec![button(yes, role::HELPED, 0, Vec::new()), not_yet]);
        let pages = [page(first, [BlockV1::Buttons(choice)]), PageV1 { title, blocks: vec![asking] }];
        let calling = call_me.map(|label| {
            let ask = self.words.ask.as_ref().unwrap_or(label);
            [self.field_page(text(Some(label)), ask, 3), self.thanks_page()]
        });
        pages.into_iter().chain(calling.into_iter().flatten()).collect()
    }

    /// The customer's words, the vendor's, and room for more.
    fn reply(&self, first: Option<&Step>) -> Vec<PageV1> {
        let said = [BlockV1::Quote("{comment}".to_owned()), BlockV1::Text("{reply}".to_owned())];
        let ask = self.words.ask.as_ref();
        let answer = self.words.accept.as_ref().filter(|_| ask.is_some());
        let answer = answer.map(|label| button(text(Some(label)), role::GO, 1, Vec::new()));
        let choice = answer.into_iter().chain([button(text(self.words.decline.as_ref()), role::DONE, 0, Vec::new())]);
        let told = page(first, said.into_iter().chain([BlockV1::Buttons(choice.collect())]));
        let more = ask.map(|ask| {
            let title = text(self.words.accept.as_ref().or(Some(ask)));
            [self.field_page(title, ask, 2), self.thanks_page()]
        });
        [told].into_iter().chain(more.into_iter().flatten()).collect()
    }

    fn field_page(&self, title: String, ask: &Spanned<String>, page: u8) -> PageV1 {
        let usual = || usual_text(self.locale, |usual| &usual.send);
        let send = self.words.send.as_ref().map_or_else(usual, |send| text(Some(send)));
        let field = BlockV1::Field { label: text(Some(ask)), send, page };
        PageV1 { title, blocks: vec![field, self.end()] }
    }

    fn thanks_page(&self) -> PageV1 {
        PageV1 { title: self.thanks(), blocks: vec![self.end()] }
    }

    fn thanks(&self) -> String {
        let usual = || usual_text(self.locale, |usual| &usual.thanks);
        self.words.thanks.as_ref().map_or_else(usual, |thanks| text(Some(thanks)))
    }

    /// The offer and its decline, one as easy as the other.
    fn choice(&self, role: u8) -> BlockV1 {
        let accept = self.words.accept.as_ref().map(|label| {
            let action = self.prompt.action.as_ref().map(Spanned::get_ref);
            button(text(Some(label)), role, 0, action::compile(action, self.words.accept_url.as_ref()))
        });
        BlockV1::Buttons(accept.into_iter().chain([self.decline()]).collect())
    }

    fn decline(&self) -> ButtonV1 {
        button(text(self.words.decline.as_ref()), role::DECLINE, 0, Vec::new())
    }

    /// Nothing is left to say.
    fn end(&self) -> BlockV1 {
        BlockV1::Buttons(vec![button(self.frame(FrameWord::Close), role::DONE, 0, Vec::new())])
    }

    fn items(&self) -> BlockV1 {
        let item = |item: &Item| {
            let name = item.moment.get_ref();
            let own = self.words.items.as_ref().and_then(|items| items.get_ref().get(name));
            let known = self.source.moments.iter().find(|moment| moment.name.get_ref() == name);
            let label = known.and_then(|moment| moment.label.as_ref());
            let usual = || name_in(self.source, self.locale, name, label).unwrap_or_else(|| name.clone());
            ItemV1 {
                moment: name.clone(),
                label: own.map_or_else(usual, |own| own.get_ref().clone()),
                actions: action::compile(item.action.as_ref().map(Spanned::get_ref), None),
            }
        };
        BlockV1::Items(self.prompt.items.iter().flat_map(Spanned::get_ref).map(item).collect())
    }

    fn limit_label(&self) -> String {
        let name = text(self.prompt.limit.as_ref());
        let known = self.source.limits.iter().find(|limit| limit.name.get_ref() == &name);
        let label = known.and_then(|limit| limit.label.as_ref());
        name_in(self.source, self.locale, &name, label).unwrap_or(name)
    }

    fn frame(&self, word: FrameWord) -> String {
        frame_words(self.source, self.locale).get(word).to_owned()
    }
}

fn plans_block(plans: &[Plan]) -> BlockV1 {
    let plan = |plan: &Plan| PlanV1 {
        name: text(Some(&plan.name)),
        price: text(Some(&plan.price)),
        points: plan.points.iter().map(|point| point.get_ref().clone()).collect(),
        button: plan
            .accept
            .as_ref()
            .map(|label| button(text(Some(label)), role::ACCEPT, 0, action::compile(None, plan.accept_url.as_ref()))),
    };
    BlockV1::Plans(plans.iter().map(plan).collect())
}

fn page(step: Option<&Step>, blocks: impl IntoIterator<Item = BlockV1>) -> PageV1 {
    let body = step.map(|step| BlockV1::Text(step.body.get_ref().clone()));
    PageV1 { title: text(step.map(|step| &step.title)), blocks: body.into_iter().chain(blocks).collect() }
}

fn button(label: String, role: u8, page: u8, actions: Vec<ActionV1>) -> ButtonV1 {
    ButtonV1 { label, role, page, actions }
}

fn text(text: Option<&Spanned<String>>) -> String {
    text.map(|text| text.get_ref().clone()).unwrap_or_default()
}
