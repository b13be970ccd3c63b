/** The Python modules triglot, gpt4all and llama_cpp, and how contexts find them. */
module dev.triglot.python {
    requires transitive dev.triglot.polyglot;
    requires transitive org.graalvm.polyglot;
    requires static transitive org.jspecify;

    exports dev.triglot.python;

    provides dev.triglot.polyglot.host.LanguageSupport with
            dev.triglot.python.PythonSupport;
}
