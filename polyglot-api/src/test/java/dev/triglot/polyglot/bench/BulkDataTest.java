package dev.triglot.polyglot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.host.Guest;
import dev.triglot.polyglot.host.TriglotHost;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/** What the benchmark measures does pass all numbers. */
class BulkDataTest {
    @Test
    void everyWayPassesAllNumbers() {
        try (TriglotHost host = TriglotHost.builder("python", "js").build();
                Guest guest = BulkData.prepare(host, 100)) {
            Value numbers = BulkData.numbers(guest);
            int length = numbers.invokeMember("length").asInt();
            assertThat(length).isPositive();
            for (BulkData.Way way : BulkData.WAYS) {
                Value function = guest.eval(way.language(), way.code());
                assertThat(function.execute(way.toGuest() ? numbers : 100).asInt())
                        .as(way.name())
                        .isEqualTo(way.toGuest() ? length : 100);
            }
        }
    }
}
