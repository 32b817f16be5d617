// SPDX-License-Identifier: MIT

package automovable

/*
#include <stdlib.h>
#include <automovable.h>
*/
import "C"

import (
	"strings"
	"unsafe"
)

// Policy has the module parameters of memory_hotplug that steer a decision.
type Policy struct {
	IsAutoMovable bool   // online_policy: auto-movable, otherwise contig-zones
	Ratio         uint32 // auto_movable_ratio, percent; 0 for none
	IsNUMAAware   bool   // auto_movable_numa_aware
	MovableNode   bool   // the boot parameter
}

// DefaultPolicy has the kernel's defaults.
func DefaultPolicy() Policy {
	var policy C.struct_automovable_policy
	C.automovable_policy_init(&policy)
	return policyOf(&policy)
}

// AutoMovable is the policy auto-movable with a ratio in percent, and the kernel's other
// defaults.
func AutoMovable(ratio uint32) Policy {
	policy := DefaultPolicy()
	policy.IsAutoMovable = true
	policy.Ratio = ratio
	return policy
}

// Write sets a parameter as the kernel does when value is written to the file name in
// /sys/module/memory_hotplug/parameters.
func (p *Policy) Write(name, value string) error {
	if strings.ContainsRune(name+value, 0) {
		return &InputError{strings.ReplaceAll(name, "\x00", "?"), "expected a text without NUL"}
	}
	policy := p.c()
	cName, cValue := C.CString(name), C.CString(value)
	defer C.free(unsafe.Pointer(cName))
	defer C.free(unsafe.Pointer(cValue))
	if err := check(C.automovable_policy_parse(&policy, cName, cValue)); err != nil {
		return err
	}
	*p = policyOf(&policy)
	return nil
}

// Read gives what reading the file name gives, newline included.
func (p Policy) Read(name string) (string, error) {
	policy := p.c()
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName))
	var text [64]C.char
	length := C.automovable_policy_print(&policy, cName, &text[0], C.size_t(len(text)))
	if err := check(length); err != nil {
		return "", err
	}
	return C.GoString(&text[0]), nil
}

func (p Policy) c() C.struct_automovable_policy {
	return C.struct_automovable_policy{
		online_policy:           truth(p.IsAutoMovable),
		auto_movable_ratio:      C.uint32_t(p.Ratio),
		auto_movable_numa_aware: truth(p.IsNUMAAware),
		movable_node:            truth(p.MovableNode),
	}
}

func policyOf(policy *C.struct_automovable_policy) Policy {
	return Policy{
		IsAutoMovable: policy.online_policy == C.AUTOMOVABLE_AUTO_MOVABLE,
		Ratio:         uint32(policy.auto_movable_ratio),
		IsNUMAAware:   policy.auto_movable_numa_aware != 0,
		MovableNode:   policy.movable_node != 0,
	}
}
