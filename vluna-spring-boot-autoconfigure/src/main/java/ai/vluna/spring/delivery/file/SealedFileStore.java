package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * A file whose last commit is found whenever the power fails. H2 by itself counts on the
 * disk: it takes a chunk for complete that has a head and a foot, whatever is in between,
 * and it has both copies of the file's header name a chunk that may not be there. So here
 * the head of a chunk is written last, once the rest is on the disk, and with every
 * commit one copy of the header names the new chunk and the other the one before.
 */
final class SealedFileStore extends SingleFileStore {

	/**
	 * What disks write whole.
	 */
	private static final int SECTOR = 512;

	private static final int BLOCK = 4096;

	private @Nullable SFChunk previous;

	SealedFileStore(Map<String, Object> config) {
		super(config);
	}

	@Override
	protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
		if (chunk != null) {
			this.previous = this.lastChunk;
			writeChunk(chunk, position, source);
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

	private void writeChunk(SFChunk chunk, long position, ByteBuffer source) {
		ByteBuffer head = source.slice(source.position(), SECTOR);
		ByteBuffer rest = source.slice(source.position() + SECTOR, source.remaining() - SECTOR);
		super.writeFully(chunk, position + SECTOR, rest);
		sync();
		super.writeFully(chunk, position, head);
	}

	private boolean names(long position, SFChunk chunk) {
		byte[] header = new byte[BLOCK];
		readFully((SFChunk) null, position, BLOCK).get(header);
		String text = "," + new String(header, StandardCharsets.ISO_8859_1);
		return text.contains(",chunk:%x,".formatted(chunk.id)) && text.contains(",block:%x,".formatted(chunk.block));
	}

}
