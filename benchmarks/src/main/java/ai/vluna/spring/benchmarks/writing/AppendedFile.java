package ai.vluna.spring.benchmarks.writing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that records are appended to. With two forces a group is sealed once it is on
 * the disk, so that half of one is never taken for a whole; with one that is left to a
 * checksum.
 */
final class AppendedFile implements GroupCommit.Destination<byte[]> {

	private static final byte[] SEAL = { 's', 'e', 'a', 'l', 'e', 'd', '.', '\n' };

	private final FileChannel file;

	private final boolean sealed;

	AppendedFile(Path path, boolean sealed) {
		this.sealed = sealed;
		try {
			this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void write(List<byte[]> group) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(group.stream().mapToInt((bytes) -> Integer.BYTES + bytes.length).sum());
		for (byte[] bytes : group) {
			buffer.putInt(bytes.length).put(bytes);
		}
		force(buffer.flip());
		if (this.sealed) {
			force(ByteBuffer.wrap(SEAL));
		}
	}

	private void force(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.file.write(bytes);
		}
		this.file.force(true);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
