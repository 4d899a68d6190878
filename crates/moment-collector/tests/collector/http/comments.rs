//! `/v1/comments`: what is acknowledged can be read, once; everything else is refused by name, and nothing of it is kept.

use moment_collector::http::comments::COMMENTS_A_DAY_MAX;
use moment_collector::ingest::sign;
use moment_wire::comment::{COMMENTS_BYTES_MAX, CommentV1, CommentsV1};
use moment_wire::hex::hex;
use moment_wire::report::{CommentLineV1, CommentsPageV1, KeptV1};

use crate::scene::{Answer, COMMENTS, NOW_MS, ORIGIN, PLAYBOOK, SECRET, Scene, Setting, TOKEN};
use crate::told::{STARTED_MS, comments};

async fn send(scene: &Scene, message: &CommentsV1) -> Answer {
    scene.ask(COMMENTS, &[("origin", ORIGIN)], message.encode()).await
}

async fn read(scene: &Scene, query: &str) -> CommentsPageV1 {
    scene.read(&format!("/v1/comments?{query}")).await
}

fn words(page: &CommentsPageV1) -> Vec<&str> {
    page.comments.iter().map(|comment| comment.words.as_str()).collect()
}

#[tokio::test]
async fn what_is_acknowledged_is_read_as_it_was_written() {
    let scene = Scene::open();
    let words = "Where is \"export\"?\r\n<script>alert(1)</script> ' é 🙂 \u{0} end";
    let mut message = comments("t_1", &[words]);
    message.comments[0].about = Some("activated".into());
    let answer = send(&scene, &message).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, ORIGIN));
    let id = hex(&message.comments[0].id);
    assert_eq!(answer.json::<KeptV1>(), KeptV1 { kept: vec![id.clone()] });
    let line = CommentLineV1 {
        id,
        trial: "t_1".into(),
        words: words.into(),
        about: Some("activated".into()),
        at_ms: STARTED_MS,
        received_ms: NOW_MS,
        signed: false,
        replies: Vec::new(),
    };
    assert_eq!(read(&scene, "").await, CommentsPageV1 { comments: vec![line], next: None });
}

#[tokio::test]
async fn a_comment_that_comes_again_is_acknowledged_again_and_kept_once() {
    let scene = Scene::open();
    let first = comments("t_1", &["one", "two"]);
    let again = comments("t_1", &["two", "three"]);
    for message in [&first, &first, &again, &first] {
        let ids: Vec<String> = message.comments.iter().map(|comment| hex(&comment.id)).collect();
        assert_eq!(send(&scene, message).await.json::<KeptV1>().kept, ids);
    }
    let page = read(&scene, "").await;
    let mut kept = words(&page);
    kept.sort_unstable();
    assert_eq!(kept, ["one", "three", "two"]);
    // Of another trial the same id is another comment.
    let mut other = comments("t_2", &["other"]);
    other.comments[0].id = first.comments[0].id;
    assert_eq!(send(&scene, &other).await.status, 200);
    assert_eq!(words(&read(&scene, "trial=t_2").await), ["other"]);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_and_overlap() {
    let scene = Scene::open();
    let texts: Vec<String> = (0..7).map(|number| format!("comment {number}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    send(&scene, &comments("t_1", &texts)).await;
    send(&scene, &comments("t_2", &["elsewhere"])).await;
    let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = read(&scene, &format!("limit=3&trial=t_1&cursor={cursor}")).await;
        seen.extend(page.comments.into_iter().map(|comment| comment.words));
        pages += 1;
        match page.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    seen.sort_unstable();
    assert_eq!((seen.iter().map(String::as_str).collect::<Vec<_>>(), pages), (texts, 3));
    for cursor in ["1", "x.y", "1.zz", "1.+0000000000000000000000000000001", "-1.00000000000000000000000000000001"] {
        let answer = scene.ask(&format!("GET /v1/comments?cursor={cursor}"), &[TOKEN], "").await;
        answer.check_problem(400, "bad-request", cursor);
    }
}

#[tokio::test]
async fn only_a_bearer_of_a_token_reads() {
    let scene = Scene::open();
    scene.ask("GET /v1/comments", &[("origin", ORIGIN)], "").await.check_problem(401, "unauthorized", "no token");
}

#[tokio::test]
async fn what_is_no_comment_is_refused_and_not_kept() {
    let scene = Scene::open();
    let good = comments("t_1", &["good"]);
    let with = |spoil: &dyn Fn(&mut CommentV1)| {
        let mut message = good.clone();
        spoil(&mut message.comments[0]);
        message.encode()
    };
    let cases = [
        (400, "comments-malformed", Vec::new()),
        (400, "comments-malformed", good.encode()[..20].to_vec()),
        (400, "comments-version", [&[9], &good.encode()[1..]].concat()),
        (400, "comments-implausible", with(&|comment| comment.words.clear())),
        (400, "comments-implausible", with(&|comment| comment.words = "x".repeat(2_001))),
        (400, "comments-implausible", with(&|comment| comment.about = Some("bob@example.com".into()))),
        (400, "comments-implausible", CommentsV1 { comments: Vec::new(), ..good.clone() }.encode()),
        (403, "wrong-signature", CommentsV1 { signature: Some([1; 32]), ..good.clone() }.encode()),
        (413, "comments-too-long", vec![1; COMMENTS_BYTES_MAX + 1]),
    ];
    for (status, slug, body) in cases {
        let answer = scene.ask(COMMENTS, &[("origin", ORIGIN)], body).await;
        answer.check_problem(status, slug, slug);
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{slug}");
    }
    let line = "POST /v1/comments?key=pk_other";
    scene.ask(line, &[], good.encode()).await.check_problem(401, "unknown-key", "another key");
    let stranger = [("origin", "https://evil.example")];
    scene.ask(COMMENTS, &stranger, good.encode()).await.check_problem(403, "wrong-origin", "another origin");
    assert_eq!(read(&scene, "").await.comments, []);
}

#[tokio::test]
async fn a_playbook_that_takes_signed_trials_only_takes_signed_comments_only() {
    let playbook = format!("require_signature = true\n{PLAYBOOK}");
    let scene = Scene::with(Setting { playbook, ..Setting::default() });
    let unsigned = comments("t_1", &["words"]);
    send(&scene, &unsigned).await.check_problem(403, "unsigned", "no signature");
    let signed = CommentsV1 { signature: Some(sign(SECRET, "t_1", "a_19")), ..unsigned };
    assert_eq!(send(&scene, &signed).await.status, 200);
    assert!(read(&scene, "").await.comments[0].signed);
}

/// So many comments of this browser are taken in; the last twenty come back.
async fn write(scene: &Scene, replica: u64, count: usize) -> CommentsV1 {
    let mut last = None;
    for batch in 0..count / 20 {
        let texts: Vec<String> = (0..20).map(|number| format!("{replica}-{batch}-{number}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let message = CommentsV1 { replica, ..comments("t_1", &texts) };
        assert_eq!(send(scene, &message).await.status, 200);
        last = Some(message);
    }
    last.unwrap()
}

#[tokio::test]
async fn what_came_before_is_acknowledged_however_much_came() {
    let scene = Scene::open();
    let mut known = write(&scene, 1, COMMENTS_A_DAY_MAX).await;
    let again = send(&scene, &known).await;
    assert_eq!((again.status, again.json::<KeptV1>().kept.len()), (200, 20), "to say it again is not to write more");
    known.comments[0].id = [9; 16];
    send(&scene, &known).await.check_problem(429, "too-many-comments", "one of them is new");
}

#[tokio::test]
async fn a_browser_that_writes_without_end_keeps_no_other_of_its_trial_from_writing() {
    let scene = Scene::open();
    write(&scene, 1, COMMENTS_A_DAY_MAX).await;
    let answer = send(&scene, &CommentsV1 { replica: 1, ..comments("t_1", &["one more"]) }).await;
    answer.check_problem(429, "too-many-comments", "the browser");
    for replica in 2..=5 {
        write(&scene, replica, COMMENTS_A_DAY_MAX).await;
    }
    let one_more = CommentsV1 { replica: 6, ..comments("t_1", &["one more"]) };
    send(&scene, &one_more).await.check_problem(429, "too-many-comments", "browsers that somebody made up");
    let account = one_more.account.clone().unwrap_or_default();
    let signature = Some(sign(SECRET, "t_1", &account));
    assert_eq!(send(&scene, &CommentsV1 { signature, ..one_more }).await.status, 200, "the vendor vouches for it");
}

#[tokio::test]
async fn a_trial_that_writes_without_end_is_told_to_come_later() {
    let scene = Scene::open();
    for batch in 0..COMMENTS_A_DAY_MAX / 20 {
        let texts: Vec<String> = (0..20).map(|number| format!("{batch}-{number}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(send(&scene, &comments("t_1", &texts)).await.status, 200);
    }
    let answer = send(&scene, &comments("t_1", &["one more"])).await;
    answer.check_problem(429, "too-many-comments", "one more");
    assert_eq!((answer.header("retry-after"), answer.header("access-control-expose-headers")), ("3600", EXPOSED));
    assert_eq!(send(&scene, &comments("t_2", &["another trial's"])).await.status, 200);
}

const EXPOSED: &str = "Date, Moment-Held, Moment-Replies, Retry-After";

#[tokio::test]
async fn a_browser_whose_clock_is_far_ahead_writes_no_letters_from_the_future() {
    let scene = Scene::open();
    let mut message = comments("t_1", &["words"]);
    message.comments[0].at_ms = u64::MAX;
    assert_eq!(send(&scene, &message).await.status, 200);
    assert_eq!(read(&scene, "").await.comments[0].at_ms, NOW_MS + 3_600_000);
}
