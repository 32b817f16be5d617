// SPDX-License-Identifier: MIT

use crate::{Error, ZoneType};
use automovable_sys as sys;
use std::ffi::CStr;

/// What a call of `auto_movable_can_online_movable()` saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatioTest {
    /// Whether the pages may become movable.
    pub allowed: bool,
    /// All that was summed up and compared.
    pub sums: sys::automovable_test,
}

impl RatioTest {
    /// What a function of the library returns and fills in.
    pub(crate) fn of(
        ask: impl FnOnce(*mut sys::automovable_test) -> i32,
    ) -> Result<RatioTest, Error> {
        let mut sums = sys::automovable_test::default();
        let allowed = Error::check(ask(&mut sums))? == 1;
        Ok(RatioTest { allowed, sums })
    }
}

/// A zone and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The zone.
    pub zone: ZoneType,
    /// Everything else, as `automovable.h` describes it.
    pub words: sys::automovable_answer,
}

impl Answer {
    /// What a function of the library fills in.
    pub(crate) fn of(
        ask: impl FnOnce(*mut sys::automovable_answer) -> i32,
    ) -> Result<Answer, Error> {
        let mut words = sys::automovable_answer::default();
        Error::check(ask(&mut words))?;
        Ok(Answer {
            zone: ZoneType::of(words.result),
            words,
        })
    }

    /// The step that settled the zone, in a few words.
    pub fn reason(&self) -> &'static str {
        let text =
            unsafe { CStr::from_ptr(sys::automovable_zone_exit_text(self.words.exit as u32)) };
        text.to_str().expect("texts of the library are ASCII")
    }
}
