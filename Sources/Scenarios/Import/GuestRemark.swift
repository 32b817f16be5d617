// SPDX-License-Identifier: MIT

/// What isn't planned of a virtual machine that is imported, or was taken for granted.
public enum GuestRemark: Hashable, Sendable {
  /// No argument of the kernel says `online_policy`.
  case policyTaken

  /// Nothing is requested of a virtio-mem device.
  case wholeSize(device: String)

  /// A device of this model is no memory of the system.
  case noSystemMemory(model: String)

  /// An option isn't planned.
  case unplannedOption(String)

  /// A device is planned where it first fits, and not where it is to be.
  case unplannedAddress(device: String, address: UInt64)

  /// A DIMM is where no memory block begins, so that the kernel refuses it.
  case refusedAddress(device: String, address: UInt64)
}

extension GuestRemark: CustomStringConvertible {
  /// A sentence.
  public var description: String {
    switch self {
    case .policyTaken:
      "online_policy is taken to be auto-movable; a kernel that isn't told so has contig-zones."
    case .wholeSize(let device):
      "\(device): nothing is requested, so that its whole size is planned."
    case .noSystemMemory(let model):
      "A memory device of the model \(model) is no memory of the system until a driver takes "
        + "it; see --dax."
    case .unplannedOption(let option):
      "\(option) isn't planned."
    case .unplannedAddress(let device, let address):
      "\(device): that it is to be at 0x\(String(address, radix: 16)) isn't planned; it is where "
        + "it first fits."
    case .refusedAddress(let device, let address):
      "\(device): no memory block begins at 0x\(String(address, radix: 16)). The kernel refuses "
        + "such memory (EINVAL), so nothing is added."
    }
  }
}
