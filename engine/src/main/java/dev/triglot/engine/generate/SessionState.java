package dev.triglot.engine.generate;

import dev.triglot.engine.error.StateException;
import dev.triglot.engine.error.StateException.Reason;
import dev.triglot.engine.io.Sha256;
import dev.triglot.engine.nn.KvCache;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.function.Consumer;

/**
 * A context as bytes, little-endian: a header of 72 bytes (magic, version, the cache's shape, the
 * number of tokens, the model's fingerprint), the tokens, per layer and head the blocks of keys and
 * then of values of all positions, and SHA-256 of all that.
 *
 * <p>The random numbers of a generation follow from its own seed and are no part of it.
 */
public final class SessionState {
    private static final long MAGIC = 0x31544154534C5254L; // "TRLSTAT1"
    private static final int VERSION = 2;
    private static final int FINGERPRINT_BYTES = 32;
    private static final int HEADER_BYTES = 40 + FINGERPRINT_BYTES;
    private static final int DIGEST_BYTES = 32;

    private final Context context;
    private final byte[] fingerprint;
    private final String where;
    private final MessageDigest digest = Sha256.digest();

    /** Where bytes come from. */
    public interface Source {
        /** Fills all of the target, or fails with {@link EOFException}. */
        void read(MemorySegment target) throws IOException;
    }

    /**
     * @param where the file, for messages
     */
    public SessionState(Context context, byte[] fingerprint, String where) {
        this.context = context;
        this.fingerprint = fingerprint.clone();
        this.where = where;
    }

    /** How many bytes {@link #write} will give. */
    public long byteSize() {
        return byteSize(context.size());
    }

    private long byteSize(int tokens) {
        KvCache.Shape shape = context.cache().shape();
        return HEADER_BYTES + 4L * tokens + shape.withPositions(tokens).bytes() + DIGEST_BYTES;
    }

    public void write(Consumer<MemorySegment> out) {
        Consumer<MemorySegment> both =
                bytes -> {
                    digest.update(bytes.asByteBuffer());
                    out.accept(bytes);
                };
        both.accept(MemorySegment.ofArray(header()));
        byte[] tokens = new byte[4 * context.size()];
        ByteBuffer.wrap(tokens).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(context.tokens());
        both.accept(MemorySegment.ofArray(tokens));
        context.cache().clearRest(context.size());
        context.cache().forEachPart(context.size(), both);
        out.accept(MemorySegment.ofArray(digest.digest()));
    }

    private byte[] header() {
        KvCache.Shape shape = context.cache().shape();
        byte[] header = new byte[HEADER_BYTES];
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putInt(shape.layers())
                .putInt(shape.kvHeads())
                .putInt(shape.keyLength())
                .putInt(shape.valueLength())
                .putInt(shape.elementBytes())
                .putInt(context.size())
                .putInt(context.vocabSize())
                .put(fingerprint);
        return header;
    }

    /**
     * Takes over a state; where it fails, the context is empty.
     *
     * @param size bytes that the source has
     * @throws StateException if it is not whole, or does not belong here
     */
    public void read(Source source, long size) {
        context.truncate(0);
        try (Arena arena = Arena.ofConfined()) {
            int count = checkedHeader(source, size, arena);
            MemorySegment ids = arena.allocate(4L * count + 1, 8).asSlice(0, 4L * count);
            digested(source, ids);
            int[] tokens = new int[count];
            ids.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(tokens);
            for (int token : tokens) {
                if (token < 0 || token >= context.vocabSize()) {
                    throw malformed("token " + token + " is outside of the vocabulary");
                }
            }
            context.cache().forEachPart(count, part -> digested(source, part));
            byte[] expected = digest.digest();
            MemorySegment found = arena.allocate(DIGEST_BYTES);
            readFully(source, found);
            if (found.mismatch(MemorySegment.ofArray(expected)) >= 0) {
                throw malformed("the checksum is wrong: the state has been damaged");
            }
            context.restore(tokens);
        }
    }

    /** The number of tokens, once everything is known to fit. */
    private int checkedHeader(Source source, long size, Arena arena) {
        if (size < HEADER_BYTES + DIGEST_BYTES) {
            throw malformed("it has only " + size + " bytes");
        }
        MemorySegment bytes = arena.allocate(HEADER_BYTES);
        digested(source, bytes);
        ByteBuffer header = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong(0) != MAGIC) {
            throw malformed("it does not begin as a saved session does");
        }
        if (header.getInt(8) != VERSION) {
            throw mismatch(
                    "it has version " + header.getInt(8) + ", this program reads " + VERSION);
        }
        ByteBuffer own = ByteBuffer.wrap(header()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 40; at < HEADER_BYTES; at++) {
            if (header.get(at) != own.get(at)) {
                throw mismatch("it belongs to another model, or to other adapters");
            }
        }
        if (header.getInt(28) != own.getInt(28)) {
            throw mismatch("its KV cache has another type: open the session with that type");
        }
        for (int at : new int[] {12, 16, 20, 24, 36}) {
            if (header.getInt(at) != own.getInt(at)) {
                throw malformed("its sizes are not those of its model");
            }
        }
        int count = header.getInt(32);
        if (count < 0) {
            throw malformed("it claims " + count + " tokens");
        }
        if (count > context.capacity()) {
            throw mismatch(
                    "it has "
                            + count
                            + " tokens, the context holds "
                            + context.capacity()
                            + ": open the session with a longer context");
        }
        if (size != byteSize(count)) {
            throw malformed("it has " + size + " bytes and must have " + byteSize(count));
        }
        return count;
    }

    private void digested(Source source, MemorySegment target) {
        readFully(source, target);
        digest.update(target.asByteBuffer());
    }

    private void readFully(Source source, MemorySegment target) {
        try {
            source.read(target);
        } catch (EOFException e) {
            throw malformed("it ends too early");
        } catch (IOException e) {
            throw new StateException(
                    Reason.STATE_UNREADABLE, where + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private StateException malformed(String problem) {
        return new StateException(
                Reason.MALFORMED_STATE, where + ": is no saved session: " + problem, null);
    }

    private StateException mismatch(String problem) {
        return new StateException(
                Reason.STATE_MISMATCH, where + ": cannot go on here: " + problem, null);
    }
}
