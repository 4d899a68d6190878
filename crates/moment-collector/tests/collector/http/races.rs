//! Two people change the same at once: both changes count, or the later one is told that it came too late.

use moment_collector::keys::hash;
use moment_collector::role::Role;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::hook::{HOOKS_MAX, Hook, HookChange, HookState};
use moment_collector::store::people::{Invitation, PeopleChange, Person};
use moment_wire::people::AuditV1;
use moment_wire::webhook::{WebhookSecretV1, WebhooksV1};
use serde_json::{Value, json};

use super::people::{PASSWORD, SignedIn, ask, invite, join, person, sign_in};
use super::strain::Meanwhile;
use crate::scene::{Answer, NOW_MS, Scene, TOKEN};

const NEW: &str = "staple correct horse";

fn people(change: PeopleChange) -> [DeskChange; 1] {
    [DeskChange::People(change)]
}

fn known(scene: &Scene, name: &str) -> Option<Person> {
    scene.store.desk().person(name).unwrap()
}

async fn change_password(scene: &Scene, who: &SignedIn) -> Answer {
    ask(scene, who, "PUT /v1/session/password", &json!({"old": PASSWORD, "new": NEW})).await
}

fn check_overtaken(scene: &Scene, answer: &Answer, why: &str) {
    answer.check_problem(409, "overtaken", why);
    assert!(scene.keeper.health().trouble().is_none(), "{why}: that is no trouble of the store's");
}

#[tokio::test]
async fn who_is_removed_or_invited_anew_does_not_come_back_with_a_password_that_was_on_its_way() {
    let removed = || PeopleChange::Removed("ada".into());
    let anew = || PeopleChange::Awaited { name: "ada".into(), role: Role::Viewer, made_ms: NOW_MS };
    for (meanwhile_change, is_left) in [(removed(), false), (anew(), true)] {
        let meanwhile = Meanwhile::default();
        let scene = meanwhile.scene();
        let ada = person(&scene, "ada", "editor").await;
        meanwhile.change(people(meanwhile_change));
        let answer = change_password(&scene, &ada).await;
        check_overtaken(&scene, &answer, "the password");
        let left = known(&scene, "ada");
        assert_eq!(left.is_some(), is_left);
        assert!(left.is_none_or(|ada| ada.password.is_none()));
        let audit: AuditV1 = scene.read("/v1/audit").await;
        assert!(audit.entries.iter().all(|line| line.what != "password.changed"), "what was not done is not told");
    }
}

#[tokio::test]
async fn a_role_and_a_password_that_change_at_once_both_change() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let ada = person(&scene, "ada", "editor").await;
    let before = known(&scene, "ada").unwrap().password.unwrap();
    meanwhile.change(people(PeopleChange::Role("ada".into(), Role::Viewer)));
    assert_eq!(change_password(&scene, &ada).await.status, 204);
    let after = known(&scene, "ada").unwrap();
    assert_eq!(after.role, Role::Viewer);
    assert_ne!(after.password.as_ref(), Some(&before));

    let password =
        PeopleChange::Password { name: "ada".into(), before: after.password.unwrap(), after: before.clone() };
    meanwhile.change(people(password));
    let role = json!({"role": "approver"}).to_string();
    let json = ("content-type", "application/json");
    assert_eq!(scene.ask("PATCH /v1/people/ada", &[TOKEN, json], role).await.status, 204);
    let ada = known(&scene, "ada").unwrap();
    assert_eq!((ada.role, ada.password), (Role::Approver, Some(before)));
}

#[tokio::test]
async fn who_was_invited_and_is_removed_while_joining_is_nobody_and_no_admin() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let code = invite(&scene, "bob", "viewer").await;
    meanwhile.change(people(PeopleChange::Removed("bob".into())));
    let answer = join(&scene, &code, PASSWORD).await;
    check_overtaken(&scene, &answer, "removed");
    assert_eq!(known(&scene, "bob"), None);

    let code = invite(&scene, "bob", "viewer").await;
    let other = Invitation { hash: hash("inv_other"), name: Some("bob".into()), until_ms: NOW_MS + 1 };
    meanwhile.change(people(PeopleChange::Invited(other)));
    let answer = join(&scene, &code, PASSWORD).await;
    check_overtaken(&scene, &answer, "another invitation");
    assert_eq!(known(&scene, "bob").unwrap().password, None);
}

#[tokio::test]
async fn of_two_who_take_the_first_admins_link_up_at_once_one_comes_in() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let first = Invitation { hash: hash("inv_first"), name: None, until_ms: NOW_MS + 1 };
    meanwhile.change(people(PeopleChange::Invited(first)));
    scene.store.commit(&[]).unwrap();
    let taken_up = |name: &str| PeopleChange::Joined {
        invitation: hash("inv_first"),
        name: name.into(),
        password: "$argon2id$".into(),
        at_ms: NOW_MS,
    };
    meanwhile.change(people(taken_up("eve")));
    let json = ("content-type", "application/json");
    let body = json!({"code": "inv_first", "name": "ada", "password": PASSWORD}).to_string();
    let answer = scene.ask("POST /v1/invitation", &[json], body).await;
    check_overtaken(&scene, &answer, "the first admin");
    assert_eq!((known(&scene, "ada"), known(&scene, "eve").unwrap().role), (None, Role::Admin));
}

#[tokio::test]
async fn a_password_that_changes_while_somebody_signs_in_with_the_old_one_lets_nobody_in() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    person(&scene, "ada", "editor").await;
    let before = known(&scene, "ada").unwrap().password.unwrap();
    meanwhile.change(people(PeopleChange::Password { name: "ada".into(), before, after: "$argon2id$".into() }));
    let answer = sign_in(&scene, "ada", PASSWORD).await;
    check_overtaken(&scene, &answer, "the old password");
    assert_eq!(answer.header("set-cookie"), "");
}

#[tokio::test]
async fn two_admins_who_take_each_others_role_away_leave_one() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let ada = person(&scene, "ada", "admin").await;
    person(&scene, "bob", "admin").await;
    let role = json!({"role": "viewer"});
    for (line, body) in [("PATCH /v1/people/bob", &role), ("DELETE /v1/people/bob", &Value::Null)] {
        meanwhile.change(people(PeopleChange::Role("ada".into(), Role::Editor)));
        let answer = ask(&scene, &ada, line, body).await;
        check_overtaken(&scene, &answer, line);
        assert_eq!(known(&scene, "bob").unwrap().role, Role::Admin, "{line}");
        let again = PeopleChange::Role("ada".into(), Role::Admin);
        scene.store.commit(&[moment_collector::store::Change::Desk(DeskChange::People(again))]).unwrap();
    }
}

fn hook(scene: &Scene) -> Hook {
    scene.store.desk().hooks().unwrap().remove(0).0
}

async fn create(scene: &Scene) -> Answer {
    let body = json!({"url": "https://example.com/"}).to_string();
    scene.ask("POST /v1/webhooks", &[TOKEN, ("content-type", "application/json")], body).await
}

async fn set_events(scene: &Scene, id: &str) -> Answer {
    let body = json!({"events": ["trial.ready"]}).to_string();
    scene.ask(&format!("PATCH /v1/webhooks/{id}"), &[TOKEN, ("content-type", "application/json")], body).await
}

#[tokio::test]
async fn a_webhook_that_changes_in_two_ways_at_once_changes_in_both() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let id = create(&scene).await.json::<WebhookSecretV1>().webhook.id;
    let rotated = HookChange::Rotated { id: id.clone(), secret: "whsec_bmV3".into(), until_ms: NOW_MS };
    meanwhile.change([DeskChange::Hook(rotated)]);
    assert_eq!(set_events(&scene, &id).await.status, 200);
    assert_eq!((hook(&scene).secret.as_str(), hook(&scene).events), ("whsec_bmV3", vec!["trial.ready".to_owned()]));

    let changed = |events: Option<Vec<String>>, state| HookChange::Changed { id: id.clone(), events, state };
    meanwhile.change([DeskChange::Hook(changed(None, Some(HookState::Disabled)))]);
    assert_eq!(set_events(&scene, &id).await.status, 200);
    assert_eq!(hook(&scene).state, HookState::Disabled, "other events do not turn it on again");

    meanwhile.change([DeskChange::Hook(changed(Some(Vec::new()), None))]);
    let answer = scene.ask(&format!("POST /v1/webhooks/{id}/rotate"), &[TOKEN], "").await;
    let secret = answer.json::<WebhookSecretV1>().secret;
    assert_eq!((hook(&scene).secret, hook(&scene).events), (secret, Vec::new()));
    assert_eq!(hook(&scene).old_secret.unwrap().0, "whsec_bmV3");
}

#[tokio::test]
async fn a_webhook_that_is_removed_meanwhile_stays_removed_and_there_are_never_more_than_may_be() {
    let meanwhile = Meanwhile::default();
    let scene = meanwhile.scene();
    let id = create(&scene).await.json::<WebhookSecretV1>().webhook.id;
    meanwhile.change([DeskChange::Hook(HookChange::Removed(id.clone()))]);
    let answer = set_events(&scene, &id).await;
    check_overtaken(&scene, &answer, "removed");
    assert_eq!(scene.read::<WebhooksV1>("/v1/webhooks").await.webhooks, []);

    for _ in 1..HOOKS_MAX {
        assert_eq!(create(&scene).await.status, 201);
    }
    meanwhile.change([DeskChange::Hook(HookChange::Made(Hook { id: "wh_other".into(), ..hook(&scene) }))]);
    let answer = create(&scene).await;
    check_overtaken(&scene, &answer, "one too many");
    assert_eq!(scene.store.desk().hooks().unwrap().len(), HOOKS_MAX);
}
