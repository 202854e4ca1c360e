"""A process of its own that sets one document: what typst takes of memory goes back
with it. Reads {"template", "fonts", "data", "at"} as JSON, writes a PDF."""

from __future__ import annotations

import json
import sys

import typst


def main() -> None:
    asked = json.load(sys.stdin)
    compiler = typst.Compiler(
        asked["template"],
        font_paths=[asked["fonts"]],
        sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", timestamp=asked["at"])
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
