//! The page is drawn part by part when it opens. Runs in a browser:
//! `cargo xtask test --only wasm`.

#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use kconfig_www::hooks::use_turns;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Debug, PartialEq, Properties)]
struct PartsProps {
    is_open: bool,
    /// How many parts each drawing had.
    drawn: Rc<RefCell<Vec<u32>>>,
}

#[component]
fn Parts(props: &PartsProps) -> Html {
    let drawn = use_turns(props.is_open, 3);
    props.drawn.borrow_mut().push(drawn);
    html! {}
}

/// Returns how many parts each drawing had within half a second.
async fn drawings(is_open: bool) -> Vec<u32> {
    let root = gloo::utils::document().create_element("div").expect("an element");
    let drawn = Rc::new(RefCell::new(Vec::new()));
    let props = PartsProps { is_open, drawn: drawn.clone() };
    let page = yew::Renderer::<Parts>::with_root_and_props(root, props).render();
    yew::platform::time::sleep(Duration::from_millis(500)).await;
    page.destroy();
    drawn.take()
}

#[wasm_bindgen_test]
async fn each_turn_draws_one_part_more() {
    assert_eq!(drawings(true).await, [0, 1, 2, 3]);
}

#[wasm_bindgen_test]
async fn nothing_is_drawn_before_it_is_there() {
    assert_eq!(drawings(false).await, [0]);
}
