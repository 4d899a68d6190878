//! What the `OpenAPI` document says of a beacon in JSON.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::scene::Scene;

#[tokio::test]
async fn the_document_says_what_a_beacon_in_json_is() {
    let scene = Scene::open();
    let document: Value = scene.ask("GET /openapi.json", &[], "").await.json();
    let content = &document["paths"]["/v1/beacon"]["post"]["requestBody"]["content"];
    assert!(content["application/octet-stream"].is_object(), "{content}");
    assert_eq!(content["application/json"]["schema"]["$ref"], "#/components/schemas/BeaconJsonV1");
    let schemas = &document["components"]["schemas"];
    let required: Vec<&str> =
        schemas["BeaconJsonV1"]["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(required, ["trial", "started_ms", "length_days", "replica", "sent_ms"]);
    // Every field of the fullest beacon is described, however deep it lies, and nothing else. It names everything but a plan.
    let mut fullest: Value =
        serde_json::from_str(include_str!("../../../../../tests/wire/beacon_json_v1_with_steps.json")).unwrap();
    fullest["plan"] = "pro".into();
    check_described(schemas, &schemas["BeaconJsonV1"], &fullest, "beacon");
}

/// Expects that a schema describes every field of a value, and no field that it has not.
fn check_described(schemas: &Value, schema: &Value, value: &Value, at: &str) {
    let schema = match (schema["$ref"].as_str(), schema["oneOf"].as_array()) {
        (Some(name), _) => &schemas[name.rsplit('/').next().unwrap()],
        (None, Some(ways)) => {
            // It may be left out: then `null` is the other way.
            let way = ways.iter().find(|way| way["$ref"].is_string()).unwrap();
            return check_described(schemas, way, value, at);
        }
        (None, None) => schema,
    };
    if let Some(fields) = value.as_object() {
        assert_eq!(schema["additionalProperties"], false, "{at}: {schema}");
        let known = schema["properties"].as_object().unwrap();
        let names = |fields: &Map<String, Value>| fields.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(known), names(fields), "{at}: what is described, and what there is");
        for (name, value) in fields {
            check_described(schemas, &known[name], value, &format!("{at}.{name}"));
        }
    }
    if let Some(values) = value.as_array() {
        assert_eq!(schema["type"], "array", "{at}: {schema}");
        for (place, value) in values.iter().enumerate() {
            // Of a tuple each place is described by itself.
            let item = schema["prefixItems"].get(place).unwrap_or(&schema["items"]);
            assert!(item.is_object(), "{at}[{place}] is not described: {schema}");
            check_described(schemas, item, value, &format!("{at}[{place}]"));
        }
    }
}
