package dev.triglot.notebook.kernel;

import dev.triglot.notebook.protocol.Message;
import tools.jackson.databind.node.ObjectNode;

/** The answer to requests that this kernel does not know, such as those of a debugger. */
final class Unsupported {
    private Unsupported() {}

    static ObjectNode content(String type) {
        ObjectNode content =
                Message.json()
                        .put("status", "error")
                        .put("ename", "NotImplementedError")
                        .put("evalue", "this kernel does not know " + type);
        content.putArray("traceback");
        return content;
    }
}
