package dev.triglot.js;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module that is not there, as one that throws Node's error. It exports whatever its importers
 * name: without that they would fail before it runs, and with another error.
 *
 * @param ending how specifiers of it end
 */
record MissingModule(String code, String message, String ending) {
    private static final Pattern IMPORT =
            Pattern.compile(
                    "\\b(?:import|export)\\s*([\\w$*{},\\s]*?)\\s*from\\s*[\"']([^\"']+)[\"']");
    private static final Pattern IMPORTED =
            Pattern.compile("[{,]\\s*([\\p{L}_$][\\p{L}\\p{N}_$]*)");

    /**
     * @param importers texts of modules, one of which imports it
     */
    String text(List<String> importers) {
        Set<String> names = new LinkedHashSet<>(Set.of("default"));
        for (String importer : importers) {
            Matcher found = IMPORT.matcher(importer);
            while (found.find()) {
                if (found.group(2).endsWith(ending)) {
                    addNames(found.group(1), names);
                }
            }
        }
        StringBuilder text = new StringBuilder("const missing = undefined;\n");
        names.forEach(name -> text.append("export { missing as ").append(name).append(" };\n"));
        return text.append("throw globalThis[Symbol.for('triglot.modules')].error(")
                .append(NodeFileSystem.quoted(code))
                .append(", ")
                .append(NodeFileSystem.quoted(message))
                .append(");\n")
                .toString();
    }

    private static void addNames(String clause, Set<String> names) {
        int open = clause.indexOf('{');
        if (open < 0) {
            return;
        }
        Matcher name = IMPORTED.matcher(clause).region(open, clause.length());
        while (name.find()) {
            names.add(name.group(1));
        }
    }
}
