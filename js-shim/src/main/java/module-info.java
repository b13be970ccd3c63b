/** JavaScript as Node's users write it, and the modules {@code triglot} and {@code gpt4all}. */
module dev.triglot.js {
    requires transitive dev.triglot.polyglot;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports dev.triglot.js;

    provides dev.triglot.polyglot.host.LanguageSupport with
            dev.triglot.js.JavaScriptSupport;
}
