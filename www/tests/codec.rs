//! Messages survive the way between page and worker. Runs in a browser:
//! `cargo xtask test --only wasm`.

#![cfg(target_arch = "wasm32")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use gloo_worker::Codec as _;
use kconfig::view::{GraphView, MenuRow, Problem, RowKind};
use kconfig_www::agent::Codec;
use kconfig_www::agent::protocol::{Answer, PROTOCOL, Request, Sent};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[track_caller]
fn assert_round_trip<T>(message: T)
where
    T: Clone + Debug + PartialEq + Serialize + for<'de> Deserialize<'de>,
{
    let back: T = Codec::decode(Codec::encode(message.clone()));
    assert_eq!(back, message);
}

#[wasm_bindgen_test]
fn the_greeting_round_trips() {
    assert_round_trip(Request::Hello { protocol: PROTOCOL });
    assert_round_trip(Sent::Hello { protocol: u32::MAX, version: "0.1.0".to_owned() });
}

#[wasm_bindgen_test]
fn numbers_that_a_double_would_round_stay_exact() {
    assert_round_trip(u64::MAX);
    assert_round_trip(i64::MIN);
    assert_round_trip((1_u64 << 53) + 1);
}

#[wasm_bindgen_test]
fn nested_data_keeps_its_shape() {
    assert_round_trip(BTreeMap::from([
        ("KEXEC".to_owned(), vec![Some('y'), None]),
        (String::new(), Vec::new()),
    ]));
}

#[wasm_bindgen_test]
fn what_is_packed_comes_back() {
    let view = GraphView { width: 1.5, ..GraphView::default() };
    let problem = Problem { message: "no".to_owned(), details: Vec::new(), help: String::new() };
    for result in [Ok(Box::new(view)), Err(problem)] {
        let answer = Answer::Graph { id: 7, result };
        assert_round_trip(Sent::from(answer.clone()));
        assert_eq!(Answer::from(Sent::from(answer.clone())), answer);
    }
}

#[wasm_bindgen_test]
fn changed_from_nothing_is_not_unchanged() {
    for changed_from in [None, Some(None), Some(Some("n".to_owned()))] {
        assert_round_trip(MenuRow {
            kind: RowKind::Symbol,
            level: 1,
            position: 1,
            siblings: 1,
            expanded: Some(true),
            parent: Some(3),
            key: "00ff".to_owned(),
            in_choice: true,
            prompt: String::new(),
            symbol: "A".to_owned(),
            ty: "bool".to_owned(),
            is_unknown: false,
            value: "y".to_owned(),
            user: None,
            assignable: Vec::new(),
            visible: true,
            reason: String::new(),
            limits: vec![("n".to_owned(), "selected by B".to_owned())],
            takes: String::new(),
            origin: String::new(),
            changed_from,
        });
    }
}
