package dev.triglot.notebook.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void pythonNeedsNoMagic() {
        Cell cell = Cell.of("x = 1", 3, true);
        assertThat(cell).isEqualTo(new Cell("python", "x = 1", "Cell In[3]", true));
        assertThat(Cell.offset("x = 1")).isZero();
    }

    @Test
    void linesKeepTheirNumbers() {
        String text = "\n%%js with words\nlet a\nlet b";
        Cell cell = Cell.of(text, 1, true);
        assertThat(cell.language()).isEqualTo("js");
        assertThat(cell.code()).isEqualTo("\n\nlet a\nlet b");
        assertThat(cell.line(3)).isEqualTo("let a");
        assertThat(cell.line(9)).isEmpty();
        assertThat(text.substring(Cell.offset(text))).endsWith(cell.code().strip());
    }

    @Test
    void aMagicInTheMiddleIsCode() {
        assertThat(Cell.of("x = 5\n%%js", 1, true).language()).isEqualTo("python");
    }
}
