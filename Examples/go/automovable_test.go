// SPDX-License-Identifier: MIT

package automovable

import (
	"errors"
	"runtime"
	"sync"
	"testing"
)

const (
	gib   = 262144
	block = 32768
)

func boot() Node {
	node := Node{}
	node.Zones[ZoneNormal] = Zone{gib, 4 * gib, 4 * gib, 4 * gib, 0}
	return node
}

func machine(t *testing.T) *Machine {
	machine, err := NewMachine([]Node{boot()}, []Group{{Pages: 8 * gib}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return machine
}

func TestMachine(t *testing.T) {
	m, policy := machine(t), AutoMovable(301)
	answer, err := m.ZoneForPFNRange(policy, Online, 0, 0, 8*gib, block)
	if err != nil || answer.Zone != ZoneMovable || answer.Exit != ExitMovable {
		t.Error(answer, err)
	}
	// A DIMM is asked about as a whole.
	if system := answer.System; system == nil || !system.WasCompared ||
		system.OnlineMovablePages != 8*gib || system.Limit != 4*gib*301/100 {
		t.Error(answer.System)
	}
	answer, err = m.ZoneForPFNRange(policy, OnlineKernel, 0, NoGroup, 8*gib, block)
	if err != nil || answer.Zone != ZoneNormal || answer.System != nil {
		t.Error(answer, err)
	}
	for pages, expected := range map[uint64]bool{12 * gib: true, 13 * gib: false} {
		allowed, test, err := m.CanOnlineMovable(policy, AllNodes, NoGroup, pages)
		if err != nil || allowed != expected || allowed != (test.OnlineMovablePages <= test.Limit) {
			t.Error(pages, allowed, test, err)
		}
	}
	if _, err := m.ZoneForPFNRange(policy, Online, 0, 1, 0, block); err != ErrNotFound {
		t.Error(err)
	}
	m.Close()
	m.Close()
	if _, err := m.ZoneForPFNRange(policy, Online, 0, 0, 0, block); err != ErrInvalid {
		t.Error(err)
	}
}

func TestFaults(t *testing.T) {
	for field, given := range map[string]struct {
		nodes    []Node
		groups   []Group
		sections []Sections
	}{
		"nodes[0].nid":      {nodes: []Node{{NID: 1024}}},
		"nodes[1].nid":      {nodes: []Node{{NID: 3}, {NID: 3}}},
		"groups[0].pages":   {groups: []Group{{Pages: 3 * block, IsDynamic: true}}},
		"sections[0].count": {sections: []Sections{{Zone: ZoneNormal}}},
	} {
		_, err := NewMachine(given.nodes, given.groups, given.sections)
		var wrong *InputError
		if !errors.As(err, &wrong) || wrong.Field != field || !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestPolicy(t *testing.T) {
	policy := DefaultPolicy()
	if err := policy.Write("online_policy", "auto-movable"); err != nil || policy != AutoMovable(301) {
		t.Error(policy, err)
	}
	if text, err := policy.Read("auto_movable_ratio"); text != "301\n" || err != nil {
		t.Errorf("%q %v", text, err)
	}
	for value, expected := range map[string]error{"lots": ErrInvalid, "4294967296": ErrRange,
		"300\x00": ErrInvalid} {
		if err := policy.Write("auto_movable_ratio", value); !errors.Is(err, expected) {
			t.Errorf("%q: %v", value, err)
		}
	}
	if _, err := policy.Read("ratio"); err != ErrNotFound || policy != AutoMovable(301) {
		t.Error(policy, err)
	}
}

func TestModel(t *testing.T) {
	m, err := NewModel(AutoMovable(301), machine(t))
	if err != nil {
		t.Fatal(err)
	}
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	ok(m.Reserve(1, 2, 8))
	dimm, err := m.RegisterStatic(0, gib)
	ok(err)
	ok(m.AdjustBlocks(dimm, 1))
	ok(m.OnlineBlock(0, ZoneMovable, dimm, 8*gib, block, false))
	if group, err := m.Group(dimm); err != nil || group != (Group{Pages: gib, PresentMovablePages: block}) {
		t.Error(group, err)
	}
	if err := m.Unregister(dimm); err != ErrBusy {
		t.Error(err)
	}
	if err := m.OnlineBlock(0, ZoneMovable, dimm, 8*gib, block, false); err != ErrExists {
		t.Error(err)
	}
	ok(m.OfflineBlock(dimm, 8*gib, block, false))
	ok(m.AdjustBlocks(dimm, -1))
	ok(m.Unregister(dimm))
	ok(m.AdjustPresentPages(0, ZoneNormal, 0, -1, false))
	if group, err := m.Group(0); err != nil || group.PresentKernelPages != 1<<64-1 {
		t.Error(group, err)
	}
	ok(m.AdjustPresentPages(0, ZoneNormal, 0, 1, false))
	ok(m.OnlineSections(Sections{64, 2, 0, ZoneMovable}))
	ok(m.OfflineSections(64, 2))
	ok(m.SetPolicy(AutoMovable(0)))
	if policy, err := m.Policy(); err != nil || policy != AutoMovable(0) {
		t.Error(policy, err)
	}
	if node, err := m.Node(0); err != nil || node != boot() {
		t.Error(node, err)
	}
	ok(m.SetZone(0, ZoneNormal, Zone{}))
	ok(m.RemoveNode(0))
	ok(m.AddNode(boot()))
	ok(m.Load(AutoMovable(301), machine(t)))
	m.Close()
	m.Close()
	if _, err := m.Node(0); err != ErrInvalid {
		t.Error(err)
	}
}

func TestGoroutines(t *testing.T) {
	m, err := NewModel(AutoMovable(301), machine(t))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := 0; i < 4; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for start := uint64(8 * gib); start < 16*gib; start += block {
				answer, err := m.ZoneForPFNRange(Online, 0, 0, start, block)
				if err != nil || answer.Zone != ZoneMovable {
					t.Error(answer, err)
				}
			}
		}()
	}
	all.Wait()
}

// What nobody closes goes with the garbage.
func TestGarbage(t *testing.T) {
	for i := 0; i < 1000; i++ {
		m, err := NewModel(AutoMovable(301), machine(t))
		if err != nil {
			t.Fatal(err)
		}
		if i%100 == 0 {
			runtime.GC()
		}
		if _, err := m.Node(0); err != nil {
			t.Error(err)
		}
	}
}
