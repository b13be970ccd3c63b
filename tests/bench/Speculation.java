import dev.triglot.engine.ChatMessage;
import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.GenerationResult;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much guessing tokens saves, for three kinds of work: a table in Markdown.
 *
 * <pre>java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
 *     -cp 'cli/target/dist/lib/*' tests/bench/Speculation.java MODEL [ROUNDS [DRAFT_MODEL]]</pre>
 *
 * <p>Modes are interleaved after a first round that is not counted, and every mode must give the
 * same tokens.
 */
public final class Speculation {
    private static final int TOKENS = 160;

    private static final String ARTICLE =
            """
            The lighthouse at Port Ellis was built in 1832 to guide ships past the Hatter Reef. For its first forty years \
            the lamp burned whale oil, and the keeper climbed the 214 steps four times a night to trim the wick. In 1874 the \
            oil lamp was replaced by a paraffin burner, and in 1921 by an electric lamp, which could be seen from thirty \
            kilometres. The last keeper, Maria Olsen, left the tower in 1987, when a computer took over the lamp. Today the \
            lighthouse is a museum, and about twelve thousand people climb the 214 steps every year to see the Hatter Reef \
            from above.""";

    private static final String CODE =
            """
            public final class Stack {
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
            }""";

    private static final Map<String, String> TASKS = new LinkedHashMap<>();

    static {
        TASKS.put(
                "summary",
                "Repeat the most important sentences of this text word for word:\n\n" + ARTICLE);
        TASKS.put(
                "code",
                "Write this class again, with a method isEmpty added. Answer with code alone.\n\n"
                        + CODE);
        TASKS.put("chat", "What should I pack for a week of walking in the mountains?");
        TASKS.put("story", "Tell a story about a fox who learns to read.");
    }

    private record Mode(String name, Session session, int draftLength) {
        GenerationResult run(String prompt) {
            session.reset();
            GenerationOptions options =
                    GenerationOptions.builder()
                            .temperature(0)
                            .maxTokens(TOKENS)
                            .draftLength(draftLength)
                            .build();
            return session.generate(prompt, options, TokenListener.NONE);
        }
    }

    public static void main(String[] args) {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        try (LanguageModel model = LanguageModel.open(Path.of(args[0]))) {
            if (args.length < 3) {
                measure(model, null, rounds);
            } else {
                try (LanguageModel draft = LanguageModel.open(Path.of(args[2]))) {
                    measure(model, draft, rounds);
                }
            }
        }
    }

    private static void measure(LanguageModel model, LanguageModel draft, int rounds) {
        SessionOptions options = SessionOptions.DEFAULT.withContextLength(1024);
        Mode plain = new Mode("one by one", model.newSession(options), 0);
        Mode lookup = new Mode("lookup, up to 6", model.newSession(options), 6);
        List<Mode> modes =
                draft == null
                        ? List.of(plain, lookup)
                        : List.of(
                                plain,
                                lookup,
                                new Mode(
                                        "draft model, up to 4",
                                        model.newSession(options.withDraftModel(draft)),
                                        4));
        System.out.printf(
                "| task | tokens | %s |%n",
                String.join(" | ", modes.stream().map(Mode::name).toList()));
        System.out.println("|---|---:|" + "---:|".repeat(modes.size()));
        TASKS.forEach((task, question) -> {
            String prompt = model.applyChatTemplate(List.of(new ChatMessage("user", question)), true);
            System.out.println(row(task, prompt, modes, rounds));
        });
        modes.forEach(mode -> mode.session().close());
    }

    private static String row(String task, String prompt, List<Mode> modes, int rounds) {
        int[] expected = modes.getFirst().run(prompt).tokens();
        double[][] rates = new double[modes.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int m = 0; m < modes.size(); m++) {
                GenerationResult result = modes.get(m).run(prompt);
                if (!Arrays.equals(result.tokens(), expected)) {
                    throw new IllegalStateException(task + ": the modes gave different tokens");
                }
                if (round >= 0) {
                    rates[m][round] = result.timings().predictedPerSecond();
                }
            }
        }
        StringBuilder row = new StringBuilder("| %s | %d |".formatted(task, expected.length));
        for (double[] rate : rates) {
            // Rounds are neighbours in time, so their ratios are steadier than the rates.
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, i -> rate[i] / rates[0][i]);
            row.append(
                    String.format(Locale.ROOT, " %.0f (%.2fx) |", median(rate), median(ratios)));
        }
        return row.toString();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
