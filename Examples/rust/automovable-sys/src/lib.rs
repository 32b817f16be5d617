// SPDX-License-Identifier: MIT

//! libautomovable and libautomovable-plan, as `automovable.h` and `automovable_plan.h`
//! declare them. The headers say what functions do and expect; names are theirs.

#![allow(non_camel_case_types)]

use std::marker::{PhantomData, PhantomPinned};
use std::mem::size_of;
use std::os::raw::c_char;

#[cfg(feature = "plan")]
mod plan;
#[cfg(feature = "plan")]
pub use plan::*;

/// Structs with the sizes that they have where pointers have 64 bits.
macro_rules! structs {
    ($($(#[$attribute:meta])* struct $name:ident: $size:literal {
        $($field:ident: $type:ty,)*
    })*) => {
        $(
            $(#[$attribute])*
            #[repr(C)]
            #[derive(Clone, Copy, Debug)]
            pub struct $name {
                $(pub $field: $type,)*
            }

            // Without padding, so that each field has the size that it has in C.
            #[cfg(target_pointer_width = "64")]
            const _: () = assert!(
                size_of::<$name>() == $size && 0 $(+ size_of::<$type>())* == $size
            );
        )*

        /// The layout in the words of abi.txt.
        #[cfg(test)]
        fn layout() -> Vec<String> {
            let mut lines = Vec::new();
            $(
                lines.push(format!(
                    "sizeof struct {} {}", stringify!($name), size_of::<$name>()));
                let place = std::mem::MaybeUninit::<$name>::uninit();
                $(
                    let field = unsafe { std::ptr::addr_of!((*place.as_ptr()).$field) };
                    lines.push(format!(
                        "offsetof struct {} {} {}", stringify!($name), stringify!($field),
                        field as usize - place.as_ptr() as usize));
                )*
            )*
            lines
        }
    };
}

structs! {
    #[derive(Default, PartialEq, Eq)]
    struct automovable_zone: 40 {
        start_pfn: u64,
        spanned_pages: u64,
        present_pages: u64,
        present_early_pages: u64,
        cma_pages: u64,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_node: 208 {
        zones: [automovable_zone; AUTOMOVABLE_ZONES as usize],
        nid: i32,
        reserved: u32,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_group: 32 {
        pages: u64,
        present_kernel_pages: u64,
        present_movable_pages: u64,
        nid: i32,
        is_dynamic: u32,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_sections: 24 {
        first: u64,
        count: u64,
        nid: i32,
        zone: u32,
    }

    struct automovable_machine: 48 {
        nr_nodes: u64,
        nr_groups: u64,
        nr_sections: u64,
        nodes: *const automovable_node,
        groups: *const automovable_group,
        sections: *const automovable_sections,
    }

    struct automovable_checked_machine: 48 {
        machine: automovable_machine,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_policy: 16 {
        online_policy: u32,
        auto_movable_ratio: u32,
        auto_movable_numa_aware: u32,
        movable_node: u32,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_test: 64 {
        exit: u64,
        kernel_early_pages: u64,
        movable_pages: u64,
        req_kernel_early_pages: u64,
        group_movable_pages: u64,
        kernel_pages: u64,
        online_movable_pages: u64,
        limit: u64,
    }

    #[derive(Default, PartialEq, Eq)]
    struct automovable_answer: 192 {
        result: u64,
        nid: u64,
        exit: u64,
        kernel_lookup: u64,
        kernel_pfn: u64,
        kernel_nr_pages: u64,
        online_pages: u64,
        tested_pages: u64,
        system: automovable_test,
        node: automovable_test,
    }
}

macro_rules! constants {
    ($($name:ident: $type:ty = $value:expr;)*) => {
        $(pub const $name: $type = $value;)*

        /// The constants in the words of abi.txt.
        #[cfg(test)]
        fn values() -> Vec<String> {
            vec![$(format!("constant {} {}", stringify!($name), $name)),*]
        }
    };
}

constants! {
    AUTOMOVABLE_ZONE_DMA: u32 = 0;
    AUTOMOVABLE_ZONE_DMA32: u32 = 1;
    AUTOMOVABLE_ZONE_NORMAL: u32 = 2;
    AUTOMOVABLE_ZONE_MOVABLE: u32 = 3;
    AUTOMOVABLE_ZONE_DEVICE: u32 = 4;
    AUTOMOVABLE_ZONES: u32 = 5;
    AUTOMOVABLE_CONTIG_ZONES: u32 = 0;
    AUTOMOVABLE_AUTO_MOVABLE: u32 = 1;
    AUTOMOVABLE_OFFLINE: u32 = 0;
    AUTOMOVABLE_ONLINE: u32 = 1;
    AUTOMOVABLE_ONLINE_KERNEL: u32 = 2;
    AUTOMOVABLE_ONLINE_MOVABLE: u32 = 3;
    AUTOMOVABLE_TEST_NOT_MADE: u64 = 0;
    AUTOMOVABLE_TEST_REQUIREMENT: u64 = 1;
    AUTOMOVABLE_TEST_COMPARED: u64 = 2;
    AUTOMOVABLE_EXIT_KERNEL_REQUESTED: u64 = 0;
    AUTOMOVABLE_EXIT_MOVABLE_REQUESTED: u64 = 1;
    AUTOMOVABLE_EXIT_CONTIG_ZONES: u64 = 2;
    AUTOMOVABLE_EXIT_RATIO_ZERO: u64 = 3;
    AUTOMOVABLE_EXIT_GROUP_KERNEL_PAGES: u64 = 4;
    AUTOMOVABLE_EXIT_UNIT_KERNEL_SECTION: u64 = 5;
    AUTOMOVABLE_EXIT_REFUSED_SYSTEM: u64 = 6;
    AUTOMOVABLE_EXIT_REFUSED_NODE: u64 = 7;
    AUTOMOVABLE_EXIT_MOVABLE: u64 = 8;
    AUTOMOVABLE_ALL_NODES: i32 = -1;
    AUTOMOVABLE_NO_GROUP: i32 = -1;
}

/// A model, which only the library knows.
#[repr(C)]
pub struct automovable_model {
    _private: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

extern "C" {
    pub fn automovable_version() -> u32;
    pub fn automovable_zone_name(zone: u32) -> *const c_char;
    pub fn automovable_zone_exit_text(exit: u32) -> *const c_char;
    pub fn automovable_test_exit_text(exit: u32) -> *const c_char;
    pub fn automovable_error_text(error: i32) -> *const c_char;

    pub fn automovable_policy_init(policy: *mut automovable_policy) -> i32;
    pub fn automovable_policy_parse(
        policy: *mut automovable_policy,
        name: *const c_char,
        value: *const c_char,
    ) -> i32;
    pub fn automovable_policy_print(
        policy: *const automovable_policy,
        name: *const c_char,
        text: *mut c_char,
        size: usize,
    ) -> i32;

    pub fn automovable_can_online_movable(
        policy: *const automovable_policy,
        machine: *const automovable_machine,
        nid: i32,
        group: i32,
        nr_pages: u64,
        test: *mut automovable_test,
    ) -> i32;
    pub fn automovable_zone_for_pfn_range(
        policy: *const automovable_policy,
        machine: *const automovable_machine,
        online_type: u32,
        nid: i32,
        group: i32,
        start_pfn: u64,
        nr_pages: u64,
        answer: *mut automovable_answer,
    ) -> i32;
    pub fn automovable_machine_check(
        machine: *const automovable_machine,
        checked: *mut automovable_checked_machine,
    ) -> i32;
    pub fn automovable_machine_fault(
        machine: *const automovable_machine,
        text: *mut c_char,
        size: usize,
    ) -> i32;
    pub fn automovable_checked_can_online_movable(
        policy: *const automovable_policy,
        machine: *const automovable_checked_machine,
        nid: i32,
        group: i32,
        nr_pages: u64,
        test: *mut automovable_test,
    ) -> i32;
    pub fn automovable_checked_zone_for_pfn_range(
        policy: *const automovable_policy,
        machine: *const automovable_checked_machine,
        online_type: u32,
        nid: i32,
        group: i32,
        start_pfn: u64,
        nr_pages: u64,
        answer: *mut automovable_answer,
    ) -> i32;

    pub fn automovable_model_create(
        policy: *const automovable_policy,
        machine: *const automovable_machine,
        model: *mut *mut automovable_model,
    ) -> i32;
    pub fn automovable_model_destroy(model: *mut automovable_model);
    pub fn automovable_model_load(
        model: *mut automovable_model,
        policy: *const automovable_policy,
        machine: *const automovable_machine,
    ) -> i32;
    pub fn automovable_model_reserve(
        model: *mut automovable_model,
        nr_nodes: u64,
        nr_groups: u64,
        nr_sections: u64,
    ) -> i32;
    pub fn automovable_model_set_policy(
        model: *mut automovable_model,
        policy: *const automovable_policy,
    ) -> i32;
    pub fn automovable_model_add_node(
        model: *mut automovable_model,
        node: *const automovable_node,
    ) -> i32;
    pub fn automovable_model_remove_node(model: *mut automovable_model, nid: i32) -> i32;
    pub fn automovable_model_set_zone(
        model: *mut automovable_model,
        nid: i32,
        zone_type: u32,
        zone: *const automovable_zone,
    ) -> i32;
    pub fn automovable_model_online_block(
        model: *mut automovable_model,
        nid: i32,
        zone_type: u32,
        group: i32,
        start_pfn: u64,
        nr_pages: u64,
        early: u32,
    ) -> i32;
    pub fn automovable_model_offline_block(
        model: *mut automovable_model,
        group: i32,
        start_pfn: u64,
        nr_pages: u64,
        early: u32,
    ) -> i32;
    pub fn automovable_model_adjust_present_pages(
        model: *mut automovable_model,
        nid: i32,
        zone_type: u32,
        group: i32,
        nr_pages: i64,
        early: u32,
    ) -> i32;
    pub fn automovable_model_register_static(
        model: *mut automovable_model,
        nid: i32,
        max_pages: u64,
    ) -> i32;
    pub fn automovable_model_register_dynamic(
        model: *mut automovable_model,
        nid: i32,
        unit_pages: u64,
    ) -> i32;
    pub fn automovable_model_adjust_blocks(
        model: *mut automovable_model,
        group: i32,
        nr_blocks: i32,
    ) -> i32;
    pub fn automovable_model_unregister(model: *mut automovable_model, group: i32) -> i32;
    pub fn automovable_model_online_sections(
        model: *mut automovable_model,
        sections: *const automovable_sections,
    ) -> i32;
    pub fn automovable_model_offline_sections(
        model: *mut automovable_model,
        first: u64,
        count: u64,
    ) -> i32;
    pub fn automovable_model_policy(
        model: *const automovable_model,
        policy: *mut automovable_policy,
    ) -> i32;
    pub fn automovable_model_node(
        model: *const automovable_model,
        nid: i32,
        node: *mut automovable_node,
    ) -> i32;
    pub fn automovable_model_group(
        model: *const automovable_model,
        id: i32,
        group: *mut automovable_group,
    ) -> i32;
    pub fn automovable_model_can_online_movable(
        model: *const automovable_model,
        nid: i32,
        group: i32,
        nr_pages: u64,
        test: *mut automovable_test,
    ) -> i32;
    pub fn automovable_model_zone_for_pfn_range(
        model: *const automovable_model,
        online_type: u32,
        nid: i32,
        group: i32,
        start_pfn: u64,
        nr_pages: u64,
        answer: *mut automovable_answer,
    ) -> i32;
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    /// All that programs rely on is declared here as abi.txt lists it. AUTOMOVABLE_ABI_TXT
    /// says where that file is; without it, where it is beside these sources.
    #[test]
    fn declarations_are_those_of_the_library() {
        let path = env::var("AUTOMOVABLE_ABI_TXT").unwrap_or_else(|_| {
            let top = concat!(env!("CARGO_MANIFEST_DIR"), "/../../..");
            format!("{}/Sources/CAutoMovable/abi.txt", top)
        });
        let text = fs::read_to_string(&path).expect(&path);
        let source = include_str!("lib.rs");
        let mut declared: Vec<String> = super::layout();
        declared.extend(super::values());
        let missing: Vec<&str> = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .filter(|line| match line.strip_prefix("function ") {
                Some(name) => !source.contains(&format!("pub fn {}(", name)),
                None => !declared.iter().any(|declared| declared == line),
            })
            .collect();
        for line in &missing {
            println!("not declared as in {}: {}", path, line);
        }
        assert!(missing.is_empty());
        assert!(declared.len() > 80);
    }

    #[test]
    fn library_is_of_this_version() {
        let part = |name: &str| env::var(name).unwrap().parse::<u32>().unwrap();
        let [major, minor, patch] =
            ["MAJOR", "MINOR", "PATCH"].map(|name| part(&format!("CARGO_PKG_VERSION_{}", name)));
        assert_eq!(
            unsafe { super::automovable_version() },
            major * 10000 + minor * 100 + patch
        );
    }
}
