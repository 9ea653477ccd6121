package ai.vluna.integration.instances.shutdown;

import reactor.core.publisher.Flux;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A servlet application, on Tomcat.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({ OfficeConfiguration.class, ServletApplication.Desk.class })
class ServletApplication {

	/**
	 * Where requests come in.
	 */
	@RestController
	static class Desk {

		private final Work work;

		Desk(Work work) {
			this.work = work;
		}

		@GetMapping("/single/{name}")
		String single(@PathVariable("name") String name) {
			return this.work.value(name);
		}

		@GetMapping(path = "/stream/{name}", produces = "text/event-stream")
		Flux<String> stream(@PathVariable("name") String name) {
			return this.work.stream(name);
		}

	}

}
