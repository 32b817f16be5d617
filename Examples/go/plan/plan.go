// SPDX-License-Identifier: MIT

// Package plan tells what memory a machine will get, and has machines whose memory is
// added, onlined, offlined and removed as the kernel does it. It calls
// libautomovable-plan.
package plan

/*
#cgo LDFLAGS: -lautomovable-plan -lm
#include <automovable_plan.h>
*/
import "C"

import (
	"bytes"
	"encoding/json"
	"runtime"
	"unsafe"

	"automovable"
)

// Request is what to plan. What is left out is as `automovable plan` has it.
type Request struct {
	Scenario  any     `json:"scenario"`             // what a scenario file has
	Name      string  `json:"name,omitempty"`       // the scenario's
	Kernel    string  `json:"kernel,omitempty"`     // the version, as "6.1"
	Geometry  string  `json:"geometry,omitempty"`   // the architecture, as "arm64-64k"
	BlockSize string  `json:"block_size,omitempty"` // of a memory block, as "128M"
	Absent    *uint64 `json:"absent,omitempty"`     // pages that the firmware keeps
	Solve     string  `json:"solve,omitempty"`      // "ratio", "hotplug" or "boot"
}

// Plan is what a scenario will give.
type Plan struct {
	Layout json.RawMessage // what `automovable plan --json` prints
	Text   string          // what the tool says in words
}

// New plans a scenario. What is wrong with it is an [automovable.InputError].
func New(request Request) (*Plan, error) {
	text, err := encode(request)
	if err != nil {
		return nil, err
	}
	var answer *C.char
	result := C.automovable_plan(start(text), C.size_t(len(text)), &answer)
	lines, err := read(result, answer)
	if err != nil {
		return nil, err
	}
	layout, words, _ := bytes.Cut(lines, []byte("\n"))
	plan := &Plan{Layout: layout}
	return plan, json.Unmarshal(words, plan)
}

// Hotplug is a machine, for one goroutine at a time. Close, or else the garbage collector,
// gives its memory back.
type Hotplug struct {
	hotplug *C.struct_automovable_hotplug
}

// Boot boots a machine, as the first line of a trace has it.
func Boot(machine any) (*Hotplug, error) {
	text, err := encode(map[string]any{"machine": machine})
	if err != nil {
		return nil, err
	}
	h := new(Hotplug)
	var answer *C.char
	result := C.automovable_hotplug_boot(start(text), C.size_t(len(text)), &h.hotplug, &answer)
	if _, err := read(result, answer); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(h, (*Hotplug).Close)
	return h, nil
}

// Close ends the machine, once or more often.
func (h *Hotplug) Close() {
	C.automovable_hotplug_destroy(h.hotplug)
	h.hotplug = nil
	runtime.SetFinalizer(h, nil)
}

// Outcome is what an operation returned, and if the kernel refuses, which of its rules the
// operation breaks.
type Outcome struct {
	Result json.RawMessage
	Reason string
}

// Apply applies an operation, a line of a trace. What the kernel refuses is an outcome.
func (h *Hotplug) Apply(operation any) (Outcome, error) {
	var outcome Outcome
	text, err := encode(operation)
	if err != nil {
		return outcome, err
	}
	var answer *C.char
	result := C.automovable_hotplug_apply(h.hotplug, start(text), C.size_t(len(text)), &answer)
	runtime.KeepAlive(h)
	line, err := read(result, answer)
	if err != nil {
		return outcome, err
	}
	return outcome, json.Unmarshal(line, &outcome)
}

// encode writes JSON as it is, without a care for HTML.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return text.Bytes(), err
}

// start is where a text begins, which has a newline at least.
func start(text []byte) *C.char {
	return (*C.char)(unsafe.Pointer(&text[0]))
}

// read takes the text that a function made, or what it says is wrong.
func read(result C.int32_t, answer *C.char) ([]byte, error) {
	text := []byte(C.GoString(answer))
	C.automovable_text_free(answer)
	if result >= 0 {
		return text, nil
	}
	var wrong struct{ Error *automovable.InputError }
	if json.Unmarshal(text, &wrong) == nil && wrong.Error != nil {
		return nil, wrong.Error
	}
	return nil, automovable.Error(result)
}
