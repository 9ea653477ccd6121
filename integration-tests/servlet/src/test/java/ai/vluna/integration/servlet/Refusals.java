package ai.vluna.integration.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.vluna.spring.event.WorkRefusedEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Hears of work that was refused where nobody waits for it.
 */
@Component
class Refusals {

	private final List<WorkRefusedEvent> events = new CopyOnWriteArrayList<>();

	List<WorkRefusedEvent> events() {
		return this.events;
	}

	@EventListener
	void refused(WorkRefusedEvent event) {
		this.events.add(event);
	}

}
