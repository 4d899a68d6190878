//! How a prompt behaves towards whoever works in the page: it keeps off, waits, keeps words and focus, and counts only
//! what could be seen and what was said.

use fantoccini::key::Key;
use moment_core::decision::Reason;
use serde_json::json;

use super::acts::Prompting;
use super::{BANNER, CHECKLIST, HELP, REACTION, SPOTLIGHT};
use crate::customer::Customer;
use crate::eventually::{eventually, settles_at};
use crate::world::{House, Plan};

/// Whether the box covers what has the focus, and whether it stands in the window as a whole.
const CLEAR: &str = "(() => {
    const [box, focused] = [find('.box'), document.activeElement].map((element) => element.getBoundingClientRect());
    const covers = box.left < focused.right && focused.left < box.right && box.top < focused.bottom && focused.top < box.bottom;
    return [covers, box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight];
  })()";

/// A field of the page's at this place of the window, or of the page, with the focus in it.
fn field_at(place: &str) -> String {
    format!(
        "const field = Object.assign(document.createElement('input'), {{ id: 'field' }});
         field.style.cssText = 'width: 60px; height: 20px; {place}';
         document.body.append(field); field.focus({{ preventScroll: true }})"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spotlight_keeps_off_what_gets_the_focus_and_stays_in_a_window_that_shrinks() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    let under = "(({ left, top }) => `position: fixed; left: ${left + 40}px; top: ${top + 40}px`)
      (find('.box').getBoundingClientRect())";
    let place = customer.in_prompt(under).await.as_str().unwrap_or_default().to_owned();
    customer.eval(&field_at(&place)).await;
    settles_at("off the field", json!([false, true]), async || customer.in_prompt(CLEAR).await).await;
    customer.eval("document.getElementById('field').remove()").await;
    customer.emulates(&[], (700, 500)).await;
    let fits =
        "(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight)
      (find('.box').getBoundingClientRect())";
    settles_at("within the window", json!(true), async || customer.in_prompt(fits).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_banner_makes_room_when_a_field_is_scrolled_under_it() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.eval(&field_at("position: absolute; left: 600px; top: 2000px")).await;
    customer.eval("document.body.style.minHeight = '4000px'; scrollTo({ top: 1240, behavior: 'instant' })").await;
    settles_at("off the field", json!([false, true]), async || customer.in_prompt(CLEAR).await).await;
    assert_eq!(customer.in_prompt("find('.box').classList.contains('up')").await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_takes_back_a_letter_then_leaves_the_words_then_closes() {
    let house = House::open(REACTION).await;
    let customer = Customer::arrives(&house).await;
    customer
        .eval(
            "seen.keys = ''; for (const kind of ['keydown', 'keypress', 'keyup']) {
          addEventListener(kind, ({ key }) => { seen.keys += key }) }",
        )
        .await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer.answers("tap").await;
    customer.answers("words").await;
    customer.eval("seen.keys = ''").await;
    customer.types("quick").await;
    assert_eq!(customer.eval("return seen.keys").await, "", "the page hears nothing of what is typed");
    for composing in ["isComposing: true", "keyCode: 229"] {
        let press = format!(
            "find('[part=words]').dispatchEvent(new KeyboardEvent('keydown',
               {{ key: 'Escape', {composing}, bubbles: true, composed: true, cancelable: true }}))"
        );
        assert_eq!(customer.in_prompt(&press).await, true, "nobody takes the key from the composition");
        assert_eq!(customer.focused().await, "words");
    }
    customer.press(Key::Escape, false).await;
    settles_at("out of the field", "title".to_owned(), async || customer.focused().await).await;
    assert_eq!(customer.in_prompt("find('[part=words]').value").await, "quick");
    customer.press(Key::Escape, false).await;
    customer.sees_no_prompt().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_further_down_counts_when_it_is_scrolled_to() {
    const FAR: Plan = Plan {
        page: &[("</head>", "<link rel=\"stylesheet\" href=\"/www/demo/far.css\">\n</head>")],
        files: &[("far.css", "[data-sm-slot] { margin-top: 3000px }")],
        ..CHECKLIST
    };
    let house = House::open(FAR).await;
    let customer = Customer::arrives(&house).await;
    eventually(
        "the list in its slot",
        async || {
            if customer.has_prompt().await { Ok(()) } else { Err("not there".to_owned()) }
        },
    )
    .await;
    customer.passes_a_tick().await;
    customer.passes_a_tick().await;
    assert_eq!(customer.record("way_in").await.shown.total(), 0, "nobody can have seen it");
    assert!(customer.has_prompt().await, "it waits");
    customer.eval("document.querySelector('[data-sm-slot]').scrollIntoView({ behavior: 'instant' })").await;
    settles_at("it counts", 1, async || customer.record("way_in").await.shown.total()).await;
}

/// What libraries of components make: no dialog of the browser's, but one that says so.
const DIALOG: &str = "const dialog = document.createElement('div');
    dialog.id = 'theirs'; dialog.role = 'dialog'; dialog.ariaModal = 'true'; dialog.tabIndex = -1; dialog.textContent = 'Theirs';
    document.body.append(dialog); dialog.focus()";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_while_the_page_has_a_dialog_open_and_it_comes_when_that_is_gone() {
    let house = House::open(BANNER).await;
    for (open, close) in [
        (DIALOG, "document.getElementById('theirs').remove()"),
        (
            "const dialog = document.createElement('dialog'); dialog.id = 'theirs'; document.body.append(dialog); dialog.showModal()",
            "document.getElementById('theirs').close()",
        ),
    ] {
        let customer = Customer::arrives(&house).await;
        customer.eval(open).await;
        // One that is closed stands in many a page.
        customer.eval("document.body.append(Object.assign(document.createElement('div'), { ariaModal: 'true', hidden: true }))").await;
        customer.is_decided("show trial_ends").await;
        customer.passes_a_tick().await;
        assert!(!customer.has_prompt().await, "over {open}");
        customer.eval(close).await;
        customer.sees_prompt().await;
        settles_at("it counts", 1, async || customer.record("trial_ends").await.shown.total()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_steps_aside_for_a_dialog_of_the_pages_and_returns() {
    let house = House::open(BANNER).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    let is_seen = async || customer.in_prompt("find('.box').checkVisibility({ visibilityProperty: true })").await;
    customer.eval(DIALOG).await;
    settles_at("aside", json!(false), is_seen).await;
    customer.eval("document.getElementById('theirs').remove()").await;
    settles_at("back", json!(true), is_seen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_points_at_what_its_container_has_scrolled_away() {
    const HIDE: &str = "const box = document.createElement('div');
        box.style.cssText = 'height: 100px; overflow: auto; position: relative';
        box.innerHTML = '<div></div><button class=\"clipped\">Here</button>';
        box.firstChild.style.height = '400px';
        document.querySelector('main').prepend(box)";
    let house = House::open(SPOTLIGHT.with_anchor("'.clipped'")).await;
    let customer = Customer::arrives(&house).await;
    customer.click("nav-invoices").await;
    customer.click("new-invoice").await;
    customer.find("save-invoice").await;
    customer.eval(HIDE).await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    customer.waited("find_export", Reason::AnchorNotVisible).await;
    assert!(!customer.has_prompt().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_element_that_is_drawn_anew_out_of_sight_keeps_its_spotlight() {
    let house = House::open(SPOTLIGHT).await;
    let customer = Customer::arrives(&house).await;
    customer.creates_invoice("Northwind Bakery").await;
    customer.sees_prompt().await;
    customer.eval("document.body.style.minHeight = '6000px'; scrollTo({ top: 4000, behavior: 'instant' })").await;
    customer
        .eval(
            "const old = document.querySelector('[data-testid=export-invoice]'); old.replaceWith(old.cloneNode(true));
               seen.frames = 0; const count = () => { seen.frames++; requestAnimationFrame(count) }; count()",
        )
        .await;
    eventually("a second of frames", async || match customer.eval("return seen.frames").await.as_u64() {
        Some(61..) => Ok(()),
        frames => Err(format!("{frames:?}")),
    })
    .await;
    assert!(customer.has_prompt().await, "it is there, only further up");
    customer.eval("scrollTo({ top: 0, behavior: 'instant' })").await;
    settles_at("beside it", json!([false, true]), async || customer.in_prompt(super::acts::BESIDE).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn help_that_was_taken_and_closed_has_neither_helped_nor_been_refused() {
    for way in [["help", "done"], ["help", "close"], ["next", "done"], ["next", "close"]] {
        // Without words to be asked for, "not yet" is the end of it.
        let plan = if way == ["help", "done"] {
            let edits = [
                ("call_me = \"Ask us\"\n", ""),
                ("call_me = \"Uns fragen\"\n", ""),
                ("call_me = \"اسألنا\"\n", ""),
                ("call_me = \"質問する\"\n", ""),
            ];
            Plan { playbook: [HELP.playbook, &edits].concat().leak(), ..HELP }
        } else {
            HELP
        };
        let house = House::open(plan).await;
        let customer = Customer::arrives(&house).await;
        customer.eval("window.open = () => {}").await;
        customer.creates_invoice("Northwind Bakery").await;
        customer.sees_prompt().await;
        for part in way {
            customer.presses(part).await;
        }
        customer.sees_no_prompt().await;
        let clicked = u32::from(way[0] == "help");
        settles_at(&format!("what {way:?} says"), (1, clicked, 0, 0), async || {
            let help = customer.record("stuck").await;
            (help.shown.total(), help.clicked, help.completed, help.dismissed)
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focus_is_not_lost_with_a_moment_that_is_reached() {
    let stays = ("unless = \"first_payment and team_joined\"\n", "");
    let house = House::open(Plan { playbook: [CHECKLIST.playbook, &[stays]].concat().leak(), ..CHECKLIST }).await;
    let customer = Customer::arrives(&house).await;
    customer.sees_prompt().await;
    customer.focuses("follow").await;
    customer.eval("secondMoment('track', 'invoice_created')").await;
    settles_at("the first one done", json!("item done"), async || {
        customer.in_prompt("all('[part=item]')[0].className").await
    })
    .await;
    settles_at("the focus", "title".to_owned(), async || customer.focused().await).await;
    // What the list says when it is done is said to those who cannot see it, too.
    customer.eval("seen.spoken = []").await;
    customer
        .in_prompt(
            "new MutationObserver(() => all('[role=status]').forEach(({ textContent }) => textContent && seen.spoken.push(textContent)))
               .observe(root, { childList: true, subtree: true, characterData: true })",
        )
        .await;
    customer
        .eval("for (const used of ['invoice_sent', 'invoice_paid', 'teammate_invited']) secondMoment('track', used)")
        .await;
    eventually("it is announced", async || {
        let spoken = customer.texts("seen.spoken").await;
        if spoken.iter().any(|text| text.starts_with("All four are done")) {
            Ok(())
        } else {
            Err(format!("{spoken:?}"))
        }
    })
    .await;
}
