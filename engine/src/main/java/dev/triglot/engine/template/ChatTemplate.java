package dev.triglot.engine.template;

import dev.triglot.engine.error.TemplateException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template, as model files carry it: turns messages into the text that the model was trained
 * on. Immutable and safe for many threads.
 *
 * <p>The language is Jinja2 with the settings of the Hugging Face libraries: trim_blocks,
 * lstrip_blocks, loop controls, {@code generation} blocks, {@code raise_exception}, {@code
 * strftime_now} and a {@code tojson} that does not escape. Not there, because chat templates have
 * no use for them: inheritance, imports, recursive loops, autoescaping; integers have 64 bits.
 *
 * <p>A template is not trusted: it reaches nothing but what is passed to it, and time, memory and
 * depth are bounded. The bounds grow with the messages.
 */
public final class ChatTemplate {
    private final String source;
    private final List<Statement> statements;
    private final Clock clock;

    private ChatTemplate(String source, List<Statement> statements, Clock clock) {
        this.source = source;
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * Parses a template; {@code strftime_now} gives the time of the system.
     *
     * @throws TemplateException if it is malformed, with the line
     */
    public static ChatTemplate parse(String source) {
        return parse(source, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Parses a template.
     *
     * @param clock what {@code strftime_now} reads
     * @throws TemplateException if it is malformed, with the line
     */
    public static ChatTemplate parse(String source, Clock clock) {
        return new ChatTemplate(source, Parser.parse(source), clock);
    }

    /** What was parsed. */
    public String source() {
        return source;
    }

    /**
     * Renders messages.
     *
     * @param messages maps with {@code role} and {@code content}, and what else the template reads,
     *     such as {@code tool_calls}; values are strings, numbers, booleans, null, lists and maps
     * @param variables what else the template can read, such as {@code add_generation_prompt},
     *     {@code bos_token}, {@code eos_token} and {@code tools}
     * @throws TemplateException if the template refuses the messages, fails, or exceeds its budget
     */
    public String render(
            List<? extends Map<String, ? extends @Nullable Object>> messages,
            Map<String, ? extends @Nullable Object> variables) {
        Inputs inputs = new Inputs();
        Map<String, Object> names = new HashMap<>();
        variables.forEach((name, value) -> names.put(name, inputs.value(value)));
        names.put("messages", inputs.value(messages));
        Rendering rendering = new Rendering(clock, inputs.chars() + source.length());
        return new Evaluator(rendering).capture(statements, Scope.of(names));
    }
}
