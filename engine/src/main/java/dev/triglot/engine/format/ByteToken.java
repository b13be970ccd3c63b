package dev.triglot.engine.format;

/** SentencePiece's tokens for single bytes, written {@code <0x0A>}. */
final class ByteToken {
    private ByteToken() {}

    static boolean matches(byte[] token) {
        return token.length == 6
                && token[0] == '<'
                && token[1] == '0'
                && token[2] == 'x'
                && Character.digit(token[3], 16) >= 0
                && Character.digit(token[4], 16) >= 0
                && token[5] == '>';
    }
}
