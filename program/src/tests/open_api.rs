//! The description of the API: kept, whole, and the one that is served.

use super::snapshot;
use super::town::{Ask, Asker, Town};
use serde_json::Value;
use std::collections::BTreeSet;

/// The description as JSON.
pub fn description() -> Value {
    let (_, api) = web::http::site::api(&crate::areas::areas());
    serde_json::to_value(api).expect("the description is JSON")
}

/// Every operation: (method, path, what the description says of it).
pub fn operations() -> Vec<(String, String, Value)> {
    let api = description();
    let paths = api["paths"].as_object().expect("paths").clone();
    let mut found = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path is an object") {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                found.push((method.clone(), path.clone(), operation.clone()));
            }
        }
    }
    found
}

#[test]
fn the_description_of_the_api_is_the_kept_one_and_the_served_one() {
    let mut text = serde_json::to_string_pretty(&description()).expect("JSON");
    text.push('\n');
    snapshot::compare("openapi.json", &text);
    let served = Town::new().send_at(&Asker::Visitor, Ask::get("/api/openapi.json"));
    assert_eq!((served.status, served.json()), (200, description()));
    let town = Town::new();
    let beside = town.send_at(&Asker::Visitor, Ask::get("/testville/api/v1/openapi.json"));
    assert_eq!((beside.status, beside.json()), (200, description()));
    let nowhere = town.send_at(&Asker::Visitor, Ask::get("/atlantis/api/v1/openapi.json"));
    assert_eq!(nowhere.status, 404, "{}", nowhere.text());
}

#[test]
fn a_parameter_stands_in_the_path_that_names_it_or_in_the_query() {
    let mut in_query = 0;
    for (method, path, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a parameter has a name");
            let (place, needed) = match path.contains(&format!("{{{name}}}")) {
                true => ("path", true),
                // Every condition of an address has a default: none has to be sent.
                false => ("query", false),
            };
            assert_eq!(parameter["in"], place, "{method} {path}: {name}");
            assert_eq!(parameter["required"] == true, needed, "{method} {path}: {name}");
            in_query += usize::from(!needed);
        }
    }
    assert!(in_query >= 50, "only {in_query} parameters stand in a query");
}

#[test]
fn every_operation_is_described_whole() {
    let api = description();
    assert!(api["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")), "{}", api["openapi"]);
    let mut ids = BTreeSet::new();
    let all = operations();
    assert!(all.len() >= 10, "only {} operations were found", all.len());
    for (method, path, operation) in &all {
        let of = format!("{method} {path}");
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{of} has no operationId"));
        assert!(ids.insert(id.to_owned()), "{of}: the operationId {id} is used twice");
        let responses = operation["responses"].as_object().unwrap_or_else(|| panic!("{of} has no responses"));
        assert!(responses.keys().any(|code| code.starts_with('2')), "{of} never succeeds");
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let declared = operation["parameters"].as_array().is_some_and(|all| {
                all.iter().any(|one| one["in"] == "path" && one["name"] == part && one["required"] == true)
            });
            assert!(declared, "{of} does not declare {part}");
        }
        assert!(
            operation["description"].is_string() || operation["summary"].is_string(),
            "{of} says nothing of itself"
        );
    }
}

#[test]
fn every_reference_of_the_description_leads_somewhere() {
    let api = description();
    let mut references = Vec::new();
    collect(&api, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let place = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads outside"));
        assert!(api.pointer(place).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|inner| collect(inner, references));
        }
        Value::Array(list) => list.iter().for_each(|inner| collect(inner, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_operation_names_the_problems_that_any_may_meet() {
    let api = description();
    for (method, path, operation) in operations() {
        let wanted = ["401", "403", "404", "422", "429", "500"];
        let sent_too_much = (method != "get").then_some("413");
        for code in wanted.into_iter().chain(sent_too_much) {
            let response = &operation["responses"][code];
            let place = response["$ref"].as_str().unwrap_or_else(|| panic!("{method} {path} has no {code}"));
            let found =
                api.pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("{place} is nowhere"));
            let schema = &found["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{place}");
        }
        // Whatever it names itself beyond success has the form too.
        for (code, response) in operation["responses"].as_object().expect("responses") {
            assert!(code.starts_with('2') || response["$ref"].is_string(), "{method} {path} {code}");
        }
    }
    let required = &api["components"]["schemas"]["Problem"]["required"];
    assert_eq!(required, &serde_json::json!(["type", "title", "status", "instance"]));
    // The form that is described is the one that is sent.
    let sent = Town::new().send(&Asker::Visitor, Ask::get("/api/v1/organisations?kind=bakery")).json();
    let described = api["components"]["schemas"]["Problem"]["properties"].as_object().expect("properties");
    assert!(sent.as_object().expect("a problem").keys().all(|key| described.contains_key(key)), "{sent}");
}
