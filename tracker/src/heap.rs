//! The module's allocator: one free list per power of two. A tenth of the size of the usual one.
//!
//! Memory can't grow without bound on a page left open for hours: a freed block goes to its list and
//! every later request of its size takes it from there, so each size never holds more than it once
//! needed at the same time, and the queue bounds what is needed. What is lost is half of each block
//! at worst, and blocks are never merged.
#![allow(
    unsafe_code,
    reason = "an allocator hands out raw memory; there is no safe way to write one"
)]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::UnsafeCell;
use std::ptr::null_mut;

/// The smallest block is 16 bytes, which is also the largest alignment anybody asks for here.
const SMALLEST: u32 = 4;
const SIZES: usize = 32;
const PAGE: usize = 65_536;

/// Where fresh memory comes from.
pub(crate) trait Source {
    /// So many more bytes, a multiple of 64 KiB, zeroed or not; null if there are none. Successive
    /// calls may return adjoining memory.
    fn grow(&self, bytes: usize) -> *mut u8;
}

/// Free lists over memory from a source.
pub(crate) struct Heap<S> {
    source: S,
    state: UnsafeCell<State>,
}

struct State {
    free: [*mut u8; SIZES],
    next: *mut u8,
    end: *mut u8,
}

// SAFETY: the module has one thread; tests make a heap of their own each and don't share it.
unsafe impl<S> Sync for Heap<S> {}

impl<S> Heap<S> {
    pub(crate) const fn new(source: S) -> Self {
        let state = State { free: [null_mut(); SIZES], next: null_mut(), end: null_mut() };
        Self { source, state: UnsafeCell::new(state) }
    }
}

/// The size's power of two.
fn class(size: usize) -> u32 {
    (usize::BITS - size.saturating_sub(1).leading_zeros()).max(SMALLEST)
}

// SAFETY: blocks are disjoint: each is cut once from fresh memory and is then either with the caller
// or in the list of its class. Each is as large as its class and aligned to 16.
unsafe impl<S: Source> GlobalAlloc for Heap<S> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class(layout.size());
        // SAFETY: one thread, and nothing below calls back into the allocator.
        let state = unsafe { &mut *self.state.get() };
        let Some(head) = state.free.get_mut(class as usize) else { return null_mut() };
        if !head.is_null() {
            let block = *head;
            // SAFETY: a block in the list is free and holds the address of the next one.
            *head = unsafe { block.cast::<*mut u8>().read() };
            return block;
        }
        let size = 1 << class;
        if (state.end as usize).wrapping_sub(state.next as usize) < size {
            let bytes = (size + PAGE - 1) & !(PAGE - 1);
            let fresh = self.source.grow(bytes);
            if fresh.is_null() {
                return fresh;
            }
            // The end of the old memory goes on if the new adjoins it; else it is left.
            if fresh != state.end {
                state.next = fresh;
            }
            state.end = fresh.wrapping_add(bytes);
        }
        let block = state.next;
        state.next = block.wrapping_add(size);
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as in `alloc`.
        let state = unsafe { &mut *self.state.get() };
        if let Some(head) = state.free.get_mut(class(layout.size()) as usize) {
            // SAFETY: the caller gives the block back, and it has room for an address.
            unsafe { block.cast::<*mut u8>().write(*head) };
            *head = block;
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if class(size) == class(layout.size()) {
            return block;
        }
        // SAFETY: the alignment is the old one's, the size the caller's.
        unsafe {
            let fresh = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
            if !fresh.is_null() {
                block.copy_to_nonoverlapping(fresh, size.min(layout.size()));
                self.dealloc(block, layout);
            }
            fresh
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod module {
    use super::{Heap, PAGE, Source, null_mut};

    struct Memory;

    impl Source for Memory {
        fn grow(&self, bytes: usize) -> *mut u8 {
            match core::arch::wasm32::memory_grow(0, bytes / PAGE) {
                usize::MAX => null_mut(),
                pages => (pages * PAGE) as *mut u8,
            }
        }
    }

    #[global_allocator]
    static HEAP: Heap<Memory> = Heap::new(Memory);
}

#[cfg(test)]
#[path = "heap_tests.rs"]
mod tests;
