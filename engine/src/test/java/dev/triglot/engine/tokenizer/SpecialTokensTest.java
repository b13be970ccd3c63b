package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.tokenizer.SpecialTokens.Special;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpecialTokensTest {
    @Test
    void takesTheLeftmostAndOfThoseTheLongest() {
        assertThat(split("abcd", "bcd", "ab")).containsExactly("<1>", "cd");
        assertThat(split("abcd", "ab", "abc", "a")).containsExactly("<1>", "d");
        assertThat(split("xababc", "ab", "abc")).containsExactly("x", "<0>", "<1>");
        assertThat(split("aaaa", "aa")).containsExactly("<0>", "<0>");
        assertThat(split("aaa", "aa")).containsExactly("<0>", "a");
    }

    @Test
    void textWithoutTokensStaysWhole() {
        assertThat(split("text", "ab")).containsExactly("text");
        assertThat(split("text")).containsExactly("text");
        assertThat(split("", "ab")).isEmpty();
        assertThat(split("")).isEmpty();
    }

    @Test
    void tokensMayTakeWhiteSpaceAlong() {
        SpecialTokens tokens =
                new SpecialTokens(
                        List.of(
                                new Special(0, "<l>", true, false),
                                new Special(1, "<r>", false, true),
                                new Special(2, "\n\n", false, false)));
        assertThat(split(tokens, "a \n<l> b")).containsExactly("a", "<0>", " b");
        assertThat(split(tokens, "a <r> \u00a0\nb")).containsExactly("a ", "<1>", "b");
        assertThat(split(tokens, " <l><r> ")).containsExactly("<0>", "<1>");
        assertThat(split(tokens, "<r>\n\n\nb")).containsExactly("<1>", "b");
        assertThat(split(tokens, "<r> <l> ")).containsExactly("<1>", "<0>", " ");
    }

    @Test
    void saysWhereTextStartsAnew() {
        List<String> anew = new ArrayList<>();
        String text = "a<x>b";
        new SpecialTokens(List.of(new Special(0, "<x>", false, false)))
                .split(
                        text,
                        new SpecialTokens.Fragments() {
                            @Override
                            public void text(int from, int to, boolean startsAnew) {
                                anew.add(text.substring(from, to) + startsAnew);
                            }

                            @Override
                            public void token(int id) {
                                anew.add("<" + id + ">");
                            }
                        });
        assertThat(anew).containsExactly("atrue", "<0>", "btrue");
    }

    @Test
    void agreesWithASearchTokenByToken() {
        Random random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            String[] tokens = new String[1 + random.nextInt(5)];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = letters(random, 1 + random.nextInt(4));
            }
            String text = letters(random, random.nextInt(20));
            assertThat(split(text, tokens)).isEqualTo(naive(text, tokens));
        }
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(3)));
        }
        return letters.toString();
    }

    private static List<String> naive(String text, String[] tokens) {
        List<String> parts = new ArrayList<>();
        int gap = 0;
        int at = 0;
        while (at < text.length()) {
            int best = -1;
            for (int t = 0; t < tokens.length; t++) {
                boolean longer = best < 0 || tokens[t].length() > tokens[best].length();
                if (longer && text.startsWith(tokens[t], at)) {
                    best = t;
                }
            }
            if (best < 0) {
                at++;
                continue;
            }
            if (gap < at) {
                parts.add(text.substring(gap, at));
            }
            parts.add("<" + best + ">");
            at += tokens[best].length();
            gap = at;
        }
        if (gap < text.length()) {
            parts.add(text.substring(gap));
        }
        return parts;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void longTokensAndManyTokensAreNoTrap() {
        String run = "a".repeat(500_000);
        List<Special> specials = new ArrayList<>();
        specials.add(new Special(0, "a", false, false));
        specials.add(new Special(1, run + "b", false, false));
        for (int i = 2; i < 20_000; i++) {
            specials.add(new Special(i, "<|reserved_" + i + "|>", false, false));
        }
        List<String> parts = split(new SpecialTokens(specials), run + run + "<|reserved_9|>");
        assertThat(parts).hasSize(1_000_001).endsWith("<9>");
    }

    private static List<String> split(String text, String... tokens) {
        List<Special> specials = new ArrayList<>();
        for (String token : tokens) {
            specials.add(new Special(specials.size(), token, false, false));
        }
        return split(new SpecialTokens(specials), text);
    }

    private static List<String> split(SpecialTokens tokens, String text) {
        List<String> parts = new ArrayList<>();
        tokens.split(
                text,
                new SpecialTokens.Fragments() {
                    @Override
                    public void text(int from, int to, boolean startsAnew) {
                        parts.add(text.substring(from, to));
                    }

                    @Override
                    public void token(int id) {
                        parts.add("<" + id + ">");
                    }
                });
        return parts;
    }
}
