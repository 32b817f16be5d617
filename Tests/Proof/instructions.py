# SPDX-License-Identifier: MIT
"""What each instruction does."""

import re

import z3

from ir import LABEL, NAME, Unsupported, split, take_type
from memory import Cells, Choice, record
from terms import *

ARITHMETIC = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "shl": lambda a, b: a << b,
    "lshr": z3.LShR,
    "ashr": lambda a, b: a >> b,
    "udiv": z3.UDiv,
    "urem": z3.URem,
    "sdiv": lambda a, b: a / b,
    "srem": z3.SRem,
}
COMPARISONS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "ult": z3.ULT,
    "ule": z3.ULE,
    "ugt": z3.UGT,
    "uge": z3.UGE,
    "slt": lambda a, b: a < b,
    "sle": lambda a, b: a <= b,
    "sgt": lambda a, b: a > b,
    "sge": lambda a, b: a >= b,
}
FLAG = re.compile(r"(nuw|nsw|exact|disjoint|nneg|samesign|inbounds|nusw) ")
# A number that is taken for an address.
ADDRESS = r"inttoptr \(i64 (\d+) to ptr\)"


class Instructions:
    """The part of an execution that knows instructions, but no control flow."""

    # What products and quotients of two unknowns are; an abstraction may be put here.
    arithmetic = ARITHMETIC

    def value(self, kind, text, state):
        text = text.strip()
        if text[0] == "%":
            return state.values[text]
        if text in ("poison", "undef"):
            return POISON
        if match := re.fullmatch(r"i(\d+)", kind):
            if text in ("true", "false"):
                return number(int(text == "true"), 1)
            if re.fullmatch(r"-?\d+", text):
                return number(int(text), int(match[1]))
        if kind == "ptr" and text == "null":
            return NULL
        if kind == "ptr" and re.fullmatch(NAME, text):
            return Pointer(text)
        if match := re.fullmatch(ADDRESS, text):
            return Pointer(None, int(match[1]))
        raise Unsupported("operand %s %s" % (kind, text))

    def typed(self, text, state):
        """The value of a type with attributes and an operand."""
        kind, rest = take_type(text)
        return self.value(kind, re.search(r"(%s|%s|\S+)$" % (ADDRESS, NAME), rest)[0], state)

    def ways(self, instruction, state):
        if instruction.rest.startswith("label"):
            return [(TRUE, re.search(LABEL, instruction.rest)[1].strip('"'))]
        condition, first, second = split(instruction.rest)
        condition = self.typed(condition, state)
        if condition is POISON:
            self.oblige("poison", state, TRUE, instruction.line)
            return []
        labels = [re.search(LABEL, x)[1].strip('"') for x in (first, second)]
        return [(condition == 1, labels[0]), (TRUE, labels[1])]

    def cases(self, instruction, state):
        match = re.match(r"(i\d+) (\S+), label %s \[(.*)\]" % LABEL, instruction.rest)
        value = self.value(match[1], match[2], state)
        by_label = {}
        for text, label in re.findall(r"i\d+ (-?\w+), label " + LABEL, match[4]):
            case = value == self.value(match[1], text, state)
            by_label.setdefault(label.strip('"'), []).append(case)
        return [(z3.Or(c), label) for label, c in by_label.items()] + [(TRUE, match[3].strip('"'))]

    def execute(self, module, instruction, state):
        """Executes an instruction. Gives None, or for a call every way behind it."""
        op, rest, flags = instruction.op, instruction.rest, set()
        while match := FLAG.match(rest):
            flags.add(match[1])
            rest = rest[match.end() :]
        if op == "call":
            return self.do_call(module, instruction, rest, state)
        if op == "store":
            self.store(rest, state, instruction.line)
            return None
        if op in ARITHMETIC:
            kind, operands = take_type(rest)
            first, second = (self.value(kind, x, state) for x in split(operands))
            result = self.calculate(op, first, second, flags, state, instruction.line)
        elif op == "icmp":
            result = self.compare(rest, flags, state, instruction.line)
        elif op in ("zext", "sext", "trunc"):
            result = self.convert(op, rest, flags, state, instruction.line)
        elif op == "select":
            result = self.select(rest, state)
            if isinstance(result, list):
                return result
        elif op == "getelementptr":
            result = self.element(module, rest, state)
        elif op == "load":
            result = self.load(rest, state, instruction.line)
            if isinstance(result, Choice):
                return [(p, state.knowing(c)) for c, p in result.ways]
        elif op == "alloca":
            result = self.allocate(module, instruction, state)
        elif op == "extractvalue":
            parts = split(rest)
            result = self.typed(parts[0], state)
            for index in parts[1:]:
                result = result[int(index)]
        elif op == "insertvalue":
            whole, part, index = split(rest)
            old = self.typed(whole, state)
            if old is POISON:
                old = [POISON] * len(module.fields(take_type(whole)[0])[0])
            new = list(old)
            new[int(index)] = self.typed(part, state)
            result = tuple(new)
        elif op == "freeze":
            result = self.typed(rest, state)
            if result is POISON:
                raise Unsupported("freeze of poison")
        elif op in ("ptrtoint", "inttoptr"):
            result = self.typed(rest.split(" to ")[0], state)
        else:
            raise Unsupported("instruction: " + instruction.line)
        if isinstance(result, z3.BitVecRef):
            result = simple(result)
        state.values[instruction.name] = result
        return None

    # Numbers

    def calculate(self, op, first, second, flags, state, where):
        if first is POISON or second is POISON:
            return POISON
        if isinstance(first, Pointer) or isinstance(second, Pointer):
            return self.calculate_pointer(op, first, second)
        bits = first.size()
        if op in ("udiv", "urem", "sdiv", "srem"):
            self.oblige("division by 0", state, second == 0, where)
        if op in ("sdiv", "srem"):
            least = number(1 << (bits - 1), bits)
            self.oblige("overflow", state, z3.And(first == least, second == -1), where)
        if op in ("shl", "lshr", "ashr"):
            self.oblige("poison", state, z3.UGE(second, bits), where)
        for bad in self.broken(op, first, second, flags):
            if self.is_broken(bad, state, where):
                return POISON
        if op == "shl" and is_number(simple(second)):
            # A product, so that an address stays a sum of multiples.
            shift = simple(second).as_long() % bits
            return simple(first * number(1 << shift, bits))
        return self.arithmetic[op](simple(first), simple(second))

    def is_broken(self, bad, state, where):
        """Whether a promise is broken for sure. Poison that nothing uses does no harm;
        what may be poison is refuted where it is made."""
        if z3.is_true(simple(bad)):
            return True
        self.oblige("poison", state, bad, where)
        return False

    @staticmethod
    def broken(op, a, b, flags):
        """When an operation breaks what its flags promise."""
        bits = a.size()
        wide = {"mul": 2 * bits}.get(op, bits + 1)
        for flag, extend in (("nuw", z3.ZeroExt), ("nsw", z3.SignExt)):
            if flag not in flags or op not in ("add", "sub", "mul", "shl"):
                continue
            if op == "shl":
                back = z3.LShR(a << b, b) if flag == "nuw" else (a << b) >> b
                yield back != a
            elif (op, flag) == ("sub", "nuw"):
                yield z3.ULT(a, b)
            elif (op, flag) == ("add", "nuw"):
                yield z3.ULT(a + b, a)
            else:
                result = ARITHMETIC[op](a, b)
                exact = ARITHMETIC[op](extend(wide - bits, a), extend(wide - bits, b))
                yield extend(wide - bits, result) != exact
        if "disjoint" in flags:
            yield (a & b) != 0
        if "exact" in flags:
            back = {"udiv": lambda: z3.URem(a, b) == 0, "sdiv": lambda: z3.SRem(a, b) == 0}
            shifted = lambda: (z3.LShR(a, b) << b) == a
            yield z3.Not(back.get(op, shifted)())

    @staticmethod
    def calculate_pointer(op, first, second):
        if op == "add":
            pointer, other = (first, second) if isinstance(first, Pointer) else (second, first)
            if not isinstance(other, Pointer):
                return pointer.plus(*linear(other))
        if op == "sub" and isinstance(first, Pointer) and isinstance(second, Pointer):
            if first.object == second.object:
                back = [(-c, t) for c, t in second.terms]
                return first.plus(-second.offset, back).distance()
            # Objects lie anywhere.
            return anything(64)
        if op == "sub" and isinstance(first, Pointer) and not isinstance(second, Pointer):
            offset, terms = linear(second)
            return first.plus(-offset, [(-c, t) for c, t in terms])
        raise Unsupported("%s of %r and %r" % (op, first, second))

    def compare(self, rest, flags, state, where):
        predicate, rest = rest.split(" ", 1)
        while match := FLAG.match(rest):
            flags.add(match[1])
            rest = rest[match.end() :]
        kind, operands = take_type(rest)
        first, second = (self.value(kind, x, state) for x in split(operands))
        if first is POISON or second is POISON:
            return POISON
        if not isinstance(first, Pointer) and not isinstance(second, Pointer):
            if "samesign" in flags:
                self.oblige("poison", state, (first < 0) != (second < 0), where)
            return bit(COMPARISONS[predicate](first, second))
        first, second = (x if isinstance(x, Pointer) else self.null(x) for x in (first, second))
        if first.object != second.object:
            # Objects that are apart have addresses that differ.
            if predicate not in ("eq", "ne"):
                return self.order(predicate, first, second)
            return number(int(predicate == "ne"), 1)
        a, b = first, second
        least = min(a.offset, b.offset)
        if a.plus(-a.offset).same(b.plus(-b.offset)):
            # Of one object, whose addresses don't wrap.
            return bit(COMPARISONS[predicate](number(a.offset - least), number(b.offset - least)))
        if len(a.terms) == len(b.terms) == 1 and a.offset == b.offset:
            # Elements of one list.
            if a.terms[0][0] == b.terms[0][0] > 0:
                return bit(COMPARISONS[predicate](a.terms[0][1], b.terms[0][1]))
        return bit(COMPARISONS[predicate](a.distance(), b.distance()))

    def order(self, predicate, first, second):
        """How the addresses of two objects compare: in no known order."""
        raise Unsupported("order of %r and %r" % (first, second))

    @staticmethod
    def null(term):
        if is_number(term) and term.as_long() == 0:
            return NULL
        raise Unsupported("a pointer beside the number %s" % term)

    def convert(self, op, rest, flags, state, where):
        match = re.match(r"(i\d+) (\S+) to i(\d+)", rest)
        old, bits = self.value(match[1], match[2], state), int(match[3])
        if old is POISON:
            return POISON
        more = bits - old.size()
        if op == "zext":
            new = z3.ZeroExt(more, old)
            if "nneg" in flags and self.is_broken(old < 0, state, where):
                return POISON
        elif op == "sext":
            new = z3.SignExt(more, old)
        else:
            new = z3.Extract(bits - 1, 0, old)
            for flag, extend in (("nuw", z3.ZeroExt), ("nsw", z3.SignExt)):
                if flag in flags and self.is_broken(extend(-more, new) != old, state, where):
                    return POISON
        return new

    def select(self, rest, state):
        condition, first, second = (self.typed(x, state) for x in split(rest))
        if condition is POISON:
            return POISON
        condition = simple(condition == 1)
        if z3.is_true(condition):
            return first
        if z3.is_false(condition):
            return second
        try:
            return merged(condition, first, second)
        except Apart:
            # One way for each pointer.
            otherwise = simple(z3.Not(condition))
            return [(first, state.knowing(condition)), (second, state.knowing(otherwise))]

    # Memory

    def element(self, module, rest, state):
        parts = split(rest)
        kind, offset, terms = parts[0], 0, []
        pointer = self.typed(parts[1], state)
        for k, text in enumerate(parts[2:]):
            index = self.typed(text, state)
            if index is POISON or pointer is POISON:
                return POISON
            if index.size() < 64:
                index = z3.SignExt(64 - index.size(), index)
            constant, multiples = linear(index)
            if k and not kind.startswith("["):
                more, kind = module.place(kind, constant)
                offset += more
                continue
            if k:
                kind = re.fullmatch(r"\[\d+ x (.*)\]", kind)[1]
            size = module.size(kind)[0]
            offset += size * constant
            terms += [(size * c, t) for c, t in multiples]
        if not isinstance(pointer, Pointer):
            raise Unsupported("an address that is a number")
        return pointer.plus(offset, terms)

    def load(self, rest, state, where):
        rest = re.sub(r"^(volatile|atomic) ", "", rest)
        kind, rest = take_type(rest)
        pointer = self.typed(split(rest.lstrip(", "))[0], state)
        if pointer is POISON or pointer.object is None:
            self.oblige("null", state, TRUE, where)
            return POISON
        bits = 64 if kind == "ptr" else int(kind[1:])
        size = (bits + 7) // 8
        if pointer.object not in state.memory:
            raise Unsupported("access to %r" % pointer)
        value, outside = state.memory[pointer.object].load(pointer, size)
        self.oblige("out of bounds", state, outside, where)
        if value is POISON or isinstance(value, (Pointer, Choice)):
            return value
        if kind == "ptr":
            # What isn't a pointer points to nothing.
            self.oblige("a number as an address", state, TRUE, where)
            return NULL
        return z3.Extract(bits - 1, 0, value) if bits < 8 * size else value

    def store(self, rest, state, where):
        parts = split(re.sub(r"^(volatile|atomic) ", "", rest))
        value, pointer = self.typed(parts[0], state), self.typed(parts[1], state)
        if value is POISON:
            raise Unsupported("store of poison")
        self.change(pointer, state, where, lambda cells, at: cells.stored(at, value))

    def change(self, pointer, state, where, new):
        """Puts something else in the place of what a pointer points into."""
        if pointer.object is None or pointer.terms:
            raise Unsupported("store to %r" % pointer)
        old = state.memory[pointer.object]
        changed = new(old, pointer.offset)
        if pointer.offset < 0 or changed.size() != old.size():
            self.oblige("out of bounds", state, TRUE, where)
        state.memory = {**state.memory, pointer.object: changed}

    def allocate(self, module, instruction, state):
        size = module.size(split(instruction.rest)[0])[0]
        name = "stack %s of %s" % (instruction.name, id(module))
        state.memory = {**state.memory, name: Cells(record(size, {}))}
        return Pointer(name)

    # Calls

    def do_call(self, module, instruction, rest, state):
        if " asm " in " " + rest:
            # Swift keeps its traps apart by empty ones.
            return None
        match = re.search(r'(@"[^"]+"|@[-\w.$]+|%[-\w.$]+)\((.*)\)', rest)
        name = match[1].strip('@"')
        if name.startswith(("llvm.lifetime.", "llvm.dbg.", "llvm.experimental.noalias")):
            return None
        if name in ("llvm.trap", "llvm.ubsantrap", "abort"):
            self.oblige("trap", state, TRUE, instruction.line)
            return []
        arguments = [self.typed(a, state) for a in split(match[2])]
        if name == "llvm.assume":
            holds = arguments[0]
            self.oblige("assume", state, TRUE if holds is POISON else holds == 0, instruction.line)
            return None
        if name.startswith("llvm."):
            value = self.intrinsic(name, arguments, state, instruction.line)
            if instruction.name:
                state.values[instruction.name] = value
            return None
        if name in self.contracts:
            return self.contracts[name](arguments, state)
        if self.module_of(name):
            return self.call(name, arguments, state)
        raise Unsupported("call of " + name)

    def intrinsic(self, name, arguments, state, where):
        if name.startswith("llvm.expect"):
            return arguments[0]
        if match := re.match(r"llvm\.([us](?:max|min))\.i", name):
            a, b = arguments
            first = {"umax": z3.UGT(a, b), "umin": z3.ULT(a, b), "smax": a > b, "smin": a < b}
            return simple(z3.If(first[match[1]], a, b))
        if match := re.match(r"llvm\.([us])(add|sub|mul)\.with\.overflow", name):
            a, b = arguments
            flag = {"u": "nuw", "s": "nsw"}[match[1]]
            bad = z3.Or(*self.broken(match[2], a, b, {flag}))
            return simple(ARITHMETIC[match[2]](a, b)), simple(bit(bad))
        if name.startswith("llvm.cttz."):
            if simple(arguments[1]).as_long():
                self.oblige("poison", state, arguments[0] == 0, where)
            return simple(self.trailing_zeros(arguments[0]))
        if name.startswith("llvm.memset."):
            pointer, byte, size = arguments[:3]
            if not (is_number(byte) and byte.as_long() == 0 and is_number(size)):
                raise Unsupported(where)
            length = size.as_long()
            self.change(pointer, state, where, lambda cells, at: cells.zeroed(at, length))
            return None
        if name.startswith("llvm.memcpy."):
            to, origin, size = arguments[:3]
            for at in range(0, size.as_long(), 8):
                source = origin.plus(at)
                width = min(8, size.as_long() - at)
                value, outside = state.memory[source.object].load(source, width)
                self.oblige("out of bounds", state, outside, where)
                self.change(to.plus(at), state, where, lambda cells, k, v=value: cells.stored(k, v))
            return None
        raise Unsupported("call of " + name)

    @staticmethod
    def trailing_zeros(term):
        result = number(term.size(), term.size())
        for k in reversed(range(term.size())):
            result = z3.If(z3.Extract(k, k, term) == 1, number(k, term.size()), result)
        return result
