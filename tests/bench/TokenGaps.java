import dev.triglot.engine.GenerationOptions;
import dev.triglot.engine.LanguageModel;
import dev.triglot.engine.Session;
import dev.triglot.engine.SessionOptions;
import dev.triglot.engine.TokenListener;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Times between the tokens of a generation: the longest ones, how many collections there were meanwhile, and
 * the rate of the first tokens after a prompt of one, in a JVM that has just started, against that
 * of the tokens after them.
 *
 * <pre>java --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xlog:gc* \
 *     -cp 'cli/target/dist/lib/*' tests/bench/TokenGaps.java MODEL [TOKENS]</pre>
 */
public final class TokenGaps {
    private static final int FIRST = 64;

    /** From here on the compiler has seen everything. */
    private static final int WARM = 512;

    public static void main(String[] args) {
        int tokens = args.length > 1 ? Integer.parseInt(args[1]) : 3000;
        try (LanguageModel model = LanguageModel.open(Path.of(args[0]));
                Session session =
                        model.newSession(SessionOptions.DEFAULT.withContextLength(tokens + 1))) {
            long[] times = new long[tokens];
            int[] count = {0};
            long[] collections = {0};
            session.generate(
                    new int[] {Math.max(0, model.vocabulary().bos())},
                    options(model, tokens),
                    new TokenListener() {
                        @Override
                        public boolean onToken(int id, String text) {
                            times[count[0]++] = System.nanoTime();
                            if (count[0] == WARM) {
                                collections[0] = collections();
                            }
                            return true;
                        }
                    });
            report(times, collections() - collections[0]);
        }
    }

    private static GenerationOptions options(LanguageModel model, int tokens) {
        Map<Integer, Float> noEnd = new HashMap<>();
        for (int id = 0; id < model.vocabulary().size(); id++) {
            if (model.vocabulary().endsGeneration(id)) {
                noEnd.put(id, Float.NEGATIVE_INFINITY);
            }
        }
        return GenerationOptions.builder().maxTokens(tokens).logitBias(noEnd).seed(1L).build();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static void report(long[] times, long collections) {
        double[] gaps = new double[times.length - 1 - WARM];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times[WARM + i + 1] - times[WARM + i]) / 1e6;
        }
        Arrays.sort(gaps);
        int last = gaps.length - 1;
        System.out.printf(
                Locale.ROOT,
                "%d tokens after %d: gaps of %.1f ms (median), %.1f (99 %%), %.1f (99.9 %%), %.1f (longest); %d collections%n",
                gaps.length,
                WARM,
                gaps[gaps.length / 2],
                gaps[(int) (last * 0.99)],
                gaps[(int) (last * 0.999)],
                gaps[last],
                collections);
        System.out.printf(
                Locale.ROOT,
                "first %d tokens %.1f a second, the next 64 %.1f, tokens 256 to 512 %.1f%n",
                FIRST,
                rate(times, 0, FIRST),
                rate(times, FIRST, 2 * FIRST),
                rate(times, WARM / 2, WARM));
    }

    /** Tokens a second. */
    private static double rate(long[] times, int from, int to) {
        return (to - from) * 1e9 / (times[to] - times[from]);
    }
}
