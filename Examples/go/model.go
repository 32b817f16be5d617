// SPDX-License-Identifier: MIT

package automovable

/*
#include <automovable.h>
*/
import "C"

import "runtime"

// Model is a machine that follows events and decides in constant time. Nothing has changed
// after an error.
//
// Decisions, and other methods that only read, may run in several goroutines at the same
// time. An event needs the model for itself. Close, or else the garbage collector, gives
// its memory back; after that everything is ErrInvalid.
type Model struct {
	model *C.struct_automovable_model
}

// NewModel makes a model of a machine, or of one without memory if machine is nil.
func NewModel(policy Policy, machine *Machine) (*Model, error) {
	cPolicy := policy.c()
	m := new(Model)
	var err error
	if machine == nil {
		err = check(C.automovable_model_create(&cPolicy, nil, &m.model))
	} else if machine.checked == nil {
		err = ErrInvalid
	} else {
		err = check(C.automovable_model_create(&cPolicy, &machine.checked.machine, &m.model))
		runtime.KeepAlive(machine)
	}
	if err != nil {
		return nil, err
	}
	runtime.SetFinalizer(m, (*Model).Close)
	return m, nil
}

// Close ends the model, once or more often.
func (m *Model) Close() {
	C.automovable_model_destroy(m.model)
	m.model = nil
	runtime.SetFinalizer(m, nil)
}

// done is the end of a call: the model was needed until here.
func (m *Model) done(result C.int32_t) error {
	runtime.KeepAlive(m)
	return check(result)
}

// Load makes it the model of another machine.
func (m *Model) Load(policy Policy, machine *Machine) error {
	if machine.checked == nil {
		return ErrInvalid
	}
	cPolicy := policy.c()
	err := m.done(C.automovable_model_load(m.model, &cPolicy, &machine.checked.machine))
	runtime.KeepAlive(machine)
	return err
}

// Reserve makes room for so many in all. Up to these numbers no event allocates.
func (m *Model) Reserve(nodes, groups, sections uint64) error {
	return m.done(C.automovable_model_reserve(m.model, C.uint64_t(nodes), C.uint64_t(groups),
		C.uint64_t(sections)))
}

// SetPolicy changes the parameters; another ratio takes a walk over all groups.
func (m *Model) SetPolicy(policy Policy) error {
	cPolicy := policy.c()
	return m.done(C.automovable_model_set_policy(m.model, &cPolicy))
}

// AddNode puts a node online, with what its zones have.
func (m *Model) AddNode(node Node) error {
	cNode := node.c()
	return m.done(C.automovable_model_add_node(m.model, &cNode))
}

// RemoveNode takes a node offline, with what its zones had; its groups stay.
func (m *Model) RemoveNode(nid int32) error {
	return m.done(C.automovable_model_remove_node(m.model, C.int32_t(nid)))
}

// SetZone gives a zone other counters and another span.
func (m *Model) SetZone(nid int32, zoneType ZoneType, zone Zone) error {
	cZone := zone.c()
	return m.done(C.automovable_model_set_zone(m.model, C.int32_t(nid), C.uint32_t(zoneType),
		&cZone))
}

// RegisterStatic plugs a DIMM, say. It returns the group's id, the lowest that is free.
func (m *Model) RegisterStatic(nid int32, maxPages uint64) (int32, error) {
	id := C.automovable_model_register_static(m.model, C.int32_t(nid), C.uint64_t(maxPages))
	return int32(id), m.done(id)
}

// RegisterDynamic plugs a virtio-mem device. It returns the group's id, the lowest that is
// free.
func (m *Model) RegisterDynamic(nid int32, unitPages uint64) (int32, error) {
	id := C.automovable_model_register_dynamic(m.model, C.int32_t(nid), C.uint64_t(unitPages))
	return int32(id), m.done(id)
}

// AdjustBlocks says that memory blocks were added to a group, or removed if negative.
func (m *Model) AdjustBlocks(group, blocks int32) error {
	return m.done(C.automovable_model_adjust_blocks(m.model, C.int32_t(group),
		C.int32_t(blocks)))
}

// Unregister says that a device is gone.
func (m *Model) Unregister(group int32) error {
	return m.done(C.automovable_model_unregister(m.model, C.int32_t(group)))
}

// OnlineBlock says that a memory block has gone online; early if it was there at boot.
func (m *Model) OnlineBlock(nid int32, zone ZoneType, group int32, start, pages uint64, early bool) error {
	return m.done(C.automovable_model_online_block(m.model, C.int32_t(nid), C.uint32_t(zone),
		C.int32_t(group), C.uint64_t(start), C.uint64_t(pages), truth(early)))
}

// OfflineBlock says that it has gone offline, in the zone and node in which it went online.
func (m *Model) OfflineBlock(group int32, start, pages uint64, early bool) error {
	return m.done(C.automovable_model_offline_block(m.model, C.int32_t(group),
		C.uint64_t(start), C.uint64_t(pages), truth(early)))
}

// AdjustPresentPages is half of a block's event: its pages, offline if negative.
func (m *Model) AdjustPresentPages(nid int32, zone ZoneType, group int32, pages int64, early bool) error {
	return m.done(C.automovable_model_adjust_present_pages(m.model, C.int32_t(nid),
		C.uint32_t(zone), C.int32_t(group), C.int64_t(pages), truth(early)))
}

// OnlineSections is the other half: sections go online in a zone.
func (m *Model) OnlineSections(sections Sections) error {
	cSections := sections.c()
	return m.done(C.automovable_model_online_sections(m.model, &cSections))
}

// OfflineSections takes sections offline; those that are already stay so.
func (m *Model) OfflineSections(first, count uint64) error {
	return m.done(C.automovable_model_offline_sections(m.model, C.uint64_t(first),
		C.uint64_t(count)))
}

// Policy reads the parameters.
func (m *Model) Policy() (Policy, error) {
	var policy C.struct_automovable_policy
	err := m.done(C.automovable_model_policy(m.model, &policy))
	return policyOf(&policy), err
}

// Node reads an online node.
func (m *Model) Node(nid int32) (Node, error) {
	var node C.struct_automovable_node
	err := m.done(C.automovable_model_node(m.model, C.int32_t(nid), &node))
	return nodeOf(&node), err
}

// Group reads a registered group.
func (m *Model) Group(id int32) (Group, error) {
	var group C.struct_automovable_group
	err := m.done(C.automovable_model_group(m.model, C.int32_t(id), &group))
	return groupOf(&group), err
}

// CanOnlineMovable is as Machine.CanOnlineMovable, by the group's id.
func (m *Model) CanOnlineMovable(nid, group int32, pages uint64) (bool, RatioTest, error) {
	var test C.struct_automovable_test
	result := C.automovable_model_can_online_movable(m.model, C.int32_t(nid), C.int32_t(group),
		C.uint64_t(pages), &test)
	if err := m.done(result); err != nil {
		return false, RatioTest{}, err
	}
	return result == 1, *testOf(&test), nil
}

// ZoneForPFNRange is as Machine.ZoneForPFNRange, by the group's id.
func (m *Model) ZoneForPFNRange(onlineType OnlineType, nid, group int32, start, pages uint64) (Answer, error) {
	var answer C.struct_automovable_answer
	err := m.done(C.automovable_model_zone_for_pfn_range(m.model, C.uint32_t(onlineType),
		C.int32_t(nid), C.int32_t(group), C.uint64_t(start), C.uint64_t(pages), &answer))
	if err != nil {
		return Answer{}, err
	}
	return answerOf(&answer), nil
}
