// SPDX-License-Identifier: MIT

// Grow prints how a virtio-mem device grows beside 1 GiB of boot memory: block by block
// with a model, and planned as a whole. Both must come to the same.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"

	"automovable"
	"automovable/plan"
)

const (
	gib   = 262144
	block = 32768
)

type run struct {
	zone   automovable.ZoneType
	reason string
	count  int
}

// decided asks about each block and onlines it where it is to go.
func decided() ([]run, error) {
	boot := automovable.Node{}
	boot.Zones[automovable.ZoneDMA32] = automovable.Zone{
		SpannedPages: gib, PresentPages: gib, PresentEarlyPages: gib}
	machine, err := automovable.NewMachine([]automovable.Node{boot}, nil, nil)
	if err != nil {
		return nil, err
	}
	defer machine.Close()
	model, err := automovable.NewModel(automovable.AutoMovable(301), machine)
	if err != nil {
		return nil, err
	}
	defer model.Close()
	device, err := model.RegisterDynamic(0, block)
	if err != nil {
		return nil, err
	}
	var runs []run
	for start := uint64(4 * gib); start < 8*gib; start += block {
		answer, err := model.ZoneForPFNRange(automovable.Online, 0, device, start, block)
		if err != nil {
			return nil, err
		}
		if err := model.OnlineBlock(0, answer.Zone, device, start, block, false); err != nil {
			return nil, err
		}
		if last := len(runs) - 1; last >= 0 && runs[last].zone == answer.Zone {
			runs[last].count++
		} else {
			runs = append(runs, run{answer.Zone, answer.Exit.String(), 1})
		}
	}
	return runs, nil
}

func planned() (string, error) {
	none := uint64(0)
	planned, err := plan.New(plan.Request{Absent: &none, Scenario: map[string]any{
		"nodes":              []string{"1G"},
		"auto_movable_ratio": 301,
		"virtio_mem":         []any{map[string]any{"id": "vm0", "size": "4G", "node": 0}},
		"actions": []any{map[string]any{"op": "grow", "dev": "vm0", "to": "4G",
			"step": "4G"}},
	}})
	if err != nil {
		return "", err
	}
	var layout struct{ Devices []struct{ Layout string } }
	if err := json.Unmarshal(planned.Layout, &layout); err != nil {
		return "", err
	}
	return layout.Devices[0].Layout, nil
}

func main() {
	runs, err := decided()
	if err != nil {
		log.Fatal(err)
	}
	var words []string
	for _, run := range runs {
		fmt.Printf("%2d blocks %-7v  %s\n", run.count, run.zone, run.reason)
		words = append(words, fmt.Sprintf("%.1s%d", run.zone.String(), run.count))
	}
	layout, err := planned()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(layout)
	fmt.Println("planned likewise:", layout == strings.Join(words, " "))

	var wrong *automovable.InputError
	_, err = automovable.NewMachine(nil, []automovable.Group{{Pages: 0}}, nil)
	if errors.As(err, &wrong) {
		fmt.Printf("%s is wrong: %s\n", wrong.Field, wrong.Message)
	}
}
