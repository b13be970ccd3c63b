package dev.triglot.engine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    @Test
    void offersWhatIsNear() {
        List<String> names = List.of("Q4_0", "Q4_K_M", "BF16");
        assertThat(NearestNames.suggestion("Q4_K_L", names)).isEqualTo(" Did you mean Q4_K_M?");
        assertThat(NearestNames.suggestion("something", names)).isEmpty();
    }
}
