package dev.triglot.js;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the reference are those that the declarations give. */
class ReferenceTest {
    private static final Path PACKAGE =
            Path.of("src/main/resources/dev/triglot/js/node_modules/triglot");

    @ParameterizedTest
    @CsvSource({"triglot, index.d.ts", "gpt4all, gpt4all/index.d.ts"})
    void isUpToDate(String module, String declarations) throws IOException {
        try (Scripts scripts = new Scripts()) {
            Scripts.Run run =
                    scripts.file(
                            Path.of("src/build/reference.mjs"),
                            List.of(
                                    "JavaScript: the module " + module,
                                    PACKAGE.resolve(declarations).toString()),
                            "",
                            Map.of());
            assertThat(run.err()).isEmpty();
            assertThat(run.out())
                    .isEqualTo(Files.readString(Path.of("../docs/javascript-" + module + ".md")));
        }
    }
}
