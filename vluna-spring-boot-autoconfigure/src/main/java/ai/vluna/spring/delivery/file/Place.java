package ai.vluna.spring.delivery.file;

import java.util.HexFormat;

import ai.vluna.spring.delivery.store.PendingSettlement;

/**
 * Where a settlement lies in the file. Each name starts with what it is sorted by, and
 * all of them end with what tells the settlement apart from others.
 */
final class Place {

	static final char END = '\n';

	/**
	 * Greater than {@link #END}, and less than whatever a name is made of.
	 */
	static final char AFTER = '\u000b';

	private static final HexFormat HEX = HexFormat.of();

	private Place() {
	}

	static String byAge(PendingSettlement settlement) {
		return settlement.endedAt() + END + settlement.id();
	}

	static String byUser(PendingSettlement settlement) {
		return settlement.principalId() + END + settlement.userId() + END + byAge(settlement);
	}

	static String byTime(long time, String name) {
		return HEX.toHexDigits(time) + END + name;
	}

	static String withoutTime(String byTime) {
		return byTime.substring(byTime.indexOf(END) + 1);
	}

	static String customerOf(String byUser) {
		return byUser.substring(0, byUser.indexOf(END));
	}

	static String laneOf(String byUser) {
		return byUser.substring(0, byUser.indexOf(END, byUser.indexOf(END) + 1));
	}

	static String ageOf(String byUser) {
		return byUser.substring(laneOf(byUser).length() + 1);
	}

}
