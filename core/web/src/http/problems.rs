//! The problems that every operation of the API may answer, described once.

use super::reply::ProblemJson;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

/// (status, name, what it says). What is told in detail stands in the problem itself.
const PROBLEMS: [(&str, &str, &str); 11] = [
    ("401", "SignIn", "Sign in first, or the token is not known."),
    ("403", "Forbidden", "Seen, but not allowed to this reader."),
    ("404", "NotFound", "Not there, or not visible to this reader."),
    ("405", "WrongMethod", "The address is right, the method is not."),
    ("409", "Conflict", "The state of the record says no."),
    ("412", "Stale", "The record changed since it was read."),
    ("413", "TooLarge", "More was sent than is accepted."),
    ("422", "Invalid", "What was sent is wrong; `errors` names the fields."),
    ("429", "TooMany", "Asked too often."),
    ("500", "Fault", "Something broke on our side; `reference` finds it in the log."),
    ("503", "Unavailable", "Not now; trying again may help."),
];

/// Those that any operation may meet. Only what takes a body can be sent too much.
const COMMON: [&str; 6] = ["401", "403", "404", "422", "429", "500"];
const OF_BODIES: &str = "413";

/// Gives every operation the common problems, and what it names itself its form.
pub fn describe(api: &mut OpenApi) {
    for item in api.paths.paths.values_mut() {
        let PathItem { get, put, post, delete, options, head, patch, trace, .. } = item;
        let reads = [get, options, head, trace];
        reads.into_iter().flatten().for_each(|operation| add(operation, false));
        let changes = [put, post, delete, patch];
        changes.into_iter().flatten().for_each(|operation| add(operation, true));
    }
    let mut components = ComponentsBuilder::from(api.components.take().unwrap_or_default());
    components = components.schema(ProblemJson::name(), ProblemJson::schema());
    for (_, name, says) in PROBLEMS {
        components = components.response(name, problem(says));
    }
    let mut inner = Vec::new();
    ProblemJson::schemas(&mut inner);
    for (name, schema) in inner {
        components = components.schema(name, schema);
    }
    api.components = Some(components.build());
}

fn add(operation: &mut Operation, has_body: bool) {
    let responses = &mut operation.responses.responses;
    let own: Vec<String> = responses.keys().cloned().collect();
    let common = COMMON.into_iter().chain(has_body.then_some(OF_BODIES));
    for (status, name, _) in PROBLEMS {
        if own.iter().any(|known| known == status) || common.clone().any(|one| one == status) {
            let place = Ref::new(format!("#/components/responses/{name}"));
            responses.insert(status.to_owned(), RefOr::Ref(place));
        }
    }
}

fn problem(says: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemJson::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(says).content("application/problem+json", content).build()
}
