package dev.triglot.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What Jinja2 itself gave for the same templates, kept as data. */
class TemplateVectorsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2024-07-26T09:05:03Z"), ZoneOffset.UTC);

    /**
     * @param expected null where Jinja2 raised an error
     */
    record Vector(
            String name,
            String template,
            List<Map<String, Object>> messages,
            Map<String, Object> variables,
            @Nullable String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> chatTemplates() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (Map<String, Object> template : read("chat-templates.json")) {
            for (Map<String, Object> chat : maps(template.get("cases"))) {
                Map<String, Object> variables = new HashMap<>(chat);
                variables.put("bos_token", template.get("bos_token"));
                variables.put("eos_token", template.get("eos_token"));
                variables.keySet().removeAll(List.of("name", "messages", "text", "error"));
                vectors.add(
                        new Vector(
                                template.get("name") + ", " + chat.get("name"),
                                text(template, "template"),
                                maps(chat.get("messages")),
                                variables,
                                (String) chat.get("text")));
            }
        }
        assertThat(vectors).hasSize(104);
        return vectors.stream();
    }

    static Stream<Vector> language() throws IOException {
        return vectors("language.json");
    }

    static Stream<Vector> generated() throws IOException {
        return vectors("generated.json");
    }

    private static Stream<Vector> vectors(String file) throws IOException {
        return read(file).stream()
                .map(vector ->
                        new Vector(
                                text(vector, "template"),
                                text(vector, "template"),
                                List.of(),
                                map(vector.get("variables")),
                                (String) vector.get("text")));
    }

    @ParameterizedTest
    @MethodSource({"chatTemplates", "language", "generated"})
    void rendersAsJinja2(Vector vector) {
        if (vector.expected() == null) {
            assertThatThrownBy(() -> render(vector))
                    .isInstanceOf(TemplateException.class)
                    .hasMessageContaining("line ");
        } else {
            assertThat(render(vector)).isEqualTo(vector.expected());
        }
    }

    private static String render(Vector vector) {
        return ChatTemplate.parse(vector.template(), CLOCK)
                .render(vector.messages(), vector.variables());
    }

    private static List<Map<String, Object>> read(String file) throws IOException {
        try (InputStream in = TemplateVectorsTest.class.getResourceAsStream("/template/" + file)) {
            return JsonMapper.shared()
                    .readValue(Objects.requireNonNull(in), new TypeReference<>() {});
        }
    }

    private static String text(Map<String, Object> vector, String key) {
        return (String) Objects.requireNonNull(vector.get(key));
    }

    @SuppressWarnings("unchecked") // the shape of the committed files
    private static List<Map<String, Object>> maps(@Nullable Object value) {
        return (List<Map<String, Object>>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // the shape of the committed files
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
