//! Draws the page part by part when it opens.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// How long the browser takes from one frame to the next, in milliseconds.
const FRAME: u32 = 16;

/// Returns how many of `n` parts are drawn by now: none before `is_open`, then one
/// more with each frame.
///
/// All at once would be one task in which a browser that was just started compiles
/// what draws them, reads fonts and lays out, and answers nobody meanwhile.
#[hook]
pub fn use_turns(is_open: bool, n: u32) -> u32 {
    let drawn = use_state(|| 0);
    let now = *drawn;
    use_effect_with((is_open, now), move |(is_open, now)| {
        let next = *now + 1;
        let turn = (*is_open && next <= n).then(|| Timeout::new(FRAME, move || drawn.set(next)));
        move || drop(turn)
    });
    now
}
