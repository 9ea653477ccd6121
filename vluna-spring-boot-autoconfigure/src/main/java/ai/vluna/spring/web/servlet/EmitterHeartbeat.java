package ai.vluna.spring.web.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The heartbeat of one emitter. It stops when the emitter does, or cannot be written to:
 * the container then tells the emitter.
 */
final class EmitterHeartbeat {

	private final SseEmitter emitter;

	private final Scheduler scheduler;

	private final Disposable.Swap timer = Disposables.swap();

	private final AtomicBoolean beating = new AtomicBoolean();

	private EmitterHeartbeat(SseEmitter emitter, Scheduler scheduler) {
		this.emitter = emitter;
		this.scheduler = scheduler;
	}

	static void start(SseEmitter emitter, Duration interval, Scheduler scheduler) {
		EmitterHeartbeat heartbeat = new EmitterHeartbeat(emitter, scheduler);
		emitter.onCompletion(heartbeat.timer::dispose);
		long nanos = interval.toNanos();
		heartbeat.timer.update(Schedulers.parallel()
			.schedulePeriodically(heartbeat::beatElsewhere, nanos, nanos, TimeUnit.NANOSECONDS));
	}

	private void beatElsewhere() {
		// A client that reads slowly gets one beat at a time.
		if (this.beating.compareAndSet(false, true)) {
			this.scheduler.schedule(this::beat);
		}
	}

	private void beat() {
		try {
			this.emitter.send(SseEmitter.event().comment(""));
			this.beating.set(false);
		}
		catch (IOException | IllegalStateException ex) {
			this.timer.dispose();
		}
	}

}
