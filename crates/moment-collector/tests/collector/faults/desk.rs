//! What the growth team's work leaves behind, broken off at every step of every write.

use moment_collector::ingest::check_comments;
use moment_collector::keeper::Wish;
use moment_collector::keys::hash;
use moment_collector::role::Role;
use moment_collector::store::desk::{DeskChange, Log};
use moment_collector::store::hook::{Attempt, Hook, HookChange, HookState, Shape, Telling, Verdict};
use moment_collector::store::people::{Entry, Invitation, PeopleChange, Session, Token};
use moment_collector::store::reply::{Reply, ReplyChange};

use super::{Step, break_off_everywhere, key};
use crate::scene::NOW_MS;
use crate::told::comments;

fn entry(at_ms: u64) -> Entry {
    Entry { at_ms, who: "ada".into(), what: "something.done".into(), about: "to it".into() }
}

/// Changes that somebody answers for, as the doors keep them.
fn desk(changes: impl IntoIterator<Item = DeskChange>) -> Step {
    Step::Keep(Wish::Audited(Box::new(Wish::Desk(changes.into_iter().collect())), entry(NOW_MS)))
}

fn people(changes: impl IntoIterator<Item = PeopleChange>) -> Step {
    desk(changes.into_iter().map(DeskChange::People))
}

fn hook(change: HookChange) -> Step {
    desk([DeskChange::Hook(change)])
}

fn replies() -> Vec<(&'static str, Step)> {
    let asked = comments("t_1", &["Too dear?"]);
    let comment = asked.comments[0].id;
    let words = check_comments(&asked.encode(), &key(), false, NOW_MS).unwrap();
    let reply = Reply {
        id: [7; 16],
        trial: "t_1".into(),
        comment,
        words: "Not for what it does.".into(),
        who: "ada".into(),
        at_ms: NOW_MS,
        seen_ms: None,
    };
    let seen = |at_ms| ReplyChange::Seen { trial: "t_1".into(), replica: None, ids: vec![[7; 16]], at_ms };
    vec![
        ("a comment", Step::Keep(Wish::Comments(words))),
        ("a reply", desk([DeskChange::Reply(ReplyChange::Put(reply))])),
        ("that it was seen", desk([DeskChange::Reply(seen(Some(NOW_MS)))])),
        ("a pause", Step::Keep(Wish::Audited(Box::new(Wish::Pause(true)), entry(NOW_MS)))),
    ]
}

fn hooks() -> Vec<(&'static str, Step)> {
    let made = Hook {
        id: "wh_1".into(),
        url: "http://127.0.0.1:9/".into(),
        shape: Shape::CloudEvents,
        events: Vec::new(),
        secret: "whsec_bmV3".into(),
        old_secret: None,
        state: HookState::Active,
        reason: None,
        made_ms: NOW_MS,
    };
    let id = || "wh_1".to_owned();
    let told = |number: u64| {
        let telling = Telling {
            event: format!("evt_{number}"),
            kind: "trial.ready".into(),
            trial: "t_1".into(),
            at_ms: NOW_MS + number,
            data: "{}".into(),
        };
        hook(HookChange::Told(telling, None))
    };
    let tried = |seq, verdict| {
        let attempt = Attempt { at_ms: NOW_MS, took_ms: 5, status: Some(500), error: Some("it failed".into()) };
        hook(HookChange::Tried { hook: id(), seq, attempt, verdict })
    };
    let state = Some(HookState::Active);
    vec![
        ("a webhook", hook(HookChange::Made(made))),
        ("an event", told(1)),
        ("one behind it", told(2)),
        ("that the first was tried", tried(1, Verdict::Again(NOW_MS + 9_000))),
        ("that it was delivered", tried(1, Verdict::Delivered)),
        ("that the receiver is gone", tried(2, Verdict::Gone)),
        (
            "that it is there again",
            hook(HookChange::Changed { id: id(), events: Some(vec!["trial.ready".into()]), state }),
        ),
        ("another secret", hook(HookChange::Rotated { id: id(), secret: "whsec_bmV4dA==".into(), until_ms: NOW_MS })),
        ("that old events go", desk([DeskChange::Pruned { log: Log::Deliveries, before_ms: NOW_MS + 2, limit: 9 }])),
        ("no webhook", hook(HookChange::Removed(id()))),
    ]
}

fn persons() -> Vec<(&'static str, Step)> {
    let (ada, bob) = (|| "ada".to_owned(), || "bob".to_owned());
    let awaited = |name: String, role| PeopleChange::Awaited { name, role, made_ms: NOW_MS };
    let invited = |name: Option<String>, code: &str| {
        PeopleChange::Invited(Invitation { hash: hash(code), name, until_ms: NOW_MS + 10 })
    };
    let signed_in = |name: String, cookie: &str, password: &str| {
        let session = Session { hash: hash(cookie), name, until_ms: NOW_MS + 10 };
        PeopleChange::SignedIn(session, password.to_owned())
    };
    let joined = |name: String, code: &str| PeopleChange::Joined {
        invitation: hash(code),
        name,
        password: "one".into(),
        at_ms: NOW_MS,
    };
    let token = Token { hash: hash("tok"), name: "ci".into(), role: Role::Editor, made_ms: NOW_MS };
    let changed = PeopleChange::Password { name: bob(), before: "one".into(), after: "two".into() };
    vec![
        ("a link for the first admin", people([invited(None, "first")])),
        ("the first admin", people([joined(ada(), "first"), signed_in(ada(), "a", "one")])),
        ("an invitation", people([awaited(bob(), Role::Viewer), invited(Some(bob()), "second")])),
        ("that it is taken up", people([joined(bob(), "second"), signed_in(bob(), "b", "one")])),
        ("another session", people([PeopleChange::Expired(NOW_MS), signed_in(bob(), "c", "one")])),
        ("another role", people([PeopleChange::Role(bob(), Role::Editor)])),
        ("another password", people([PeopleChange::SignedOutElsewhere(bob(), hash("c")), changed])),
        ("an end of a session", people([PeopleChange::SignedOut(hash("c"))])),
        ("a token", people([PeopleChange::Token(token)])),
        ("no token", people([PeopleChange::Revoked(hash("tok"))])),
        ("that sessions end", people([PeopleChange::Expired(NOW_MS + 10)])),
        ("that somebody is invited anew", people([awaited(bob(), Role::Admin), invited(Some(bob()), "third")])),
        ("that somebody is no more", people([PeopleChange::Removed(bob())])),
        ("that old entries go", desk([DeskChange::Pruned { log: Log::Audit, before_ms: NOW_MS + 1, limit: 5 }])),
    ]
}

#[tokio::test]
async fn replies_and_the_pause_are_kept_whole_or_not_at_all() {
    break_off_everywhere(replies).await;
}

#[tokio::test]
async fn webhooks_and_what_they_are_told_are_kept_whole_or_not_at_all() {
    break_off_everywhere(hooks).await;
}

#[tokio::test]
async fn people_tokens_and_sessions_are_kept_whole_or_not_at_all() {
    break_off_everywhere(persons).await;
}
