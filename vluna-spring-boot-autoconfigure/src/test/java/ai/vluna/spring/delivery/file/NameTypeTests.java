package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;

import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NameType}: a file reads the same whoever wrote it.
 */
class NameTypeTests {

	@ParameterizedTest(name = "{index}")
	@ValueSource(strings = { "", "customer\nuser\n2026-01-01T00:00:00Z\nid", "\u007f", "Zoë", "客户", "\uD83D\uDE00",
			"\uD83D", "\uFFFD", "?" })
	void namesAreTheBytesOfH2(String name) {
		ByteBuffer written = write(NameType.NAMES, name);
		assertThat(written).isEqualTo(write(StringDataType.INSTANCE, name));
		assertThat(NameType.NAMES.read(written.duplicate())).isEqualTo(name);
		ByteBuffer direct = ByteBuffer.allocateDirect(written.remaining()).put(written.duplicate()).flip();
		assertThat(NameType.NAMES.read(direct)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "Zoë" })
	void whatFollowsANameIsLeftForOthers(String name) {
		WriteBuffer buffer = new WriteBuffer();
		NameType.NAMES.write(buffer, name);
		NameType.NAMES.write(buffer, "next");
		ByteBuffer written = buffer.getBuffer().flip();
		assertThat(NameType.NAMES.read(written)).isEqualTo(name);
		assertThat(NameType.NAMES.read(written)).isEqualTo("next");
		assertThat(written.hasRemaining()).isFalse();
	}

	private static ByteBuffer write(DataType<String> type, String name) {
		WriteBuffer buffer = new WriteBuffer();
		type.write(buffer, name);
		return buffer.getBuffer().flip();
	}

}
