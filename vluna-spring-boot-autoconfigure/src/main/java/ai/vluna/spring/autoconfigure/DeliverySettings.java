package ai.vluna.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import ai.vluna.spring.delivery.DirectSettings;
import ai.vluna.spring.delivery.SenderSettings;
import ai.vluna.spring.delivery.WriterSettings;
import ai.vluna.spring.delivery.file.FileStoreSettings;
import ai.vluna.spring.delivery.store.Backoff;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of delivery into the settings of its parts, and refuses what makes
 * no sense.
 */
final class DeliverySettings {

	private static final String PREFIX = "vluna.delivery.";

	private static final Duration MIN_DIRECT_TIMEOUT = Duration.ofSeconds(2);

	private final VlunaDeliveryProperties delivery;

	private final Duration callTimeout;

	DeliverySettings(VlunaDeliveryProperties delivery, VlunaProperties properties) {
		this.delivery = delivery;
		this.callTimeout = properties.connection().callTimeout();
	}

	FileStoreSettings file() {
		Path path = this.delivery.file().path();
		if (path == null) {
			throw new MissingVlunaPropertiesException(List.of(PREFIX + "file.path"));
		}
		return new FileStoreSettings(path, concurrency(), backoff(), stopTimeout());
	}

	DirectSettings direct() {
		VlunaDeliveryProperties.Direct direct = this.delivery.direct();
		if (direct.timeout().compareTo(MIN_DIRECT_TIMEOUT) < 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "direct.timeout", direct.timeout(),
					"It must be at least two seconds, as the gate may need that long.");
		}
		return new DirectSettings(direct.timeout(), direct.maxPending(), direct.retryFor(), direct.minBackoff(),
				direct.maxBackoff());
	}

	WriterSettings writing() {
		VlunaDeliveryProperties.Writing writing = this.delivery.writing();
		return new WriterSettings(positive("writing.threads", writing.threads()),
				positive("writing.max-group", writing.maxGroup()), positive("writing.max-queued", writing.maxQueued()),
				positive("writing.timeout", writing.timeout()),
				positive("writing.close-timeout", writing.closeTimeout()));
	}

	SenderSettings sending() {
		VlunaDeliveryProperties.Sending sending = this.delivery.sending();
		Duration pause = positive("sending.pause", sending.pause());
		Backoff backoff = backoff();
		// One settlement that is never answered must not hold the others back for long.
		Duration longest = (pause.compareTo(backoff.min()) > 0) ? pause : backoff.min();
		return new SenderSettings(positive("sending.patience", sending.patience()),
				new Backoff(backoff.min(), (longest.compareTo(backoff.max()) < 0) ? longest : backoff.max()), pause,
				this.callTimeout);
	}

	Backoff backoff() {
		VlunaDeliveryProperties.Sending sending = this.delivery.sending();
		Duration min = positive("sending.min-backoff", sending.minBackoff());
		if (sending.maxBackoff().compareTo(min) < 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "sending.max-backoff", sending.maxBackoff(),
					"It must not be less than '%ssending.min-backoff'.".formatted(PREFIX));
		}
		return new Backoff(min, sending.maxBackoff());
	}

	int concurrency() {
		return positive("sending.concurrency", this.delivery.sending().concurrency());
	}

	Duration stopTimeout() {
		return positive("sending.stop-timeout", this.delivery.sending().stopTimeout());
	}

	Duration monitorInterval() {
		return positive("monitor-interval", this.delivery.monitorInterval());
	}

	private static int positive(String name, int value) {
		if (value <= 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, "It must be at least one.");
		}
		return value;
	}

	private static Duration positive(String name, Duration value) {
		if (value.toMillis() <= 0) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + name, value,
					"It must be at least a millisecond.");
		}
		return value;
	}

}
