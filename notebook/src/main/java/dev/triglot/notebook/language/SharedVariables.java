package dev.triglot.notebook.language;

import java.util.Collection;
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
 * <p>Names that begin with an underscore stay where they are, and a language does not get a variable
 * that would hide what it has built in.
 */
public final class SharedVariables {
    private static final Pattern SHARED = Pattern.compile("[\\p{L}][\\p{L}\\p{N}_]*");

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<CellLanguage, Map<String, @Nullable Object>> known = new HashMap<>();

    /** Gives a language what it does not know yet; to be called before its cell runs. */
    public void give(CellLanguage language) {
        Map<String, @Nullable Object> its = known.computeIfAbsent(language, l -> new HashMap<>());
        values.forEach(
                (name, value) -> {
                    boolean news = !its.containsKey(name) || !Values.same(its.get(name), value);
                    if (news && !language.reserved().contains(name)) {
                        language.assign(name, value);
                        its.put(name, value);
                    }
                });
        for (String name : gone(its.keySet(), values.keySet())) {
            language.remove(name);
            its.remove(name);
        }
    }

    /** Learns what a language's cell has changed. */
    public void take(CellLanguage language) {
        Map<String, @Nullable Object> its = known.computeIfAbsent(language, l -> new HashMap<>());
        Map<String, @Nullable Object> now = language.variables();
        now.forEach(
                (name, value) -> {
                    boolean news = !its.containsKey(name) || !Values.same(its.get(name), value);
                    if (news && SHARED.matcher(name).matches()) {
                        values.put(name, value);
                        its.put(name, value);
                    }
                });
        for (String name : gone(its.keySet(), now.keySet())) {
            values.remove(name);
            its.remove(name);
        }
    }

    private static Set<String> gone(Collection<String> before, Set<String> now) {
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(now);
        return gone;
    }
}
