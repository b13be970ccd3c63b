package dev.triglot.polyglot.bench;

import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.TriglotHost;
import java.util.List;
import java.util.Locale;
import org.graalvm.polyglot.Value;

/**
 * Measures how arrays of numbers go between the API and guests: in bulk and element by element. Its
 * figures are in docs/polyglot.md; main prints that table. The numbers are the first row of a
 * model's logits, or token ids.
 */
public final class BulkData {
    private static final String MODEL = "src/test/resources/tiny.gguf";

    /**
     * One way.
     *
     * @param code a function of a {@code NumberArray} of float32 (from the API) or of a count (to
     *     it), which gives how many numbers went through
     */
    record Way(String language, String name, boolean toGuest, boolean bulk, String code) {}

    static final List<Way> WAYS =
            List.of(
                    new Way(
                            "python",
                            "array of latin1()",
                            true,
                            true,
                            "lambda n: len(array.array('f', n.latin1().encode('latin-1')))"),
                    new Way(
                            "python",
                            "copyTo(bytearray)",
                            true,
                            true,
                            "lambda n: filled(n, bytearray(n.byteLength())) // 4"),
                    new Way("python", "list(list())", true, false, "lambda n: len(list(n.list()))"),
                    new Way(
                            "js",
                            "Float32Array over buffer()",
                            true,
                            true,
                            "n => new Float32Array(new ArrayBuffer(n.buffer())).length"),
                    new Way(
                            "js",
                            "Float32Array.from(list())",
                            true,
                            false,
                            "n => Float32Array.from(n.list()).length"),
                    new Way(
                            "python",
                            "array('i')",
                            false,
                            true,
                            "lambda n: model.detokenize(array.array('i', IDS[:n]), None) and n"),
                    new Way(
                            "python",
                            "list",
                            false,
                            false,
                            "lambda n: model.detokenize(list(IDS[:n]), None) and n"),
                    new Way(
                            "js",
                            "Int32Array",
                            false,
                            true,
                            "n => { model.detokenize(IDS.subarray(0, n), null); return n; }"),
                    new Way(
                            "js",
                            "array",
                            false,
                            false,
                            "n => { model.detokenize(LIST.slice(0, n), null); return n; }"));

    private BulkData() {}

    static Guest prepare(TriglotHost host, int tokens) {
        Guest guest = host.newGuest();
        guest.eval(
                "python",
                """
                import array, polyglot
                model = polyglot.import_value("triglot").open("MODEL", {"threads": 1})
                IDS = array.array("i", [5]) * TOKENS
                def filled(numbers, target):
                    numbers.copyTo(target)
                    return len(target)
                """
                        .replace("MODEL", MODEL)
                        .replace("TOKENS", Integer.toString(tokens)));
        guest.eval(
                "js",
                """
                const model = Polyglot.import("triglot").open("MODEL", {threads: 1});
                const IDS = new Int32Array(TOKENS).fill(5);
                const LIST = Array.from(IDS);
                """
                        .replace("MODEL", MODEL)
                        .replace("TOKENS", Integer.toString(tokens)));
        return guest;
    }

    /** Float32 numbers of the API: the logits of a token. */
    static Value numbers(Guest guest) {
        return guest.eval("js", "model.newSession({contextLength: 8}).logits([5])");
    }

    /** Milliseconds of the fastest of some calls. */
    private static double measure(Value way, Object argument) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            way.executeVoid(argument);
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return best;
    }

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 50_000;
        try (TriglotHost host = TriglotHost.builder("python", "js").build();
                Guest guest = prepare(host, count)) {
            Value floats =
                    guest.eval(
                                    "js",
                                    "n => model.embed(Array(n).fill('a'), {contextLength: 64}).vectors()")
                            .execute(count / 32);
            System.out.println("| guest | direction | way | ns a number |");
            System.out.println("|---|---|---|---|");
            for (Way way : WAYS) {
                Value function = guest.eval(way.language(), way.code());
                int passed = way.toGuest() ? floats.invokeMember("length").asInt() : count;
                double millis = measure(function, way.toGuest() ? floats : count);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %s%s | %.1f |%n",
                        way.language(),
                        way.toGuest() ? "to the guest" : "from the guest",
                        way.bulk() ? "" : "one by one: ",
                        way.name(),
                        millis * 1e6 / passed);
            }
        }
    }
}
