package dev.triglot.engine.tokenizer;

import dev.triglot.engine.model.TokenizerSpec.Merge;
import dev.triglot.engine.model.TokenizerSpec.TokenText;
import dev.triglot.engine.model.TokenizerSpec.TokenType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of byte-level BPE: the token of each byte, the token that a pair of tokens becomes and
 * the pair's rank.
 */
final class BytePairs {
    private final ByteTable tokens;
    private final int[] byteTokens = new int[256];
    private final PairTable ranks;

    /** By rank. */
    private final int[] merged;

    BytePairs(Vocabulary vocabulary, TokenText text, List<Merge> merges) {
        this(vocabulary, text, merges, (left, right) -> {});
    }

    /**
     * @param recovered is told of the merges that no list gave, in rank order
     */
    BytePairs(Vocabulary vocabulary, TokenText text, List<Merge> merges, Pairs recovered) {
        tokens = new ByteTable(vocabulary.pieces());
        // An added token may have the bytes of a token that merges make: that one comes first.
        addAll(vocabulary, TokenType.NORMAL);
        addAll(vocabulary, TokenType.BYTE);
        addAll(vocabulary, TokenType.USER_DEFINED);
        for (int b = 0; b < 256; b++) {
            byteTokens[b] = tokens.find(new byte[] {(byte) b});
        }
        if (merges.isEmpty()) {
            ranks = new PairTable(vocabulary.size());
            merged = new int[vocabulary.size()];
            recoverMerges(vocabulary, recovered);
        } else {
            ranks = new PairTable(merges.size());
            merged = new int[merges.size()];
            addMerges(text, merges);
        }
    }

    private void addAll(Vocabulary vocabulary, TokenType type) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) == type) {
                tokens.add(id);
            }
        }
    }

    /** Merges of what is no token, or to what is none, can have no effect and are left out. */
    private void addMerges(TokenText text, List<Merge> merges) {
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            byte @Nullable [] left = ByteUnicode.decode(merge.left());
            byte @Nullable [] right = ByteUnicode.decode(merge.right());
            boolean added = left != null && right != null && addMerge(left, right, rank);
            if (!added && text == TokenText.RAW_BYTES) {
                // Such files write the merges either way.
                addMerge(merge.left(), merge.right(), rank);
            }
        }
    }

    private boolean addMerge(byte[] left, byte[] right, int rank) {
        int leftToken = tokens.find(left);
        int rightToken = tokens.find(right);
        int both = leftToken < 0 || rightToken < 0 ? ByteTable.ABSENT : tokens.find(left, right);
        if (both < 0) {
            return false;
        }
        merged[rank] = both;
        ranks.putIfAbsent(leftToken, rightToken, rank);
        return true;
    }

    /**
     * Without a list of merges the tokens are in the order of the merges. The pair that made a
     * token is what the merges before it leave of its bytes.
     */
    private void recoverMerges(Vocabulary vocabulary, Pairs recovered) {
        WordMerger merger = new WordMerger(this);
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] piece = vocabulary.pieces()[id];
            if (piece.length < 2 || vocabulary.type(id) != TokenType.NORMAL) {
                continue;
            }
            IntList parts = new IntList();
            merger.merge(piece, piece.length, parts);
            boolean known = parts.size() == 2 && parts.get(0) >= 0 && parts.get(1) >= 0;
            if (known && tokens.find(piece) == id) {
                merged[id] = id;
                ranks.putIfAbsent(parts.get(0), parts.get(1), id);
                recovered.accept(parts.get(0), parts.get(1));
            }
        }
    }

    /** Takes two tokens that merge. */
    interface Pairs {
        void accept(int left, int right);
    }

    /** The token of bytes, or {@link ByteTable#ABSENT}. */
    int token(byte[] bytes, int length) {
        return tokens.find(bytes, 0, length);
    }

    /** -1 where the vocabulary lacks a byte. */
    int byteToken(byte value) {
        return byteTokens[value & 0xFF];
    }

    /** The lower, the earlier; {@link PairTable#ABSENT} where two tokens do not merge. */
    int rank(int left, int right) {
        return ranks.get(left, right);
    }

    int merged(int rank) {
        return merged[rank];
    }
}
