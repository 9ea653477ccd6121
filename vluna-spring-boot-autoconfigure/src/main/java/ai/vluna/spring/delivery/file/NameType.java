package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;

/**
 * Names as H2 writes strings, of which each page holds many. Those of plain ASCII, which
 * are nearly all, are copied whole instead of character by character, to the same bytes.
 */
final class NameType extends StringDataType {

	static final NameType NAMES = new NameType();

	/**
	 * What is read instead of a byte that is no character of ASCII.
	 */
	private static final char NOT_ASCII = '\uFFFD';

	private NameType() {
	}

	@Override
	public void write(WriteBuffer buffer, String name) {
		byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
		if (name.equals(new String(bytes, StandardCharsets.US_ASCII))) {
			buffer.putVarInt(bytes.length).put(bytes);
		}
		else {
			super.write(buffer, name);
		}
	}

	@Override
	public String read(ByteBuffer buffer) {
		int start = buffer.position();
		int length = DataUtils.readVarInt(buffer);
		if (buffer.hasArray() && length <= buffer.remaining()) {
			String name = new String(buffer.array(), buffer.arrayOffset() + buffer.position(), length,
					StandardCharsets.US_ASCII);
			if (name.indexOf(NOT_ASCII) < 0) {
				buffer.position(buffer.position() + length);
				return name;
			}
		}
		buffer.position(start);
		return super.read(buffer);
	}

}
