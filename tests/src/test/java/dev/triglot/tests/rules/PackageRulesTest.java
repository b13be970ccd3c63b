package dev.triglot.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom inside the engine: data flows one way. */
class PackageRulesTest {
    private static final String ENGINE = "dev.triglot.engine";

    /**
     * A package and the packages of the engine that it may use. The exported package may use all.
     */
    private static final Map<String, List<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry(
                            "convert",
                            List.of(
                                    "kernel",
                                    "quantize",
                                    "format",
                                    "tokenizer",
                                    "runtime",
                                    "quant",
                                    "model",
                                    "tensor",
                                    "error")),
                    Map.entry(
                            "quantize",
                            List.of("format", "runtime", "quant", "model", "tensor", "error")),
                    Map.entry("generate", List.of("nn", "sample", "tokenizer", "io", "error")),
                    Map.entry(
                            "verify",
                            List.of("runtime", "quant", "tensor", "tokenizer", "model", "error")),
                    Map.entry(
                            "arch",
                            List.of(
                                    "nn", "runtime", "kernel", "quant", "tensor", "model",
                                    "error")),
                    Map.entry(
                            "nn",
                            List.of("runtime", "kernel", "quant", "tensor", "model", "error")),
                    Map.entry("runtime", List.of("error")),
                    Map.entry("kernel", List.of("quant", "tensor", "error")),
                    Map.entry("kernel.vector", List.of("kernel", "quant", "tensor", "error")),
                    Map.entry("quant", List.of("tensor", "error")),
                    Map.entry("tensor", List.of("error")),
                    Map.entry("tokenizer", List.of("model", "error")),
                    Map.entry("sample", List.of("error")),
                    Map.entry("template", List.of("error")),
                    Map.entry("format", List.of("model", "tensor", "io", "error")),
                    Map.entry("model", List.of("tensor", "error")),
                    Map.entry("store", List.of("io", "error")),
                    Map.entry("io", List.of()),
                    Map.entry("error", List.of()));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.triglot");

    static List<String> packages() {
        return MAY_USE.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatIsBelow(String name) {
        List<String> allowed = new ArrayList<>(List.of(ENGINE + "." + name));
        MAY_USE.getOrDefault(name, List.of()).forEach(below -> allowed.add(ENGINE + "." + below));
        classes()
                .that()
                .resideInAPackage(ENGINE + "." + name)
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("dev.triglot.."))
                                .or(resideInAnyPackage(allowed.toArray(String[]::new))))
                .check(CLASSES);
    }

    @Test
    void everyPackageHasARule() {
        classes()
                .that()
                .resideInAPackage(ENGINE + "..")
                .should()
                .resideInAnyPackage(
                        Stream.concat(
                                        Stream.of(ENGINE),
                                        MAY_USE.keySet().stream().map(name -> ENGINE + "." + name))
                                .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void onlyVectorKernelsUseTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + ".kernel.vector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(CLASSES);
    }

    @Test
    void theEngineDoesNotKnowWhoUsesIt() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.triglot.polyglot..", "dev.triglot.cli..", "org.graalvm..")
                .check(CLASSES);
    }

    @Test
    void noUtilPackages() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..")
                .check(CLASSES);
    }

    @Test
    void librariesLeaveTheProcessAlone() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE + "..", "dev.triglot.polyglot..")
                .should()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .check(CLASSES);
    }
}
