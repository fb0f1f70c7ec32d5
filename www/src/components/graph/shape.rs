//! Lines and arrow heads, as SVG path data.

/// How long an arrow head is.
const HEAD: f64 = 9.0;
/// Half of how wide it is.
const HALF: f64 = 4.5;

/// Returns the line through points with its bends rounded.
///
/// The middle of each stretch is on the line; its corners only pull at it.
pub(super) fn line(points: &[(f64, f64)]) -> String {
    let [first, .., last] = points else {
        return String::new();
    };
    let mut path = format!("M{:.1} {:.1}", first.0, first.1);
    for pair in points[1..].windows(2) {
        let (bend, next) = (pair[0], pair[1]);
        let to = ((bend.0 + next.0) / 2.0, (bend.1 + next.1) / 2.0);
        path.push_str(&format!("Q{:.1} {:.1} {:.1} {:.1}", bend.0, bend.1, to.0, to.1));
    }
    path.push_str(&format!("L{:.1} {:.1}", last.0, last.1));
    path
}

/// Returns the head at a line's end: a filled triangle for `selects`, a hollow
/// one for `implies`, a diamond for `default`, a bar for `range`, an open angle
/// for what depends.
pub(super) fn head(kind: &str, points: &[(f64, f64)]) -> String {
    let [.., from, tip] = points else {
        return String::new();
    };
    let (dx, dy) = (tip.0 - from.0, tip.1 - from.1);
    let length = dx.hypot(dy);
    if length.is_nan() || length < 0.01 {
        return String::new();
    }
    let (dx, dy) = (dx / length, dy / length);
    // A place so far back from the tip and so far aside.
    let at = |back: f64, aside: f64| {
        format!("{:.1} {:.1}", tip.0 - dx * back - dy * aside, tip.1 - dy * back + dx * aside)
    };
    match kind {
        "selects" | "implies" => {
            format!("M{}L{}L{}Z", at(0.0, 0.0), at(HEAD, HALF), at(HEAD, -HALF))
        }
        "default" => {
            let middle = HEAD / 2.0 + 1.0;
            format!(
                "M{}L{}L{}L{}Z",
                at(0.0, 0.0),
                at(middle, HALF - 0.5),
                at(2.0 * middle, 0.0),
                at(middle, 0.5 - HALF)
            )
        }
        "range" => format!("M{}L{}", at(2.0, HALF + 1.0), at(2.0, -HALF - 1.0)),
        _ => format!("M{}L{}L{}", at(HEAD, HALF), at(0.0, 0.0), at(HEAD, -HALF)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_line_begins_and_ends_at_its_points() {
        assert_eq!(line(&[(0.0, 0.0), (10.0, 0.0)]), "M0.0 0.0L10.0 0.0");
        assert_eq!(line(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]), "M0.0 0.0Q10.0 0.0 10.0 5.0L10.0 10.0");
        assert_eq!(line(&[(0.0, 0.0)]), "");
        assert_eq!(line(&[]), "");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn heads_point_along_the_line() {
        let points = [(0.0, 0.0), (20.0, 0.0)];
        assert_eq!(head("selects", &points), "M20.0 0.0L11.0 4.5L11.0 -4.5Z");
        assert!(!head("depends", &points).ends_with('Z'), "open");
        assert_eq!(head("selects", &[(1.0, 1.0), (1.0, 1.0)]), "");
        assert_eq!(head("selects", &[(f64::NAN, 1.0), (1.0, 1.0)]), "");
        assert_eq!(head("selects", &[]), "");
    }
}
