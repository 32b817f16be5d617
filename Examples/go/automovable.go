// SPDX-License-Identifier: MIT

// Package automovable tells where Linux puts hotplugged memory under
// memory_hotplug.online_policy=auto-movable, and why. It calls libautomovable, whose
// header describes units, ranges and errors.
//
// A [Machine] decides on nodes, groups and sections that are given. A [Model] follows
// events and decides in constant time. Package plan has whole machines, and plans.
//
// Numbers are pages of 4 KiB unless said otherwise. Arrays for C are in C's memory, so
// that cgo's rules about pointers hold with every version of Go.
package automovable

/*
#cgo pkg-config: automovable
#include <automovable.h>
*/
import "C"

import "fmt"

const (
	// AllNodes stands for all nodes in place of one.
	AllNodes int32 = C.AUTOMOVABLE_ALL_NODES
	// NoGroup stands for memory that belongs to no group.
	NoGroup int32 = C.AUTOMOVABLE_NO_GROUP
)

// Error is an error number, negative as the library returns it.
type Error int32

// What functions of the library refuse.
const (
	ErrNotFound Error = -2  // no such node, group or parameter; memory that isn't all online
	ErrNoMemory Error = -12 // no memory
	ErrBusy     Error = -16 // a group that still has memory blocks, or no number is free
	ErrExists   Error = -17 // a node or sections that are online already
	ErrInvalid  Error = -22 // a number that is out of its range, or a model that is closed
	ErrRange    Error = -34 // a number that is too large; more pages than a group can have
)

func (e Error) Error() string {
	return C.GoString(C.automovable_error_text(C.int32_t(e)))
}

// InputError says which field of an input isn't as described, as nodes[3].nid or
// actions[2].grow, and what was expected.
type InputError struct {
	Field, Message string
}

func (e *InputError) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return fmt.Sprintf("%s: %s", e.Field, e.Message)
}

// Unwrap makes errors.Is(err, ErrInvalid) true.
func (e *InputError) Unwrap() error {
	return ErrInvalid
}

// check gives the error that a result stands for, if it does.
func check(result C.int32_t) error {
	if result < 0 {
		return Error(result)
	}
	return nil
}

func truth(value bool) C.uint32_t {
	if value {
		return 1
	}
	return 0
}
