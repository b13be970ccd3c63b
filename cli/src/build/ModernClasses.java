import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites the classes of a jar in the class file format of Java 11.
 *
 * <p>The JVM's AOT cache refuses classes older than Java 6, and picocli's are of Java 5: loading and
 * verifying them took 0.25 s of the 0.35 s that a start took. The newer format asks for stack maps,
 * which are made here; nothing else changes.
 */
final class ModernClasses {
    private static final int JAVA_11 = 55;

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path modern = jar.resolveSibling(jar.getFileName() + ".modern");
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarFile in = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(modern);
                ZipOutputStream out = new ZipOutputStream(file)) {
            ClassFile format =
                    ClassFile.of(
                            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                            ClassFile.ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofClassLoading(classes)));
            for (var entry : in.stream().toList()) {
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? modern(format, bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.setLastModifiedTime(modern, Files.getLastModifiedTime(jar));
        Files.move(modern, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] modern(ClassFile format, byte[] bytes) {
        var model = format.parse(bytes);
        if (model.majorVersion() >= JAVA_11 || model.isModuleInfo()) {
            return bytes;
        }
        ClassTransform withVersion =
                (builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(JAVA_11, 0);
                    } else {
                        builder.with(element);
                    }
                };
        // A method body that is not touched would be copied, without stack maps.
        ClassTransform withStackMaps =
                ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        return format.transformClass(model, withVersion.andThen(withStackMaps));
    }
}
