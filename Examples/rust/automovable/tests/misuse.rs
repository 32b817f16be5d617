// SPDX-License-Identifier: MIT

//! What is refused, and what threads may do.

use automovable::{plan, Error, Group, Hotplug, Machine, Model, Node, Policy, Zone, ZoneType};
use std::thread;

const GIB: u64 = 262144;
const BLOCK: u64 = 32768;

fn boot() -> Node {
    let mut node = Node::default();
    node.zones[ZoneType::Normal as usize] = Zone {
        start_pfn: GIB,
        spanned_pages: 4 * GIB,
        present_pages: 4 * GIB,
        present_early_pages: 4 * GIB,
        cma_pages: 0,
    };
    node
}

fn field(error: Error) -> String {
    match error {
        Error::Input { field, message } => {
            assert!(message.contains("expected"), "{}", message);
            field
        }
        Error::Number(number) => panic!("expected a field, found {}", number),
    }
}

#[test]
fn machines_are_checked() {
    let unknown = Node {
        nid: 1024,
        ..Node::default()
    };
    let empty = Group::default();
    assert_eq!(
        field(Machine::new(vec![unknown], vec![], vec![]).unwrap_err()),
        "nodes[0].nid"
    );
    assert_eq!(
        field(Machine::new(vec![], vec![empty], vec![]).unwrap_err()),
        "groups[0].pages"
    );
    let machine = Machine::new(vec![boot()], vec![], vec![]).unwrap();
    let policy = Policy::auto_movable(301);
    assert!(
        machine
            .can_online_movable(&policy, None, None, 12 * GIB)
            .unwrap()
            .allowed
    );
    assert!(
        !machine
            .can_online_movable(&policy, None, None, 13 * GIB)
            .unwrap()
            .allowed
    );
    let refused = machine.zone_for_pfn_range(&policy, 0, Some(0), 8 * GIB, BLOCK);
    assert_eq!(refused.unwrap_err(), Error::Number(2));
}

#[test]
fn parameters_are_the_kernels() {
    let mut policy = Policy::default();
    policy.write("online_policy", "auto-movable").unwrap();
    assert_eq!(policy.read("online_policy").unwrap(), "auto-movable\n");
    assert_eq!(policy.read("ratio").unwrap_err(), Error::Number(2));
    assert_eq!(policy, Policy::auto_movable(301));
    assert_eq!(
        policy.write("auto_movable_ratio", "lots").unwrap_err(),
        Error::Number(22)
    );
    assert_eq!(
        field(policy.write("auto_movable_ratio", "1\0").unwrap_err()),
        "auto_movable_ratio"
    );
    assert_eq!(policy, Policy::auto_movable(301));
}

#[test]
fn models_follow_events() {
    let machine = Machine::new(vec![boot()], vec![], vec![]).unwrap();
    let policy = Policy::auto_movable(301);
    let mut model = Model::new(&policy, Some(&machine)).unwrap();
    model.reserve(1, 2, 8).unwrap();
    let dimm = model.register_static(0, GIB).unwrap();
    model.adjust_blocks(dimm, 1).unwrap();
    model
        .online_block(0, ZoneType::Movable, Some(dimm), 8 * GIB, BLOCK, false)
        .unwrap();
    assert_eq!(model.group(dimm).unwrap().present_movable_pages, BLOCK);
    assert_eq!(model.unregister(dimm).unwrap_err(), Error::Number(16));
    model
        .offline_block(Some(dimm), 8 * GIB, BLOCK, false)
        .unwrap();
    model.adjust_blocks(dimm, -1).unwrap();
    model.unregister(dimm).unwrap();
    assert_eq!(model.group(dimm).unwrap_err(), Error::Number(2));
    assert_eq!(model.node(0).unwrap(), boot());
    assert_eq!(model.policy(), policy);
}

#[test]
fn threads_decide_on_one_model() {
    let machine = Machine::new(vec![boot()], vec![], vec![]).unwrap();
    let model = Model::new(&Policy::auto_movable(301), Some(&machine)).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for block in 0..1000 {
                    let start = 8 * GIB + block * BLOCK;
                    let answer = model.zone_for_pfn_range(0, None, start, BLOCK).unwrap();
                    assert_eq!(answer.zone, ZoneType::Movable);
                }
            });
        }
    });
}

#[test]
fn texts_are_refused_with_their_field() {
    let wrong = plan(r#"{"scenario":{"nodes":["\"lots\" \u00e9"]}}"#).unwrap_err();
    assert!(
        wrong.to_string().contains(r#"found "\"lots\" "#),
        "{}",
        wrong
    );
    assert_eq!(field(wrong), "nodes[0]");
    assert_eq!(
        field(Hotplug::boot(r#"{"machine":3}"#).unwrap_err()),
        "machine"
    );
    let machine = r#"{"machine":{"params":{"online_policy":"contig-zones","auto_movable_ratio":301,
        "auto_movable_numa_aware":true},"nodes":[]}}"#;
    let mut hotplug = Hotplug::boot(machine).unwrap();
    let answer = hotplug
        .apply(r#"{"op":"write_state","block":1,"value":"online"}"#)
        .unwrap();
    assert!(
        answer.starts_with(r#"{"result":{"returns":-2,"#),
        "{}",
        answer
    );
    let wrong = hotplug.apply(r#"{"op":"write_state","block":-1,"value":"online"}"#);
    assert_eq!(field(wrong.unwrap_err()), "block");
}
