package ai.vluna.spring.delivery.file;

import java.util.Map;
import java.util.Set;

import ai.vluna.spring.delivery.store.Recent;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: one customer after the other, and one user of each customer after the
 * other, whatever the length of their queues.
 */
final class Turns {

	private static final int MAX_REMEMBERED = 1000;

	private String lastCustomer = "";

	/**
	 * Customer -> the user whose turn was last. Who is forgotten begins again.
	 */
	private final Map<String, String> lastLanes = new Recent<>(MAX_REMEMBERED);

	/**
	 * Choose the next settlement.
	 * @param ready the names of what is ready, by user
	 * @param busy the users that have to wait
	 * @return the oldest of a user that is not busy, or {@code null} if there is none
	 */
	@Nullable String next(MVMap<String, ?> ready, Set<String> busy) {
		String first = after(ready, "", this.lastCustomer);
		// All users of a customer that is passed over are busy.
		for (int i = 0; first != null && i <= busy.size(); i++) {
			String customer = Place.customerOf(first);
			String name = nextOf(customer, ready, busy);
			if (name != null) {
				this.lastCustomer = customer;
				this.lastLanes.put(customer, Place.laneOf(name));
				return name;
			}
			first = after(ready, "", customer);
		}
		return null;
	}

	private @Nullable String nextOf(String customer, MVMap<String, ?> ready, Set<String> busy) {
		String lanes = customer + Place.END;
		String name = after(ready, lanes, this.lastLanes.getOrDefault(customer, lanes));
		for (int i = 0; name != null && i <= busy.size(); i++) {
			if (!busy.contains(Place.laneOf(name))) {
				return name;
			}
			name = after(ready, lanes, Place.laneOf(name));
		}
		return null;
	}

	private static @Nullable String after(MVMap<String, ?> ready, String prefix, String last) {
		String name = ready.ceilingKey(last + Place.AFTER);
		if (name == null || !name.startsWith(prefix)) {
			name = ready.ceilingKey(prefix);
		}
		return (name != null && name.startsWith(prefix)) ? name : null;
	}

}
