// SPDX-License-Identifier: MIT
//
// How large may a DIMM be to go to ZONE_MOVABLE as a whole? For a machine with two
// nodes, by ratio; nothing is kept between the questions.

#include <automovable.h>

#include <cstdint>
#include <cstdio>
#include <system_error>
#include <vector>

namespace {

constexpr std::uint64_t gib = 262144;  // pages

// A result that isn't an error.
std::int32_t checked(std::int32_t result) {
  if (result < 0) {
    throw std::system_error(-result, std::generic_category(), automovable_error_text(result));
  }
  return result;
}

// A machine in vectors.
struct Machine {
  std::vector<automovable_node> nodes;
  std::vector<automovable_group> groups;

  automovable_machine view() const {
    automovable_machine machine{};
    machine.nr_nodes = nodes.size();
    machine.nodes = nodes.data();
    machine.nr_groups = groups.size();
    machine.groups = groups.data();
    return machine;
  }
};

automovable_node bootNode(std::int32_t nid, std::uint64_t start, std::uint64_t pages) {
  automovable_node node{};
  node.nid = nid;
  auto& zone = node.zones[AUTOMOVABLE_ZONE_NORMAL];
  zone.start_pfn = start;
  zone.spanned_pages = zone.present_pages = zone.present_early_pages = pages;
  return node;
}

bool goesToMovable(const automovable_policy& policy, Machine machine, std::uint64_t pages) {
  automovable_group dimm{};
  dimm.nid = 1;
  dimm.pages = pages;
  machine.groups.push_back(dimm);
  const auto view = machine.view();
  const auto zone = checked(automovable_zone_for_pfn_range(
      &policy, &view, AUTOMOVABLE_ONLINE, dimm.nid,
      static_cast<std::int32_t>(machine.groups.size()) - 1, 64 * gib, 32768, nullptr));
  return zone == AUTOMOVABLE_ZONE_MOVABLE;
}

// The largest number of blocks of 128 MiB.
std::uint64_t largest(const automovable_policy& policy, const Machine& machine) {
  std::uint64_t fits = 0, tooLarge = 1 << 20;
  while (tooLarge - fits > 1) {
    const auto middle = fits + (tooLarge - fits) / 2;
    (goesToMovable(policy, machine, middle * 32768) ? fits : tooLarge) = middle;
  }
  return fits;
}

}  // namespace

int main() try {
  const Machine machine{{bootNode(0, gib, 16 * gib), bootNode(1, 32 * gib, 4 * gib)}, {}};
  std::printf("%6s  %10s  %18s\n", "ratio", "any node", "this node as well");
  for (const char* ratio : {"100", "200", "301", "400"}) {
    automovable_policy policy;
    checked(automovable_policy_init(&policy));
    checked(automovable_policy_parse(&policy, "online_policy", "auto-movable"));
    checked(automovable_policy_parse(&policy, "auto_movable_ratio", ratio));
    checked(automovable_policy_parse(&policy, "auto_movable_numa_aware", "N"));
    const auto any = largest(policy, machine);
    checked(automovable_policy_parse(&policy, "auto_movable_numa_aware", "Y"));
    const auto both = largest(policy, machine);
    std::printf("%5s%%  %6.2f GiB  %14.2f GiB\n", ratio, any / 8.0, both / 8.0);
  }
  return 0;
} catch (const std::system_error& error) {
  std::fprintf(stderr, "dimm: %s\n", error.what());
  return 1;
}
