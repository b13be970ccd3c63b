package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolMergerTest {
    /** Joins numbers: the priority of a pair is drawn, what it becomes is their sum and one. */
    private static final class Numbers extends SymbolMerger {
        private final int[] numbers;

        Numbers(int[] numbers) {
            this.numbers = numbers.clone();
        }

        static int drawn(int left, int right) {
            int draw = Math.floorMod(left * 31 + right * 17, 11);
            return draw > 6 ? NEVER : draw - 3;
        }

        @Override
        int priority(int left, int right) {
            return drawn(numbers[left], numbers[right]);
        }

        @Override
        void join(int left, int right, int priority) {
            assertThat(priority).isEqualTo(drawn(numbers[left], numbers[right]));
            numbers[left] = numbers[left] + numbers[right] + 1;
        }

        List<Integer> result() {
            merge(numbers.length);
            List<Integer> result = new ArrayList<>();
            for (int i = 0; i != END; i = next(i)) {
                result.add(numbers[i]);
            }
            return result;
        }
    }

    @Test
    void joinsInTheOrderOfASimpleSearch() {
        Random random = new Random(6);
        for (int i = 0; i < 5000; i++) {
            int[] numbers = random.ints(1 + random.nextInt(80), 0, 8).toArray();
            assertThat(new Numbers(numbers).result()).isEqualTo(simple(numbers));
        }
    }

    private static List<Integer> simple(int[] numbers) {
        List<Integer> list = new ArrayList<>(Arrays.stream(numbers).boxed().toList());
        while (true) {
            int best = -1;
            int lowest = SymbolMerger.NEVER;
            for (int i = 0; i + 1 < list.size(); i++) {
                int priority = Numbers.drawn(list.get(i), list.get(i + 1));
                if (priority < lowest) {
                    best = i;
                    lowest = priority;
                }
            }
            if (best < 0) {
                return list;
            }
            list.set(best, list.get(best) + list.get(best + 1) + 1);
            list.subList(best + 1, best + 2).clear();
        }
    }
}
