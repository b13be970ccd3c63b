"""Measurements to Markdown tables and a chart."""

import statistics
from collections import defaultdict

RATES = [("prefill", "prompt_per_second"), ("decode", "predicted_per_second")]
FIRST_TOKEN = "first token"


def brief(found):
    if "seconds" in found:
        return f"{found['seconds']:.2f} s"
    return ", ".join(f"{what} {found[field]:.1f}/s" for what, field in RATES if found.get(field))


class Comparison:
    """The rounds of one model and test: ratios are formed round by round, above 1 where Triglot is faster."""

    def __init__(self, model, test, peer, field, inverse=False):
        self.model, self.test, self.peer = model, test, peer
        self.field, self.inverse = field, inverse
        self.pairs = []

    def add(self, ours, theirs):
        self.pairs.append((ours, theirs))

    @property
    def ratios(self):
        return [theirs / ours if self.inverse else ours / theirs for ours, theirs in self.pairs]

    @property
    def median(self):
        return statistics.median(self.ratios)

    def row(self, *cells):
        ours = statistics.median(ours for ours, _ in self.pairs)
        theirs = statistics.median(theirs for _, theirs in self.pairs)
        spread = f"{min(self.ratios):.2f}-{max(self.ratios):.2f}"
        cells = [*cells, f"{ours:.3g}", f"{theirs:.3g}", f"**{self.median:.2f}**", spread, str(len(self.pairs))]
        return "| " + " | ".join(cells) + " |"


def rounds_of(lines):
    """Lines by model, test and round, then by engine, in the order of measuring."""
    found = defaultdict(dict)
    for line in lines:
        found[line["model"], line["test"], line["round"]][line["engine"]] = line
    return found


def compare(lines):
    comparisons = {}
    for (model, test, _), by_engine in rounds_of(lines).items():
        ours = by_engine.get("triglot")
        for engine, theirs in by_engine.items():
            if ours is None or engine == "triglot":
                continue
            fields = [("", "seconds")] if test == FIRST_TOKEN else RATES
            for what, field in fields:
                if ours.get(field) and theirs.get(field):
                    name = model, test, engine, what
                    if name not in comparisons:
                        comparisons[name] = Comparison(model, test, engine, field, inverse=test == FIRST_TOKEN)
                    comparisons[name].add(ours[field], theirs[field])
    return comparisons


def alone(lines):
    """Medians of what no peer was measured beside."""
    runs = defaultdict(list)
    for (model, test, _), by_engine in rounds_of(lines).items():
        if list(by_engine) == ["triglot"] and test != FIRST_TOKEN:
            for what, field in RATES:
                if by_engine["triglot"].get(field):
                    runs[model, test, what].append(by_engine["triglot"][field])
    return {name: statistics.median(rates) for name, rates in runs.items()}


def provenance(lines):
    versions = defaultdict(set)
    for line in lines:
        if "version" in line:
            versions[line["engine"]].add(line["version"])
    loads = [line["load"] for line in lines]
    yield f"- processor: {', '.join(sorted({line['processor'] for line in lines}))}; threads: {threads(lines)}"
    yield f"- load of the machine before each measurement: median {statistics.median(loads):.1f}, at most {max(loads):.1f}"
    yield f"- measured from {min(line['time'] for line in lines)} to {max(line['time'] for line in lines)}"
    for engine in sorted(versions):
        yield f"- {engine}: {', '.join(sorted(versions[engine]))}"


def threads(lines):
    return ", ".join(sorted({str(line["threads"]) for line in lines}))


def markdown(lines):
    yield "# Triglot and its peers"
    yield ""
    yield "Written by `tests/bench/peers/peers.py --report`. Programs run in turn; a ratio is formed in each round, and above 1"
    yield "Triglot is faster. A test `512/128@0` is a prompt of 512 tokens and an answer of 128 after 0 tokens of context."
    yield ""
    yield from provenance(lines)
    comparisons = compare(lines)
    rates = {name: found for name, found in comparisons.items() if name[1] != FIRST_TOKEN}
    starts = {name: found for name, found in comparisons.items() if name[1] == FIRST_TOKEN}
    if rates:
        yield ""
        yield "![Ratios](peers.svg)"
        yield ""
        yield "| model | test | peer | | triglot, tokens/s | peer | ratio, median | spread | rounds |"
        yield "|---|---|---|---|---:|---:|---:|---:|---:|"
        for (model, test, engine, what), found in rates.items():
            yield found.row(model, test, engine, what)
    if starts:
        yield ""
        yield "| model | first token after a cold start, peer | triglot, s | peer, s | ratio, median | spread | rounds |"
        yield "|---|---|---:|---:|---:|---:|---:|"
        for (model, _, engine, _), found in starts.items():
            yield found.row(model, engine)
    without = alone(lines)
    if without:
        yield ""
        yield "| model without a peer | test | | triglot, tokens/s |"
        yield "|---|---|---|---:|"
        for (model, test, what), rate in without.items():
            yield f"| {model} | {test} | {what} | {rate:.3g} |"


ROW, LEFT, UNIT, TOP = 18, 230, 180, 40
COLORS = {"prefill": "#4c78a8", "decode": "#f58518"}


def chart(comparisons):
    """Bars of ratios, the line at 1 marked."""
    bars = [(name, found) for name, found in comparisons.items() if name[1] != FIRST_TOKEN]
    longest = max((found.median for _, found in bars), default=1)
    width, height = LEFT + int(UNIT * (longest + 0.4)), TOP + ROW * len(bars) + 10
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">'
    yield f'<rect width="{width}" height="{height}" fill="white"/>'
    yield f'<text x="{LEFT}" y="16">speed relative to the peer (1 = equal)</text>'
    for i, ((model, test, engine, what), found) in enumerate(bars):
        y = TOP + i * ROW
        label = f"{model} {what}" + ("" if engine == "llama.cpp" else f" ({engine})") + ("" if test.endswith("@0") else f" {test}")
        yield f'<text x="{LEFT - 6}" y="{y + 12}" text-anchor="end">{label}</text>'
        yield f'<rect x="{LEFT}" y="{y + 2}" width="{UNIT * found.median:.0f}" height="{ROW - 5}" fill="{COLORS[what]}"/>'
        low, high = LEFT + UNIT * min(found.ratios), LEFT + UNIT * max(found.ratios)
        yield f'<line x1="{low:.0f}" x2="{high:.0f}" y1="{y + 8}" y2="{y + 8}" stroke="black"/>'
        yield f'<text x="{max(high, LEFT + UNIT * found.median) + 4:.0f}" y="{y + 12}">{found.median:.2f}</text>'
    yield f'<line x1="{LEFT + UNIT}" x2="{LEFT + UNIT}" y1="{TOP - 8}" y2="{height}" stroke="black" stroke-dasharray="4"/>'
    yield "</svg>"


def write(lines, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peers.md").write_text("\n".join(markdown(lines)) + "\n")
    (folder / "peers.svg").write_text("\n".join(chart(compare(lines))) + "\n")
