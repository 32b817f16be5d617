// SPDX-License-Identifier: MIT

import CReference
import Testing

/// What only the C port has: some files of memory blocks, the states in between,
/// and the parameters on the kernel's command line.
@Suite("Files of the C port")
struct ReferenceFileTests {
  private let context = ReferenceContext()

  /// The block 300, added and offline.
  private func block() throws -> UnsafeMutablePointer<memory_block> {
    let size: UInt64 = 128 << 20
    #expect(unsafe add_memory(context.context, 0, 300 * size, size, 0) == 0)
    return try unsafe #require(find_memory_block_by_id(context.context, 300))
  }

  @Test func filesOfABlock() throws {
    let (mhp, block) = unsafe (context.context, try block())
    func text(
      _ show: (
        OpaquePointer, UnsafeMutablePointer<memory_block>, UnsafeMutablePointer<CChar>?
      ) -> Int
    ) -> String {
      unsafe ReferenceContext.text { unsafe show(mhp, block, $0) }
    }
    #expect(unsafe text { unsafe phys_index_show($0, $1, $2) } == "0000012c\n")
    #expect(unsafe text { unsafe removable_show($0, $1, $2) } == "1\n")
    #expect(unsafe text { unsafe phys_device_show($0, $1, $2) } == "0\n")
    #expect(unsafe text { unsafe state_show($0, $1, $2) } == "offline\n")
    #expect(unsafe text { unsafe online_show($0, $1, $2) } == "0\n")
    #expect(unsafe device_online(mhp, block) == 0)
    #expect(unsafe text { unsafe state_show($0, $1, $2) } == "online\n")
    #expect(unsafe text { unsafe online_show($0, $1, $2) } == "1\n")
  }

  @Test func theSizeOfABlockIsHexadecimal() {
    let mhp = unsafe context.context
    #expect(unsafe ReferenceContext.text { unsafe block_size_bytes_show(mhp, $0) } == "8000000\n")
    #expect(unsafe memory_hotplug_set_block_size(mhp, 2 << 30) == 0)
    #expect(unsafe ReferenceContext.text { unsafe block_size_bytes_show(mhp, $0) } == "80000000\n")
  }

  /// A notifier is asked while the block is on its way, and its files say so;
  /// valid_zones then tells where the block could go.
  @Test func aBlockOnItsWayOffline() throws {
    final class Seen {
      var texts: [String] = []
    }
    let seen = Seen()
    let (mhp, block) = unsafe (context.context, try block())
    #expect(unsafe device_online(mhp, block) == 0)
    unsafe memory_hotplug_set_notifier(
      mhp,
      { mhp, action, _, data in
        guard let data = unsafe data, let block = unsafe find_memory_block_by_id(mhp, 300)
        else { return 0 }
        let state = unsafe ReferenceContext.text { unsafe state_show(mhp, block, $0) }
        let zones = unsafe ReferenceContext.text { unsafe valid_zones_show(mhp, block, $0) }
        unsafe Unmanaged<Seen>.fromOpaque(data).takeUnretainedValue().texts
          .append("\(action): \(state)\(zones)")
        return action == 2 ? -16 : 0
      }, Unmanaged.passUnretained(seen).toOpaque())
    #expect(unsafe device_offline(mhp, block) == -16)
    // MEM_GOING_OFFLINE and MEM_CANCEL_OFFLINE.
    #expect(
      seen.texts == [
        "2: going-offline\nNormal Movable\n", "32: going-offline\nNormal Movable\n",
      ])
    #expect(unsafe ReferenceContext.text { unsafe state_show(mhp, block, $0) } == "online\n")
    #expect(unsafe ReferenceContext.text { unsafe valid_zones_show(mhp, block, $0) } == "Normal\n")
  }

  /// An invalid state is ignored without a word.
  @Test func parametersOutsideTheModule() throws {
    let mhp = unsafe context.context
    func autoOnline() -> String {
      unsafe ReferenceContext.text { unsafe auto_online_blocks_show(mhp, $0) }
    }
    #expect(autoOnline() == "offline\n")
    #expect(context.boot("memhp_default_state", "online_movable") == 0)
    #expect(autoOnline() == "online_movable\n")
    for value in ["Online", "", "online ", nil] {
      #expect(context.boot("memhp-default-state", value) == 0)
      #expect(autoOnline() == "online_movable\n")
    }
    #expect(context.boot("memhp_default_state", "online\n") == 0)
    #expect(autoOnline() == "online\n")
    #expect(context.boot("movable_node", nil) == 0)
    // Contiguous zones put the block into MOVABLE now.
    let block = try unsafe block()
    #expect(unsafe ReferenceContext.text { unsafe valid_zones_show(mhp, block, $0) } == "Movable\n")
  }
}
