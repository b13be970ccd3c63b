package dev.triglot.engine.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.triglot.engine.format.EndTokens;
import dev.triglot.engine.format.MetadataValue;
import dev.triglot.engine.model.TokenizerSpec;
import dev.triglot.engine.model.TokenizerSpec.Algorithm;
import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.SpecialIds;
import dev.triglot.engine.tokenizer.WrittenTokens;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A vocabulary as GGUF's keys. */
final class TokenizerKeysOf {
    private static final String PREFIX = "tokenizer.ggml.";

    private final TokenizerSpec spec;
    private final Map<String, MetadataValue> keys = new LinkedHashMap<>();

    TokenizerKeysOf(TokenizerSpec spec) {
        this.spec = spec;
    }

    Map<String, MetadataValue> keys() {
        boolean sentencePiece = spec.algorithm() == Algorithm.SENTENCE_PIECE;
        put("model", MetadataValue.text(sentencePiece ? "llama" : "gpt2"));
        put("pre", MetadataValue.text(spec.preTokenizer()));
        put("tokens", MetadataValue.Texts.of(WrittenTokens.tokens(spec)));
        if (sentencePiece) {
            put("scores", MetadataValue.Numbers.of(spec.scores()));
        }
        int[] types = new int[spec.size()];
        for (int id = 0; id < types.length; id++) {
            types[id] = spec.types()[id].number();
        }
        put("token_type", MetadataValue.Numbers.of(types));
        if (!sentencePiece) {
            List<byte[]> merges = new ArrayList<>();
            for (Merge merge : WrittenTokens.merges(spec)) {
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                text.writeBytes(merge.left());
                text.write(' ');
                text.writeBytes(merge.right());
                merges.add(text.toByteArray());
            }
            put("merges", MetadataValue.Texts.of(merges));
        }
        SpecialIds ids = spec.specialIds();
        id("bos_token_id", ids.bos());
        id("eos_token_id", ids.eos());
        id("unknown_token_id", ids.unknown());
        id("seperator_token_id", ids.separator());
        id("padding_token_id", ids.padding());
        ends(ids);
        put("add_bos_token", MetadataValue.flag(spec.addBos()));
        put("add_eos_token", MetadataValue.flag(spec.addEos()));
        if (sentencePiece) {
            if (!spec.addSpacePrefix()) {
                put("add_space_prefix", MetadataValue.flag(false));
            }
            if (spec.removeExtraWhitespaces()) {
                put("remove_extra_whitespaces", MetadataValue.flag(true));
            }
        }
        return keys;
    }

    /** Readers know the usual texts of tokens that end a turn; others need a key. */
    private void ends(SpecialIds ids) {
        String[] names = {"eot_token_id", "eom_token_id"};
        int used = 0;
        for (int id : ids.eog()) {
            boolean recognised =
                    id == ids.eos() || EndTokens.isKnown(new String(spec.tokens()[id], UTF_8));
            if (!recognised && used < names.length) {
                put(names[used++], MetadataValue.uint32(id));
            }
        }
    }

    private void id(String name, int id) {
        if (id >= 0) {
            put(name, MetadataValue.uint32(id));
        }
    }

    private void put(String name, MetadataValue value) {
        keys.put(PREFIX + name, value);
    }
}
