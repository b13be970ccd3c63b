package dev.triglot.polyglot.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.engine.error.TriglotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of codes has every code that can be thrown, and no other. */
class ErrorCodesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");
    private static final Pattern BY_ENGINE =
            Pattern.compile("(?:super|new InvalidStateException)\\(\\s*\"([a-z_]+)\"");
    private static final Pattern BY_API = Pattern.compile("new TriglotError\\(\\s*\"([a-z_]+)\"");

    @Test
    void tableAndCodeAgree() throws IOException {
        Set<String> thrown = new TreeSet<>(reasons());
        thrown.addAll(
                codes(BY_ENGINE, Path.of("../engine/src/main/java/dev/triglot/engine/error")));
        thrown.addAll(codes(BY_API, Path.of("src/main/java")));
        String table = Files.readString(Path.of("../docs/errors.md"));
        assertThat(ROW.matcher(table).results().map(row -> row.group(1)).toList())
                .isSorted()
                .containsExactlyElementsOf(thrown);
    }

    private static Set<String> codes(Pattern thrown, Path sources) throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                codes.addAll(
                        thrown.matcher(Files.readString(file))
                                .results()
                                .map(call -> call.group(1))
                                .collect(Collectors.toSet()));
            }
        }
        assertThat(codes).isNotEmpty();
        return codes;
    }

    /** Exceptions that say why in an enum use its constants as codes. */
    private static Set<String> reasons() {
        return Stream.of(TriglotException.class.getPermittedSubclasses())
                .flatMap(type -> Stream.of(type.getDeclaredClasses()))
                .filter(Class::isEnum)
                .flatMap(reason -> Stream.of(reason.getEnumConstants()))
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
