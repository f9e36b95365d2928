//! Bytes of records, page by page. Each type has pages of its own: what is needed equally long lies together, so
//! that pages are emptied, and given back, as a whole.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a record lies: the page above, and below how many units of four bytes into it.
pub(in super::super) type Handle = u32;

/// No record.
pub(super) const NONE: Handle = Handle::MAX;

const BITS: u32 = 12;
const UNIT: usize = 4;
/// How many bytes a page has; one for a record that is larger has as many as that.
const SIZE: usize = UNIT << BITS;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Page {
    bytes: Vec<u8>,
    /// Records in it that are not removed.
    live: u32,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Pages {
    pages: Vec<Page>,
    /// Pages without records.
    free: Vec<u32>,
    /// The page that is being filled, by type.
    filling: BTreeMap<usize, u32>,
}

fn place(handle: Handle) -> (usize, usize) {
    ((handle >> BITS) as usize, (handle & ((1 << BITS) - 1)) as usize * UNIT)
}

impl Pages {
    /// Puts a record's bytes after the others of its type.
    pub(super) fn add(&mut self, kind: usize, bytes: &[u8]) -> Handle {
        let number = self.page_for(kind, bytes.len());
        let Some(page) = self.pages.get_mut(number as usize) else { return NONE };
        let at = page.bytes.len() / UNIT;
        page.bytes.extend_from_slice(bytes);
        page.bytes.resize(page.bytes.len().next_multiple_of(UNIT), 0);
        page.live += 1;
        number << BITS | u32::try_from(at).unwrap_or(0)
    }

    fn page_for(&mut self, kind: usize, length: usize) -> u32 {
        let filling = self.filling.get(&kind).copied();
        let fits = |page: &Page| page.bytes.len() + length <= SIZE;
        if let Some(number) = filling.filter(|at| self.pages.get(*at as usize).is_some_and(fits)) {
            return number;
        }
        let page = Page { bytes: Vec::with_capacity(SIZE.max(length)), live: 0 };
        let number = self.free.pop().unwrap_or_else(|| {
            self.pages.push(Page::default());
            u32::try_from(self.pages.len() - 1).unwrap_or(0)
        });
        if let Some(free) = self.pages.get_mut(number as usize) {
            *free = page;
        }
        self.filling.insert(kind, number);
        self.give_back(filling);
        number
    }

    /// The bytes from where a record begins.
    pub(super) fn get(&self, handle: Handle) -> &[u8] {
        let (page, at) = place(handle);
        self.pages.get(page).and_then(|page| page.bytes.get(at..)).unwrap_or_default()
    }

    pub(super) fn get_mut(&mut self, handle: Handle) -> &mut [u8] {
        let (page, at) = place(handle);
        self.pages.get_mut(page).and_then(|page| page.bytes.get_mut(at..)).unwrap_or_default()
    }

    /// Counts a record as removed; its page is given back with the last one.
    pub(super) fn remove(&mut self, handle: Handle) {
        let number = handle >> BITS;
        if let Some(page) = self.pages.get_mut(number as usize) {
            page.live = page.live.saturating_sub(1);
        }
        self.give_back(Some(number));
    }

    fn give_back(&mut self, number: Option<u32>) {
        let Some(number) = number.filter(|number| !self.filling.values().any(|one| one == number)) else {
            return;
        };
        if let Some(page) = self.pages.get_mut(number as usize)
            && page.live == 0
            && !page.bytes.is_empty()
        {
            *page = Page::default();
            self.free.push(number);
        }
    }

    /// Where records may begin, page by page, each with the number of bytes that the one there takes.
    pub(super) fn each(&self, length: impl Fn(&[u8]) -> usize) -> impl Iterator<Item = Handle> {
        let of_page = move |(number, page): (usize, &Page)| {
            let (mut at, mut handles) = (0, Vec::new());
            while let Some(bytes) = page.bytes.get(at..).filter(|bytes| !bytes.is_empty()) {
                let unit = u32::try_from(at / UNIT).unwrap_or(0);
                handles.push(u32::try_from(number).unwrap_or(0) << BITS | unit);
                at += length(bytes).max(UNIT).next_multiple_of(UNIT);
            }
            handles
        };
        self.pages.iter().enumerate().flat_map(of_page)
    }

    pub(super) fn bytes(&self) -> usize {
        let of_page = |page: &Page| if page.bytes.is_empty() { 0 } else { page.bytes.len().max(SIZE) };
        self.pages.iter().map(of_page).sum::<usize>() + self.pages.len() * size_of::<Page>()
    }
}
