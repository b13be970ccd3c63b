package dev.triglot.engine.kernel.vector;

/**
 * How the activations of a unit become the coefficients of {@link Fields}.
 *
 * <p>Fields are added line by line, from the lowest bits up.
 */
final class Coefficients {
    private final int[] column;
    private final int[] factor;
    private final int[] previous;
    private final int[] carry;
    private int size;
    private int width;

    /** Room for this many fields. */
    Coefficients(int fields) {
        column = new int[fields];
        factor = new int[fields];
        previous = new int[fields];
        carry = new int[fields];
    }

    /** Begins a line. */
    Coefficients line() {
        width = 0;
        return this;
    }

    /** Appends a field that holds a column's code. */
    Coefficients field(int ofColumn, int bits) {
        return field(ofColumn, bits, 0);
    }

    /** Appends a field that holds some bits of a column's code, from bit {@code from} of it on. */
    Coefficients field(int ofColumn, int bits, int from) {
        column[size] = ofColumn;
        factor[size] = 1 << from;
        if (width > 0) {
            previous[size] = column[size - 1];
            carry[size] = factor[size - 1] << width;
        }
        width = bits;
        size++;
        return this;
    }

    int size() {
        return size;
    }

    /** Coefficients of activations x, from xAt, to out, from outAt, each twice in an int. */
    void write(int[] x, int xAt, int[] out, int outAt) {
        for (int i = 0; i < size; i++) {
            out[outAt + i] =
                    twice(factor[i] * x[xAt + column[i]] - carry[i] * x[xAt + previous[i]]);
        }
    }

    /** The low 16 bits in both halves of an int, to be broadcast as shorts. */
    static int twice(int number) {
        return (number & 0xFFFF) * 0x10001;
    }
}
