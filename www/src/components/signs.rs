//! The signs for what is wrong: a mark beside words, and what each mark means.

use kconfig::view::Sign;
use yew::prelude::*;

/// The signs of what is wrong, worst first.
const SIGNS: [Sign; 4] = [Sign::Unlinked, Sign::Fails, Sign::Warns, Sign::Known];

/// A mark for people who see it; its words stand beside it or in a description.
pub fn mark(sign: Sign) -> Html {
    if sign == Sign::Clean {
        return Html::default();
    }
    html! { <span class="sign" data-sign={sign.name()} aria-hidden="true" title={sign.words()}>{ sign.mark() }</span> }
}

/// What the marks mean that are there, worst first; nothing where there is none.
pub fn legend(signs: impl IntoIterator<Item = Sign>) -> Html {
    let there: Vec<Sign> = signs.into_iter().collect();
    let mut signs = SIGNS.into_iter().filter(|sign| there.contains(sign)).peekable();
    if signs.peek().is_none() {
        return Html::default();
    }
    let items =
        signs.map(|sign| html! { <span key={sign.name()}>{ mark(sign) }{ " " }{ sign.words() }</span> });
    html! { <p class="legend note" aria-hidden="true">{ for items }</p> }
}
