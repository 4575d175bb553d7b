//! The ways to change something about published numbers, for the test that lets every role try them.

use super::permissions::{Right, Way, look, way};
use super::town::{Ask, HAND_IN, NEW_CLAIM, PUBLIC_COUNT};
use area_tower::claim::acts::{CORRECT, NAME, hand_in, import, publish, reply};
use serde_json::json;

const NEW_FILE: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,as_of,source\n\
                        c9,2025-12,paper,press,jobs,all,=,3,person,2025-12,news-9\n";

/// The line of the scene's claim with another denominator.
const MENDED: [(&str, &str); 14] = [
    ("id", "c1"),
    ("published", "2025-12"),
    ("outlet", "paper"),
    ("speaker", "press"),
    ("subject", "academy.rate"),
    ("scope", "classes 1-5"),
    ("relation", "="),
    ("value", "71.2"),
    ("unit", "percent"),
    ("numerator", "724"),
    ("denominator", "1017"),
    ("as_of", "2025-12"),
    ("source", "news-1"),
    ("why", "분모를 잘못 옮김"),
];

fn cells(line: &[(&str, &str)]) -> serde_json::Value {
    let (whys, cells): (Vec<_>, Vec<_>) = line.iter().partition(|(column, _)| *column == "why");
    let cells: serde_json::Map<String, serde_json::Value> =
        cells.into_iter().map(|(column, text)| ((*column).to_owned(), json!(text))).collect();
    json!({"cells": cells, "why": whys.first().map_or("", |(_, why)| why)})
}

pub fn pages() -> Vec<Way> {
    vec![
        way("post", "/claims/hand-in", Right::Act(&hand_in::HAND_IN), |at| Ask::form(&at.path, &HAND_IN)),
        way("post", "/claims/import", Right::Act(&import::IMPORT), |at| {
            Ask::upload(&at.path, at.by, "claims.csv", NEW_FILE.as_bytes())
        }),
        way("post", "/claims/hand-ins/{receipt}/acceptance", Right::Act(&hand_in::ACCEPT), |at| {
            Ask::form(&at.path, &NEW_CLAIM)
        }),
        way("post", "/claims/hand-ins/{receipt}/refusal", Right::Act(&hand_in::REFUSE), |at| {
            Ask::form(&at.path, &[("why", "같은 보도입니다")])
        }),
        way("post", "/claims/requests/{request}/answer", Right::Act(&reply::ANSWER), |at| {
            Ask::form(&at.path, &[("outcome", "declined"), ("says", "출처와 같습니다")])
        }),
        way("post", "/claims/{claim}/reply", Right::Act(&reply::REPLY), |at| {
            Ask::form(&at.path, &[("says", "정의가 다릅니다"), ("document", "공문 12")])
        }),
        way("post", "/claims/{claim}/request", Right::Act(&reply::REQUEST), |at| {
            Ask::form(&at.path, &[("says", "분모를 정정합니다"), ("document", "공문 13")])
        }),
        way("post", "/claims/{claim}/correction", Right::Act(&CORRECT), |at| Ask::form(&at.path, &MENDED)),
        way("post", "/claims/{claim}/naming", Right::Act(&NAME), |at| {
            Ask::form(&at.path, &[("organisation", &at.scene.other.0)])
        }),
        way("post", "/claims/{claim}/comparison", Right::Act(&publish::FIND), |at| {
            let path = format!("/claims/{}/comparison", at.scene.claim_of_nobody);
            Ask::form(&path, &[("snapshot", PUBLIC_COUNT)])
        }),
        way("post", "/claims/{claim}/showing", Right::Act(&publish::SHOW), |at| {
            Ask::form(&at.path, &[("days", "14")])
        }),
        way("post", "/claims/{claim}/publication", Right::Act(&publish::PUBLISH), |at| {
            let path = format!("/claims/{}/publication", at.scene.claim_of_nobody);
            Ask::form(&path, &[("why", "보일 곳이 없음")])
        }),
        look("/claims/desk", Right::Act(&reply::ANSWER)),
        look("/claims/import", Right::Act(&import::IMPORT)),
        look("/claims/hand-ins/{receipt}", Right::Act(&hand_in::ACCEPT)),
        look("/claims/requests/{request}", Right::Act(&reply::ANSWER)),
        look("/claims/{claim}/reply", Right::Act(&reply::REPLY)),
        look("/claims/{claim}/request", Right::Act(&reply::REQUEST)),
        look("/claims/{claim}/correction", Right::Act(&CORRECT)),
    ]
}

pub fn api() -> Vec<Way> {
    vec![
        look("/{city}/api/v1/claims/hand-ins/{receipt}", Right::Act(&hand_in::ACCEPT)),
        way("post", "/{city}/api/v1/claims/hand-ins", Right::Act(&hand_in::HAND_IN), |at| {
            Ask::json(&at.path, &cells(&HAND_IN))
        }),
        way("post", "/{city}/api/v1/claims/imports", Right::Act(&import::IMPORT), |at| {
            Ask::bytes(&at.path, "text/csv", NEW_FILE.as_bytes().to_vec())
        }),
        way(
            "post",
            "/{city}/api/v1/claims/hand-ins/{receipt}/acceptance",
            Right::Act(&hand_in::ACCEPT),
            |at| Ask::json(&at.path, &cells(&NEW_CLAIM)),
        ),
        way("post", "/{city}/api/v1/claims/hand-ins/{receipt}/refusal", Right::Act(&hand_in::REFUSE), |at| {
            Ask::json(&at.path, &json!({"why": "같은 보도입니다"}))
        }),
        way("post", "/{city}/api/v1/claims/requests/{request}/answer", Right::Act(&reply::ANSWER), |at| {
            Ask::json(&at.path, &json!({"outcome": "declined", "says": "출처와 같습니다"}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/replies", Right::Act(&reply::REPLY), |at| {
            Ask::json(&at.path, &json!({"says": "정의가 다릅니다", "document": "공문 12"}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/requests", Right::Act(&reply::REQUEST), |at| {
            Ask::json(&at.path, &json!({"says": "분모를 정정합니다", "document": "공문 13"}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/correction", Right::Act(&CORRECT), |at| {
            Ask::json(&at.path, &cells(&MENDED))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/naming", Right::Act(&NAME), |at| {
            Ask::json(&at.path, &json!({"organisation": at.scene.other.0}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/comparison", Right::Act(&publish::FIND), |at| {
            let path = format!("/api/v1/claims/{}/comparison", at.scene.claim_of_nobody);
            Ask::json(&path, &json!({"snapshot": PUBLIC_COUNT}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/showing", Right::Act(&publish::SHOW), |at| {
            Ask::json(&at.path, &json!({"days": 14}))
        }),
        way("post", "/{city}/api/v1/claims/{claim}/publication", Right::Act(&publish::PUBLISH), |at| {
            let path = format!("/api/v1/claims/{}/publication", at.scene.claim_of_nobody);
            Ask::json(&path, &json!({"why": "보일 곳이 없음"}))
        }),
    ]
}
