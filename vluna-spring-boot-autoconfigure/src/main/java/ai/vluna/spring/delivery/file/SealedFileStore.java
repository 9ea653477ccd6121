package ai.vluna.spring.delivery.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * A file whose last commit is found whenever the power fails. H2 by itself counts on the
 * disk: it takes a chunk for complete that has a head and a foot, whatever is in between,
 * and it has both copies of the file's header name a chunk that may not be there. So here
 * the foot of a chunk ends with a checksum of all before it, and is no foot if that is
 * wrong, and with every commit one copy of the header names the new chunk and the other
 * the one before. A commit needs no order among its writes then, and is synced once. A
 * sync costs a system twice as much when the file has become longer since the last one,
 * so the file is made longer than it has to be.
 */
final class SealedFileStore extends SingleFileStore {

	private static final Log logger = LogFactory.getLog(SealedFileStore.class);

	private static final int BLOCK = 4096;

	private static final int FOOT = 128;

	private static final int MAX_READ = 1 << 20;

	private static final int MIN_RESERVE = 1 << 16;

	private static final int MAX_RESERVE = 1 << 20;

	private static final Pattern VERSION = Pattern.compile(",version:([0-9a-f]{1,15}),");

	private static final Pattern SEALED_FOOT = Pattern
		.compile("chunk:[0-9a-f]+,len:([0-9a-f]{1,7}),version:[0-9a-f]+,fletcher:[0-9a-f]+,seal:[0-9a-f]{8}");

	private static final String CHECKSUM = ",fletcher:";

	/**
	 * Behind what H2 reads of a foot.
	 */
	private static final String SEAL = ",seal:";

	private final @Nullable String[] headers = new @Nullable String[2];

	private @Nullable SFChunk previous;

	/**
	 * Where the file ends. What H2 knows of it ends before its reserve.
	 */
	private long end;

	private boolean roomy = true;

	SealedFileStore(Map<String, Object> config) {
		super(config);
	}

	@Override
	public MVMap<String, String> start() {
		// As after a loss of power before it was ever synced.
		if (isBlank() && !isReadOnly()) {
			logger.warn("The file '%s' holds nothing but zeros, and is taken for a new one".formatted(getFileName()));
			truncate(0);
		}
		this.end = size();
		return super.start();
	}

	private boolean isBlank() {
		for (long position = 0; position < size(); position += MAX_READ) {
			int length = (int) Math.min(MAX_READ, size() - position);
			if (!super.readFully((SFChunk) null, position, length).equals(ByteBuffer.allocate(length))) {
				return false;
			}
		}
		return size() > 0;
	}

	@Override
	protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
		if (chunk != null) {
			this.previous = this.lastChunk;
			seal(source);
			super.writeFully(chunk, position, source);
			reserve();
			// The mark of a clean end, which is never written: its removal has H2 write
			// the header.
			getStoreHeader().put("clean", 1);
		}
		else if (position == 0 && this.previous != null) {
			int copy = copyToReplace(this.previous);
			ByteBuffer header = source.slice(copy * BLOCK, BLOCK);
			this.headers[copy] = textOf(header.duplicate());
			super.writeFully(null, (long) copy * BLOCK, header);
		}
		else {
			super.writeFully(null, position, source);
			Arrays.fill(this.headers, null);
		}
	}

	private void reserve() {
		long used = size();
		if (used <= this.end) {
			return;
		}
		this.end = used;
		if (this.roomy) {
			try {
				fill(used, used + reserveOf(used));
				this.end = used + reserveOf(used);
			}
			catch (MVStoreException ex) {
				// There may be room for the next commit all the same.
				logger.debug("There is no room for a reserve", ex);
				this.roomy = false;
				truncate(used);
			}
			setSize(used);
		}
	}

	private void fill(long from, long to) {
		for (long position = from; position < to; position += MIN_RESERVE) {
			super.writeFully(null, position, ByteBuffer.allocate((int) Math.min(MIN_RESERVE, to - position)));
		}
	}

	private static long reserveOf(long used) {
		return Math.min(Math.max(used / 2, MIN_RESERVE), MAX_RESERVE);
	}

	@Override
	protected void shrinkStoreIfPossible(int minPercent) {
		long used = getAfterLastBlock_() * BLOCK;
		long unused = size() - used;
		if (unused <= 0 || 100 * unused < minPercent * size()) {
			return;
		}
		// What lay there was needed until now, and is not to be found any more.
		sync();
		if (this.end > used + 2 * reserveOf(used)) {
			truncate(used);
			this.end = used;
		}
		else {
			fill(used, size());
			setSize(used);
		}
		this.roomy = true;
	}

	private static void seal(ByteBuffer chunk) {
		int foot = chunk.limit() - FOOT;
		int end = foot + textOf(chunk.slice(foot, FOOT)).length();
		chunk.put(end, sealOf(chunk.slice(0, end)).getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String sealOf(ByteBuffer bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return sealOf(checksum);
	}

	private static String sealOf(CRC32C checksum) {
		return SEAL + HexFormat.of().toHexDigits((int) checksum.getValue());
	}

	private static String textOf(ByteBuffer bytes) {
		return StandardCharsets.ISO_8859_1.decode(bytes).toString().trim();
	}

	private int copyToReplace(SFChunk acknowledged) {
		String first = header(0);
		String second = header(1);
		// Never the one that names what was acknowledged last.
		if (names(first, acknowledged)) {
			return 1;
		}
		return (names(second, acknowledged) || versionOf(first) <= versionOf(second)) ? 0 : 1;
	}

	private String header(int copy) {
		String header = this.headers[copy];
		if (header == null) {
			header = textOf(super.readFully((SFChunk) null, (long) copy * BLOCK, BLOCK));
			this.headers[copy] = header;
		}
		return header;
	}

	private static boolean names(String header, SFChunk chunk) {
		String text = "," + header;
		return text.contains(",chunk:%x,".formatted(chunk.id)) && text.contains(",block:%x,".formatted(chunk.block));
	}

	private static long versionOf(String header) {
		Matcher version = VERSION.matcher(header);
		int end = header.lastIndexOf(CHECKSUM);
		if (end < 0 || !version.find()) {
			return 0;
		}
		byte[] bytes = header.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
		String checksum = Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
		return header.endsWith(CHECKSUM + checksum) ? Long.parseLong(version.group(1), 16) : 0;
	}

	/**
	 * Make sure that what was found in the file stays there, before anything is built
	 * upon it. A process that was killed may have left it in the memory of the system
	 * alone.
	 */
	void secure() {
		if (isReadOnly()) {
			return;
		}
		SFChunk last = this.lastChunk;
		long found = (last != null) ? last.version : 0;
		// A version is named once the one before was synced.
		if (Math.max(versionOf(header(0)), versionOf(header(1))) > found + 1) {
			throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "The last commits cannot be read");
		}
		if (last != null) {
			long position = last.block * BLOCK;
			super.writeFully(null, position, super.readFully((SFChunk) null, position, last.len * BLOCK));
		}
		// With nothing in it this is the header, which is thereby on the disk before any
		// chunk is.
		sync();
	}

	@Override
	public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
		ByteBuffer bytes = super.readFully(chunk, position, length);
		return (chunk == null && length == FOOT && isTorn(textOf(bytes.duplicate()), position))
				? ByteBuffer.allocate(FOOT) : bytes;
	}

	private boolean isTorn(String foot, long position) {
		int end = foot.indexOf(SEAL);
		if (end < 0) {
			// Files of the first format have no seals. They were synced before they had
			// feet.
			return false;
		}
		Matcher sealed = SEALED_FOOT.matcher(foot);
		if (!sealed.matches()) {
			return true;
		}
		long start = position + FOOT - Long.parseLong(sealed.group(1), 16) * BLOCK;
		return start < 2 * BLOCK || !foot.endsWith(sealOf(start, position + end));
	}

	private String sealOf(long start, long end) {
		CRC32C checksum = new CRC32C();
		for (long position = start; position < end; position += MAX_READ) {
			int length = (int) Math.min(MAX_READ, end - position);
			checksum.update(super.readFully((SFChunk) null, position, length));
		}
		return sealOf(checksum);
	}

}
