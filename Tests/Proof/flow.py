# SPDX-License-Identifier: MIT
"""The order in which a function's blocks are executed, and what is alive where."""


class Flow:
    """Loops, an order, and the values alive at the start of each block."""

    def __init__(self, function):
        self.successors = function.successors
        self.order = self.topological(function.entry)
        self.position = {label: k for k, label in enumerate(self.order)}
        self.dominators = self.find_dominators(function.entry)
        self.loops = self.find_loops()
        self.nest = {
            label: sorted(
                (h for h, body in self.loops.items() if label in body),
                key=lambda h: self.position[h],
            )
            for label in self.order
        }
        self.live = self.find_live(function)

    def topological(self, entry):
        order, seen = [], set()

        def visit(label):
            seen.add(label)
            for other in self.successors[label]:
                if other not in seen:
                    visit(other)
            order.append(label)

        visit(entry)
        return order[::-1]

    def find_dominators(self, entry):
        before = {label: [] for label in self.order}
        for label in self.order:
            for other in self.successors[label]:
                before[other].append(label)
        self.before = before
        dominators = {label: set(self.order) for label in self.order}
        dominators[entry] = {entry}
        changed = True
        while changed:
            changed = False
            for label in self.order[1:]:
                new = {label} | set.intersection(*[dominators[b] for b in before[label]])
                if new != dominators[label]:
                    dominators[label], changed = new, True
        return dominators

    def find_loops(self):
        """The blocks of each loop, by its header."""
        loops = {}
        for label in self.order:
            for header in self.successors[label]:
                if header in self.dominators[label]:
                    body, todo = loops.setdefault(header, {header}), [label]
                    while todo:
                        block = todo.pop()
                        if block not in body:
                            body.add(block)
                            todo += self.before[block]
        return loops

    def find_live(self, function):
        uses, makes = {}, {}
        for label in self.order:
            used, made = set(), set()
            for instruction in function.blocks[label]:
                used |= set(instruction.operands()) - made
                made.add(instruction.name)
            uses[label], makes[label] = used, made
        live = {label: set() for label in self.order}
        changed = True
        while changed:
            changed = False
            for label in reversed(self.order):
                out = set()
                for other in self.successors[label]:
                    out |= live[other]
                    for phi in function.phis(other):
                        out.add(phi.edges[label])
                new = uses[label] | (out - makes[label])
                if new != live[label]:
                    live[label], changed = new, True
        # A block's phis are made on the way to it.
        return {
            label: live[label] | {phi.name for phi in function.phis(label)} for label in self.order
        }
