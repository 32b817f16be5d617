// SPDX-License-Identifier: MIT

use std::marker::{PhantomData, PhantomPinned};
use std::os::raw::c_char;

/// A machine, which only the library knows.
#[repr(C)]
pub struct automovable_hotplug {
    _private: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

extern "C" {
    pub fn automovable_text_free(text: *mut c_char);
    pub fn automovable_plan(request: *const c_char, length: usize, answer: *mut *mut c_char)
        -> i32;
    pub fn automovable_hotplug_boot(
        machine: *const c_char,
        length: usize,
        hotplug: *mut *mut automovable_hotplug,
        answer: *mut *mut c_char,
    ) -> i32;
    pub fn automovable_hotplug_destroy(hotplug: *mut automovable_hotplug);
    pub fn automovable_hotplug_apply(
        hotplug: *mut automovable_hotplug,
        operation: *const c_char,
        length: usize,
        answer: *mut *mut c_char,
    ) -> i32;
}
