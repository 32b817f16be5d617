// SPDX-License-Identifier: MIT

use crate::{Answer, Error, Group, Machine, Node, Policy, RatioTest, Sections, Zone, ZoneType};
use automovable_sys as sys;
use std::ptr::{null, null_mut, NonNull};

/// A machine that follows events and decides in constant time.
///
/// Nothing has changed after an error. Decisions may be made from several threads at a time;
/// an event needs the model for itself, which the compiler sees to.
#[derive(Debug)]
pub struct Model(NonNull<sys::automovable_model>);

// The library keeps nothing by thread, and functions on a const model may run at once.
unsafe impl Send for Model {}
unsafe impl Sync for Model {}

impl Drop for Model {
    fn drop(&mut self) {
        unsafe { sys::automovable_model_destroy(self.0.as_ptr()) }
    }
}

impl Model {
    /// A model of a machine, or of one without memory.
    pub fn new(policy: &Policy, machine: Option<&Machine>) -> Result<Model, Error> {
        let arrays = machine.map(Machine::arrays);
        let mut model = null_mut();
        Error::check(unsafe {
            let arrays = arrays.as_ref().map_or(null(), |arrays| arrays);
            sys::automovable_model_create(&policy.0, arrays, &mut model)
        })?;
        Ok(Model(NonNull::new(model).expect("a model was made")))
    }

    /// Calls a function that changes the model.
    fn event(
        &mut self,
        call: impl FnOnce(*mut sys::automovable_model) -> i32,
    ) -> Result<i32, Error> {
        Error::check(call(self.0.as_ptr()))
    }

    /// Becomes the model of another machine.
    pub fn load(&mut self, policy: &Policy, machine: &Machine) -> Result<(), Error> {
        let arrays = machine.arrays();
        self.event(|model| unsafe { sys::automovable_model_load(model, &policy.0, &arrays) })?;
        Ok(())
    }

    /// Makes room for so many in all. Up to these numbers no event allocates.
    pub fn reserve(&mut self, nodes: u64, groups: u64, sections: u64) -> Result<(), Error> {
        self.event(|model| unsafe {
            sys::automovable_model_reserve(model, nodes, groups, sections)
        })?;
        Ok(())
    }

    /// Changes the parameters; another ratio takes a walk over all groups.
    pub fn set_policy(&mut self, policy: &Policy) -> Result<(), Error> {
        self.event(|model| unsafe { sys::automovable_model_set_policy(model, &policy.0) })?;
        Ok(())
    }

    /// A node goes online, with what its zones have.
    pub fn add_node(&mut self, node: &Node) -> Result<(), Error> {
        self.event(|model| unsafe { sys::automovable_model_add_node(model, node) })?;
        Ok(())
    }

    /// A node goes offline, with what its zones had; its groups stay.
    pub fn remove_node(&mut self, nid: i32) -> Result<(), Error> {
        self.event(|model| unsafe { sys::automovable_model_remove_node(model, nid) })?;
        Ok(())
    }

    /// A zone gets other counters and another span.
    pub fn set_zone(&mut self, nid: i32, zone_type: ZoneType, zone: &Zone) -> Result<(), Error> {
        self.event(|model| unsafe {
            sys::automovable_model_set_zone(model, nid, zone_type as u32, zone)
        })?;
        Ok(())
    }

    /// A DIMM is plugged, say. Returns the group's id, the lowest that is free.
    pub fn register_static(&mut self, nid: i32, max_pages: u64) -> Result<i32, Error> {
        self.event(|model| unsafe { sys::automovable_model_register_static(model, nid, max_pages) })
    }

    /// A virtio-mem device is plugged. Returns the group's id, the lowest that is free.
    pub fn register_dynamic(&mut self, nid: i32, unit_pages: u64) -> Result<i32, Error> {
        self.event(|model| unsafe {
            sys::automovable_model_register_dynamic(model, nid, unit_pages)
        })
    }

    /// Memory blocks were added to a group, or removed from it if negative.
    pub fn adjust_blocks(&mut self, group: i32, nr_blocks: i32) -> Result<(), Error> {
        self.event(|model| unsafe {
            sys::automovable_model_adjust_blocks(model, group, nr_blocks)
        })?;
        Ok(())
    }

    /// A device is gone.
    pub fn unregister(&mut self, group: i32) -> Result<(), Error> {
        self.event(|model| unsafe { sys::automovable_model_unregister(model, group) })?;
        Ok(())
    }

    /// A memory block has gone online; `early` if it was there at boot.
    pub fn online_block(
        &mut self,
        nid: i32,
        zone: ZoneType,
        group: Option<i32>,
        start_pfn: u64,
        nr_pages: u64,
        early: bool,
    ) -> Result<(), Error> {
        let group = group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP);
        self.event(|model| unsafe {
            sys::automovable_model_online_block(
                model,
                nid,
                zone as u32,
                group,
                start_pfn,
                nr_pages,
                early.into(),
            )
        })?;
        Ok(())
    }

    /// It has gone offline, in the zone and node in which it went online.
    pub fn offline_block(
        &mut self,
        group: Option<i32>,
        start_pfn: u64,
        nr_pages: u64,
        early: bool,
    ) -> Result<(), Error> {
        let group = group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP);
        self.event(|model| unsafe {
            sys::automovable_model_offline_block(model, group, start_pfn, nr_pages, early.into())
        })?;
        Ok(())
    }

    /// Half of a block's event: its pages, offline if negative. Counters may wrap.
    pub fn adjust_present_pages(
        &mut self,
        nid: i32,
        zone: ZoneType,
        group: Option<i32>,
        nr_pages: i64,
        early: bool,
    ) -> Result<(), Error> {
        let group = group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP);
        self.event(|model| unsafe {
            sys::automovable_model_adjust_present_pages(
                model,
                nid,
                zone as u32,
                group,
                nr_pages,
                early.into(),
            )
        })?;
        Ok(())
    }

    /// The other half: sections go online in a zone.
    pub fn online_sections(&mut self, sections: &Sections) -> Result<(), Error> {
        self.event(|model| unsafe { sys::automovable_model_online_sections(model, sections) })?;
        Ok(())
    }

    /// Sections go offline; those that are already stay so.
    pub fn offline_sections(&mut self, first: u64, count: u64) -> Result<(), Error> {
        self.event(|model| unsafe {
            sys::automovable_model_offline_sections(model, first, count)
        })?;
        Ok(())
    }

    /// The parameters.
    pub fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        let result = unsafe { sys::automovable_model_policy(self.0.as_ptr(), &mut policy.0) };
        assert_eq!(result, 0);
        policy
    }

    /// An online node.
    pub fn node(&self, nid: i32) -> Result<Node, Error> {
        let mut node = Node::default();
        Error::check(unsafe { sys::automovable_model_node(self.0.as_ptr(), nid, &mut node) })?;
        Ok(node)
    }

    /// A registered group.
    pub fn group(&self, id: i32) -> Result<Group, Error> {
        let mut group = Group::default();
        Error::check(unsafe { sys::automovable_model_group(self.0.as_ptr(), id, &mut group) })?;
        Ok(group)
    }

    /// As [`Machine::can_online_movable`], by the group's id.
    pub fn can_online_movable(
        &self,
        nid: Option<i32>,
        group: Option<i32>,
        nr_pages: u64,
    ) -> Result<RatioTest, Error> {
        RatioTest::of(|sums| unsafe {
            sys::automovable_model_can_online_movable(
                self.0.as_ptr(),
                nid.unwrap_or(sys::AUTOMOVABLE_ALL_NODES),
                group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP),
                nr_pages,
                sums,
            )
        })
    }

    /// As [`Machine::zone_for_pfn_range`], by the group's id.
    pub fn zone_for_pfn_range(
        &self,
        nid: i32,
        group: Option<i32>,
        start_pfn: u64,
        nr_pages: u64,
    ) -> Result<Answer, Error> {
        Answer::of(|words| unsafe {
            sys::automovable_model_zone_for_pfn_range(
                self.0.as_ptr(),
                sys::AUTOMOVABLE_ONLINE,
                nid,
                group.unwrap_or(sys::AUTOMOVABLE_NO_GROUP),
                start_pfn,
                nr_pages,
                words,
            )
        })
    }
}
