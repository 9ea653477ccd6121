package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.Settlements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a file in which nothing is yet: it is taken for a new one, and nothing
 * else is. Another seed is chosen by the system property 'vluna.test.seed', more rounds
 * by 'vluna.test.rounds'.
 */
@ExtendWith(OutputCaptureExtension.class)
class FirstStartTests {

	private static final long SEED = Long.getLong("vluna.test.seed", System.nanoTime());

	private static final int ROUNDS = Integer.getInteger("vluna.test.rounds", 200);

	private static final int OPERATIONS_OF_A_START = 32;

	private static final int HEADER = 2 * 4096;

	private static final PendingSettlement SETTLEMENT = Settlements.commit("1");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void isRepeatedAfterALossOfPower() {
		for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
			Random random = new Random(seed);
			LossyDisk disk = new LossyDisk("first-" + seed, true);
			for (int failure = 0; failure < 3; failure++) {
				disk.cutPowerAfter(random.nextInt(OPERATIONS_OF_A_START));
				startOn(disk);
				disk.restorePower(random);
			}
			assertThat(keepsWhatIsWritten(disk)).as("seed " + seed).isTrue();
		}
	}

	private static void startOn(LossyDisk disk) {
		try {
			StoreFile.open(disk.file()).abandon();
		}
		catch (UnusableStoreFileException ex) {
			assertThat(disk.isOff()).as(ex.toString()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, HEADER, HEADER + 1000 })
	void isRepeatedOnceTheDiskIsNotFullAnyMore(int room) {
		LossyDisk disk = new LossyDisk("tiny-" + room, true);
		disk.leaveRoomFor(room);
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(() -> StoreFile.open(disk.file()));
		disk.leaveRoomFor(Long.MAX_VALUE);
		assertThat(keepsWhatIsWritten(disk)).isTrue();
	}

	@Test
	void needsNoRoomForAReserve() {
		LossyDisk disk = new LossyDisk("small", true);
		disk.leaveRoomFor(HEADER + 40_000);
		assertThat(keepsWhatIsWritten(disk)).isTrue();
	}

	private static boolean keepsWhatIsWritten(LossyDisk disk) {
		write(StoreFile.open(disk.file()));
		disk.cutPowerAfter(0);
		disk.restorePower(new Random());
		return holdsWhatIsWritten(StoreFile.open(disk.file()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, HEADER - 1, HEADER, 3 << 20 })
	void takesAFileOfZerosForNewAndSaysSo(int length, CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("store.mv");
		Files.write(file, new byte[length]);
		write(StoreFile.open(file));
		assertThat(holdsWhatIsWritten(StoreFile.open(file))).isTrue();
		assertThat(Files.size(file)).isLessThan(1 << 20);
		assertThat(output.toString().contains("'%s' holds nothing but zeros".formatted(file))).isEqualTo(length > 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, HEADER / 2, HEADER, 3 << 20 })
	void leavesAFileWithAnyContentAsItIs(int length) throws IOException {
		Path file = this.directory.resolve("store.mv");
		byte[] content = new byte[length];
		content[length - 1] = 1;
		Files.write(file, content);
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(() -> StoreFile.open(file))
			.withMessageContaining(file.toString());
		assertThat(file).hasBinaryContent(content);
	}

	private static void write(StoreFile file) {
		file.settlements().write(Map.of(SETTLEMENT, SettlementFormat.write(SETTLEMENT)), Map.of(), Instant.EPOCH);
		if (!file.append()) {
			file.commit();
		}
		file.abandon();
	}

	private static boolean holdsWhatIsWritten(StoreFile file) {
		boolean held = file.settlements()
			.pending(0, 2)
			.stream()
			.anyMatch((each) -> each.settlement().equals(SETTLEMENT));
		file.abandon();
		return held;
	}

}
