//! `backup` and `restore`: what is kept while it is used, and that nobody who was erased comes back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use moment_collector::keeper::{Keeper, Wish};
use moment_collector::role::Role;
use moment_collector::store::desk::DeskChange;
use moment_collector::store::hook::{Hook, HookChange, HookState, Shape};
use moment_collector::store::people::{Invitation, PeopleChange, Session, Token};
use moment_collector::store::sqlite::{FILE, SqliteStore};
use moment_collector::store::{Change, CommentsQuery, Ending, Store};
use moment_wire::beacon::BeaconV4;
use moment_wire::comment::CommentsV1;
use tempfile::TempDir;

use super::{program, text};
use crate::scene::{NOW_MS, PLAYBOOK, SECRET, playbook};
use crate::told::{comments, maker};

/// A data folder, a folder of backups, and the keeper of a collector that serves meanwhile.
struct Shelf {
    folder: TempDir,
    store: Arc<SqliteStore>,
    keeper: Keeper,
}

impl Shelf {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(&folder.path().join("data")).unwrap());
        let (keeper, _) = Keeper::start(store.clone(), playbook(PLAYBOOK)).unwrap();
        Self { folder, store, keeper }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn tell(&self, beacon: &BeaconV4) {
        let key = moment_collector::keys::Key { public: "pk".into(), secret: SECRET.into(), origins: Vec::new() };
        let accepted = moment_collector::ingest::check(&beacon.encode(), &key, false, NOW_MS).unwrap();
        self.keeper.keep(Wish::beacon(accepted, NOW_MS)).await.unwrap();
        let words = comments(&beacon.trial, &["words"]).encode();
        let mut words = moment_collector::ingest::check_comments(&words, &key, false, NOW_MS).unwrap();
        words[0].replica = beacon.replica;
        self.keeper.keep(Wish::Comments(words)).await.unwrap();
        let ending = Ending { outcome: "upgraded".into(), at_ms: NOW_MS, value: None };
        self.keeper.keep(Wish::Ending { trial: beacon.trial.clone(), ending, told_ms: NOW_MS }).await.unwrap();
    }

    async fn erase(&self, trial: &str, replica: Option<u64>) {
        let wish = Wish::Erase { trial: trial.into(), replica, whole: replica.is_none(), at_ms: NOW_MS };
        self.keeper.keep(wish).await.unwrap();
    }

    /// Makes a backup and says where it is.
    fn backup(&self, keep: &str) -> PathBuf {
        let told = program()
            .args(["backup", "--keep", keep, "--data"])
            .arg(self.path("data"))
            .arg("--backups")
            .arg(self.path("backups"))
            .output()
            .unwrap();
        assert!(told.status.success(), "{}", text(&told.stderr));
        text(&told.stdout).trim().into()
    }

    /// The names of all files that are kept beside the lock.
    fn backups(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.path("backups")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "backup.lock").collect()
    }
}

fn restore(from: &Path, data: &Path, more: &[&str]) -> std::process::Output {
    program().arg("restore").arg("--from").arg(from).arg("--data").arg(data).args(more).output().unwrap()
}

fn holds(path: &Path, word: &str) -> bool {
    std::fs::read(path).unwrap().windows(word.len()).any(|window| window == word.as_bytes())
}

#[tokio::test]
async fn a_backup_of_a_store_in_use_holds_all_that_was_acknowledged_before() {
    let shelf = Shelf::new();
    for number in 0..50 {
        shelf.tell(&maker(&format!("t_{number}"), 3)).await;
    }
    // Somebody goes on telling while the copy is made.
    let (keeper, until) = (shelf.keeper.clone(), Arc::new(std::sync::atomic::AtomicBool::new(true)));
    let go_on = until.clone();
    let telling = tokio::spawn(async move {
        while go_on.load(std::sync::atomic::Ordering::SeqCst) {
            keeper.keep(Wish::Pause(true)).await.unwrap();
        }
    });
    let made = shelf.backup("7");
    until.store(false, std::sync::atomic::Ordering::SeqCst);
    telling.await.unwrap();

    let elsewhere = shelf.path("elsewhere");
    let told = restore(&made, &elsewhere, &[]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    let restored = SqliteStore::open(&elsewhere).unwrap();
    assert_eq!(restored.trial_ids("", 99).unwrap(), shelf.store.trial_ids("", 99).unwrap());
    for number in 0..50 {
        let trial = format!("t_{number}");
        assert_eq!(restored.replicas(&trial).unwrap(), shelf.store.replicas(&trial).unwrap());
        assert_eq!(restored.trial(&trial).unwrap(), shelf.store.trial(&trial).unwrap());
    }
    assert_eq!(restored.totals().unwrap(), shelf.store.totals().unwrap());
}

fn hook() -> Hook {
    Hook {
        id: "wh_1".into(),
        url: "https://example.com/".into(),
        shape: Shape::CloudEvents,
        events: Vec::new(),
        secret: "whsec_c2VjcmV0".into(),
        old_secret: None,
        state: HookState::Active,
        reason: None,
        made_ms: NOW_MS,
    }
}

#[tokio::test]
async fn whoever_is_erased_is_in_no_backup_from_the_next_run_on() {
    let shelf = Shelf::new();
    // So that something waits to be told of each of them.
    shelf.store.commit(&[Change::Desk(DeskChange::Hook(HookChange::Made(hook())))]).unwrap();
    shelf.tell(&maker("t_erased", 3)).await;
    shelf.tell(&BeaconV4 { replica: 2, ..maker("t_other", 1) }).await;
    assert!(shelf.store.desk().hooks().unwrap()[0].1 > 0);
    let older = shelf.backup("7");
    assert!(holds(&older, "t_erased"), "the search finds what is there");
    shelf.erase("t_erased", None).await;
    let newer = shelf.backup("7");
    for backup in [&older, &newer] {
        assert!(!holds(backup, "t_erased"), "{}", backup.display());
        assert!(holds(backup, "t_other"), "{}", backup.display());
    }
}

#[tokio::test]
async fn a_restored_backup_brings_nobody_back_who_was_erased_since() {
    let shelf = Shelf::new();
    shelf.tell(&maker("t_erased", 3)).await;
    shelf.tell(&maker("t_both", 3)).await;
    shelf.tell(&BeaconV4 { replica: 2, ..maker("t_both", 1) }).await;
    let made = shelf.backup("7");
    shelf.erase("t_erased", None).await;
    let data = shelf.path("data");
    // A number of a replica is one browser's: here both trials are of the first.
    shelf.tell(&BeaconV4 { replica: 3, ..maker("t_late", 1) }).await;
    let Shelf { folder, store, keeper } = shelf;
    drop((store, keeper));

    let refused = restore(&made, &data, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--replace"), "{}", text(&refused.stderr));
    let told = restore(&made, &data, &["--replace"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    let store = SqliteStore::open(&data).unwrap();
    assert_eq!(store.trial_ids("", 9).unwrap(), ["t_both"]);
    assert!(store.is_erased(1).unwrap(), "a late beacon brings nothing back either");
    assert_eq!(store.trial("t_erased").unwrap(), None);
    let words = store.comments(&CommentsQuery { limit: 9, ..CommentsQuery::default() }).unwrap();
    assert!(words.iter().all(|comment| comment.trial == "t_both" && comment.replica == 2), "{words:?}");
    // What is left of the other trial is judged anew.
    assert_eq!(store.judged_by().unwrap(), None);
    moment_collector::keeper::rejudge(&store, &playbook(PLAYBOOK)).unwrap();
    assert_eq!(store.trial("t_both").unwrap().unwrap().0.score, 20);
    assert!(data.join("replaced.db").exists());
    drop(folder);
}

/// Tells an outcome of a trial of which nothing else is known, and something that is written in its browser.
async fn tell_without_a_beacon(shelf: &Shelf, trial: &str, replica: u64) {
    let key = moment_collector::keys::Key { public: "pk".into(), secret: SECRET.into(), origins: Vec::new() };
    let words = CommentsV1 { replica, ..comments(trial, &["words"]) }.encode();
    let words = moment_collector::ingest::check_comments(&words, &key, false, NOW_MS).unwrap();
    shelf.keeper.keep(Wish::Comments(words)).await.unwrap();
    let ending = Ending { outcome: "upgraded".into(), at_ms: NOW_MS, value: None };
    shelf.keeper.keep(Wish::Ending { trial: trial.into(), ending, told_ms: NOW_MS }).await.unwrap();
}

#[tokio::test]
async fn a_trial_that_no_browser_told_of_is_erased_from_older_backups_and_what_begins_anew_stays() {
    let shelf = Shelf::new();
    tell_without_a_beacon(&shelf, "t_erased", 5).await;
    let older = shelf.backup("7");
    assert!(holds(&older, "t_erased"), "the search finds what is there");
    shelf.erase("t_erased", None).await;
    tell_without_a_beacon(&shelf, "t_erased", 6).await;
    let anew = shelf.backup("7");
    assert!(!holds(&older, "t_erased"), "{}", older.display());
    shelf.backup("7");
    assert!(holds(&anew, "t_erased"), "what was told after the erasure");

    // A restored backup knows it too.
    let data = shelf.path("data");
    let Shelf { folder: _folder, store, keeper } = shelf;
    drop((store, keeper));
    let told = restore(&anew, &data, &["--replace"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    let store = SqliteStore::open(&data).unwrap();
    assert!(store.is_erased(5).unwrap());
    let words = store.comments(&CommentsQuery { limit: 9, ..CommentsQuery::default() }).unwrap();
    assert_eq!(words.iter().map(|comment| comment.replica).collect::<Vec<_>>(), [6]);
}

#[tokio::test]
async fn only_so_many_backups_are_kept() {
    let shelf = Shelf::new();
    let made: Vec<PathBuf> = (0..4).map(|_| shelf.backup("2")).collect();
    assert_eq!(shelf.backups().len(), 2);
    assert!(made[2].exists() && made[3].exists());
}

#[tokio::test]
async fn what_a_run_that_was_broken_off_has_left_goes_with_the_next() {
    let shelf = Shelf::new();
    shelf.tell(&maker("t_1", 3)).await;
    std::fs::create_dir(shelf.path("backups")).unwrap();
    for name in ["backup.unfinished", "moments-20260101T000000.000Z.part"] {
        std::fs::copy(shelf.path("data").join(FILE), shelf.path("backups").join(name)).unwrap();
    }
    let made = shelf.backup("7");
    assert_eq!(shelf.backups(), [made.file_name().unwrap().to_str().unwrap()]);
}

#[tokio::test]
async fn one_that_cannot_be_cleaned_keeps_none_of_the_others_from_it() {
    let shelf = Shelf::new();
    shelf.tell(&maker("t_erased", 3)).await;
    let (first, second) = (shelf.backup("7"), shelf.backup("7"));
    std::fs::write(&first, "no database at all").unwrap();
    shelf.erase("t_erased", None).await;
    let mut again = program();
    again.args(["backup", "--data"]).arg(shelf.path("data")).arg("--backups").arg(shelf.path("backups"));
    let told = again.output().unwrap();
    assert_eq!(told.status.code(), Some(1));
    assert!(text(&told.stderr).contains(first.to_str().unwrap()), "{}", text(&told.stderr));
    assert!(Path::new(text(&told.stdout).trim()).exists(), "the new one is there, and named");
    assert!(!holds(&second, "t_erased"), "the younger one is cleaned");
}

/// Who may use a store: somebody with this role and password, a token of this number, and the hook of this state.
fn access(role: Role, number: u8, state: HookState) -> Vec<Change> {
    let invitation = Invitation { hash: [number; 32], name: Some("ada".into()), until_ms: NOW_MS };
    let token = Token { hash: [number; 32], name: format!("token {number}"), role, made_ms: NOW_MS };
    let session = Session { hash: [number; 32], name: "ada".into(), until_ms: NOW_MS };
    let password = format!("$argon2id${number}");
    let joined = PeopleChange::Joined {
        invitation: invitation.hash,
        name: "ada".into(),
        password: password.clone(),
        at_ms: NOW_MS - 1,
    };
    let people = [
        PeopleChange::Awaited { name: "ada".into(), role, made_ms: NOW_MS },
        PeopleChange::Invited(invitation),
        joined,
        PeopleChange::SignedIn(session, password),
        PeopleChange::Invited(Invitation { hash: [99; 32], name: Some("ada".into()), until_ms: NOW_MS }),
        PeopleChange::Token(token),
    ];
    let changed = HookChange::Changed { id: "wh_1".into(), events: None, state: Some(state) };
    people.into_iter().map(DeskChange::People).chain([DeskChange::Hook(changed)]).map(Change::Desk).collect()
}

#[tokio::test]
async fn a_restore_gives_nobody_back_what_was_taken_away_since() {
    let shelf = Shelf::new();
    let desk = |change| Change::Desk(DeskChange::People(change));
    shelf.store.commit(&[Change::Desk(DeskChange::Hook(HookChange::Made(hook())))]).unwrap();
    let gone = Hook { id: "wh_gone".into(), ..hook() };
    shelf.store.commit(&[Change::Desk(DeskChange::Hook(HookChange::Made(gone)))]).unwrap();
    shelf.store.commit(&access(Role::Approver, 1, HookState::Active)).unwrap();
    shelf.tell(&maker("t_1", 3)).await;
    let made = shelf.backup("7");
    // Since then ada has another role and password, one token and one webhook were taken back, and all is paused.
    shelf.store.commit(&access(Role::Viewer, 2, HookState::Disabled)).unwrap();
    let removed = Change::Desk(DeskChange::Hook(HookChange::Removed("wh_gone".into())));
    shelf.store.commit(&[desk(PeopleChange::Revoked([1; 32])), removed, Change::Paused(true)]).unwrap();
    let data = shelf.path("data");
    let elsewhere = shelf.path("elsewhere");
    let Shelf { folder: _folder, store, keeper } = shelf;
    drop((store, keeper));

    let told = restore(&made, &data, &["--replace"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    let store = SqliteStore::open(&data).unwrap();
    let ada = store.desk().person("ada").unwrap().unwrap();
    assert_eq!((ada.role, ada.password.as_deref()), (Role::Viewer, Some("$argon2id$2")));
    assert_eq!(store.desk().tokens().unwrap().iter().map(|token| token.hash[0]).collect::<Vec<_>>(), [2]);
    let hooks: Vec<_> = store.desk().hooks().unwrap().into_iter().map(|(hook, _)| (hook.id, hook.state)).collect();
    assert_eq!(hooks, [("wh_1".to_owned(), HookState::Disabled)]);
    assert!(store.is_paused().unwrap());
    assert_eq!(store.trial_ids("", 9).unwrap(), ["t_1"], "trials are the backup's");

    // Where there is nothing to take it from, that is said; nobody is signed in or invited in any case.
    let told = restore(&made, &elsewhere, &[]);
    assert!(text(&told.stderr).contains("take it away anew"), "{}", text(&told.stderr));
    let anew = SqliteStore::open(&elsewhere).unwrap();
    assert_eq!(anew.desk().person("ada").unwrap().unwrap().role, Role::Approver);
    for store in [&store, &anew] {
        for number in [1, 2] {
            assert_eq!(store.desk().session(&[number; 32], 0).unwrap(), None);
        }
        assert!(store.desk().invitation(&[99; 32], 0).unwrap().is_none());
    }
}

#[tokio::test]
async fn a_restore_that_was_broken_off_is_not_served_and_goes_on_when_it_is_run_again() {
    let shelf = Shelf::new();
    shelf.tell(&maker("t_erased", 3)).await;
    let made = shelf.backup("7");
    shelf.erase("t_erased", None).await;
    let data = shelf.path("data");
    let Shelf { folder: _folder, store, keeper } = shelf;
    drop((store, keeper));
    // Broken off after the store was put aside, and before the backup had its name.
    assert!(restore(&made, &data, &["--replace"]).status.success());
    std::fs::rename(data.join(FILE), data.join("restoring.db")).unwrap();
    let error = SqliteStore::open(&data).unwrap_err().to_string();
    assert!(error.contains("run it again"), "{error}");
    assert!(!data.join(FILE).exists(), "no empty store is made");
    let told = restore(&made, &data, &[]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(SqliteStore::open(&data).unwrap().is_erased(1).unwrap(), "what was put aside is asked");
    assert!(data.join("replaced.db").exists());
}

#[tokio::test]
async fn what_is_no_whole_backup_is_not_restored() {
    let shelf = Shelf::new();
    for number in 0..200 {
        shelf.tell(&maker(&format!("t_{number}"), 3)).await;
    }
    let made = shelf.backup("7");
    let mut bytes = std::fs::read(&made).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xee);
    let broken = shelf.path("broken.db");
    std::fs::write(&broken, &bytes).unwrap();
    std::fs::write(shelf.path("text.db"), "no database at all").unwrap();
    let elsewhere = shelf.path("elsewhere");
    for name in ["broken.db", "text.db", "missing.db"] {
        let refused = restore(&shelf.path(name), &elsewhere, &[]);
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(!elsewhere.join(FILE).exists(), "{name}");
    }
}

#[tokio::test]
async fn a_folder_that_is_served_is_not_restored_into() {
    let shelf = Shelf::new();
    let made = shelf.backup("7");
    let _serving = moment_collector::claim::Claim::on(&shelf.path("data")).unwrap();
    let refused = restore(&made, &shelf.path("data"), &["--replace"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("another collector serves"), "{}", text(&refused.stderr));
}
