package ai.vluna.spring.delivery.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.vluna.spring.delivery.store.DeadSettlement;
import ai.vluna.spring.delivery.store.PendingSettlement;
import ai.vluna.spring.delivery.store.SettlementFormat;
import ai.vluna.spring.delivery.store.Settlements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of settlements that are only in the {@link Journal} of a file, and of a
 * journal that is not as it was left. A file that is abandoned is left as by a process
 * that was killed. Groups of a few settlements take one block each here.
 */
class JournalTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private static final int GROUPS = Journal.CAPACITY / Journal.BLOCK;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void whatWasAppendedIsThereAfterAKill() {
		StoreFile file = open();
		append(file, "1");
		append(file, "2", "3");
		appendDead(file, "4");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2", "3");
		assertThat(deadIn(file)).containsExactly("4");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2", "3");
		assertThat(deadIn(file)).containsExactly("4");
		file.close();
	}

	@Test
	void whatIsOlderThanTheBacklogIsSentToo() {
		StoreFile file = open();
		for (int i = 0; i < 10; i++) {
			write(file, settlement("backlog-" + i, NOW.plusSeconds(i)));
		}
		file.settlements().wake(NOW, 10);
		file.commit();
		write(file, settlement("old", NOW.minusSeconds(3600)));
		assertThat(file.append()).isTrue();
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).hasSize(11).contains("old");
		assertThat(file.settlements().backlog().oldestEndedAt()).isEqualTo(NOW.minusSeconds(3600));
		file.close();
	}

	@Test
	void whatThisVersionCannotReadStays() {
		StoreFile file = open();
		append(file, "1");
		file.settlements().write(Map.of(Settlements.commit("2"), writtenLater("2")), Map.of(), NOW);
		assertThat(file.append()).isTrue();
		append(file, "3");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "3");
		assertThat(file.settlements().unreadable()).isOne();
		assertThat(file.settlements().backlog().pending()).isEqualTo(3);
		file.close();
		file = open();
		assertThat(file.settlements().backlog().pending()).isEqualTo(3);
		file.close();
	}

	private static byte[] writtenLater(String id) {
		return new String(SettlementFormat.write(Settlements.commit(id)), StandardCharsets.UTF_8)
			.replace("\"version\":1", "\"version\":2")
			.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void whatIsKeptForAnOperatorIsNotSent() {
		StoreFile file = open();
		writeDead(file, "1");
		file.commit();
		append(file, "1");
		append(file, "2");
		appendDead(file, "2");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactly("2");
		assertThat(deadIn(file)).containsExactly("1");
		file.close();
	}

	@Test
	void theFileIsNotWrittenBeforeACommit() throws IOException {
		StoreFile file = open();
		byte[] before = Files.readAllBytes(file());
		append(file, "1");
		assertThat(file()).hasBinaryContent(before);
		assertThat(textOf(journal())).contains("\"commit-1\"");
		assertThat(file.isChanged()).isTrue();
		file.commit();
		assertThat(textOf(file())).contains("\"commit-1\"");
		assertThat(file.isChanged()).isFalse();
		file.close();
	}

	@Test
	void whatIsKnownIsTakenInToo() {
		StoreFile file = open();
		append(file, "1");
		file.commit();
		append(file, "1");
		assertThat(file.isChanged()).isTrue();
		file.commit();
		assertThat(file.isChanged()).isFalse();
		file.settlements().remove(Settlements.commit("1"));
		file.commit();
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).isEmpty();
		file.close();
	}

	@Test
	void whatACommitTookInIsNotThereAgain() throws IOException {
		StoreFile file = openWithoutWhatACommitTookIn("1", "2");
		assertThat(textOf(journal())).contains("\"commit-1\"", "\"commit-2\"", "\"commit-3\"");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactly("3");
		assertThat(deadIn(file)).isEmpty();
		file.close();
	}

	@Test
	void whatACommitTookInIsNotThereAgainBehindWhatFollows() throws IOException {
		StoreFile file = openWithoutWhatACommitTookIn("3", "2");
		append(file, "4");
		assertThat(textOf(journal())).contains("\"commit-4\"", "\"commit-2\"", "\"commit-3\"");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "4");
		assertThat(deadIn(file)).isEmpty();
		file.close();
	}

	@Test
	void whatAnOpeningTookInIsNotThereAgain() {
		StoreFile file = open();
		append(file, "1", "2");
		appendDead(file, "3");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2");
		file.settlements().remove(Settlements.commit("1"));
		file.settlements().drop("3");
		file.commit();
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactly("2");
		assertThat(deadIn(file)).isEmpty();
		file.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, Long.BYTES, 2 * Long.BYTES, Journal.HEAD - 1, Journal.HEAD, 300 })
	void aGroupThatIsTornWasNotAcknowledged(int at) throws IOException {
		leaveThreeGroups();
		damage(2 * Journal.BLOCK + at, (bytes, position) -> bytes[position] ^= 0x55);
		StoreFile file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2");
		file.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, Journal.HEAD, Journal.HEAD + 1, 300 })
	void aGroupThatIsCutWasNotAcknowledged(int at) throws IOException {
		leaveThreeGroups();
		damage(2 * Journal.BLOCK + at, (bytes, position) -> Arrays.fill(bytes, position, bytes.length, (byte) 0));
		StoreFile file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2");
		append(file, "4");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2", "4");
		file.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 * Long.BYTES, Journal.HEAD - 1, Journal.HEAD, 300, Journal.BLOCK, Journal.BLOCK + 300 })
	void damageBeforeAWholeGroupIsNeverPassedOver(int at) throws IOException {
		leaveThreeGroups();
		damage(at, (bytes, position) -> bytes[position] ^= 0x55);
		assertThatItIsRefused("'%s' is damaged".formatted(journal()));
	}

	@Test
	void aGroupThatIsMissingIsNeverPassedOver() throws IOException {
		leaveThreeGroups();
		damage(Journal.BLOCK, (bytes, second) -> System.arraycopy(bytes, 2 * Journal.BLOCK, bytes, second,
				bytes.length - 2 * Journal.BLOCK));
		assertThatItIsRefused("'%s' is damaged".formatted(journal()));
	}

	@Test
	void aGroupAfterANeverWrittenOneIsNeverPassedOver() throws IOException {
		StoreFile file = open();
		append(file, "1");
		file.abandon();
		damage(Journal.BLOCK, (bytes, second) -> {
			System.arraycopy(bytes, 0, bytes, second, bytes.length - second);
			Arrays.fill(bytes, 0, second, (byte) 0);
		});
		assertThatItIsRefused("'%s' is damaged".formatted(journal()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, Journal.BLOCK, Journal.CAPACITY - 1, Journal.CAPACITY + 1, 2 * Journal.CAPACITY })
	void aJournalOfAnotherLengthIsRefused(int length) throws IOException {
		leaveThreeGroups();
		byte[] before = Files.readAllBytes(journal());
		Files.write(journal(), Arrays.copyOf(before, length));
		assertThatItIsRefused("'%s' is not as long as it was".formatted(journal()));
		Files.write(journal(), before);
		StoreFile file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2", "3");
		file.close();
	}

	@Test
	void aJournalThatIsMissingIsAskedFor() throws IOException {
		leaveThreeGroups();
		Files.delete(journal());
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(this::open)
			.withMessageContaining("The journal '%s' is missing", journal())
			.withMessageContaining("put an empty file in its place");
		assertThat(journal()).doesNotExist();
	}

	@Test
	void aJournalIsGivenUpByAnEmptyFile() throws IOException {
		StoreFile file = open();
		append(file, "0");
		file.commit();
		file.abandon();
		leaveThreeGroups();
		Files.write(journal(), new byte[0]);
		file = open();
		assertThat(sentFrom(file)).containsExactly("0");
		append(file, "4");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("0", "4");
		file.close();
	}

	@Test
	void aJournalOfAnotherFileIsRefused() throws IOException {
		leaveThreeGroups();
		Path other = this.directory.resolve("other.mv");
		StoreFile file = StoreFile.open(other);
		append(file, "other");
		file.abandon();
		Files.copy(journalOf(other), journal(), StandardCopyOption.REPLACE_EXISTING);
		assertThatItIsRefused("'%s' may hold usage that was written to another file".formatted(journal()));
	}

	@Test
	void aJournalIsRefusedByANewFile() throws IOException {
		leaveThreeGroups();
		Files.delete(file());
		assertThatItIsRefused("'%s' may hold usage that was written to another file".formatted(journal()));
	}

	@Test
	void aJournalIsRefusedByAnEarlierCopyOfItsFile() throws IOException {
		Path copy = this.directory.resolve("copy.mv");
		StoreFile file = open();
		append(file, "1");
		Files.copy(file(), copy);
		file.commit();
		append(file, "2");
		file.abandon();
		Files.move(copy, file(), StandardCopyOption.REPLACE_EXISTING);
		assertThatItIsRefused("to a later copy of its file");
	}

	@Test
	void aFileThatWasClosedCanBeMovedAlone() throws IOException {
		StoreFile file = open();
		append(file, "1");
		appendDead(file, "2");
		assertThat(journal()).exists();
		file.close();
		assertThat(this.directory).isDirectoryNotContaining((each) -> !each.equals(file()));
		Path moved = Files.createDirectory(this.directory.resolve("new")).resolve("moved.mv");
		Files.move(file(), moved);
		file = StoreFile.open(moved);
		assertThat(sentFrom(file)).containsExactly("1");
		assertThat(deadIn(file)).containsExactly("2");
		file.close();
	}

	@Test
	void aLinkLeadsToTheSameJournal() throws IOException {
		open().close();
		Path link = Files.createDirectory(this.directory.resolve("links")).resolve("link.mv");
		Files.createSymbolicLink(link, file());
		StoreFile file = StoreFile.open(link);
		append(file, "1");
		file.abandon();
		assertThat(journal()).exists();
		assertThat(journalOf(link)).doesNotExist();
		file = open();
		append(file, "2");
		file.abandon();
		file = StoreFile.open(link);
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2");
		file.close();
	}

	@Test
	void aLinkMayBeThereBeforeItsFile() throws IOException {
		Path link = Files.createDirectory(this.directory.resolve("links")).resolve("link.mv");
		Files.createSymbolicLink(link, file());
		for (int start = 1; start <= 2; start++) {
			StoreFile file = StoreFile.open(link);
			append(file, String.valueOf(start));
			file.abandon();
		}
		StoreFile file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2");
		file.close();
	}

	@Test
	void aGroupThatIsTooLargeHasToBeCommitted() {
		StoreFile file = open();
		append(file, "1");
		write(file,
				Settlements.commit("large").sending(PendingSettlement.Kind.COMMIT, "k", "x".repeat(Journal.CAPACITY)));
		write(file, Settlements.commit("2"));
		assertThat(file.append()).isFalse();
		file.commit();
		append(file, "3");
		file.abandon();
		file = open();
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "large", "2", "3");
		file.close();
	}

	@Test
	void itIsFullAfterManyGroupsAndEmptyAfterACommit() throws IOException {
		StoreFile file = open();
		for (int round = 0; round < 3; round++) {
			for (int group = 0; group < GROUPS; group++) {
				append(file, round + "-" + group);
			}
			write(file, Settlements.commit(round + "-further"));
			assertThat(file.append()).isFalse();
			assertThat(file.append()).isFalse();
			file.commit();
			assertThat(Files.size(journal())).isEqualTo(1 << 20);
		}
		append(file, "last");
		file.tidy();
		append(file, "after tidying");
		file.abandon();
		assertThat(Files.size(journal())).isEqualTo(1 << 20);
		file = open();
		assertThat(Files.size(journal())).isEqualTo(1 << 20);
		assertThat(sentFrom(file)).hasSize(3 * (GROUPS + 1) + 2);
		file.close();
	}

	@Test
	void aFullOneHoldsWhatWasAcknowledged() {
		StoreFile file = open();
		int acknowledged = 0;
		for (int group = 0; group < GROUPS + 10; group++) {
			write(file, Settlements.commit("s" + group));
			acknowledged += file.append() ? 1 : 0;
		}
		file.abandon();
		file = open();
		assertThat(acknowledged).isEqualTo(GROUPS);
		assertThat(sentFrom(file)).hasSize(GROUPS).contains("s0", "s" + (GROUPS - 1));
		file.close();
	}

	@Test
	void aDiskWithoutRoomForOneDoesWithoutUntilThereIsRoom() {
		LossyDisk disk = new LossyDisk("no-journal", true);
		disk.leaveRoomFor(500_000);
		StoreFile file = StoreFile.open(disk.file());
		write(file, Settlements.commit("1"));
		assertThat(file.append()).isFalse();
		file.commit();
		file.prepareJournal();
		write(file, Settlements.commit("2"));
		assertThat(file.append()).isFalse();
		file.abandon();
		file = StoreFile.open(disk.file());
		assertThat(sentFrom(file)).containsExactly("1");
		disk.leaveRoomFor(Long.MAX_VALUE);
		file.prepareJournal();
		append(file, "3");
		file.abandon();
		file = StoreFile.open(disk.file());
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "3");
		file.close();
	}

	// Nothing of it is written, or it is not synced.
	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void whatCannotBeAppendedIsCommitted(int operations) {
		LossyDisk disk = new LossyDisk("broken-journal-" + operations, true);
		StoreFile file = StoreFile.open(disk.file());
		append(file, "1");
		append(file, "2");
		file.commit();
		write(file, Settlements.commit("3"));
		disk.cutPowerAfter(operations);
		assertThat(file.append()).isFalse();
		disk.cutPowerAfter(Long.MAX_VALUE);
		write(file, Settlements.commit("4"));
		assertThat(file.append()).isFalse();
		file.commit();
		file.settlements().remove(Settlements.commit("2"));
		file.settlements().remove(Settlements.commit("3"));
		file.commit();
		file.abandon();
		file = StoreFile.open(disk.file());
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "4");
		append(file, "5");
		file.abandon();
		file = StoreFile.open(disk.file());
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "4", "5");
		file.close();
	}

	@Test
	void oneThatCouldNotBeWrittenNeedNotBeThere() {
		LossyDisk disk = new LossyDisk("lost-journal", true);
		StoreFile file = StoreFile.open(disk.file());
		append(file, "1");
		write(file, Settlements.commit("2"));
		disk.cutPowerAfter(0);
		assertThat(file.append()).isFalse();
		disk.cutPowerAfter(Long.MAX_VALUE);
		file.commit();
		assertThat(file.journal().mark().inUse()).isFalse();
		file.prepareJournal();
		assertThat(file.journal().mark().inUse()).isTrue();
		append(file, "3");
		file.abandon();
		file = StoreFile.open(disk.file());
		assertThat(sentFrom(file)).containsExactlyInAnyOrder("1", "2", "3");
		file.close();
	}

	// One settlement of three is sent, and the dead one dropped.
	private StoreFile openWithoutWhatACommitTookIn(String sent, String dropped) {
		StoreFile file = open();
		append(file, "1");
		appendDead(file, dropped);
		append(file, "3");
		file.commit();
		file.settlements().remove(Settlements.commit(sent));
		file.settlements().drop(dropped);
		file.commit();
		return file;
	}

	private void leaveThreeGroups() {
		StoreFile file = open();
		append(file, "1");
		append(file, "2");
		append(file, "3");
		file.abandon();
	}

	private void damage(int position, Damage damage) throws IOException {
		byte[] bytes = Files.readAllBytes(journal());
		damage.to(bytes, position);
		Files.write(journal(), bytes);
	}

	private void assertThatItIsRefused(String message) throws IOException {
		byte[] before = Files.readAllBytes(journal());
		assertThatExceptionOfType(UnusableStoreFileException.class).isThrownBy(this::open)
			.withMessageContaining(message)
			.withMessageContaining("Put back the files that belong together");
		assertThat(journal()).hasBinaryContent(before);
	}

	private static void append(StoreFile file, String... ids) {
		for (String id : ids) {
			write(file, Settlements.commit(id));
		}
		assertThat(file.append()).isTrue();
	}

	private static void appendDead(StoreFile file, String id) {
		writeDead(file, id);
		assertThat(file.append()).isTrue();
	}

	private static void write(StoreFile file, PendingSettlement settlement) {
		file.settlements().write(Map.of(settlement, SettlementFormat.write(settlement)), Map.of(), NOW);
	}

	private static void writeDead(StoreFile file, String id) {
		DeadSettlement dead = Settlements.dead(Settlements.commit(id));
		file.settlements().write(Map.of(), Map.of(dead, SettlementFormat.write(dead)), NOW);
	}

	private static PendingSettlement settlement(String id, Instant endedAt) {
		PendingSettlement settlement = Settlements.commit(id);
		return new PendingSettlement(settlement.version(), id, settlement.kind(), settlement.baseUrl(),
				settlement.realmId(), settlement.principalId(), settlement.userId(), null, settlement.idempotencyKey(),
				null, settlement.featureCode(), 1, null, endedAt.toString(), settlement.body());
	}

	// All that would be sent now.
	private static List<String> sentFrom(StoreFile file) {
		SettlementMaps settlements = file.settlements();
		settlements.wake(NOW, Integer.MAX_VALUE);
		List<String> ids = new ArrayList<>();
		for (String name : settlements.ready().keyList()) {
			ids.add(Objects.requireNonNull(settlements.readReady(name)).settlement().id());
		}
		assertThat(settlements.pending(0, Integer.MAX_VALUE)).hasSameSizeAs(ids);
		return ids;
	}

	private static List<String> deadIn(StoreFile file) {
		return file.settlements().dead(0, Integer.MAX_VALUE).stream().map((dead) -> dead.settlement().id()).toList();
	}

	private static String textOf(Path path) throws IOException {
		return Files.readString(path, StandardCharsets.ISO_8859_1);
	}

	private StoreFile open() {
		return StoreFile.open(file());
	}

	private Path file() {
		return this.directory.resolve("vluna.mv");
	}

	private Path journal() {
		return journalOf(file());
	}

	private static Path journalOf(Path file) {
		return file.resolveSibling(file.getFileName() + ".journal");
	}

	/**
	 * What is done to the bytes of a journal.
	 */
	private interface Damage {

		void to(byte[] bytes, int position);

	}

}
