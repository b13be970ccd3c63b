"""How much guessing tokens saves, for three kinds of work: a table in Markdown.

    speculation.py MODEL [--draft-model FILE] [--rounds 3] [--tokens 160]

Modes are interleaved, and every mode must give the same tokens. ./triglot must be built.
"""

import argparse
import json
import pathlib
import statistics
import subprocess

TRIGLOT = pathlib.Path(__file__).resolve().parents[2] / "triglot"

ARTICLE = """The lighthouse at Port Ellis was built in 1832 to guide ships past the Hatter Reef. For its first forty years
the lamp burned whale oil, and the keeper climbed the 214 steps four times a night to trim the wick. In 1874 the oil lamp was
replaced by a paraffin burner, and in 1921 by an electric lamp, which could be seen from thirty kilometres. The last keeper,
Maria Olsen, left the tower in 1987, when a computer took over the lamp. Today the lighthouse is a museum, and about twelve
thousand people climb the 214 steps every year to see the Hatter Reef from above."""

CODE = """public final class Stack {
    private int[] items = new int[16];
    private int size;

    public void push(int item) {
        if (size == items.length) {
            items = java.util.Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    public int pop() {
        return items[--size];
    }
}"""

TASKS = {
    "summary": f"Repeat the most important sentences of this text word for word:\n\n{ARTICLE}",
    "code": f"Write this class again, with a method isEmpty added. Answer with code alone.\n\n{CODE}",
    "chat": "What should I pack for a week of walking in the mountains?",
}


def run(model, task, tokens, *more):
    command = [TRIGLOT, "run", "-m", model, "--temp", "0", "-n", str(tokens), "--json", *more, TASKS[task]]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--draft-model", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=160)
    arguments = parser.parse_args()
    modes = {"one by one": [], "lookup, up to 6": ["--draft", "6"]}
    for draft in arguments.draft_model:
        modes[f"{pathlib.Path(draft).stem}, up to 4"] = ["--draft-model", draft, "--draft", "4"]
    print(f"| task | tokens | {' | '.join(modes)} |")
    print(f"|---|---:|{'---:|' * len(modes)}")
    for task in TASKS:
        rates = {mode: [] for mode in modes}
        tokens = set()
        for _ in range(arguments.rounds):
            for mode, options in modes.items():
                result = run(arguments.model, task, arguments.tokens, *options)
                tokens.add(tuple(result["tokens"]))
                rates[mode].append(result["timings"]["predicted_per_second"])
        if len(tokens) != 1:
            raise SystemExit(f"{task}: the modes gave different tokens")
        plain = statistics.median(rates["one by one"])
        cells = [f"{statistics.median(r):.0f} ({statistics.median(r) / plain:.2f}x)" for r in rates.values()]
        print(f"| {task} | {len(tokens.pop())} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
