package dev.triglot.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private static List<String> messages(String typed) throws Exception {
        byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
        MessageReader reader = new MessageReader(new PipeInput(new ByteArrayInputStream(bytes)));
        List<String> all = new ArrayList<>();
        for (String message = reader.read(); message != null; message = reader.read()) {
            all.add(message);
        }
        return all;
    }

    @Test
    void aLineIsAMessage() throws Exception {
        assertThat(messages("one\ntwo 世界\n")).containsExactly("one", "two 世界");
    }

    @Test
    void aBackslashGoesOnWithTheNextLine() throws Exception {
        assertThat(messages("one\\\ntwo\\\nthree\nfour\n"))
                .containsExactly("one\ntwo\nthree", "four");
    }

    @Test
    void threeQuotesBeginAndEndABlock() throws Exception {
        assertThat(messages("\"\"\"\none\\\n\ntwo\n\"\"\"\nnext\n"))
                .containsExactly("one\\\n\ntwo", "next");
    }

    @Test
    void aBlockMayBeginAndEndWithinALine() throws Exception {
        assertThat(messages("\"\"\"one\ntwo\"\"\"\n\"\"\"short\"\"\"\n"))
                .containsExactly("one\ntwo", "short");
    }

    @Test
    void theInputsEndEndsAMessage() throws Exception {
        assertThat(messages("one\\")).containsExactly("one\n");
        assertThat(messages("\"\"\"one\ntwo")).containsExactly("one\ntwo\n");
    }
}
