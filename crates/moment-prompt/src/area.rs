//! Areas on the screen, and where there is room for one beside another.

use web_sys::Element;

/// A rectangle, in CSS pixels from the window's corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Room between the anchor and what points at it.
const GAP: f64 = 12.0;
/// Room to the window's edge.
const EDGE: f64 = 8.0;

impl Area {
    pub(crate) fn of(element: &Element) -> Self {
        let area = element.get_bounding_client_rect();
        Self { left: area.left(), top: area.top(), width: area.width(), height: area.height() }
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.left + other.width
            && other.left < self.left + self.width
            && self.top < other.top + other.height
            && other.top < self.top + self.height
    }

    /// What of it stands in `other`; without a size where nothing does.
    pub(crate) fn within(&self, other: &Self) -> Self {
        let [left, top] = [self.left.max(other.left), self.top.max(other.top)];
        let right = (self.left + self.width).min(other.left + other.width);
        let bottom = (self.top + self.height).min(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }

    fn is_within(&self, window: [f64; 2]) -> bool {
        self.left >= 0.0
            && self.top >= 0.0
            && self.left + self.width <= window[0]
            && self.top + self.height <= window[1]
    }

    /// Where something of this `size` stands beside `self`: under it, over it, or at its sides, else in a corner of the
    /// window; never over it, if there is room anywhere, nor over `focused`, if that can be helped too.
    pub(crate) fn beside(&self, size: [f64; 2], window: [f64; 2], focused: Option<Self>, is_rtl: bool) -> [f64; 2] {
        let [width, height] = size;
        let right_end = self.left + self.width;
        let aligned = if is_rtl { right_end - width } else { self.left };
        let along = aligned.min(window[0] - width - EDGE).max(EDGE);
        let middle = (self.top + self.height / 2.0 - height / 2.0).min(window[1] - height - EDGE).max(EDGE);
        let (before, after) = (self.left - GAP - width, right_end + GAP);
        let (first_side, second_side) = if is_rtl { (before, after) } else { (after, before) };
        let [far_x, far_y] = [window[0] - width - EDGE, window[1] - height - EDGE].map(|far| far.max(EDGE));
        let places = [
            [along, self.top + self.height + GAP],
            [along, self.top - GAP - height],
            [first_side, middle],
            [second_side, middle],
            [along, far_y],
            [along, EDGE],
            [EDGE, far_y],
            [far_x, far_y],
            [EDGE, EDGE],
            [far_x, EDGE],
        ];
        let area = |[left, top]: [f64; 2]| Self { left, top, width, height };
        let is_free = |place: &&[f64; 2]| area(**place).is_within(window) && !area(**place).overlaps(self);
        let is_clear = |place: &&[f64; 2]| focused.is_none_or(|focused| !area(**place).overlaps(&focused));
        let best = places.iter().filter(is_free).find(is_clear);
        *best.or_else(|| places.iter().find(is_free)).unwrap_or(&[along, far_y])
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    const WINDOW: [f64; 2] = [1000.0, 700.0];
    const SIZE: [f64; 2] = [300.0, 200.0];

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area { left, top, width, height }
    }

    #[test]
    fn it_stands_under_the_element_where_there_is_room() {
        let anchor = area(100.0, 100.0, 80.0, 30.0);
        assert_eq!(anchor.beside(SIZE, WINDOW, None, false), [100.0, 142.0]);
        let at_the_end = area(900.0, 100.0, 80.0, 30.0);
        assert_eq!(at_the_end.beside(SIZE, WINDOW, None, false), [692.0, 142.0]);
        assert_eq!(at_the_end.beside(SIZE, WINDOW, None, true), [680.0, 142.0], "aligned to its other end");
    }

    #[test]
    fn what_is_cut_off_has_no_size() {
        let outer = area(100.0, 100.0, 200.0, 100.0);
        assert_eq!(area(50.0, 150.0, 100.0, 100.0).within(&outer), area(100.0, 150.0, 50.0, 50.0));
        let beneath = area(120.0, 220.0, 80.0, 30.0).within(&outer);
        assert!(beneath.width > 0.0 && beneath.height < 0.0, "{beneath:?}");
    }

    #[test]
    fn at_the_windows_foot_it_stands_over_the_element() {
        assert_eq!(area(100.0, 650.0, 80.0, 30.0).beside(SIZE, WINDOW, None, false), [100.0, 438.0]);
    }

    #[test]
    fn beside_a_tall_element_it_stands_at_the_side_from_which_people_read_on() {
        let tall = area(400.0, 10.0, 150.0, 680.0);
        assert_eq!(tall.beside(SIZE, WINDOW, None, false), [562.0, 250.0]);
        assert_eq!(tall.beside(SIZE, WINDOW, None, true), [88.0, 250.0]);
    }

    #[test]
    fn it_keeps_off_what_has_the_focus() {
        let (anchor, focused) = (area(100.0, 300.0, 80.0, 30.0), area(100.0, 400.0, 200.0, 30.0));
        assert_eq!(anchor.beside(SIZE, WINDOW, Some(focused), false), [100.0, 88.0]);
    }

    #[test]
    fn wherever_there_is_room_it_never_covers_the_element() {
        for left in (0..90).map(|step| f64::from(step) * 10.0) {
            for top in (0..65).map(|step| f64::from(step) * 10.0) {
                for is_rtl in [false, true] {
                    let anchor = area(left, top, 100.0, 40.0);
                    let [x, y] = anchor.beside(SIZE, WINDOW, None, is_rtl);
                    let placed = area(x, y, SIZE[0], SIZE[1]);
                    assert!(!placed.overlaps(&anchor) && placed.is_within(WINDOW), "{anchor:?} {placed:?}");
                }
            }
        }
    }

    #[test]
    fn where_there_is_no_room_it_stays_in_the_window() {
        let [x, y] = area(0.0, 0.0, 320.0, 400.0).beside([304.0, 300.0], [320.0, 480.0], None, false);
        assert_eq!([x, y], [8.0, 172.0]);
    }
}
