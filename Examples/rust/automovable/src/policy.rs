// SPDX-License-Identifier: MIT

use crate::Error;
use automovable_sys as sys;
use std::ffi::{CStr, CString};

/// The module parameters of memory_hotplug that steer a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy(pub(crate) sys::automovable_policy);

/// The kernel's defaults: contig-zones, 301, numa_aware, no movable_node.
impl Default for Policy {
    fn default() -> Policy {
        let mut policy = sys::automovable_policy::default();
        let result = unsafe { sys::automovable_policy_init(&mut policy) };
        assert_eq!(result, 0);
        Policy(policy)
    }
}

impl Policy {
    /// The policy `auto-movable` with a ratio in percent, and the kernel's other defaults.
    pub fn auto_movable(ratio: u32) -> Policy {
        let mut policy = Policy::default();
        policy.0.online_policy = sys::AUTOMOVABLE_AUTO_MOVABLE;
        policy.0.auto_movable_ratio = ratio;
        policy
    }

    /// Sets a parameter as the kernel does when `value` is written to the file `name` in
    /// `/sys/module/memory_hotplug/parameters`.
    pub fn write(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (field, value) = (text(name, name)?, text(name, value)?);
        let result =
            unsafe { sys::automovable_policy_parse(&mut self.0, field.as_ptr(), value.as_ptr()) };
        Error::check(result).map(|_| ())
    }

    /// What reading the file `name` gives, newline included.
    pub fn read(&self, name: &str) -> Result<String, Error> {
        let field = text(name, name)?;
        let mut text = [0; 64];
        Error::check(unsafe {
            sys::automovable_policy_print(&self.0, field.as_ptr(), text.as_mut_ptr(), text.len())
        })?;
        Ok(unsafe { CStr::from_ptr(text.as_ptr()) }
            .to_string_lossy()
            .into_owned())
    }

    /// The boot parameter `movable_node`.
    pub fn set_movable_node(&mut self, movable_node: bool) {
        self.0.movable_node = movable_node.into();
    }
}

/// A text of a parameter as C has it.
fn text(name: &str, text: &str) -> Result<CString, Error> {
    CString::new(text).map_err(|_| Error::Input {
        field: name.replace('\0', "?"),
        message: "expected a text without NUL".into(),
    })
}
