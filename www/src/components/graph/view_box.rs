//! Which part of the drawing is in sight.

/// The smallest and the largest scale, in screen pixels per pixel of the drawing.
const SCALES: (f64, f64) = (0.1, 4.0);
/// Below this scale the names cannot be read.
const LEGIBLE: f64 = 0.7;

/// Width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Extent {
    /// Replaces what is no length by one pixel.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let sound = |length: f64| if length >= 1.0 && length.is_finite() { length } else { 1.0 };
        Self { width: sound(width), height: sound(height) }
    }
}

/// A rectangle in the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) centre: (f64, f64),
    pub(super) size: Extent,
}

/// A part of the drawing, of the shape of the window onto it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ViewBox {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl ViewBox {
    /// Sees a place in the middle of a window, at a scale.
    fn around(centre: (f64, f64), window: Extent, scale: f64) -> Self {
        let (width, height) = (window.width / scale, window.height / scale);
        Self { x: centre.0 - width / 2.0, y: centre.1 - height / 2.0, width, height }
    }

    /// Sees the whole drawing, at most at full size.
    pub(super) fn fit(drawing: Extent, window: Extent) -> Self {
        let scale = fitting_scale(drawing, window).min(1.0);
        Self::around((drawing.width / 2.0, drawing.height / 2.0), window, scale)
    }

    /// Sees the whole drawing if its names can be read so, else the
    /// surroundings of the first place.
    ///
    /// Of the other places, those that matter most first, as many are seen as can
    /// be without losing one before.
    pub(super) fn home(drawing: Extent, window: Extent, places: &[Place]) -> Self {
        let Some((focus, others)) = places.split_first().filter(|_| !is_legible(drawing, window)) else {
            return Self::fit(drawing, window);
        };
        let mut result = Self::around(focus.centre, window, LEGIBLE);
        // Nothing is to be seen beyond the drawing's edge.
        result.x = within(result.x, result.width, drawing.width);
        result.y = within(result.y, result.height, drawing.height);
        let mut seen = vec![*focus];
        for place in others {
            let moved = result.reveal(place.centre, place.size);
            if moved.sees(place) && seen.iter().all(|place| moved.sees(place)) {
                result = moved;
                seen.push(*place);
            }
        }
        result
    }

    /// Keeps middle and scale in a window of another size.
    pub(super) fn resized(self, from: Extent, to: Extent) -> Self {
        if from == to { self } else { Self::around(self.centre(), to, from.width / self.width) }
    }

    /// Tells whether all of a place is in sight.
    fn sees(self, place: &Place) -> bool {
        let within = |at: f64, seen: f64, centre: f64, length: f64| {
            at <= centre - length / 2.0 && centre + length / 2.0 <= at + seen
        };
        within(self.x, self.width, place.centre.0, place.size.width)
            && within(self.y, self.height, place.centre.1, place.size.height)
    }

    /// Comes closer by a factor; what is at a place stays where it is.
    pub(super) fn zoom(self, factor: f64, at: (f64, f64), window: Extent) -> Self {
        let scale = window.width / self.width;
        let factor = (scale * factor).clamp(SCALES.0, SCALES.1) / scale;
        if !factor.is_finite() || factor <= 0.0 {
            return self;
        }
        Self {
            x: at.0 - (at.0 - self.x) / factor,
            y: at.1 - (at.1 - self.y) / factor,
            width: self.width / factor,
            height: self.height / factor,
        }
    }

    /// Moves by this much, but never loses the drawing from sight.
    pub(super) fn pan(self, dx: f64, dy: f64, drawing: Extent) -> Self {
        let keep = |at: f64, seen: f64, length: f64| {
            let overlap = seen.min(length) / 4.0;
            at.clamp(overlap - seen, length - overlap)
        };
        Self {
            x: keep(self.x + dx, self.width, drawing.width),
            y: keep(self.y + dy, self.height, drawing.height),
            ..self
        }
    }

    /// Moves as little as needed to see a rectangle, given by centre and size.
    pub(super) fn reveal(self, centre: (f64, f64), size: Extent) -> Self {
        let shift = |at: f64, seen: f64, centre: f64, length: f64| {
            let (low, high) = (centre - length / 2.0 - 8.0, centre + length / 2.0 + 8.0);
            if low < at || length > seen { low } else { at.max(high - seen) }
        };
        Self {
            x: shift(self.x, self.width, centre.0, size.width),
            y: shift(self.y, self.height, centre.1, size.height),
            ..self
        }
    }

    /// The middle of what is seen.
    pub(super) fn centre(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The attribute's text.
    pub(super) fn attribute(self) -> String {
        format!("{:.1} {:.1} {:.1} {:.1}", self.x, self.y, self.width, self.height)
    }
}

fn is_legible(drawing: Extent, window: Extent) -> bool {
    fitting_scale(drawing, window) >= LEGIBLE
}

fn fitting_scale(drawing: Extent, window: Extent) -> f64 {
    (window.width / drawing.width).min(window.height / drawing.height)
}

/// Moves a stretch into a length, or centres it where it is longer.
fn within(at: f64, seen: f64, length: f64) -> f64 {
    if seen >= length { (length - seen) / 2.0 } else { at.clamp(0.0, length - seen) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const WINDOW: Extent = Extent { width: 600.0, height: 400.0 };
    const SMALL: Extent = Extent { width: 300.0, height: 200.0 };
    const LARGE: Extent = Extent { width: 6000.0, height: 1000.0 };

    fn place(x: f64, y: f64) -> Place {
        Place { centre: (x, y), size: Extent { width: 100.0, height: 20.0 } }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_small_drawing_is_centred_at_full_size() {
        let home = ViewBox::home(SMALL, WINDOW, &[place(0.0, 0.0)]);
        assert_eq!(home, ViewBox { x: -150.0, y: -100.0, width: 600.0, height: 400.0 });
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_large_drawing_is_legible_around_the_focus() {
        let home = ViewBox::home(LARGE, WINDOW, &[place(3000.0, 990.0)]);
        assert!((home.width - 600.0 / LEGIBLE).abs() < 0.01);
        assert!((home.centre().0 - 3000.0).abs() < 0.01);
        assert!((home.y + home.height - 1000.0).abs() < 0.01, "nothing beyond the edge");
        let all = ViewBox::fit(LARGE, WINDOW);
        assert!(all.width >= 6000.0 && all.height >= 1000.0);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn of_a_large_drawing_what_matters_is_seen() {
        let (focus, need) = (place(3000.0, 500.0), place(3500.0, 650.0));
        assert!(!ViewBox::home(LARGE, WINDOW, &[focus]).sees(&need));
        let home = ViewBox::home(LARGE, WINDOW, &[focus, need, place(100.0, 100.0), place(3000.0, 600.0)]);
        assert!(home.sees(&focus) && home.sees(&need) && home.sees(&place(3000.0, 600.0)));
        assert!(!home.sees(&place(100.0, 100.0)), "too far away");
        assert!((home.width - 600.0 / LEGIBLE).abs() < 0.01);
        assert_eq!(ViewBox::home(LARGE, WINDOW, &[]), ViewBox::fit(LARGE, WINDOW));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn zooming_keeps_the_place_and_the_limits() {
        let start = ViewBox::fit(SMALL, WINDOW);
        let closer = start.zoom(2.0, (0.0, 0.0), WINDOW);
        assert_eq!(closer, ViewBox { x: -75.0, y: -50.0, width: 300.0, height: 200.0 });
        let mut closest = start;
        for _ in 0..100 {
            closest = closest.zoom(1.5, closest.centre(), WINDOW);
        }
        assert!((closest.width - WINDOW.width / SCALES.1).abs() < 0.01);
        assert_eq!(start.zoom(f64::NAN, (0.0, 0.0), WINDOW), start);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn another_window_shows_the_same_middle_at_the_same_scale() {
        let start = ViewBox::fit(SMALL, WINDOW).zoom(2.0, (10.0, 20.0), WINDOW);
        let resized = start.resized(WINDOW, Extent { width: 300.0, height: 600.0 });
        assert_eq!(resized.centre(), start.centre());
        assert_eq!((resized.width, resized.height), (150.0, 300.0));
        assert_eq!(start.resized(WINDOW, WINDOW), start);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn panning_never_loses_the_drawing() {
        let start = ViewBox::fit(SMALL, WINDOW);
        let far = start.pan(1e9, -1e9, SMALL);
        assert_eq!((far.x, far.y), (225.0, -350.0));
        assert_eq!(start.pan(10.0, 0.0, SMALL).x, start.x + 10.0);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_has_the_focus_comes_into_sight() {
        let start = ViewBox { x: 0.0, y: 0.0, width: 600.0, height: 400.0 };
        let size = Extent { width: 100.0, height: 20.0 };
        assert_eq!(start.reveal((300.0, 200.0), size), start);
        assert_eq!(start.reveal((1000.0, 200.0), size).x, 458.0);
        assert_eq!(start.reveal((0.0, 200.0), size).x, -58.0);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_length_is_one_pixel() {
        assert_eq!(Extent::new(f64::NAN, -3.0), Extent { width: 1.0, height: 1.0 });
    }
}
