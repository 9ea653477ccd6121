package ai.vluna.integration.webflux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Endpoints without controllers.
 */
@Configuration(proxyBeanMethods = false)
class FunctionalConfiguration {

	@Bean
	RouterFunction<ServerResponse> functional(Texts texts) {
		return RouterFunctions.route()
			.GET("/functional/mono",
					(request) -> texts.mono(text(request)).flatMap((value) -> ServerResponse.ok().bodyValue(value)))
			.GET("/functional/body", (request) -> ServerResponse.ok().body(texts.mono(text(request)), String.class))
			.GET("/functional/flux",
					(request) -> ServerResponse.ok()
						.contentType(MediaType.TEXT_EVENT_STREAM)
						.body(texts.flux(text(request)), Token.class))
			.build();
	}

	private static String text(ServerRequest request) {
		return request.queryParam("text").orElse("");
	}

}
