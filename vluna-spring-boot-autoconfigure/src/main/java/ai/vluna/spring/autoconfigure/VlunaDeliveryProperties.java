package ai.vluna.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import ai.vluna.spring.delivery.OnFull;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of how usage is delivered. Bound by Spring Boot, not meant to be
 * constructed.
 *
 * @param store Where usage is kept until it is charged.
 * @param file Store in a file.
 * @param direct Delivery without a store, or while the store does not answer.
 * @param writing Writing to the store.
 * @param sending Sending what is stored.
 * @param monitorInterval Time between two looks at how much is stored.
 * @param maxPending Number of settlements on their way in the store from which on new
 * work is treated by 'vluna.delivery.on-full'. What was admitted is stored all the same.
 * What is delivered makes room at the next look only: choose more than is stored between
 * two looks ('vluna.delivery.monitor-interval').
 * @param onFull What happens to new work when there is no room for its usage.
 * @param shutdownGrace Longest time for which the end of the application waits for billed
 * work that is running, and for its usage to be stored or confirmed.
 * @since 0.1.0
 */
@ConfigurationProperties("vluna.delivery")
public record VlunaDeliveryProperties(@DefaultValue("none") DeliveryStore store, @DefaultValue File file,
		@DefaultValue Direct direct, @DefaultValue Writing writing, @DefaultValue Sending sending,
		@DefaultValue("5s") Duration monitorInterval, @DefaultValue("1000000") int maxPending,
		@DefaultValue("deny") OnFull onFull, @DefaultValue("10s") Duration shutdownGrace) {

	/**
	 * Store in a file.
	 *
	 * @param path File that keeps usage until it is charged, such as
	 * '/var/lib/my-app/vluna.mv'. Mandatory for this store. Each process needs one of its
	 * own, on a disk that outlives the process: in a container, on a volume. Its journal
	 * lies beside it.
	 */
	public record File(@Nullable Path path) {

	}

	/**
	 * Writing to the store.
	 *
	 * @param timeout Longest time for which a caller waits until its usage is stored;
	 * then it is sent directly. Also the longest wait for the claim of a caller's key,
	 * whose request is refused then.
	 * @param threads Number of threads that write; while the disk keeps what one has
	 * written, the next prepares its settlements.
	 * @param maxGroup Largest number of settlements that are written at once.
	 * @param maxQueued Largest number of settlements that wait to be written; further
	 * ones are sent directly.
	 * @param closeTimeout Longest time for which the end of the application waits until
	 * everything is stored.
	 */
	public record Writing(@DefaultValue("2s") Duration timeout, @DefaultValue("2") int threads,
			@DefaultValue("256") int maxGroup, @DefaultValue("10000") int maxQueued,
			@DefaultValue("10s") Duration closeTimeout) {

	}

	/**
	 * Sending what is stored.
	 *
	 * @param concurrency Largest number of settlements that are sent at a time by this
	 * instance.
	 * @param minBackoff Wait before a settlement that was not answered is sent again,
	 * doubled for each further attempt.
	 * @param maxBackoff Longest wait between two attempts.
	 * @param patience Number of settlements in a row that are not answered before Vluna
	 * is left alone for a while.
	 * @param pause Time for which Vluna is left alone when something has to be mended
	 * first, such as the service key; the longest such time while it does not answer.
	 * @param stopTimeout Longest time for which the end of the application waits for
	 * settlements under way; what is not answered by then stays stored.
	 */
	public record Sending(@DefaultValue("8") int concurrency, @DefaultValue("500ms") Duration minBackoff,
			@DefaultValue("5m") Duration maxBackoff, @DefaultValue("3") int patience,
			@DefaultValue("30s") Duration pause, @DefaultValue("10s") Duration stopTimeout) {

	}

	/**
	 * Delivery without a store.
	 *
	 * @param timeout Longest time for which a caller waits for the confirmation of its
	 * usage; at least two seconds.
	 * @param maxPending Largest number of unconfirmed charges kept in memory. Without a
	 * store further ones are dead at once; with one that does not work new work is
	 * treated by 'vluna.delivery.on-full'.
	 * @param retryFor How long, without a store, an unconfirmed charge is sent again
	 * before it is given up and reported as dead.
	 * @param minBackoff Wait before the first repetition, doubled for each further one.
	 * @param maxBackoff Longest wait between two repetitions.
	 */
	public record Direct(@DefaultValue("5s") Duration timeout, @DefaultValue("1000") int maxPending,
			@DefaultValue("1h") Duration retryFor, @DefaultValue("500ms") Duration minBackoff,
			@DefaultValue("30s") Duration maxBackoff) {

	}

}
