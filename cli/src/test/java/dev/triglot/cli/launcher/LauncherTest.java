package dev.triglot.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.cli.launcher.Sandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
    @TempDir private Path folder;
    private Sandbox sandbox;

    @BeforeEach
    void makeSandbox() throws IOException {
        sandbox = new Sandbox(folder.toRealPath());
        sandbox.maven();
    }

    @Test
    void withoutJdk25ItSaysWhatToDo() throws Exception {
        sandbox.jdk("17.0.15");
        sandbox.jdk("26.0.1");
        Outcome outcome = sandbox.run(Map.of(), "--version");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .contains("no JDK 25", "install", "JAVA_HOME");
        assertThat(sandbox.builds()).isEmpty();
    }

    @Test
    void javaHomeOfAnotherVersionIsPassedOver() throws Exception {
        Path old = sandbox.jdkAt(folder.resolve("old"), "17.0.15");
        sandbox.jdk("25.0.3");
        Outcome outcome = sandbox.run(Map.of("JAVA_HOME", old.toString()), "--version");
        assertThat(outcome.out()).startsWith("java 25.0.3\n");
        assertThat(outcome.err()).doesNotContain("warning");
    }

    @Test
    void javaHomeWins() throws Exception {
        Path own = sandbox.jdkAt(folder.resolve("own"), "25.0.4");
        sandbox.jdk("25.0.3");
        Outcome outcome = sandbox.run(Map.of("JAVA_HOME", own.toString()), "--version");
        assertThat(outcome.out()).startsWith("java 25.0.4\n");
        assertThat(sandbox.builds()).containsExactly(own.toString());
    }

    @Test
    void anOldJdk25IsUsedWithAWarningAndItsReason() throws Exception {
        sandbox.jdk("25.0.1");
        Outcome outcome = sandbox.run(Map.of(), "--version");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("java 25.0.1\n");
        assertThat(outcome.err()).contains("warning: JDK 25.0.1", "JDK-8377811", "25.0.3");
    }

    @Test
    void aNewerJdk25IsPreferredToAnOldOne() throws Exception {
        Path old = sandbox.jdkAt(folder.resolve("old"), "25");
        sandbox.jdk("25.0.10");
        Outcome outcome = sandbox.run(Map.of("JAVA_HOME", old.toString()), "--version");
        assertThat(outcome.out()).startsWith("java 25.0.10\n");
        assertThat(outcome.err()).doesNotContain("warning");
    }

    @Test
    void aJreAloneIsNotEnough() throws Exception {
        Files.delete(sandbox.jdk("25.0.3").resolve("bin/javac"));
        assertThat(sandbox.run(Map.of()).err()).contains("no JDK 25");
    }

    @Test
    void worksThroughSymbolicLinksFromAnyFolder() throws Exception {
        sandbox.jdk("25.0.3");
        Path near = Files.createSymbolicLink(folder.resolve("near"), sandbox.script());
        Path elsewhere = Files.createDirectories(folder.resolve("far"));
        Path far = Files.createSymbolicLink(elsewhere.resolve("link"), elsewhere.relativize(near));
        Outcome outcome = Sandbox.end(sandbox.start(far, Map.of(), "--version"));
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains(sandbox.project().toString());
    }

    @Test
    void passesArgumentsAndFlagsOn() throws Exception {
        sandbox.jdk("25.0.3");
        Outcome outcome =
                sandbox.run(
                        Map.of("TRIGLOT_JAVA_OPTS", "-Xmx9g -Da=b"),
                        "run",
                        "Why is * the sky?",
                        "");
        assertThat(outcome.out())
                .contains("arg:-Xmx9g\narg:-Da=b\n")
                .contains("arg:--add-modules=jdk.incubator.vector\n")
                .endsWith("arg:dev.triglot.cli.Main\narg:run\narg:Why is * the sky?\narg:\n");
    }

    @Test
    void programsOfGuestLanguagesHaveAClassPathOfTheirOwn() throws Exception {
        sandbox.jdk("25.0.3");
        sandbox.run(Map.of(), "--version");
        Outcome outcome = sandbox.run(Map.of(), "python", "x.py", "--jit");
        assertThat(sandbox.builds()).hasSize(2);
        assertThat(outcome.out())
                .contains("launchers/target/dist/lib/triglot-launchers.jar\n")
                .doesNotContain("cli/target", "EnableJVMCI")
                .endsWith("arg:dev.triglot.launch.Main\narg:python\narg:x.py\narg:--jit\n");
        assertThat(sandbox.run(Map.of(), "python", "--timeout", "5", "--jit", "x.py").out())
                .contains("arg:-XX:+EnableJVMCI\n")
                .endsWith("arg:--timeout\narg:5\narg:--jit\narg:x.py\n");
        assertThat(sandbox.builds()).hasSize(2);
    }

    @Test
    void flagsThatTheJvmRefusesAreTold() throws Exception {
        Path jdk = sandbox.jdk("25.0.3");
        Sandbox.executable(
                jdk.resolve("bin/java"),
                "#!/bin/sh\necho 'WARNING: x' >&2\necho 'bad flag' >&2\nexit 1\n");
        Outcome outcome = sandbox.run(Map.of("TRIGLOT_JAVA_OPTS", "-XX:Foo"), "--version");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("TRIGLOT_JAVA_OPTS", "bad flag")
                .doesNotContain("WARNING");
    }

    @Test
    void buildsOnceAndAgainWhenSourcesChange() throws Exception {
        sandbox.jdk("25.0.3");
        assertThat(sandbox.run(Map.of()).err()).contains("building");
        assertThat(sandbox.run(Map.of()).err()).isEmpty();
        assertThat(sandbox.builds()).hasSize(1);
        Path source = sandbox.project().resolve("engine/src/main/New.java");
        Files.writeString(source, "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        sandbox.run(Map.of());
        assertThat(sandbox.builds()).hasSize(2);
    }

    @Test
    void twoFirstStartsBuildOnce() throws Exception {
        sandbox.jdk("25.0.3");
        Process first = sandbox.start(sandbox.script(), Map.of(), "--version");
        Process second = sandbox.start(sandbox.script(), Map.of(), "--version");
        assertThat(Sandbox.end(first).out()).startsWith("java 25.0.3");
        assertThat(Sandbox.end(second).out()).startsWith("java 25.0.3");
        assertThat(sandbox.builds()).hasSize(1);
    }

    @Test
    void theLockOfADeadProcessIsTakenOver() throws Exception {
        sandbox.jdk("25.0.3");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path lock = Files.createDirectories(sandbox.project().resolve("cli/target/build.lock"));
        Files.writeString(lock.resolve("owner"), Long.toString(dead.pid()));
        assertThat(sandbox.run(Map.of()).exitCode()).isZero();
        assertThat(sandbox.builds()).hasSize(1);
    }

    @Test
    void aFailedBuildShowsMavensErrors() throws Exception {
        sandbox.jdk("25.0.3");
        sandbox.failingMaven();
        Outcome outcome = sandbox.run(Map.of(), "--version");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("build failed", "[ERROR] no network");
        sandbox.maven();
        assertThat(sandbox.run(Map.of(), "--version").exitCode()).isZero();
    }

    @Test
    void withoutMavenItSaysWhatToDo() throws Exception {
        sandbox.jdk("25.0.3");
        Files.delete(folder.resolve("bin/mvn"));
        Outcome outcome = sandbox.run(Map.of(), "--version");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().lines()).singleElement().asString().contains("install Maven");
    }
}
