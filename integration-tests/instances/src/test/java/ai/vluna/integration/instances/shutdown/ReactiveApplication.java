package ai.vluna.integration.instances.shutdown;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A reactive application, on Netty.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({ OfficeConfiguration.class, ReactiveApplication.Desk.class })
class ReactiveApplication {

	@Bean
	NettyReactiveWebServerFactory netty() {
		return new NettyReactiveWebServerFactory();
	}

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
		Mono<String> single(@PathVariable("name") String name) {
			return this.work.mono(name);
		}

		@GetMapping(path = "/stream/{name}", produces = "text/event-stream")
		Flux<String> stream(@PathVariable("name") String name) {
			return this.work.stream(name);
		}

	}

}
