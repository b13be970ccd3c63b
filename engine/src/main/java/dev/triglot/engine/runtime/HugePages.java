package dev.triglot.engine.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous memory with the hint for huge pages (mmap and madvise, Linux only).
 *
 * <p>Only a hint: where the system is another, native access is not enabled for this module, or a
 * call fails, ordinary memory is allocated and nothing is said.
 */
final class HugePages {
    private static final long PAGE = 2L << 20;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;
    private static final MemorySegment MAP_FAILED = MemorySegment.ofAddress(-1);
    private static final @Nullable HugePages LINUX = forThisSystem();

    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle madvise;

    private HugePages(Linker linker) {
        mmap =
                handle(
                        linker,
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG));
        munmap =
                handle(
                        linker,
                        "munmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        madvise =
                handle(
                        linker,
                        "madvise",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT));
    }

    /** At least {@code bytes} bytes that live as long as the arena; their content is undefined. */
    static MemorySegment allocate(long bytes, Arena arena) {
        MemorySegment mapped = LINUX == null ? null : LINUX.map(bytes, arena);
        return mapped == null ? arena.allocate(bytes, 64) : mapped;
    }

    // Native access is enabled, as forThisSystem has seen.
    @SuppressWarnings("restricted")
    private @Nullable MemorySegment map(long bytes, Arena arena) {
        // One page more, so that the part that is used begins at a page.
        long length = (bytes + PAGE - 1) / PAGE * PAGE + PAGE;
        try {
            MemorySegment address =
                    (MemorySegment)
                            mmap.invokeExact(
                                    MemorySegment.NULL,
                                    length,
                                    PROT_READ_WRITE,
                                    MAP_PRIVATE_ANONYMOUS,
                                    -1,
                                    0L);
            if (address.equals(MAP_FAILED)) {
                return null;
            }
            MemorySegment whole = address.reinterpret(length, arena, this::unmap);
            long skip = (PAGE - whole.address() % PAGE) % PAGE;
            MemorySegment used = whole.asSlice(skip, length - PAGE);
            int ignored = (int) madvise.invokeExact(used, used.byteSize(), MADV_HUGEPAGE);
            return used;
        } catch (Throwable failed) {
            return null;
        }
    }

    private void unmap(MemorySegment whole) {
        try {
            int ignored = (int) munmap.invokeExact(whole, whole.byteSize());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static @Nullable HugePages forThisSystem() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        if (!linux || !HugePages.class.getModule().isNativeAccessEnabled()) {
            return null;
        }
        try {
            return new HugePages(Linker.nativeLinker());
        } catch (UnsupportedOperationException | IllegalStateException unavailable) {
            return null;
        }
    }

    // Native access is enabled, as forThisSystem has seen.
    @SuppressWarnings("restricted")
    private static MethodHandle handle(Linker linker, String name, FunctionDescriptor signature) {
        return linker.downcallHandle(
                linker.defaultLookup()
                        .find(name)
                        .orElseThrow(
                                () -> new IllegalStateException(name + " is not in the C library")),
                signature);
    }
}
