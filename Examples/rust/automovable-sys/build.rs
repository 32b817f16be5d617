// SPDX-License-Identifier: MIT

//! Finds the libraries: in the folders of AUTOMOVABLE_LIB_DIR, with `:` between them, then
//! as pkg-config says, then where the linker looks anyway. AUTOMOVABLE_STATIC=1 links the
//! static ones.

use std::env;
use std::process::Command;

fn main() {
    for name in ["LIB_DIR", "STATIC"] {
        println!("cargo:rerun-if-env-changed=AUTOMOVABLE_{}", name);
    }
    let with_plan = env::var_os("CARGO_FEATURE_PLAN").is_some();
    let is_static = env::var("AUTOMOVABLE_STATIC").map_or(false, |value| value == "1");
    let kind = if is_static { "static" } else { "dylib" };

    if let Some(folders) = env::var_os("AUTOMOVABLE_LIB_DIR") {
        for folder in env::split_paths(&folders) {
            println!("cargo:rustc-link-search=native={}", folder.display());
        }
    }
    search_as_pkg_config_says("automovable");
    if with_plan {
        search_as_pkg_config_says("automovable-plan");
    }
    println!("cargo:rustc-link-lib={}=automovable", kind);
    if with_plan {
        println!("cargo:rustc-link-lib={}=automovable-plan", kind);
        println!("cargo:rustc-link-lib=m");
    }
}

/// What isn't found here may still be where the linker looks.
fn search_as_pkg_config_says(package: &str) {
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_PATH");
    println!("cargo:rerun-if-env-changed=PKG_CONFIG_SYSROOT_DIR");
    let output = Command::new("pkg-config")
        .args(["--libs-only-L", package])
        .output();
    let text = match output {
        Ok(output) if output.status.success() => output.stdout,
        _ => return,
    };
    for word in String::from_utf8_lossy(&text).split_whitespace() {
        if let Some(folder) = word.strip_prefix("-L") {
            println!("cargo:rustc-link-search=native={}", folder);
        }
    }
}
