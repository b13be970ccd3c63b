package dev.triglot.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.triglot.engine.error.TemplateException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would take the process down give an error that is theirs. */
class HostileTemplateTest {
    private static final String LOOP = "{% for i in range(100000) %}";
    private static final String END = "{% endfor %}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(1000000000) %}{% endfor %}",
                LOOP + LOOP + END + END,
                LOOP + LOOP + "{% set c = i * 2 %}{{ c }}" + END + END,
                "{{ 'a' * 1000000000 }}",
                "{{ 'a' * 4611686018427387904 }}",
                "{{ [1] * 1000000000 }}",
                "{{ ('a' * 100000).replace('', 'b' * 100000) }}",
                "{{ ('a' * 100000).join(range(100000)) }}",
                "{{ 'a'|center(1000000000) }}",
                "{{ 'a'.zfill(1000000000) }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '%.1000000000f' % 1 }}",
                "{{ ('a\\n' * 1000)|indent(1000000) }}",
                "{{ [1]|batch(1000000000, 0)|list }}",
                "{{ [1]|slice(1000000000)|list }}",
                "{{ [[[]]]|tojson(indent=1000000000) }}",
                "{{ ('{0}' * 1000).format('a' * 100000) }}",
                "{{ strftime_now('%c' * 100000) }}",
                "{{ 2 ** 1000000000 }}",
                "{{ 2.0 ** 1000000000 }}",
                "{% set s = 'a' * 100000 %}" + LOOP + "{{ s }}" + END,
                "{% set s = 'a' * 100000 %}" + LOOP + "{% set t = s ~ s %}" + END,
                "{% set s = '🌍' * 100000 %}" + LOOP + "{{ s[-1] }}" + END,
                "{% set s = 'ß' * 100000 %}" + LOOP + "{% set t = s|upper %}" + END,
                "{% set a = 'a' * 1000000 %}{% set b = 'a' * 5000 ~ 'b' %}{{ b in a }}",
                "{% set a = 'a' * 1000000 %}{% set b = 'a' * 5000 ~ 'b' %}{{ a.split(b) }}",
                "{% set n = namespace(s='a') %}" + LOOP + "{% set n.s = n.s + n.s %}" + END,
                "{% set n = namespace(s=[1]) %}"
                        + LOOP
                        + "{% set n.s = [n.s, n.s] %}"
                        + END
                        + "{{ n.s }}",
                "{% set n = namespace(s=1) %}{% for i in range(9999) %}{% set n.s = (n.s,) %}"
                        + END
                        + "{{ {n.s: 1} }}",
                "{% set n = namespace(s=1) %}{% for i in range(9999) %}{% set n.s = [n.s] %}"
                        + END
                        + "{{ n.s|tojson }}",
                "{% set n = namespace(s=1) %}{% for i in range(999) %}"
                        + "{% set n.s = {1: n.s}.values() %}"
                        + END
                        + "{{ {n.s: 1} }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f(x) %}{% if x %}{{ f(x - 1) }}{{ f(x - 1) }}{% endif %}{% endmacro %}"
                        + "{{ f(40) }}",
                "{% macro f() %}{% call f() %}{{ caller() }}{% endcall %}{% endmacro %}{{ f() }}",
                "{{ ''.__class__.__mro__[1].__subclasses__() }}",
                "{{ range.__globals__ }}{{ range.__globals__.os }}",
                "{{ messages.append(1) }}",
                "{{ messages[0].update({'role': 'x'}) }}",
            })
    void endsWithAnError(String template) {
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("chat template, line 1: ");
    }

    /** What is opened again and again, as often as the longest source allows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{1:",
                "not ",
                "- ",
                "1 if 0 else ",
                "1 + ",
                "1 ** ",
                "a.",
                "a|",
                "f(",
                "1 or ",
                "a[",
                "a is ",
                "f(a=",
                "'a' ",
                "{{",
                "{%",
                "1 is odd ",
                "a.a"
            })
    void nestsInExpressions(String opening) {
        String open = "{{ " + opening.repeat((Lexer.MAX_SOURCE_CHARS - 10) / opening.length());
        assertThatThrownBy(() -> render(open)).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> render(open + "1 }}")).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% if 1 %}",
                "{% for a in b %}",
                "{% macro f() %}",
                "{% call f() %}",
                "{% set a %}",
                "{% filter e %}",
                "{% with %}",
                "{% generation %}",
                "{% raw %}",
                "{% for (",
                "{#",
            })
    void nestsInStatements(String opening) {
        String open = opening.repeat(Lexer.MAX_SOURCE_CHARS / opening.length());
        assertThatThrownBy(() -> render(open)).isInstanceOf(TemplateException.class);
    }

    @Test
    void closesSixtyThousandParentheses() {
        String template = "{{ " + "(".repeat(60_000) + "1" + ")".repeat(60_000) + " }}";
        assertThatThrownBy(() -> render(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void refusesAnEndlessSource() {
        assertThatThrownBy(() -> render("a".repeat(Lexer.MAX_SOURCE_CHARS + 1)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("131073 characters");
    }

    /** Depth is bounded by what a small stack holds. */
    @Test
    void fitsASmallStack() throws InterruptedException {
        String template =
                "{% macro f(x) %}{% for i in [1] %}{% if i %}{{ [f(x + 1)]|join|upper }}"
                        + "{% endif %}{% endfor %}{% endmacro %}{{ f(1) }}";
        Throwable[] thrown = new Throwable[1];
        Thread thread =
                new Thread(
                        null,
                        () -> thrown[0] = catchThrowable(() -> render(template)),
                        "small stack",
                        512 * 1024);
        thread.start();
        thread.join();
        assertThat(thrown[0])
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("nested more than");
    }

    /** The budget grows with the input: a conversation of a million characters is no attack. */
    @Test
    void passesALongConversation() {
        String content = "All work and no play makes Jack a dull boy. ".repeat(100);
        List<Map<String, Object>> messages =
                Collections.nCopies(250, Map.of("role", "user", "content", content));
        String template =
                "{% for m in messages %}{{ '<' + m['role'] + '>' + m['content'] | trim + '\\n' }}"
                        + "{% endfor %}";
        String text = ChatTemplate.parse(template).render(messages, Map.of());
        assertThat(text).hasSize(250 * (content.length() - 1 + 7));
    }

    /** Pieces of templates in any order give a text or an error of the template. */
    @ParameterizedTest
    @MethodSource("seeds")
    void survivesAnySource(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder source = new StringBuilder();
            int pieces = random.nextInt(30);
            for (int j = 0; j < pieces; j++) {
                source.append(PIECES[random.nextInt(PIECES.length)]);
            }
            try {
                assertThat(render(source.toString())).isNotNull();
            } catch (TemplateException e) {
                assertThat(e).hasMessageContaining("line ");
            }
        }
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 4L);
    }

    private static final String[] PIECES = {
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-",
        "+",
        " ",
        "\n",
        "if ",
        "for ",
        "x",
        " in ",
        "messages",
        "set ",
        "=",
        "endif",
        "endfor",
        "else",
        "elif ",
        "macro ",
        "endmacro",
        "call",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        ".",
        "|",
        "'a'",
        "\"",
        "\\",
        "1",
        "2.5",
        "~",
        "*",
        "**",
        "//",
        "%",
        "<",
        "==",
        "not ",
        "and ",
        "or ",
        "is ",
        "defined",
        "none",
        "true",
        "length",
        "join",
        "sort",
        "map",
        "loop",
        "namespace()",
        "range(3)",
        "tojson",
        "raw",
        "endraw",
        "generation",
        "break",
        "{{ x }}",
        "{% if x %}",
        "{% endif %}",
        "{% set x = 1 %}",
        "{% for x in messages %}",
        "{% endfor %}",
        "{{ messages[0]['role'] }}",
        "é",
        "🌍",
        "\r\n"
    };

    private static String render(String template) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () ->
                        ChatTemplate.parse(template)
                                .render(
                                        List.of(Map.of("role", "user", "content", "hi")),
                                        Map.of("s", "x")));
    }
}
