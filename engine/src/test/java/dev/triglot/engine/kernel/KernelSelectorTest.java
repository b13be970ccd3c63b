package dev.triglot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.triglot.engine.error.InvalidArgumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSelectorTest {
    private static final JvmFeatures FAST = new JvmFeatures(true);
    private static final JvmFeatures SLOW = new JvmFeatures(false);

    /** Stands for a machine; hands out recognizable kernels instead of vector kernels. */
    private record Machine(int preferredBits, List<Integer> created) implements VectorProvider {
        static Machine of(int preferredBits) {
            return new Machine(preferredBits, new ArrayList<>());
        }

        @Override
        public Kernels create(int bits) {
            created.add(bits);
            return new ReferenceKernels();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void autoTakesTheWidestVectors(int bits) {
        Machine machine = Machine.of(bits);
        KernelSelector.select("auto", FAST, machine);
        assertThat(machine.created).containsExactly(bits);
    }

    @Test
    void autoIsScalarWithoutTheModuleTheCompilerOrVectors() {
        assertThat(KernelSelector.select("auto", FAST, null).name()).isEqualTo("scalar");
        assertThat(KernelSelector.select("auto", SLOW, Machine.of(256)).name()).isEqualTo("scalar");
        assertThat(KernelSelector.select("auto", FAST, Machine.of(64)).name()).isEqualTo("scalar");
    }

    @Test
    void plainKernelsCanBeForced() {
        Machine machine = Machine.of(512);
        assertThat(KernelSelector.select("reference", FAST, machine).name()).isEqualTo("reference");
        assertThat(KernelSelector.select("scalar", FAST, machine).name()).isEqualTo("scalar");
        assertThat(machine.created).isEmpty();
    }

    @Test
    void narrowerVectorsCanBeForced() {
        Machine machine = Machine.of(512);
        KernelSelector.select("vector128", SLOW, machine);
        KernelSelector.select("vector512", FAST, machine);
        assertThat(machine.created).containsExactly(128, 512);
    }

    @Test
    void widerVectorsThanTheMachineHasAreRefused() {
        assertThatThrownBy(() -> KernelSelector.select("vector512", FAST, Machine.of(256)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("vector512")
                .hasMessageContaining("256 bits; use vector256");
    }

    @Test
    void vectorsWithoutTheModuleAreRefused() {
        assertThatThrownBy(() -> KernelSelector.select("vector256", FAST, null))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("--add-modules jdk.incubator.vector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "vector", "vector64", "AUTO", "vector256 "})
    void anUnknownChoiceNamesTheKnownOnes(String choice) {
        assertThatThrownBy(() -> KernelSelector.select(choice, FAST, null))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("triglot.kernels=" + choice)
                .hasMessageContaining("auto, reference, scalar, vector128, vector256, vector512");
    }

    @ParameterizedTest
    @CsvSource({
        "'mixed mode, sharing', true",
        "'compiled mode', true",
        "'interpreted mode, sharing', false",
        "'mixed mode, emulated-client, sharing', false",
        "'', true"
    })
    void theCompilerIsReadFromTheVmsDescription(String vmInfo, boolean optimizing) {
        assertThat(JvmFeatures.of(vmInfo).optimizingCompiler()).isEqualTo(optimizing);
    }

    /** What {@link KernelSelector#kernels} does in a JVM of its own. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    IO.println(KernelSelector.kernels().name());
                } catch (InvalidArgumentException e) {
                    IO.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void withoutTheModuleOneLineSaysHowToGetIt() throws Exception {
        List<String> lines = run();
        assertThat(lines).filteredOn(line -> line.equals("scalar")).hasSize(2);
        assertThat(lines)
                .filteredOn(line -> line.contains("--add-modules jdk.incubator.vector"))
                .hasSize(1);
    }

    @Test
    void withoutTheOptimizingCompilerTheKernelsAreScalar() throws Exception {
        assertThat(run("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"))
                .contains("scalar");
        assertThat(run("--add-modules=jdk.incubator.vector", "-Xint")).contains("scalar");
    }

    @Test
    void thePropertyForcesAChoiceAndAWrongOneIsRefusedEachTime() throws Exception {
        assertThat(run("-Dtriglot.kernels=reference")).containsExactly("reference", "reference");
        assertThat(run("-Dtriglot.kernels=fast"))
                .hasSize(2)
                .allMatch(line -> line.contains("triglot.kernels=fast: no such kernels"));
    }

    /** Lines that {@link Main} prints in a JVM with these flags. */
    private static List<String> run(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (var in = process.getInputStream()) {
            output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
