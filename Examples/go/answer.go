// SPDX-License-Identifier: MIT

package automovable

/*
#include <automovable.h>
*/
import "C"

// ZoneType is the kernel's enum zone_type with all zones configured.
type ZoneType uint32

// The zones.
const (
	ZoneDMA     ZoneType = C.AUTOMOVABLE_ZONE_DMA
	ZoneDMA32   ZoneType = C.AUTOMOVABLE_ZONE_DMA32
	ZoneNormal  ZoneType = C.AUTOMOVABLE_ZONE_NORMAL
	ZoneMovable ZoneType = C.AUTOMOVABLE_ZONE_MOVABLE
	ZoneDevice  ZoneType = C.AUTOMOVABLE_ZONE_DEVICE
	Zones                = C.AUTOMOVABLE_ZONES
)

// String gives a zone's name, as in /proc/zoneinfo.
func (z ZoneType) String() string {
	return C.GoString(C.automovable_zone_name(C.uint32_t(z)))
}

// OnlineType is what is wished for when memory is onlined.
type OnlineType uint32

// What can be wished for; Online leaves it to the policy.
const (
	Online        OnlineType = C.AUTOMOVABLE_ONLINE
	OnlineKernel  OnlineType = C.AUTOMOVABLE_ONLINE_KERNEL
	OnlineMovable OnlineType = C.AUTOMOVABLE_ONLINE_MOVABLE
)

// ZoneExit is the step that settled a zone.
type ZoneExit uint32

// The steps.
const (
	ExitKernelRequested   ZoneExit = C.AUTOMOVABLE_EXIT_KERNEL_REQUESTED
	ExitMovableRequested  ZoneExit = C.AUTOMOVABLE_EXIT_MOVABLE_REQUESTED
	ExitContigZones       ZoneExit = C.AUTOMOVABLE_EXIT_CONTIG_ZONES
	ExitRatioZero         ZoneExit = C.AUTOMOVABLE_EXIT_RATIO_ZERO
	ExitGroupKernelPages  ZoneExit = C.AUTOMOVABLE_EXIT_GROUP_KERNEL_PAGES
	ExitUnitKernelSection ZoneExit = C.AUTOMOVABLE_EXIT_UNIT_KERNEL_SECTION
	ExitRefusedSystem     ZoneExit = C.AUTOMOVABLE_EXIT_REFUSED_SYSTEM
	ExitRefusedNode       ZoneExit = C.AUTOMOVABLE_EXIT_REFUSED_NODE
	ExitMovable           ZoneExit = C.AUTOMOVABLE_EXIT_MOVABLE
)

// String tells what it means, in a few words.
func (e ZoneExit) String() string {
	return C.GoString(C.automovable_zone_exit_text(C.uint32_t(e)))
}

// RatioTest is what a call of auto_movable_can_online_movable() saw.
type RatioTest struct {
	WasCompared         bool
	KernelEarlyPages    uint64 // summed over the zones
	MovablePages        uint64
	ReqKernelEarlyPages uint64 // summed over the other groups
	GroupMovablePages   uint64
	KernelPages         uint64 // of the last comparison; 0 if there was none
	OnlineMovablePages  uint64 // the pages asked about included
	Limit               uint64 // allowed if OnlineMovablePages is no more than this
}

// Answer is a zone and why. Tests that weren't made are nil.
type Answer struct {
	Zone        ZoneType
	NID         int32 // of the zone
	Exit        ZoneExit
	OnlinePages uint64 // movable already, of the device or unit
	TestedPages uint64 // pages of the ratio tests; 0 if none
	System      *RatioTest
	Node        *RatioTest // under numa_aware, if the other one allowed it
}

func testOf(test *C.struct_automovable_test) *RatioTest {
	if test.exit == C.AUTOMOVABLE_TEST_NOT_MADE {
		return nil
	}
	return &RatioTest{
		WasCompared:         test.exit == C.AUTOMOVABLE_TEST_COMPARED,
		KernelEarlyPages:    uint64(test.kernel_early_pages),
		MovablePages:        uint64(test.movable_pages),
		ReqKernelEarlyPages: uint64(test.req_kernel_early_pages),
		GroupMovablePages:   uint64(test.group_movable_pages),
		KernelPages:         uint64(test.kernel_pages),
		OnlineMovablePages:  uint64(test.online_movable_pages),
		Limit:               uint64(test.limit),
	}
}

func answerOf(answer *C.struct_automovable_answer) Answer {
	return Answer{
		Zone:        ZoneType(answer.result),
		NID:         int32(answer.nid),
		Exit:        ZoneExit(answer.exit),
		OnlinePages: uint64(answer.online_pages),
		TestedPages: uint64(answer.tested_pages),
		System:      testOf(&answer.system),
		Node:        testOf(&answer.node),
	}
}
