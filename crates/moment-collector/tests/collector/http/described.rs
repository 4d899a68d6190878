//! What the `OpenAPI` document says of a beacon in JSON.

use serde_json::Value;

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
    // Every field of the fullest beacon is described, however deep it lies, and nothing else.
    let fullest: Value =
        serde_json::from_str(include_str!("../../../../../tests/wire/beacon_json_v1_with_steps.json")).unwrap();
    check_described(schemas, &schemas["BeaconJsonV1"], &fullest, "beacon");
}

/// Expects that a schema describes every field of a value.
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
        for (name, value) in fields {
            let known = &schema["properties"][name];
            assert!(known.is_object(), "{at}.{name} is not described: {schema}");
            check_described(schemas, known, value, &format!("{at}.{name}"));
        }
    }
    for value in value.as_array().into_iter().flatten().filter(|value| value.is_object()) {
        check_described(schemas, &schema["items"], value, at);
    }
}
