// SPDX-License-Identifier: MIT

package plan

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"automovable"
)

func field(err error) string {
	var wrong *automovable.InputError
	if errors.As(err, &wrong) && errors.Is(err, automovable.ErrInvalid) {
		return wrong.Field
	}
	return ""
}

func TestPlan(t *testing.T) {
	plan, err := New(Request{Name: "<one>", Scenario: map[string]any{
		"nodes": []string{"1G"}, "actions": []any{}}})
	if err != nil || !strings.HasPrefix(plan.Text, "<one>: boot 1 GiB") {
		t.Error(plan, err)
	}
	if !strings.HasPrefix(string(plan.Layout), `{"scenario":"<one>"`) || !json.Valid(plan.Layout) {
		t.Errorf("%s", plan.Layout)
	}
	if _, err := New(Request{Scenario: map[string]any{"nodes": []string{"lots"}}}); field(err) != "nodes[0]" {
		t.Error(err)
	}
	if _, err := New(Request{Geometry: "vax", Scenario: struct{}{}}); field(err) != "geometry" {
		t.Error(err)
	}
	if _, err := New(Request{Scenario: func() {}}); err == nil {
		t.Error("expected that a function can't be planned")
	}
}

func TestHotplug(t *testing.T) {
	if _, err := Boot(3); field(err) != "machine" {
		t.Error(err)
	}
	h, err := Boot(json.RawMessage(`{"params":{"online_policy":"contig-zones",` +
		`"auto_movable_ratio":301,"auto_movable_numa_aware":true},"nodes":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := h.Apply(map[string]any{"op": "write_state", "block": 1, "value": "online"})
	if err != nil || !strings.Contains(string(outcome.Result), `"returns":-2`) || outcome.Reason == "" {
		t.Error(outcome, err)
	}
	if _, err := h.Apply(map[string]any{"op": "write_state", "block": -1}); field(err) != "block" {
		t.Error(err)
	}
	h.Close()
	h.Close()
	if _, err := h.Apply(map[string]any{"op": "read_state"}); err != automovable.ErrInvalid {
		t.Error(err)
	}
}
