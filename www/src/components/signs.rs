//! The signs for what is wrong: a mark beside words, and what each mark means.

use kconfig::view::Sign;
use yew::prelude::*;

/// A mark for people who see it; its words stand beside it or in a description.
pub fn mark(sign: Sign) -> Html {
    if sign == Sign::Clean {
        return Html::default();
    }
    html! { <span class="sign" data-sign={sign.name()} aria-hidden="true" title={sign.words()}>{ sign.mark() }</span> }
}

/// What the marks mean that are there, worst first; nothing where there is none.
pub fn legend(signs: impl IntoIterator<Item = Sign>) -> Html {
    let mut signs: Vec<Sign> = signs.into_iter().filter(|sign| *sign != Sign::Clean).collect();
    signs.sort_unstable_by(|a, b| b.cmp(a));
    signs.dedup();
    if signs.is_empty() {
        return Html::default();
    }
    let items = signs
        .into_iter()
        .map(|sign| html! { <span key={sign.name()}>{ mark(sign) }{ " " }{ sign.words() }</span> });
    html! { <p class="legend note" aria-hidden="true">{ for items }</p> }
}
