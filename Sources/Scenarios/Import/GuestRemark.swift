// SPDX-License-Identifier: MIT

/// What isn't planned of a virtual machine that is imported, or was taken for granted.
public enum GuestRemark: Hashable, Sendable {
  /// No argument of the kernel says `online_policy`.
  case policyTaken

  /// Nothing is requested of a virtio-mem device.
  case wholeSize(device: String)

  /// A device of this model is no memory of the system.
  case noSystemMemory(model: String)
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
    }
  }
}
