package dev.triglot.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.TemplateException;
import java.nio.CharBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
    private static final List<Map<String, Object>> HELLO =
            List.of(Map.of("role", "user", "content", "Hello"));

    @Test
    void readsMessagesAndVariables() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n"
                                + "{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}");
        Map<String, Object> variables = Map.of("bos_token", "<s>", "add_generation_prompt", true);
        assertThat(template.render(HELLO, variables)).isEqualTo("<s>user: Hello\nassistant:");
        assertThat(template.render(HELLO, Map.of())).isEqualTo("user: Hello\n");
    }

    @Test
    void takesAllThatJsonHas() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("nothing", null);
        values.put("numbers", List.of(1, 2L, (short) 3, 1.5f, 2.5));
        values.put("text", CharBuffer.wrap("x"));
        String template = "{{ nothing is none }} {{ numbers }} {{ text is string }}";
        assertThat(ChatTemplate.parse(template).render(HELLO, values))
                .isEqualTo("True [1, 2, 3, 1.5, 2.5] True");
    }

    @Test
    void refusesOtherValues() {
        ChatTemplate template = ChatTemplate.parse("x");
        assertThatThrownBy(() -> template.render(HELLO, Map.of("x", new Object())))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("java.lang.Object");
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        assertThatThrownBy(() -> template.render(HELLO, Map.of("x", endless)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void readsTheClockItIsGiven() {
        Clock clock =
                Clock.fixed(Instant.parse("2024-07-26T23:30:00Z"), ZoneId.of("Europe/Berlin"));
        assertThat(
                        ChatTemplate.parse("{{ strftime_now('%d %b %Y %H:%M') }}", clock)
                                .render(HELLO, Map.of()))
                .isEqualTo("27 Jul 2024 01:30");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertMessage(
                "a\n{% if x %}\nb",
                "chat template, line 3: expected '{% endif %}' but found the end of the template");
        assertMessage(
                "a\n\n{{ missing.x }}",
                "chat template, line 3: 'missing' is undefined; pass it, or test it with"
                        + " 'is defined' in the template");
        assertMessage(
                "{{ 'a'\n + 1 }}",
                "chat template, line 2: '+' does not work on str and int; convert one, or use '~'"
                        + " to join texts");
        assertMessage(
                "{% if true %}\n{{ raise_exception('roles must alternate') }}{% endif %}",
                "chat template, line 2: the template refuses these messages: roles must alternate");
        assertMessage(
                "\n{% frobnicate %}",
                "chat template, line 2: '{% frobnicate %}' is no statement that chat templates"
                        + " know; use if, for, set, macro, call, filter, with or generation");
        assertMessage("{{ 'abc }}", "chat template, line 1: a string is not closed; add '");
        assertMessage(
                "{{ [1).x }}", "chat template, line 1: unexpected ')'; the brackets do not match");
    }

    @Test
    void leavesValuesOfTheCallerAlone() {
        List<Map<String, Object>> messages = List.of(new HashMap<>(HELLO.getFirst()));
        ChatTemplate template =
                ChatTemplate.parse("{% set messages = messages + [1] %}{{ messages|length }}");
        assertThat(template.render(messages, Map.of())).isEqualTo("2");
        assertThat(template.render(messages, Map.of())).isEqualTo("2");
        assertThat(messages).isEqualTo(HELLO);
    }

    private static void assertMessage(String template, String message) {
        assertThatThrownBy(() -> ChatTemplate.parse(template).render(HELLO, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }
}
