package dev.triglot.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.launch.Invocation.Kind;
import dev.triglot.launch.Invocation.Syntax;
import dev.triglot.launch.Invocation.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {
    private static final Syntax SYNTAX = new Syntax(Set.of("-c"), Set.of("-m"), Set.of("-u"));

    private static Invocation parse(String... words) {
        return Invocation.parse(List.of(words), SYNTAX);
    }

    @Test
    void aFileAndItsOwnArguments() {
        Invocation invocation = parse("-u", "a.py", "-c", "--sandbox");
        assertThat(invocation.kind()).isEqualTo(Kind.FILE);
        assertThat(invocation.target()).isEqualTo("a.py");
        assertThat(invocation.arguments()).containsExactly("-c", "--sandbox");
        assertThat(invocation.sandboxed()).isFalse();
    }

    @Test
    void textsModulesAndInput() {
        assertThat(parse("-c", "print(1)", "x").target()).isEqualTo("print(1)");
        assertThat(parse("-c", "print(1)", "x").arguments()).containsExactly("x");
        assertThat(parse("-m", "json.tool").kind()).isEqualTo(Kind.MODULE);
        assertThat(parse("-", "-m").kind()).isEqualTo(Kind.INPUT);
        assertThat(parse("-", "-m").arguments()).containsExactly("-m");
        assertThat(parse().kind()).isEqualTo(Kind.TYPED);
        assertThat(parse("--sandbox", "-h").kind()).isEqualTo(Kind.HELP);
    }

    @Test
    void whatASandboxedProgramMayDo() {
        Invocation invocation =
                parse("--sandbox", "--model", "tiny=m.gguf", "--timeout", "5", "--jit", "a.py");
        assertThat(invocation.sandboxed()).isTrue();
        assertThat(invocation.models()).isEqualTo(Map.of("tiny", Path.of("m.gguf")));
        assertThat(invocation.timeoutSeconds()).isEqualTo(5);
        assertThat(invocation.target()).isEqualTo("a.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-m", "--model", "--timeout", "--model x", "--timeout -1", "-x"})
    void aCommandLineThatMakesNoSense(String words) {
        assertThatThrownBy(() -> parse(words.split(" ", -1)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(words.split(" ", -1)[0]);
    }
}
