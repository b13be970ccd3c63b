package dev.triglot.polyglot.v1;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.graalvm.polyglot.HostAccess;
import org.junit.jupiter.api.Test;

/**
 * Holds version 1 to the committed list of its signatures, {@code api/v1.txt}: what guests see does
 * not change unnoticed. Whether a change breaks anything is for japicmp to say, in the build.
 */
class SignatureSnapshotTest {
    private static final Path SNAPSHOT = Path.of("api/v1.txt");

    @Test
    void nothingHasChanged() throws Exception {
        String found = signatures();
        if (Boolean.getBoolean("triglot.snapshot.write")) {
            Files.writeString(SNAPSHOT, found);
        }
        assertThat(found)
                .as(
                        "the signatures of version 1 are not those of %s. If that is meant: tell it in"
                                + " CHANGELOG-API.md, and write the file anew with"
                                + " -Dtest=SignatureSnapshotTest -Dtriglot.snapshot.write=true",
                        SNAPSHOT)
                .isEqualTo(Files.readString(SNAPSHOT));
    }

    @Test
    void whatGuestsMayUseIsExported() throws Exception {
        for (Class<?> type : types()) {
            if (!type.isInterface() || type.isAnnotationPresent(HostAccess.Implementable.class)) {
                continue;
            }
            for (Method method : type.getDeclaredMethods()) {
                if (method.isBridge()) {
                    continue;
                }
                boolean forJavaOnly =
                        Arrays.asList(method.getParameterTypes()).contains(Runnable.class);
                assertThat(method.isAnnotationPresent(HostAccess.Export.class))
                        .as("%s is exported", method)
                        .isEqualTo(!forJavaOnly);
            }
        }
    }

    private static List<Class<?>> types() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Triglot.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String folder = Triglot.class.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.list(classes.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .sorted()
                    .<Class<?>>map(SignatureSnapshotTest::load)
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(
                    Triglot.class.getPackageName() + "." + file.substring(0, file.length() - 6));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signatures() throws IOException, URISyntaxException {
        StringBuilder out = new StringBuilder();
        for (Class<?> type : types()) {
            out.append(head(type)).append('\n');
            Stream<Member> members =
                    Stream.of(
                                    type.getDeclaredFields(),
                                    type.getDeclaredConstructors(),
                                    type.getDeclaredMethods())
                            .flatMap(Arrays::stream);
            TreeSet<String> lines = new TreeSet<>();
            members.filter(member -> !member.isSynthetic())
                    .filter(member ->
                            (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
                    .forEach(member -> lines.add("    " + line(member)));
            lines.forEach(line -> out.append(line).append('\n'));
            out.append('\n');
        }
        return out.toString();
    }

    private static String head(Class<?> type) {
        Stream<String> supertypes =
                Stream.concat(Stream.of(type.getSuperclass()), Stream.of(type.getInterfaces()))
                        .filter(parent -> parent != null && parent != Object.class)
                        .map(Class::getTypeName);
        String parents = supertypes.collect(joining(", "));
        return (type.isAnnotationPresent(HostAccess.Implementable.class) ? "@Implementable " : "")
                + type.toGenericString()
                + (parents.isEmpty() ? "" : " extends " + parents);
    }

    private static String line(Member member) {
        String text =
                switch (member) {
                    case Method method -> method.toGenericString();
                    default -> member.toString();
                };
        boolean exported =
                member instanceof Method method
                        && method.isAnnotationPresent(HostAccess.Export.class);
        return text.replaceAll("public (abstract )?|dev\\.triglot\\.polyglot\\.v1\\.", "")
                        .replaceAll("[A-Za-z]+\\.(?=[A-Za-z]+\\()", "")
                + (exported ? " @Export" : "");
    }
}
