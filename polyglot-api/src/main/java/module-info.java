/** The stable API of Triglot for guest languages, and the means to host them. */
module dev.triglot.polyglot {
    requires transitive dev.triglot.engine;
    requires transitive org.graalvm.polyglot;
    requires java.management;
    requires jdk.management;
    requires static transitive org.jspecify;

    exports dev.triglot.polyglot.v1;
    exports dev.triglot.polyglot.host;

    uses dev.triglot.polyglot.host.LanguageSupport;
}
