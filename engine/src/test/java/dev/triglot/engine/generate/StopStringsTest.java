package dev.triglot.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void holdsBackWhatMayBeginAStopString() {
        StopStrings stops = new StopStrings(List.of("### Human"));
        assertThat(stops.accept("Hello #")).isEqualTo("Hello ");
        assertThat(stops.accept("## Hum")).isEmpty();
        assertThat(stops.accept("ble")).isEqualTo("### Humble");
        assertThat(stops.accept(" ### ")).isEqualTo(" ");
        assertThat(stops.accept("Human: ")).isEmpty();
        assertThat(stops.stopped()).isTrue();
    }

    @Test
    void cutsAtTheFirstOfSeveral() {
        StopStrings stops = new StopStrings(List.of("b", "ab"));
        assertThat(stops.accept("xxabb")).isEqualTo("xx");
    }

    @Test
    void withoutAStopNothingIsLost() {
        StopStrings stops = new StopStrings(List.of("aab", "ba"));
        assertThat(stops.accept("aa") + stops.accept("aaa") + stops.flush()).isEqualTo("aaaaa");
        assertThat(stops.stopped()).isFalse();
    }

    /**
     * Against the plain definition: everything before the first stop string, however the text
     * arrives.
     */
    @Test
    void agreesWithTheDefinitionForAnyPieces() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            List<String> stop = List.of(word(random, 3), word(random, 4));
            String text = word(random, 20);
            StopStrings stops = new StopStrings(stop);
            StringBuilder out = new StringBuilder();
            int at = 0;
            while (at < text.length() && !stops.stopped()) {
                int next = Math.min(text.length(), at + 1 + random.nextInt(3));
                out.append(stops.accept(text.substring(at, next)));
                at = next;
            }
            if (!stops.stopped()) {
                out.append(stops.flush());
            }
            assertThat(out.toString())
                    .as("%s in pieces, stops %s", text, stop)
                    .isEqualTo(before(text.substring(0, at), stop));
        }
    }

    private static String before(String text, List<String> stop) {
        int end = text.length();
        for (String s : stop) {
            int found = text.indexOf(s);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        return text.substring(0, end);
    }

    private static String word(Random random, int max) {
        StringBuilder word = new StringBuilder();
        for (int n = 1 + random.nextInt(max); n > 0; n--) {
            word.append("ab".charAt(random.nextInt(2)));
        }
        return word.toString();
    }
}
