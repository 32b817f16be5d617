// SPDX-License-Identifier: MIT

//! How a virtio-mem device grows beside 1 GiB of boot memory: block by block with a model,
//! and planned as a whole. Both must come to the same.

use automovable::{plan, Error, Machine, Model, Node, Policy, Zone, ZoneType};

const GIB: u64 = 262144;
const BLOCK: u64 = 32768;

fn decided() -> Result<String, Error> {
    let mut node = Node::default();
    node.zones[ZoneType::Dma32 as usize] = Zone {
        spanned_pages: GIB,
        present_pages: GIB,
        present_early_pages: GIB,
        ..Zone::default()
    };
    let machine = Machine::new(vec![node], vec![], vec![])?;
    let mut model = Model::new(&Policy::auto_movable(301), Some(&machine))?;
    let device = model.register_dynamic(0, BLOCK)?;
    let mut runs: Vec<(ZoneType, &str, u32)> = Vec::new();
    for start in (4 * GIB..8 * GIB).step_by(BLOCK as usize) {
        let answer = model.zone_for_pfn_range(0, Some(device), start, BLOCK)?;
        model.online_block(0, answer.zone, Some(device), start, BLOCK, false)?;
        match runs.last_mut() {
            Some((zone, _, count)) if *zone == answer.zone => *count += 1,
            _ => runs.push((answer.zone, answer.reason(), 1)),
        }
    }
    for (zone, reason, count) in &runs {
        println!("{:2} blocks {:7}  {}", count, zone, reason);
    }
    let words: Vec<String> = runs
        .iter()
        .map(|(zone, _, count)| format!("{}{}", &zone.to_string()[..1], count))
        .collect();
    Ok(words.join(" "))
}

fn main() -> Result<(), Error> {
    let decided = decided()?;
    let planned = plan(
        r#"{"absent":0,"scenario":{"nodes":["1G"],"auto_movable_ratio":301,
            "virtio_mem":[{"id":"vm0","size":"4G","node":0}],
            "actions":[{"op":"grow","dev":"vm0","to":"4G","step":"4G"}]}}"#,
    )?;
    println!("{}", decided);
    println!(
        "planned likewise: {}",
        planned.contains(&format!("\"layout\":\"{}\"", decided))
    );
    if let Err(error) = plan(r#"{"scenario":{"nodes":["1G"],"auto_movable_ratio":-1}}"#) {
        println!("{}", error);
    }
    Ok(())
}
