package dev.triglot.notebook.language;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One set of variables for all languages. Each keeps its own; what a cell has changed is passed on
 * after it, to languages that have been used, and to others when they are used first.
 *
 * <p>Names that begin with an underscore stay where they are, and a language does not get a
 * variable that would hide what it has built in.
 */
public final class SharedVariables {
    private static final Pattern SHARED = Pattern.compile("[\\p{L}][\\p{L}\\p{N}_]*");

    private record Shared(@Nullable Object value, long version) {}

    private final Map<String, Shared> values = new LinkedHashMap<>();
    private final Map<CellLanguage, Map<String, Long>> known = new HashMap<>();
    private long version;

    /** Gives a language what it does not know yet; to be called before its cell runs. */
    public void give(CellLanguage language) {
        Map<String, Long> its = known.computeIfAbsent(language, l -> new HashMap<>());
        values.forEach((name, shared) -> {
            boolean news = its.getOrDefault(name, 0L) < shared.version;
            if (news && !language.reserved().contains(name)) {
                language.assign(name, shared.value);
                its.put(name, shared.version);
            }
        });
        Set<String> gone = new HashSet<>(its.keySet());
        gone.removeAll(values.keySet());
        for (String name : gone) {
            language.remove(name);
            its.remove(name);
        }
    }

    /** Learns what a language's cell has changed. */
    public void take(CellLanguage language) {
        Map<String, Long> its = known.computeIfAbsent(language, l -> new HashMap<>());
        language.changes()
                .forEach((name, value) -> {
                    if (SHARED.matcher(name).matches()) {
                        version++;
                        values.put(name, new Shared(value, version));
                        its.put(name, version);
                    }
                });
        for (String name : language.removals()) {
            values.remove(name);
            its.remove(name);
        }
    }
}
