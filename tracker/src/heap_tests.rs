//! The allocator: blocks never overlap, keep what is in them, and memory stops growing.

use std::cell::Cell;

use proptest::prelude::*;

use super::*;

/// A megabyte that stands for the module's memory, aligned to its pages.
struct Megabyte {
    base: *mut u8,
    used: Cell<usize>,
}

const LAYOUT: Layout = match Layout::from_size_align(1 << 20, PAGE) {
    Ok(layout) => layout,
    Err(_) => panic!(),
};

impl Megabyte {
    fn new() -> Self {
        // SAFETY: the layout has a size.
        Self { base: unsafe { std::alloc::alloc(LAYOUT) }, used: Cell::new(0) }
    }
}

impl Drop for Megabyte {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with the same layout.
        unsafe { std::alloc::dealloc(self.base, LAYOUT) }
    }
}

impl Source for Megabyte {
    fn grow(&self, bytes: usize) -> *mut u8 {
        let at = self.used.get();
        if at + bytes > LAYOUT.size() {
            return null_mut();
        }
        self.used.set(at + bytes);
        self.base.wrapping_add(at)
    }
}

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 8).unwrap()
}

proptest! {
    #[test]
    fn blocks_keep_what_is_in_them(steps in prop::collection::vec((0..3u8, 0..20usize, 1..2_000usize), 1..100)) {
        let heap = Heap::new(Megabyte::new());
        let mut blocks: Vec<(*mut u8, usize, u8)> = Vec::new();
        for (n, (what, which, size)) in steps.into_iter().enumerate() {
            let mark = u8::try_from(n % 251).unwrap();
            // SAFETY: every block is given back with the size it was got with, and used within it.
            unsafe {
                match what {
                    0 => {
                        let block = heap.alloc(layout(size));
                        if !block.is_null() {
                            block.write_bytes(mark, size);
                            blocks.push((block, size, mark));
                        }
                    }
                    1 if which < blocks.len() => {
                        let (block, size, _) = blocks.swap_remove(which);
                        heap.dealloc(block, layout(size));
                    }
                    2 if which < blocks.len() => {
                        let (block, old, mark) = blocks[which];
                        let moved = heap.realloc(block, layout(old), size);
                        if !moved.is_null() {
                            moved.write_bytes(mark, size);
                            blocks[which] = (moved, size, mark);
                        }
                    }
                    _ => {}
                }
                for (block, size, mark) in &blocks {
                    prop_assert_eq!(*block as usize % 16, 0);
                    prop_assert!(std::slice::from_raw_parts(*block, *size).iter().all(|b| b == mark));
                }
            }
        }
    }
}

#[test]
fn a_page_open_for_hours_does_not_grow() {
    let heap = Heap::new(Megabyte::new());
    let mut after_first = 0;
    for round in 0..10_000 {
        // Events gather, a batch is written out of them, all of it goes.
        // SAFETY: given back with the size they were got with.
        unsafe {
            let blocks: Vec<_> = (0..40).map(|n| (heap.alloc(layout(100 + n)), 100 + n)).collect();
            let batch = heap.realloc(heap.alloc(layout(64)), layout(64), 9_000);
            assert!(!batch.is_null());
            heap.dealloc(batch, layout(9_000));
            for (block, size) in blocks {
                heap.dealloc(block, layout(size));
            }
        }
        if round == 0 {
            after_first = heap.source.used.get();
        }
    }
    assert_eq!(heap.source.used.get(), after_first);
}

#[test]
fn no_more_memory_is_null() {
    let heap = Heap::new(Megabyte::new());
    // SAFETY: nothing is done with the block.
    assert!(unsafe { heap.alloc(layout(2 << 20)) }.is_null());
}
