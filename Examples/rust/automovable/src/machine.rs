// SPDX-License-Identifier: MIT

use crate::{Answer, Error, Group, Node, Policy, RatioTest, Sections};
use automovable_sys as sys;
use std::{ffi::CStr, ptr::null};

/// A machine that was checked: nodes and sections ascend, and all is in its range.
#[derive(Clone, Debug)]
pub struct Machine {
    nodes: Vec<Node>,
    groups: Vec<Group>,
    sections: Vec<Sections>,
}

impl Machine {
    /// Checks a machine. The error names the field that isn't as described.
    pub fn new(
        nodes: Vec<Node>,
        groups: Vec<Group>,
        sections: Vec<Sections>,
    ) -> Result<Machine, Error> {
        let machine = Machine {
            nodes,
            groups,
            sections,
        };
        let arrays = machine.arrays();
        let mut text = [0; 256];
        let length =
            unsafe { sys::automovable_machine_fault(&arrays, text.as_mut_ptr(), text.len()) };
        if Error::check(length)? == 0 {
            return Ok(machine);
        }
        let fault = unsafe { CStr::from_ptr(text.as_ptr()) }.to_string_lossy();
        let (field, message) = fault.split_once(": ").unwrap_or(("", &fault));
        Err(Error::Input {
            field: field.into(),
            message: message.into(),
        })
    }

    /// May so many pages become movable, on a node or on all of them?
    /// `auto_movable_can_online_movable()` of the kernel; `group` is a position.
    pub fn can_online_movable(
        &self,
        policy: &Policy,
        nid: Option<i32>,
        group: Option<i32>,
        nr_pages: u64,
    ) -> Result<RatioTest, Error> {
        RatioTest::of(|sums| unsafe {
            sys::automovable_checked_can_online_movable(
                &policy.0,
                &self.checked(),
                nid.unwrap_or(sys::AUTOMOVABLE_ALL_NODES),
                group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP),
                nr_pages,
                sums,
            )
        })
    }

    /// Which zone does a memory block get, and why, if the policy decides?
    /// `zone_for_pfn_range()` of the kernel; `group` is a position.
    pub fn zone_for_pfn_range(
        &self,
        policy: &Policy,
        nid: i32,
        group: Option<i32>,
        start_pfn: u64,
        nr_pages: u64,
    ) -> Result<Answer, Error> {
        Answer::of(|words| unsafe {
            sys::automovable_checked_zone_for_pfn_range(
                &policy.0,
                &self.checked(),
                sys::AUTOMOVABLE_ONLINE,
                nid,
                group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP),
                start_pfn,
                nr_pages,
                words,
            )
        })
    }

    /// The machine as C has it, as long as nothing moves.
    pub(crate) fn arrays(&self) -> sys::automovable_machine {
        fn first<T>(of: &[T]) -> *const T {
            if of.is_empty() {
                null()
            } else {
                of.as_ptr()
            }
        }
        sys::automovable_machine {
            nr_nodes: self.nodes.len() as u64,
            nr_groups: self.groups.len() as u64,
            nr_sections: self.sections.len() as u64,
            nodes: first(&self.nodes),
            groups: first(&self.groups),
            sections: first(&self.sections),
        }
    }

    /// What automovable_machine_check() would fill: new() has checked the same arrays, and
    /// nobody can change them.
    fn checked(&self) -> sys::automovable_checked_machine {
        sys::automovable_checked_machine {
            machine: self.arrays(),
        }
    }
}
