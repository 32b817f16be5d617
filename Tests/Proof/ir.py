# SPDX-License-Identifier: MIT
"""Textual LLVM IR, read as far as decisions use it."""

import re

NAME = r'[%@](?:"[^"]+"|[-\w.$]+)'
LABEL = r'%("[^"]+"|[-\w.$]+)'


class Unsupported(Exception):
    """Code that the translator doesn't know; nothing is proven about it."""


def split(text):
    """The parts between the commas that stand in no bracket and no quotes."""
    parts, depth, part, quoted = [], 0, "", False
    for character in text:
        if character == '"':
            quoted = not quoted
        if not quoted:
            depth += (character in "([{<") - (character in ")]}>")
            if character == "," and depth == 0:
                parts.append(part.strip())
                part = ""
                continue
        part += character
    return parts + [part.strip()] if part.strip() else parts


def take_type(text):
    """The type that a text begins with, and the rest."""
    text = text.strip()
    if text[0] not in "{[<":
        match = re.match(r'(%"[^"]+"|[^\s,]+)\s*(.*)$', text)
        return match[1], match[2]
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "{[<") - (character in "}]>")
        if depth == 0:
            return text[: at + 1], text[at + 1 :].strip()
    raise Unsupported("type " + text)


class Instruction:
    """One line of a block: `name = op rest`, the name or nothing before it."""

    def __init__(self, line):
        self.line = line
        match = re.match(r"(%s) = (.*)$" % NAME, line)
        self.name, body = (match[1], match[2]) if match else (None, line)
        self.op, _, self.rest = body.partition(" ")
        if self.op in ("tail", "notail", "musttail"):
            self.op, _, self.rest = self.rest.partition(" ")
        self.edges = {}
        if self.op == "phi":
            self.type, rest = take_type(self.rest)
            for value, block in re.findall(r"\[ (.*?), %s \]" % LABEL, rest):
                self.edges[block.strip('"')] = value

    def operands(self):
        """The names of all values that it reads, those of a phi aside."""
        return [] if self.op == "phi" else re.findall(r'%(?:"[^"]+"|[-\w.$]+)', self.rest)


class Function:
    """A function's blocks by label, in the order in which they stand."""

    def __init__(self, name, lines):
        self.name = name
        self.parameters = self.read_parameters(lines[0])
        self.blocks = {}
        block, lines = None, iter(lines[1:])
        for line in lines:
            if match := re.match(r'("[^"]+"|[-\w.$]+):', line):
                block = self.blocks.setdefault(match[1].strip('"'), [])
                continue
            text = line.strip()
            if not text or text.startswith(("#dbg_", ";")):
                continue
            if block is None:
                block = self.blocks.setdefault(str(len(self.parameters)), [])
            while text.startswith("switch") and "]" not in text:
                text += " " + next(lines).strip()
            text = re.sub(r", ![\w.]+ (?:![\w.]+|!\{.*?\})", "", text)
            block.append(Instruction(re.sub(r" #\d+$", "", text)))
        self.entry = next(iter(self.blocks))
        self.successors = {
            label: [x.strip('"') for x in re.findall("label " + LABEL, block[-1].line)]
            for label, block in self.blocks.items()
        }

    @staticmethod
    def read_parameters(line):
        rest = re.match(r'define .*?(?:@"[^"]+"|@[-\w.$]+)\((.*)$', line)[1]
        depth, end = 1, 0
        while depth:
            depth += {"(": 1, ")": -1}.get(rest[end], 0)
            end += 1
        parameters = split(rest[: end - 1])
        return [
            p.split()[-1] if p.split()[-1][0] == "%" and len(p.split()) > 1 else "%%%d" % k
            for k, p in enumerate(parameters)
        ]

    def phis(self, label):
        return [i for i in self.blocks[label] if i.op == "phi"]


class Module:
    """What one compilation gave: functions, each read when it is asked for, and types."""

    def __init__(self, path):
        self.text, self.types, self.read, body = {}, {}, {}, None
        for line in open(path):
            line = line.rstrip("\n")
            if body is not None:
                if line == "}":
                    body = None
                else:
                    body.append(line)
            elif line.startswith("define "):
                name = re.search(r'(@"[^"]+"|@[-\w.$]+)\(', line)[1].strip('@"')
                body = self.text[name] = [line]
            elif match := re.match(r'(%"[^"]+"|%[-\w.$]+) = type (.*)$', line):
                self.types[match[1]] = match[2]

    def function(self, name):
        if name not in self.read:
            self.read[name] = Function(name, self.text[name])
        return self.read[name]

    def find(self, pattern):
        """The name of the one function that matches a pattern."""
        found = [name for name in self.text if re.search(pattern, name)]
        if len(found) != 1:
            raise Unsupported("%d functions match %s" % (len(found), pattern))
        return found[0]

    def fields(self, kind):
        """The types of a structure's fields, and whether it is packed."""
        kind = self.types.get(kind, kind)
        if kind.startswith("<{"):
            return split(kind[2:-2]), True
        if kind.startswith("{"):
            return split(kind[1:-1]), False
        raise Unsupported("type " + kind)

    def size(self, kind):
        """The size and the alignment of a type, in bytes."""
        kind = kind.strip()
        if kind == "ptr":
            return 8, 8
        if match := re.fullmatch(r"i(\d+)", kind):
            size = 1 << ((int(match[1]) + 7) // 8 - 1).bit_length()
            return size, size
        if match := re.fullmatch(r"\[(\d+) x (.*)\]", kind):
            size, alignment = self.size(match[2])
            return size * int(match[1]), alignment
        end, alignment = self.place(kind, None)
        return (end + alignment - 1) // alignment * alignment, alignment

    def place(self, kind, index):
        """Where a field is, and its type; or where the last one ends, and the alignment."""
        parts, packed = self.fields(kind)
        offset, greatest = 0, 1
        for k, part in enumerate(parts):
            size, alignment = self.size(part)
            alignment = 1 if packed else alignment
            offset = (offset + alignment - 1) // alignment * alignment
            if k == index:
                return offset, part
            offset, greatest = offset + size, max(greatest, alignment)
        return offset, greatest
