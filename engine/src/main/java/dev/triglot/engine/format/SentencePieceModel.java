package dev.triglot.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.error.ModelFormatException;
import dev.triglot.engine.error.UnsupportedModelException;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads tokenizer.model, a protocol buffer of SentencePiece.
 *
 * <p>Source: sentencepiece_model.proto (ModelProto: 1 pieces, 2 trainer, 3 normalizer).
 */
final class SentencePieceModel {
    private static final int BPE = 2;
    private static final TokenType[] TYPES = TokenType.values();

    private final Path file;
    private final CheckpointVocabulary vocabulary;
    private final List<String> warnings;
    private int pieces;
    private int modelType = 1;
    private boolean dummyPrefix = true;
    private boolean removeExtraWhitespaces = true;

    private SentencePieceModel(Path file, CheckpointVocabulary vocabulary, List<String> warnings) {
        this.file = file;
        this.vocabulary = vocabulary;
        this.warnings = warnings;
    }

    static void read(Path file, CheckpointVocabulary vocabulary, List<String> warnings) {
        new SentencePieceModel(file, vocabulary, warnings).read();
    }

    private void read() {
        Fields fields = new Fields(CheckpointJson.read(file));
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> readPiece(fields.message());
                case 2 -> readTrainer(fields.message());
                case 3 -> readNormalizer(fields.message());
                default -> {}
            }
        }
        if (pieces == 0) {
            throw new ModelFormatException(file, "offset 0", "has no pieces");
        }
        if (modelType != BPE) {
            throw new UnsupportedModelException(
                    file
                            + ": vocabularies of SentencePiece's model type %d are not read; BPE's (2) are"
                                    .formatted(modelType));
        }
        vocabulary.key("add_space_prefix", MetadataValue.flag(dummyPrefix));
        vocabulary.key("remove_extra_whitespaces", MetadataValue.flag(removeExtraWhitespaces));
    }

    private void readPiece(Fields piece) {
        String text = "";
        float score = 0;
        long type = 1;
        while (piece.next()) {
            switch (piece.number()) {
                case 1 -> text = new String(piece.bytes(), UTF_8);
                case 2 -> score = piece.real();
                case 3 -> type = piece.whole();
                default -> {}
            }
        }
        if (type < 1 || type > TYPES.length) {
            throw piece.error(
                    "a piece has type %d, allowed is 1 to %d".formatted(type, TYPES.length));
        }
        vocabulary.token(pieces++, text, TYPES[(int) type - 1], score);
    }

    private void readTrainer(Fields trainer) {
        while (trainer.next()) {
            if (trainer.number() == 3) {
                modelType = (int) trainer.whole();
            }
        }
    }

    private void readNormalizer(Fields normalizer) {
        while (normalizer.next()) {
            switch (normalizer.number()) {
                case 2 -> {
                    if (normalizer.bytes().length > 0) {
                        warnings.add(
                                "tokenizer.model normalizes texts (such as to NFKC); they are taken as they are");
                    }
                }
                case 3 -> dummyPrefix = normalizer.whole() != 0;
                case 4 -> removeExtraWhitespaces = normalizer.whole() != 0;
                default -> {}
            }
        }
    }

    /** A message's fields, one after the other. */
    private final class Fields {
        private final byte[] data;
        private final int end;
        private int at;
        private int number;
        private long whole;
        private int start;
        private int wire;

        Fields(byte[] data) {
            this(data, 0, data.length);
        }

        private Fields(byte[] data, int from, int end) {
            this.data = data;
            this.at = from;
            this.end = end;
        }

        /** Moves on to the next field, if there is one. */
        boolean next() {
            if (at >= end) {
                return false;
            }
            long tag = varint();
            number = (int) (tag >>> 3);
            wire = (int) (tag & 7);
            start = at;
            switch (wire) {
                case 0 -> whole = varint();
                case 1 -> skip(Long.BYTES);
                case 2 -> {
                    long length = varint();
                    start = at;
                    skip(length);
                }
                case 5 -> skip(Integer.BYTES);
                default -> throw error("field %d has wire type %d".formatted(number, wire));
            }
            return true;
        }

        int number() {
            return number;
        }

        long whole() {
            require(0);
            return whole;
        }

        float real() {
            require(5);
            int bits = 0;
            for (int i = 3; i >= 0; i--) {
                bits = (bits << 8) | (data[start + i] & 0xff);
            }
            return Float.intBitsToFloat(bits);
        }

        byte[] bytes() {
            require(2);
            return java.util.Arrays.copyOfRange(data, start, at);
        }

        Fields message() {
            require(2);
            return new Fields(data, start, at);
        }

        private void require(int expected) {
            if (wire != expected) {
                throw error(
                        "field %d has wire type %d, expected %d".formatted(number, wire, expected));
            }
        }

        private void skip(long bytes) {
            if (bytes < 0 || bytes > end - at) {
                throw error("field %d runs past the end".formatted(number));
            }
            at += (int) bytes;
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at >= end) {
                    throw error("is cut short");
                }
                byte next = data[at++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw error("has a number of more than 64 bits");
        }

        ModelFormatException error(String problem) {
            return new ModelFormatException(file, "offset " + at, problem);
        }
    }
}
