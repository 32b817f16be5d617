// SPDX-License-Identifier: MIT

/// What is cut out of a tree, in the order in which it is compiled: entry points,
/// and what the shim asks for. All else comes by need.
enum KernelRecipe {
  /// A step of the recipe.
  enum Step {
    /// The first of several spellings that is there; one has to be, unless an option
    /// that it depends on is not set.
    case need([String], option: String? = nil)

    /// What may be missing.
    case want(String)

    /// The call of one of several macros that makes a variable a parameter, unless an
    /// option that it depends on is not set.
    case call([String], of: String, option: String? = nil)

    /// The plain members of a struct, as a macro of that name.
    case members(String, as: String)

    /// A header of the shim's.
    case include(String)

    /// What the shim's files turned out to miss of the tree.
    case wanted
  }

  static let policy = "mm/memory_hotplug.c"

  /// The C files that are looked into.
  static let homes = [
    policy, "drivers/base/memory.c", "mm/mmzone.c", "kernel/params.c", "lib/kstrtox.c",
    "lib/string_helpers.c", "lib/string.c", "lib/kstrtox.h",
  ]

  /// Two files that are compiled whole.
  static let whole = ["lib/xarray.c", "include/linux/xarray.h"]

  /// What all that is read of a tree is in.
  static let folders = ["Makefile", "include", "mm", "lib", "drivers/base", "kernel/params.c"]

  /// What decisions are made of.
  static let decisions: [Step] =
    [
      .need(["ZONE_MOVABLE"]),
      .members("zone", as: "SHIM_ZONE_MEMBERS"),
      .members("pglist_data", as: "SHIM_NODE_MEMBERS"),
      .include("zones.h"), .wanted,
      .need(["MMOP_ONLINE_MOVABLE"]), .need(["MMOP_ONLINE_KERNEL"]),
      .need(["struct memory_group"]), .need(["struct vmem_altmap"]),
    ]
    + [
      ["memory_group_register_static", "register_static_memory_group"],
      ["memory_group_register_dynamic", "register_dynamic_memory_group"],
      ["memory_group_unregister", "unregister_memory_group"],
      ["memory_group_find_by_id", "get_memory_group"],
    ].map { .need($0) }
    + [
      .want("walk_dynamic_memory_groups"),
      .need(["ONLINE_POLICY_AUTO_MOVABLE"]), .need(["online_policy"]),
      .need(["auto_movable_ratio"]), .need(["auto_movable_numa_aware"], option: "CONFIG_NUMA"),
      .need(["movable_node_enabled"]),
      .need(["next_zone"]), .need(["for_each_populated_zone"]),
      .want("auto_movable_stats_account_zone"), .want("auto_movable_stats_account_group"),
      .want("auto_movable_can_online_movable"), .want("default_kernel_zone_for_pfn"),
      .include("calls.h"), .include("trace.h"),
      .need(["zone_for_pfn_range"]),
    ]

  /// What keeps the books of zones and nodes while memory comes and goes.
  static let books: [Step] = [
    .include("history.h"), .wanted, .need(["MIGRATE_UNMOVABLE"]),
    .need(["move_pfn_range_to_zone"]), .need(["remove_pfn_range_from_zone"]),
    .need(["adjust_present_page_count"]), .need(["update_pgdat_span"]),
  ]

  /// What takes blocks online and offline.
  static let blocks: [Step] = [
    .wanted, .members("memory_block", as: "SHIM_BLOCK_MEMBERS"), .need(["MEM_GOING_ONLINE"]),
    .include("blocks.h"),
    .need(["memory_block_online"]), .need(["memory_block_offline"]),
  ]

  /// What reads and writes parameters as text.
  static let parameters: [Step] =
    [.include("settings.h"), .wanted, .need(["struct kernel_param_ops"])]
    + [
      ("online_policy", nil), ("auto_movable_ratio", nil),
      ("auto_movable_numa_aware", "CONFIG_NUMA"),
    ].map {
      .call(["module_param", "module_param_cb", "module_param_named"], of: $0, option: $1)
    }

  /// How the shim calls what may have other parameters in other trees.
  static let calls: [KernelCall] = [
    KernelCall(
      name: "zone_for_pfn_range",
      roles: ["online_type", "nid", "group", "start_pfn", "nr_pages"],
      aliases: ["pfn": "start_pfn"]),
    KernelCall(
      name: "auto_movable_can_online_movable", roles: ["nid", "group", "nr_pages"]),
    KernelCall(
      name: "default_kernel_zone_for_pfn", roles: ["nid", "start_pfn", "nr_pages"],
      aliases: ["pfn": "start_pfn"]),
    KernelCall(
      name: "walk_dynamic_memory_groups", roles: ["nid", "func", "excluded", "arg"]),
    KernelCall(
      name: "adjust_present_page_count", roles: ["page", "group", "nr_pages"], others: ["zone"]),
    KernelCall(
      name: "move_pfn_range_to_zone",
      roles: ["zone", "start_pfn", "nr_pages", "altmap", "migratetype"],
      others: ["isolate_pageblock"]),
    KernelCall(
      name: "remove_pfn_range_from_zone", roles: ["zone", "start_pfn", "nr_pages"]),
  ]
}

extension KernelLibrary.Part {
  /// What is cut for it.
  var steps: [KernelRecipe.Step] {
    switch self {
    case .decisions: KernelRecipe.decisions
    case .traces: []
    case .histories: KernelRecipe.books
    case .blocks: KernelRecipe.blocks
    case .parameters: KernelRecipe.parameters
    }
  }
}
