package dev.triglot.polyglot.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.triglot.polyglot.v1.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PieceQueueTest {
    private static final int LONG = 1_000_000;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final PieceQueue queue = new PieceQueue(ended::get);

    private record Numbered(int id) implements Piece {
        @Override
        public String text() {
            return "piece " + id;
        }
    }

    private boolean add(int id) {
        return queue.add(new Numbered(id), cancelled::get);
    }

    private void end() {
        ended.set(true);
        queue.wake();
    }

    /** What a reader gets that waits until the end. */
    private List<Integer> read() {
        List<Integer> ids = new ArrayList<>();
        for (Piece piece = queue.take(LONG); piece != null; piece = queue.take(LONG)) {
            ids.add(piece.id());
        }
        return ids;
    }

    @Test
    void aWaitingReaderGetsAllPiecesInOrder() {
        CompletableFuture<List<Integer>> read = CompletableFuture.supplyAsync(this::read);
        for (int i = 0; i < 5000; i++) {
            add(i);
        }
        end();
        assertThat(read.join()).isEqualTo(IntStream.range(0, 5000).boxed().toList());
    }

    @Test
    void whoDoesNotWaitTakesWhatIsThere() {
        assertThat(queue.take(0)).isNull();
        add(1);
        add(2);
        assertThat(queue.take(0)).isEqualTo(new Numbered(1));
        assertThat(queue.take(0)).isEqualTo(new Numbered(2));
        assertThat(queue.take(0)).isNull();
    }

    @Test
    void aTimeoutEndsTheWait() {
        assertThat(queue.take(1)).isNull();
        add(1);
        assertThat(queue.take(1)).isNotNull();
        assertThat(queue.take(1)).isNull();
    }

    @Test
    void aReaderThatRestsHearsOfTheEnd() {
        add(1);
        assertThat(read(1)).containsExactly(1);
        CompletableFuture<List<Integer>> read = CompletableFuture.supplyAsync(this::read);
        end();
        assertThat(read.join()).isEmpty();
    }

    private List<Integer> read(int count) {
        return IntStream.range(0, count)
                .map(i -> Objects.requireNonNull(queue.take(LONG)).id())
                .boxed()
                .toList();
    }

    @Test
    void aWriterFarAheadWaits() {
        CompletableFuture<Boolean> written =
                CompletableFuture.supplyAsync(() -> IntStream.range(0, 2000).allMatch(this::add));
        List<Integer> first = read(PieceQueue.MAX_WAITING / 2);
        assertThat(written).isNotDone();
        List<Integer> ids = new ArrayList<>(first);
        ids.addAll(read(2000 - ids.size()));
        assertThat(written.join()).isTrue();
        assertThat(ids).isEqualTo(IntStream.range(0, 2000).boxed().toList());
    }

    @Test
    void aWriterWhoIsCancelledWaitsNoLonger() {
        CompletableFuture<Boolean> written =
                CompletableFuture.supplyAsync(() -> IntStream.range(0, 2000).allMatch(this::add));
        assertThat(read(1)).containsExactly(0);
        cancelled.set(true);
        queue.wake();
        assertThat(written.join()).isTrue();
    }

    @Test
    void whatIsDroppedNeverComes() {
        add(1);
        queue.drop();
        add(2);
        assertThat(queue.isEmpty()).isTrue();
    }
}
