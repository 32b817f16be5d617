// SPDX-License-Identifier: MIT

package automovable

/*
#include <stdlib.h>
#include <automovable.h>
*/
import "C"

import (
	"runtime"
	"strings"
	"unsafe"
)

// Zone has the fields of struct zone that the policy reads.
type Zone struct {
	StartPFN          uint64
	SpannedPages      uint64 // holes included
	PresentPages      uint64
	PresentEarlyPages uint64 // there at boot
	CMAPages          uint64 // set aside for contiguous allocation
}

// Node is an online node; zones by ZoneType.
type Node struct {
	NID   int32 // 0 to 1023
	Zones [Zones]Zone
}

// Group is a memory group that is registered: a DIMM, or a virtio-mem device if dynamic.
type Group struct {
	NID int32 // 0 to 1023
	// Of a static group the most that it can have; of a dynamic one those of a unit, a
	// power of two of 32768 or more.
	Pages               uint64
	IsDynamic           bool
	PresentKernelPages  uint64
	PresentMovablePages uint64
}

// Sections are online sections in a row, of 32768 pages each, that belong to one zone.
type Sections struct {
	First uint64 // the first one's page frame number / 32768
	Count uint64
	NID   int32
	Zone  ZoneType
}

// Machine is a machine that was checked. It is in C's memory, which Close gives back, or
// else the garbage collector. Any number of goroutines may use it at the same time, but
// for Close.
type Machine struct {
	checked *C.struct_automovable_checked_machine
}

// NewMachine checks a machine: nodes and sections ascend, and all is in its range. If not,
// the error is an InputError.
func NewMachine(nodes []Node, groups []Group, sections []Sections) (*Machine, error) {
	checked := (*C.struct_automovable_checked_machine)(
		C.calloc(1, C.sizeof_struct_automovable_checked_machine))
	if checked == nil {
		return nil, ErrNoMemory
	}
	m := &Machine{checked}
	runtime.SetFinalizer(m, (*Machine).Close)
	machine := &checked.machine
	machine.nr_nodes = C.uint64_t(len(nodes))
	machine.nr_groups = C.uint64_t(len(groups))
	machine.nr_sections = C.uint64_t(len(sections))
	machine.nodes = (*C.struct_automovable_node)(
		C.calloc(C.size_t(len(nodes)+1), C.sizeof_struct_automovable_node))
	machine.groups = (*C.struct_automovable_group)(
		C.calloc(C.size_t(len(groups)+1), C.sizeof_struct_automovable_group))
	machine.sections = (*C.struct_automovable_sections)(
		C.calloc(C.size_t(len(sections)+1), C.sizeof_struct_automovable_sections))
	if machine.nodes == nil || machine.groups == nil || machine.sections == nil {
		m.Close()
		return nil, ErrNoMemory
	}
	cNodes := unsafe.Slice(machine.nodes, len(nodes))
	for index := range nodes {
		cNodes[index] = nodes[index].c()
	}
	cGroups := unsafe.Slice(machine.groups, len(groups))
	for index := range groups {
		cGroups[index] = groups[index].c()
	}
	cSections := unsafe.Slice(machine.sections, len(sections))
	for index := range sections {
		cSections[index] = sections[index].c()
	}
	if err := check(C.automovable_machine_check(machine, checked)); err != nil {
		var text [256]C.char
		C.automovable_machine_fault(machine, &text[0], C.size_t(len(text)))
		field, message, _ := strings.Cut(C.GoString(&text[0]), ": ")
		m.Close()
		return nil, &InputError{field, message}
	}
	return m, nil
}

// Close gives the machine's memory back, once or more often.
func (m *Machine) Close() {
	if m.checked == nil {
		return
	}
	C.free(unsafe.Pointer(m.checked.machine.nodes))
	C.free(unsafe.Pointer(m.checked.machine.groups))
	C.free(unsafe.Pointer(m.checked.machine.sections))
	C.free(unsafe.Pointer(m.checked))
	m.checked = nil
	runtime.SetFinalizer(m, nil)
}

// CanOnlineMovable tells whether so many pages may become movable, on a node or on
// AllNodes. auto_movable_can_online_movable() of the kernel; group is a position.
func (m *Machine) CanOnlineMovable(policy Policy, nid, group int32, pages uint64) (bool, RatioTest, error) {
	cPolicy := policy.c()
	var test C.struct_automovable_test
	result := C.automovable_checked_can_online_movable(&cPolicy, m.checked, C.int32_t(nid),
		C.int32_t(group), C.uint64_t(pages), &test)
	runtime.KeepAlive(m)
	if err := check(result); err != nil {
		return false, RatioTest{}, err
	}
	return result == 1, *testOf(&test), nil
}

// ZoneForPFNRange tells which zone a memory block gets, and why. zone_for_pfn_range() of
// the kernel; group is a position.
func (m *Machine) ZoneForPFNRange(policy Policy, onlineType OnlineType, nid, group int32, start, pages uint64) (Answer, error) {
	cPolicy := policy.c()
	var answer C.struct_automovable_answer
	result := C.automovable_checked_zone_for_pfn_range(&cPolicy, m.checked,
		C.uint32_t(onlineType), C.int32_t(nid), C.int32_t(group), C.uint64_t(start),
		C.uint64_t(pages), &answer)
	runtime.KeepAlive(m)
	if err := check(result); err != nil {
		return Answer{}, err
	}
	return answerOf(&answer), nil
}

func (z *Zone) c() C.struct_automovable_zone {
	return C.struct_automovable_zone{
		start_pfn:           C.uint64_t(z.StartPFN),
		spanned_pages:       C.uint64_t(z.SpannedPages),
		present_pages:       C.uint64_t(z.PresentPages),
		present_early_pages: C.uint64_t(z.PresentEarlyPages),
		cma_pages:           C.uint64_t(z.CMAPages),
	}
}

func (n *Node) c() C.struct_automovable_node {
	node := C.struct_automovable_node{nid: C.int32_t(n.NID)}
	for index := range n.Zones {
		node.zones[index] = n.Zones[index].c()
	}
	return node
}

func (g *Group) c() C.struct_automovable_group {
	return C.struct_automovable_group{
		pages:                 C.uint64_t(g.Pages),
		present_kernel_pages:  C.uint64_t(g.PresentKernelPages),
		present_movable_pages: C.uint64_t(g.PresentMovablePages),
		nid:                   C.int32_t(g.NID),
		is_dynamic:            truth(g.IsDynamic),
	}
}

func (s *Sections) c() C.struct_automovable_sections {
	return C.struct_automovable_sections{
		first: C.uint64_t(s.First),
		count: C.uint64_t(s.Count),
		nid:   C.int32_t(s.NID),
		zone:  C.uint32_t(s.Zone),
	}
}

func nodeOf(node *C.struct_automovable_node) Node {
	n := Node{NID: int32(node.nid)}
	for index := range n.Zones {
		zone := &node.zones[index]
		n.Zones[index] = Zone{uint64(zone.start_pfn), uint64(zone.spanned_pages),
			uint64(zone.present_pages), uint64(zone.present_early_pages),
			uint64(zone.cma_pages)}
	}
	return n
}

func groupOf(group *C.struct_automovable_group) Group {
	return Group{int32(group.nid), uint64(group.pages), group.is_dynamic != 0,
		uint64(group.present_kernel_pages), uint64(group.present_movable_pages)}
}
