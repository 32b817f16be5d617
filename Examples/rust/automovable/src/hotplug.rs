// SPDX-License-Identifier: MIT

use crate::Error;
use automovable_sys as sys;
use std::ffi::CStr;
use std::os::raw::c_char;
use std::ptr::{null_mut, NonNull};

/// What a scenario will give: two lines of JSON, the layout and the same in words.
///
/// `automovable_plan.h` describes the request, an object with the scenario and what else the
/// tool has as options.
pub fn plan(request: &str) -> Result<String, Error> {
    answer(|text| unsafe { sys::automovable_plan(request.as_ptr().cast(), request.len(), text) })
}

/// A machine whose memory is added, onlined, offlined and removed, as the kernel does it.
#[derive(Debug)]
pub struct Hotplug(NonNull<sys::automovable_hotplug>);

// The library keeps nothing by thread, and there is nothing to do with a shared machine.
unsafe impl Send for Hotplug {}
unsafe impl Sync for Hotplug {}

impl Drop for Hotplug {
    fn drop(&mut self) {
        unsafe { sys::automovable_hotplug_destroy(self.0.as_ptr()) }
    }
}

impl Hotplug {
    /// Boots a machine, the first line of a trace: `{"machine":...}`.
    pub fn boot(machine: &str) -> Result<Hotplug, Error> {
        let mut hotplug = null_mut();
        answer(|text| unsafe {
            let line = machine.as_ptr().cast();
            sys::automovable_hotplug_boot(line, machine.len(), &mut hotplug, text)
        })?;
        Ok(Hotplug(
            NonNull::new(hotplug).expect("a machine was booted"),
        ))
    }

    /// Applies an operation, a line of a trace. What the kernel refuses is an answer.
    pub fn apply(&mut self, operation: &str) -> Result<String, Error> {
        let hotplug = self.0.as_ptr();
        answer(|text| unsafe {
            let line = operation.as_ptr().cast();
            sys::automovable_hotplug_apply(hotplug, line, operation.len(), text)
        })
    }
}

/// The text that a function makes, or what it says is wrong.
fn answer(call: impl FnOnce(*mut *mut c_char) -> i32) -> Result<String, Error> {
    let mut text = null_mut();
    let result = call(&mut text);
    let answer = if text.is_null() {
        String::new()
    } else {
        unsafe { CStr::from_ptr(text) }
            .to_string_lossy()
            .into_owned()
    };
    unsafe { sys::automovable_text_free(text) };
    if result < 0 {
        let mut texts = strings(&answer);
        // {"error":{"field":"...","message":"..."}}
        if texts.len() == 5 {
            let (message, field) = (texts.swap_remove(4), texts.swap_remove(2));
            return Err(Error::Input { field, message });
        }
    }
    Error::check(result).map(|_| answer)
}

/// The texts of a line of JSON, names included.
fn strings(json: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut characters = json.chars();
    while characters.any(|character| character == '"') {
        let mut text = String::new();
        while let Some(character) = characters.next().filter(|character| *character != '"') {
            text.push(match character {
                '\\' => match characters.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('u') => {
                        let digits: String = characters.by_ref().take(4).collect();
                        u32::from_str_radix(&digits, 16)
                            .ok()
                            .and_then(char::from_u32)
                            .unwrap_or('?')
                    }
                    other => other.unwrap_or('\\'),
                },
                _ => character,
            });
        }
        texts.push(text);
    }
    texts
}
