//! `second-moment export`: every row once, in every format, and the columns that its documentation names.

use expect_test::expect_file;
use moment_collector::export::{Format, Table, export};
use moment_collector::store::Store;
use moment_core::arm::Arm;
use moment_core::decision::Reason;
use moment_core::exposure::Due;
use moment_core::friction::FrictionKind;
use moment_core::time::{DAY_S, HOUR_S};
use moment_wire::beacon::BeaconV4;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::scene::{BEACON, COMMENTS, NOW_MS, ORIGIN, Scene, answer};
use crate::told::{STARTED_MS, beacon, comments, maker};

fn written(store: &dyn Store, table: Table, format: Format) -> String {
    let mut out = Vec::new();
    let rows = export(store, table, format, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let head = u64::from(format == Format::Csv);
    if table != Table::Comments {
        assert_eq!(text.lines().count() as u64, rows + head, "{text}");
    }
    text
}

fn objects(store: &dyn Store, table: Table) -> Vec<Value> {
    let text = written(store, table, Format::Ndjson);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_trial_is_a_row_with_all_that_its_columns_say() {
    let scene = Scene::open();
    scene.tell(&BeaconV4 { account: None, ..maker("t_1", 2) }).await;
    let rows = objects(&*scene.store, Table::Trials);
    let expected = json!({
        "trial": "t_1", "account": null, "plan": "team", "started_ms": STARTED_MS, "length_days": 14,
        "last_seen_ms": NOW_MS, "score": rows[0]["score"], "band": "cold", "probability": rows[0]["probability"],
        "top_reason": "Makes things", "activated_ms": null, "shown": 0, "clicked": 0, "dismissed": 0, "outcome": null,
        "outcome_at_ms": null, "outcome_value": null, "simulated": false, "signed": false, "replicas": 1,
        "sessions": rows[0]["sessions"], "engaged_s": 0, "dropped": 0,
    });
    assert_eq!(rows, [expected]);
    let csv = written(&*scene.store, Table::Trials, Format::Csv);
    assert!(csv.contains(&format!("\nt_1,,team,{STARTED_MS},14,{NOW_MS},")), "{csv}");
}

#[tokio::test]
async fn a_day_has_a_row_for_each_thing_that_was_counted_on_it() {
    let scene = Scene::open();
    let told = beacon("t_1", |summary| {
        summary.touch(HOUR_S);
        summary.use_feature("made", HOUR_S, 2);
        summary.touch(DAY_S + HOUR_S);
        summary.use_feature("made", DAY_S + HOUR_S, 3);
        summary.add_friction(FrictionKind::Error, DAY_S + HOUR_S);
        let record = summary.prompt_mut("offer").unwrap();
        record.shown.add(1, 1);
        record.due = Some(Due { at_s: DAY_S, arm: Arm::Variant(1) });
        record.add_waits(Reason::QuietTime, 3);
    });
    scene.tell(&told).await;
    let row = |day: u16, what: &str, name: Option<&str>, count: u32| json!({"trial": "t_1", "day": day, "what": what, "name": name, "count": count});
    let expected = [
        row(0, "active", None, 1),
        row(1, "active", None, 1),
        row(0, "feature", Some("made"), 2),
        row(1, "feature", Some("made"), 3),
        row(1, "friction", Some("error"), 1),
        row(1, "prompt", Some("offer"), 1),
    ];
    assert_eq!(objects(&*scene.store, Table::Days), expected);
    let expected = json!({
        "trial": "t_1", "prompt": "offer", "shown": 1, "clicked": 0, "dismissed": 0, "snoozed": 0, "step": 0,
        "last_shown_ms": null, "due_ms": STARTED_MS + 86_400_000, "arm": "variant_1", "waits": "{\"quiet_time\":3}",
    });
    assert_eq!(objects(&*scene.store, Table::Prompts), [expected]);
}

#[tokio::test]
async fn every_row_is_there_once_however_many_there_are() {
    let scene = Scene::open();
    // More than are read at once.
    let mut told = JoinSet::new();
    for number in 0..600 {
        let beacon = maker(&format!("t_{number:04}"), 1).encode();
        told.spawn(answer(scene.app(), BEACON, &[], beacon.into()));
    }
    while let Some(answer) = told.join_next().await {
        assert_eq!(answer.unwrap().status, 204);
    }
    for batch in 0..26 {
        let texts: Vec<String> = (0..20).map(|number| format!("comment, \"{number}\"\nof {batch}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let message = comments(&format!("t_{batch:04}"), &texts);
        assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], message.encode()).await.status, 200);
    }
    scene.settle().await;
    let mut trials: Vec<String> =
        objects(&*scene.store, Table::Trials).iter().map(|row| row["trial"].as_str().unwrap().to_owned()).collect();
    assert_eq!(trials.len(), 600);
    trials.dedup();
    assert_eq!((trials.len(), trials.is_sorted()), (600, true));
    let written = written(&*scene.store, Table::Comments, Format::Csv);
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let mut words: Vec<String> =
        reader.records().map(Result::unwrap).map(|row| format!("{} {}", &row[1], &row[2])).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), 520);
    assert_eq!(words[0], "t_0000 comment, \"0\"\nof 0");
}

#[cfg(feature = "parquet")]
#[tokio::test]
async fn a_parquet_file_has_the_same_rows() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::{Field, Row};

    let cell = |field: &Field| match field {
        Field::Null => Value::Null,
        Field::Str(text) => Value::from(text.as_str()),
        Field::Long(number) => Value::from(*number),
        Field::Double(number) => Value::from(*number),
        Field::Bool(truth) => Value::from(*truth),
        other => panic!("{other:?}"),
    };

    let scene = Scene::open();
    scene.tell(&BeaconV4 { account: None, ..maker("t_1", 2) }).await;
    let told = beacon("t_2", |summary| {
        summary.reach("activated", HOUR_S);
        let record = summary.prompt_mut("offer").unwrap();
        record.shown.add(1, 1);
        record.due = Some(Due { at_s: DAY_S, arm: Arm::Variant(1) });
    });
    scene.tell(&told).await;
    let words = comments("t_2", &["Too dear?", "Zu teuer, \"leider\"\n– ğ"]);
    assert_eq!(scene.ask(COMMENTS, &[("origin", ORIGIN)], words.encode()).await.status, 200);
    for table in Table::ALL {
        let mut file = Vec::new();
        let rows = export(&*scene.store, table, Format::Parquet, &mut file).unwrap();
        let reader = SerializedFileReader::new(axum::body::Bytes::from(file)).unwrap();
        let object = |row: Row| row.get_column_iter().map(|(name, field)| (name.clone(), cell(field))).collect();
        let found = reader.get_row_iter(None).unwrap().map(|row| Value::Object(object(row.unwrap())));
        let found: Vec<Value> = found.collect();
        assert_eq!((found.len() as u64, &found), (rows, &objects(&*scene.store, table)), "{table:?}");
        assert!(!found.is_empty(), "{table:?}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_without_rows_can_be_read() {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    let folder = tempfile::tempdir().unwrap();
    let store = moment_collector::store::sqlite::SqliteStore::open(folder.path()).unwrap();
    let mut file = Vec::new();
    assert_eq!(export(&store, Table::Comments, Format::Parquet, &mut file).unwrap(), 0);
    let reader = SerializedFileReader::new(axum::body::Bytes::from(file)).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
}

#[test]
fn the_documentation_has_every_column() {
    let head = String::from(
        "# What `second-moment export` writes\n\n\
         `--table` names one of these tables. With `--format ndjson` a row is a JSON object in a line, in which nothing is\n\
         `null`; with `--format csv` the first line has the names, and nothing is an empty cell. Programs read this, so every text\n\
         stands there as it was told, one that begins like a formula, too: do not open it in a spreadsheet. For that there is the\n\
         CSV of the API, where such a text has an apostrophe before it. `--format parquet` (Snappy) is there if the collector was\n\
         built with `--features parquet`; text is UTF-8, integers have 64 bits, and reals are doubles.\n\n\
         Beside a running collector the beacons of the last moments may be missing, and after a crash those that the collector had\n\
         not joined yet: it does when it starts. The command says how many there are.\n",
    );
    let section = |table: Table| format!("\n## `{}`\n\n{}", table.name(), table.schema());
    let text: String = std::iter::once(head).chain(Table::ALL.into_iter().map(section)).collect();
    expect_file!["../../../../docs/export.md"].assert_eq(&text);
}
