// SPDX-License-Identifier: MIT

use std::{ffi::CStr, fmt};

/// The kernel's `enum zone_type` with all zones configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
#[allow(missing_docs)]
pub enum ZoneType {
    Dma,
    Dma32,
    Normal,
    Movable,
    Device,
}

impl ZoneType {
    pub(crate) fn of(number: u64) -> ZoneType {
        match number {
            0 => ZoneType::Dma,
            1 => ZoneType::Dma32,
            2 => ZoneType::Normal,
            3 => ZoneType::Movable,
            4 => ZoneType::Device,
            _ => unreachable!("the library has five zones"),
        }
    }
}

/// As in `/proc/zoneinfo`.
impl fmt::Display for ZoneType {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // Texts of the library stay as long as it is loaded.
        let name = unsafe { CStr::from_ptr(automovable_sys::automovable_zone_name(*self as u32)) };
        f.pad(&name.to_string_lossy())
    }
}
