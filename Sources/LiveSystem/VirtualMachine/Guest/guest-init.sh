#!/bin/busybox sh
# SPDX-License-Identifier: MIT
#
# Process 1 of the guest: loads what the control port needs, then runs one shell
# line after another for the host. Every answer ends in "#end STATUS".

/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mount -t tracefs tracefs /sys/kernel/tracing

memory=/sys/devices/system/memory
tracing=/sys/kernel/tracing
work=$tracing/instances/work

load() {
	[ -e "/modules/$1.ko" ] || return 0	# built into this kernel
	insmod "/modules/$1.ko"
}

for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev \
	virtio_pci virtio_console; do
	load $module || echo "guest: $module cannot be loaded" >/dev/console
done

# Prints what is wrong if the kernel has no driver of a name.
has_driver() {
	[ -d "/sys/bus/virtio/drivers/$1" ] && return
	echo "this kernel has no driver $1, built in or as a module"
	return 1
}
if ! has_driver virtio_console >/dev/console; then
	poweroff -f
fi

# The port's node appears, and can be opened, some time after its driver is
# loaded. The host gives up on a guest that never gets there.
until port=$(echo /dev/vport*p1) && [ -c "$port" ] && (exec 3<>"$port"); do
	sleep 0.05
done 2>/dev/null
exec 3<>"$port"

# The host holds a second port for as long as it lives. When it has gone, a write
# to the first port waits for ever; this notices.
follow_host() {
	until [ -c "$1" ] && (exec 5<>"$1"); do
		sleep 0.05
	done 2>/dev/null
	exec 5<>"$1"
	timeout 60 sh -c 'echo >&5' &&	# waits for the host
		cat <&5 >/dev/null
	poweroff -f
}
follow_host "${port%1}2" 3>&- &

# The builtin read costs no fork, which is slow under emulation.
value() {
	v=
	read -r v <"$1"
} 2>/dev/null

# Writes a line to a file. The error text of a refusal is the answer.
put() {
	# printf says nothing if the kernel refuses.
	case $2 in
	-*[!neE]* | - | [!-]* | '') echo "$2" ;;
	*) echo -e "\\055${2#-}" ;;	# -n would be an option
	esac >"$1"
}

# The same, after what the file holds.
put_more() {
	printf '%s\n' "$2" >>"$1"
}

parameters() {
	for file in /sys/module/memory_hotplug/parameters/*; do
		value "$file"
		echo "${file##*/} $v"
	done
	for name in block_size_bytes auto_online_blocks; do
		value $memory/$name
		echo "$name $v"
	done
}

blocks() {
	for block in $memory/memory[0-9]*; do
		[ -e "$block/state" ] || continue
		row=${block##*/memory}
		for name in state valid_zones phys_device removable; do
			value "$block/$name"
			row="$row|$v"
		done
		nodes=
		for node in "$block"/node[0-9]*; do nodes="$nodes ${node##*/node}"; done
		echo "$row|$nodes"
	done
}

# Everything a snapshot holds. The trace comes last: reading valid_zones of an
# offline block is traced too.
snapshot() {
	echo "#ranges"
	cat /ranges
	echo "#parameters"
	parameters
	echo "#blocks"
	blocks
	echo "#zoneinfo"
	cat /proc/zoneinfo
	echo "#iomem"
	cat /proc/iomem
	echo "#trace"
	cat $tracing/trace
	echo >$tracing/trace
}

# Prints the files that tell what memory is, for `automovable inspect --sysroot`: their
# paths, and then their lines after a space. A link from a node to a block is an empty file.
files() {
	for file in proc/zoneinfo proc/iomem proc/cmdline proc/vmstat proc/sys/kernel/osrelease; do
		echo "=$file"
		sed 's/^/ /' /$file
	done
	for file in ${memory#/}/block_size_bytes ${memory#/}/auto_online_blocks \
		sys/module/memory_hotplug/parameters/* sys/devices/system/node/possible \
		${memory#/}/memory[0-9]*/state ${memory#/}/memory[0-9]*/valid_zones \
		${memory#/}/memory[0-9]*/removable; do
		value /$file
		echo "=$file"
		echo " $v"
	done
	for link in sys/devices/system/node/node[0-9]*/memory[0-9]*; do echo "=$link"; done
}

# A driver that is built in has taken what scenarios give to kmem.
for device in /sys/bus/dax/drivers/device_dax/dax*; do
	[ -e "$device" ] && echo "${device##*/}" >/sys/bus/dax/drivers/device_dax/unbind
done

# Where the kernel found memory at boot: page frames, by node. /proc/iomem doesn't tell
# nodes, and has bytes that are no whole page.
dmesg | grep -E ' node +[0-9]+: \[mem ' >/ranges

# Loads virtio-mem and follows the runs of its work function in a trace of their
# own. The trace goes through a pipe: the builtin read polls before every byte,
# and the kernel's file is not readable for what it has buffered. dd copies what
# there is; cat would use sendfile, and wait for more.
running=0
marks=0
start_virtio_mem() {
	load virtio_mem && has_driver virtio_mem || return
	mkdir $work
	# Without a module of that name the kernel would wait for one to come.
	function=virtio_mem_run_wq
	[ -e /modules/virtio_mem.ko ] && function=virtio_mem:$function
	echo "p:work/begin $function" >>$tracing/kprobe_events &&
		echo "r:work/end $function" >>$tracing/kprobe_events &&
		echo 1 >$work/events/work/enable &&
		mkfifo /runs || return
	dd bs=4k if=$work/trace_pipe of=/runs 2>/dev/null &
	exec 4</runs
}

count_run() {
	case $line in
	*" begin: "*) running=$((running + 1)) ;;
	*" end: "*) running=$((running - 1)) ;;
	esac
}

# Prints how many runs are under way now.
runs() {
	marks=$((marks + 1))
	echo "mark $marks." >$work/trace_marker
	while read -r line <&4; do
		case $line in *" mark $marks.") break ;; esac
		count_run
	done
	echo $running
}

# Waits until a run begins or ends, and for one to begin at most $1 seconds;
# prints as runs does.
await_run() {
	until read -t "$1" -r line <&4; do
		[ $running -gt 0 ] || return 1
	done
	count_run
	runs
}

echo "#ready" >&3
while IFS= read -r command <&3; do
	eval "$command" >&3 2>&3
	echo "#end $?" >&3
done
# The host has gone.
poweroff -f
