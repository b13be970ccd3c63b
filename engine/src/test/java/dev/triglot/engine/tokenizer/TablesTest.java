package dev.triglot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void pairTableKeepsTheFirstValueAndGrows() {
        PairTable table = new PairTable(1);
        Map<Long, Integer> expected = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            int left = random.nextInt(200);
            int right = random.nextInt(200);
            table.putIfAbsent(left, right, i);
            expected.putIfAbsent(left * 1000L + right, i);
        }
        for (int left = 0; left < 200; left++) {
            for (int right = 0; right < 200; right++) {
                assertThat(table.get(left, right))
                        .isEqualTo(expected.getOrDefault(left * 1000L + right, PairTable.ABSENT));
            }
        }
        assertThat(table.get(-1, -1)).isEqualTo(PairTable.ABSENT);
        assertThat(table.get(-1, 5)).isEqualTo(PairTable.ABSENT);
        assertThat(table.get(5, -1)).isEqualTo(PairTable.ABSENT);
    }

    @Test
    void byteTableFindsPartsAndPairs() {
        byte[][] keys = new byte[3000][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        }
        keys[2999] = keys[7].clone();
        ByteTable table = new ByteTable(keys);
        for (int i = 0; i < keys.length; i++) {
            table.add(i);
        }
        for (int i = 0; i < 2999; i++) {
            assertThat(table.find(keys[i])).isEqualTo(i);
        }
        assertThat(table.find(keys[2999])).isEqualTo(7);
        assertThat(table.find(keys[12], keys[34])).isEqualTo(1234);
        assertThat(table.find(keys[1], new byte[0])).isEqualTo(1);
        assertThat(table.find(keys[99], keys[99])).isEqualTo(ByteTable.ABSENT);
        byte[] text = "x1234y".getBytes(StandardCharsets.UTF_8);
        assertThat(table.find(text, 1, 4)).isEqualTo(123);
        assertThat(table.find(text, 0, 2)).isEqualTo(ByteTable.ABSENT);
    }
}
