package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * A file whose last commit is found whenever the power fails. H2 by itself counts on the
 * disk: it takes a chunk for complete that has a head and a foot, whatever is in between,
 * and it has both copies of the file's header name a chunk that may not be there. So here
 * the foot of a chunk ends with a checksum of all before it, and is no foot if that is
 * wrong, and with every commit one copy of the header names the new chunk and the other
 * the one before. A commit needs no order among its writes then, and is synced once.
 */
final class SealedFileStore extends SingleFileStore {

	private static final int BLOCK = 4096;

	private static final int FOOT = 128;

	private static final Pattern VERSION = Pattern.compile("\\bversion:([0-9a-f]+)");

	private static final Pattern LENGTH = Pattern.compile("\\blen:([0-9a-f]+)");

	/**
	 * Behind what H2 reads of a foot.
	 */
	private static final String SEAL = ",seal:";

	private @Nullable SFChunk previous;

	/**
	 * Chunks before this one were synced before the file's header named it.
	 */
	private long firstUncertain;

	SealedFileStore(Map<String, Object> config) {
		super(config);
	}

	@Override
	protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
		if (chunk != null) {
			this.previous = this.lastChunk;
			seal(source);
			super.writeFully(chunk, position, source);
			// The mark of a clean end, which is never written: its removal has H2 write
			// the header.
			getStoreHeader().put("clean", 1);
		}
		else if (position == 0 && this.previous != null) {
			int copy = names(0, this.previous) ? BLOCK : 0;
			super.writeFully(null, copy, source.slice(copy, BLOCK));
		}
		else {
			super.writeFully(null, position, source);
		}
	}

	private static void seal(ByteBuffer chunk) {
		int foot = chunk.limit() - FOOT;
		int end = foot + textOf(chunk.slice(foot, FOOT)).length();
		chunk.put(end, sealOf(chunk.slice(0, end)).getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String sealOf(ByteBuffer bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return SEAL + HexFormat.of().toHexDigits((int) checksum.getValue());
	}

	private static String textOf(ByteBuffer bytes) {
		return StandardCharsets.ISO_8859_1.decode(bytes).toString().trim();
	}

	private boolean names(long position, SFChunk chunk) {
		String text = "," + textOf(super.readFully((SFChunk) null, position, BLOCK));
		return text.contains(",chunk:%x,".formatted(chunk.id)) && text.contains(",block:%x,".formatted(chunk.block));
	}

	@Override
	public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
		ByteBuffer bytes = super.readFully(chunk, position, length);
		if (chunk == null && position == 0) {
			this.firstUncertain = VERSION.matcher(textOf(bytes.duplicate()))
				.results()
				.mapToLong((version) -> Long.parseLong(version.group(1), 16))
				.max()
				.orElse(0);
		}
		else if (chunk == null && length == FOOT && isTorn(textOf(bytes.duplicate()), position)) {
			return ByteBuffer.allocate(FOOT);
		}
		return bytes;
	}

	private boolean isTorn(String foot, long position) {
		int end = foot.indexOf(SEAL);
		Matcher version = VERSION.matcher(foot);
		Matcher blocks = LENGTH.matcher(foot);
		// Files of the first format have no seals. They were synced before they had feet.
		if (end < 0 || !version.find() || !blocks.find()
				|| Long.parseLong(version.group(1), 16) < this.firstUncertain) {
			return false;
		}
		long start = position + FOOT - Long.parseLong(blocks.group(1), 16) * BLOCK;
		ByteBuffer sealed = super.readFully((SFChunk) null, start, (int) (position + end - start));
		return !foot.endsWith(sealOf(sealed));
	}

}
