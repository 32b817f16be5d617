// SPDX-License-Identifier: MIT

//! Where Linux puts hotplugged memory under `memory_hotplug.online_policy=auto-movable`,
//! and why.
//!
//! * [`Machine`] decides on nodes, groups and sections that are given.
//! * [`Model`] follows events and decides in constant time.
//! * [`Hotplug`] adds, onlines, offlines and removes memory as the kernel does it.
//! * [`plan`] tells what a scenario will give.
//!
//! Numbers are pages of 4 KiB unless said otherwise.

#![deny(unsafe_op_in_unsafe_fn)]
#![warn(missing_docs)]

mod answer;
mod error;
mod hotplug;
mod machine;
mod model;
mod policy;
mod zone_type;

pub use answer::{Answer, RatioTest};
pub use error::Error;
pub use hotplug::{plan, Hotplug};
pub use machine::Machine;
pub use model::Model;
pub use policy::Policy;
pub use zone_type::ZoneType;

pub use automovable_sys::automovable_group as Group;
pub use automovable_sys::automovable_node as Node;
pub use automovable_sys::automovable_sections as Sections;
pub use automovable_sys::automovable_zone as Zone;
